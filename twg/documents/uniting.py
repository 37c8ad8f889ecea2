"""Two receipts of one person for the same document (M10)."""

from typing import Any

from storage.documents import Receipt
from twg.core.uniting import Uniting


def first_acknowledged(older: Receipt, newer: Receipt) -> dict[str, Any]:
    """The first acknowledgement; one counts more than none."""
    given = [row for row in (older, newer) if row.acknowledged_at is not None]
    first = min(given, key=lambda row: row.acknowledged_at or row.id, default=older)
    return {"acknowledged_at": first.acknowledged_at, "entered_by_id": first.entered_by_id}


UNITINGS = (Uniting(table=Receipt, same=("document_id",), unite=first_acknowledged),)
