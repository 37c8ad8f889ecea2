"""Two requests to one person to report on the same indicator in a round (M10)."""

from typing import Any

from storage.indicators import ReportRequest
from twg.core.uniting import Uniting


def first_reported(older: ReportRequest, newer: ReportRequest) -> dict[str, Any]:
    """When the first report was given; None without any."""
    return {"reported_at": min(filter(None, (older.reported_at, newer.reported_at)), default=None)}


UNITINGS = (Uniting(table=ReportRequest, same=("round_id", "indicator_id"), unite=first_reported),)
