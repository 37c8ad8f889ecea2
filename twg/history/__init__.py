"""What has happened, as the secretariat reads it from the audit (T5)."""

from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.history import fields, operations, reading

DOMAIN = Domain(operations=operations_of(reading))

__all__ = ["DOMAIN", "fields", "operations", "reading"]
