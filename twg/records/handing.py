"""Keeping the record of a meeting passes from the member who was named for it to another one (M10)."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog
from storage.meetings import Meeting, MeetingState
from storage.members import Membership
from storage.records import MeetingRecord, RecordKeeper, find_keeper
from twg.core.audiences import includes
from twg.core.handing import handing_of_column
from twg.language.times import LONGEST_MEETING_MIN
from twg.records.keepers import AFTERWARDS

#: For so long after a meeting was to begin its record may still be begun by who was named to keep it.
_BEGUN_WITHIN = timedelta(minutes=LONGEST_MEETING_MIN) + AFTERWARDS


async def list_open(session: AsyncSession, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """Ids of the tasks that a person has to keep a record: one that is open, or that may still be begun.

    Of meetings not cancelled.
    """
    theirs = RecordKeeper.person_id == person_id, RecordKeeper.ended_at.is_(None)
    going_on = Meeting.twg_id == twg_id, Meeting.state != MeetingState.CANCELLED
    query = select(RecordKeeper.id).join(Meeting, Meeting.id == RecordKeeper.meeting_id).where(*theirs, *going_on)
    records = select(MeetingRecord.meeting_id)
    open_ = Meeting.id.in_(records.where(MeetingRecord.closed_at.is_(None)))
    to_begin = and_(Meeting.id.not_in(records), Meeting.starts_at > now - _BEGUN_WITHIN)
    return list(await session.scalars(query.where(or_(open_, to_begin)).order_by(RecordKeeper.id)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can have: of meetings to which they are invited, and for which they were not named before."""
    return [task.id for task in await _list_invited(session, ids, to) if await _find_own(session, task, to) is None]


async def join(session: AsyncSession, log: RowLog, ids: list[int], to: Membership, now: datetime) -> None:
    """Let a member who was named for the same meetings before have the task, and nobody else beside them by this."""
    for task in await _list_invited(session, ids, to):
        own = await _find_own(session, task, to)
        if own is not None:
            await log.change(own, ended_at=None)
            await log.change(task, ended_at=now)


async def _list_invited(session: AsyncSession, ids: list[int], to: Membership) -> list[RecordKeeper]:
    """Those of these tasks that are about a meeting to which a member is invited."""
    joined = select(RecordKeeper, Meeting.audience).join(Meeting, Meeting.id == RecordKeeper.meeting_id)
    tasks = await session.execute(joined.where(RecordKeeper.id.in_(ids)).order_by(RecordKeeper.id))
    return [task for task, audience in tasks if includes(audience, to)]


async def _find_own(session: AsyncSession, task: RecordKeeper, to: Membership) -> RecordKeeper | None:
    return await find_keeper(session, task.meeting_id, to.person_id)


HANDINGS = (
    handing_of_column("record_keepers", RecordKeeper.person_id, list_open, told_as="records", choose=choose, join=join),
)
