"""What a report that is put to the Chair does not have: reports may still come, and some wait for review (J6)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import RoundState
from storage.reports import ReportSnapshot
from twg.core.actors import Actor
from twg.reports.reading import compose, sees_waiting


@dataclass(frozen=True)
class Outstanding:
    """What a report does not have yet.

    Attributes:
        is_open: the round is not closed, so that further reports may come.
        waiting: indicators of which a report awaits review.
    """

    is_open: bool = False
    waiting: int = 0


async def read_outstanding(session: AsyncSession, reader: Actor, snapshot: ReportSnapshot) -> Outstanding:
    """What is not in a report that waits for the Chair; nothing for who does not follow the round as its member."""
    if not sees_waiting(reader, snapshot.twg_id):
        return Outstanding()
    now_says = await compose(session, reader.twg, snapshot.round, with_waiting=True, now=snapshot.as_of)
    return Outstanding(snapshot.round.state is RoundState.OPEN, len(now_says.waiting))
