"""Keeping the record of a meeting passes from the member who was named for it to another one (M10)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState
from storage.members import Membership
from storage.records import MeetingRecord, RecordKeeper
from twg.core.audiences import includes
from twg.core.handing import handing_of_column


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the tasks that a person has to keep a record, of meetings not cancelled and records not closed."""
    closed = select(MeetingRecord.meeting_id).where(MeetingRecord.closed_at.is_not(None))
    theirs = RecordKeeper.person_id == person_id, RecordKeeper.ended_at.is_(None)
    going_on = Meeting.twg_id == twg_id, Meeting.state != MeetingState.CANCELLED, Meeting.id.not_in(closed)
    query = select(RecordKeeper.id).join(Meeting, Meeting.id == RecordKeeper.meeting_id).where(*theirs, *going_on)
    return list(await session.scalars(query.order_by(RecordKeeper.id)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can have: of meetings to which they are invited, and for which they were not named before."""
    columns = RecordKeeper.id, RecordKeeper.meeting_id, Meeting.audience
    joined = select(*columns).join(Meeting, Meeting.id == RecordKeeper.meeting_id)
    tasks = await session.execute(joined.where(RecordKeeper.id.in_(ids)).order_by(RecordKeeper.id))
    before = set(await session.scalars(select(RecordKeeper.meeting_id).where(RecordKeeper.person_id == to.person_id)))
    return [number for number, meeting_id, audience in tasks if includes(audience, to) and meeting_id not in before]


HANDINGS = (handing_of_column("record_keepers", RecordKeeper.person_id, list_open, told_as="records", choose=choose),)
