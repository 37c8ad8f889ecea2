"""Who keeps the record of a meeting, and when lines are taken (G6).

RecordRefusal
├── RecordClosed    no lines are taken until it is opened again
├── ItemClosed      somebody went on from the agenda item already
├── NoSuchItem      the agenda has no further item in that direction
├── Unfinished      nobody is noted as having been there, or items are left: asked about before the record is closed
└── LineExpected    a text that begins with none of the words of a line
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import anybody_attended
from storage.engine.database import hold_whole
from storage.meetings import AgendaItem, Meeting
from storage.records import MeetingRecord, RecordLine, find_keeper, find_record
from twg.attendance.access import check_notable
from twg.core.actors import Actor
from twg.core.refusals import NotAllowed, NotFound, Refusal
from twg.meetings.access import access_meeting
from twg.meetings.convening import may_organise
from twg.meetings.guests import find_item


class RecordRefusal(Refusal):
    key = "records#refused"


class RecordClosed(RecordRefusal):
    """data: `name` of who closed it; `at`, UTC."""

    key = "records#closed"


class ItemClosed(RecordRefusal):
    """data: `title` of the item; `name` of who went on from it; `at`, UTC."""

    key = "records#item_closed"


class NoSuchItem(RecordRefusal):
    key = "records#no_such_item"


class Unfinished(RecordRefusal):
    """data: `meeting`; `nobody`: nobody is noted as having been there; `untouched`: numbers of items, from 1."""

    key = "records#unfinished"


class LineExpected(RecordRefusal):
    key = "records#line_expected"


async def access_keeps(session: AsyncSession, actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor keeps the record of a meeting: who organises it, and whom they have named."""
    if not actor.covers("records"):
        return False
    if may_organise(actor, meeting.kind, meeting.audience):
        return True
    named = await find_keeper(session, meeting.id, actor.person.id)
    return named is not None and named.ended_at is None


async def access_kept(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting, for who keeps its record. Raises: NotFound, NotAllowed."""
    actor.check_covers("records")
    meeting = await access_meeting(session, actor, meeting_id)
    if not await access_keeps(session, actor, meeting):
        raise NotAllowed
    return meeting


async def access_record(session: AsyncSession, actor: Actor, record_id: int) -> tuple[MeetingRecord, Meeting]:
    """A record and its meeting, for who keeps it. Raises: NotFound, also for who does not keep it."""
    record = await find_record(session, MeetingRecord.id == record_id, MeetingRecord.twg_id == actor.twg.id)
    if record is None:
        raise NotFound
    meeting = await access_meeting(session, actor, record.meeting_id)
    if not await access_keeps(session, actor, meeting):
        raise NotFound
    return record, meeting


async def access_open(
    session: AsyncSession, actor: Actor, record_id: int, *, now: datetime
) -> tuple[MeetingRecord, Meeting]:
    """A record, locked, into which lines are taken. Raises: NotFound, RecordClosed, MeetingCancelled."""
    record, _meeting = await access_record(session, actor, record_id)
    await hold_whole(session, record)
    record, meeting = await access_record(session, actor, record_id)
    check_notable(actor, meeting, now=now)
    if record.closed_at is not None:
        raise RecordClosed(name="" if record.closed_by is None else record.closed_by.name, at=record.closed_at)
    return record, meeting


async def access_line(session: AsyncSession, actor: Actor, line_id: int) -> tuple[RecordLine, MeetingRecord, Meeting]:
    """A line, also one that was taken back, with its record and meeting. Raises: as `access_record`."""
    line = await session.get(RecordLine, line_id)
    if line is None:
        raise NotFound
    record, meeting = await access_record(session, actor, line.record_id)
    return line, record, meeting


def place_of(record: MeetingRecord, meeting: Meeting) -> int:
    """The place of the open item in the agenda, from 0; -1 where there is none."""
    item = find_item(meeting, record.item_token)
    return -1 if item is None else meeting.agenda.index(item)


def list_untouched(record: MeetingRecord, meeting: Meeting) -> list[int]:
    """Numbers, from 1, of the agenda items on which nothing was written, and which nobody has marked as done."""
    written = {line.item_token for line in record.lines}
    left = [item.token not in written and record.closing_of(item.token) is None for item in meeting.agenda]
    return [number for number, is_left in enumerate(left, start=1) if is_left]


async def find_unfinished(session: AsyncSession, record: MeetingRecord, meeting: Meeting) -> tuple[bool, list[int]]:
    """What is asked about before a record is closed: whether nobody is noted, and the items that are left."""
    return not await anybody_attended(session, meeting.id), list_untouched(record, meeting)


def open_item(record: MeetingRecord, meeting: Meeting) -> AgendaItem | None:
    """The item that is open; None where the meeting has no agenda."""
    return find_item(meeting, record.item_token)
