"""Minutes: composed from the record of a meeting, checked, and written as a Word document (G6)."""

from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.minutes import access, checking, composing

DOMAIN = Domain(operations=operations_of(composing))

__all__ = ["DOMAIN", "access", "checking", "composing"]
