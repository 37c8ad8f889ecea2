"""Finding what the store holds (D3)."""

from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.search import finding
from twg.search.finding import MOST_RESULTS, RESULTS, Found, Hit, search_store

DOMAIN = Domain(operations=operations_of(finding))

__all__ = ["DOMAIN", "MOST_RESULTS", "RESULTS", "Found", "Hit", "search_store"]
