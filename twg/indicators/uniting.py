"""Two requests to one person to report on an indicator in a round, and one who is named for it twice (M10)."""

from typing import Any

from storage.indicators import Indicator, ReportRequest
from twg.core.uniting import Pair, Uniting


def first_reported(older: ReportRequest, newer: ReportRequest) -> dict[str, Any]:
    """When the first report was given; None without any."""
    return {"reported_at": min(filter(None, (older.reported_at, newer.reported_at)), default=None)}


TWO_REQUESTS = Uniting(table=ReportRequest, same=("round_id", "indicator_id"), unite=first_reported)
UNITINGS = (TWO_REQUESTS,)
PAIRS = (Pair(table=Indicator, stays="reporter_id", cleared="deputy_id"),)
