"""Participation: how members take part, and whom messages do not reach (M8, M9)."""

from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.participation import counting, reaching

DOMAIN = Domain(operations=operations_of(counting, reaching), sheets=counting.SHEETS)

__all__ = ["DOMAIN", "counting", "reaching"]
