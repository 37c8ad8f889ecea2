"""Day, hour and place of a meeting before they were changed: answers "does it take place as announced?" (G2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import list_changes_since
from storage.meetings import Meeting

T = TypeVar("T")


@dataclass(frozen=True)
class Former:
    """What was announced before the last change of each; None for what was not changed.

    Attributes:
        starts_at: UTC.
    """

    starts_at: datetime | None = None
    place: str | None = None


async def find_former(session: AsyncSession, meeting: Meeting) -> Former:
    """What was announced of a meeting before its last changes. The caller has checked the access."""
    announced_at = meeting.announced_at
    if announced_at is None:
        return Former()
    before: dict[str, list[str]] = {"starts_at": [], "place": []}
    for row in await list_changes_since(session, Meeting.__tablename__, meeting.id, 0):
        if row.action == "meetings.change" and row.at >= announced_at:
            for name in before.keys() & row.data["before"].keys():
                before[name].append(row.data["before"][name])
    moved = [datetime.fromisoformat(each) for each in before["starts_at"]]
    return Former(_last(moved, meeting.starts_at), _last(before["place"], meeting.place))


def _last(former: Sequence[T], now: T) -> T | None:
    """The value before the last change; None where it is again as it was announced at first, or never changed."""
    return former[-1] if former and now != former[0] else None
