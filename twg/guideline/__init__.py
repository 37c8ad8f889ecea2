"""The Guideline on the Role and Functioning of the Technical Working Groups, clause by clause (R5)."""

from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.guideline import clauses, searching

DOMAIN = Domain(operations=operations_of(searching))

__all__ = ["DOMAIN", "clauses", "searching"]
