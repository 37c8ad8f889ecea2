"""Going through the agenda while the record is kept: which item is open (G6)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.meetings import Meeting
from storage.records import ItemClosing, MeetingRecord
from twg.core.actors import Actor
from twg.core.audit import record as record_change
from twg.core.audit import values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings.guests import find_item
from twg.records.access import ItemClosed, NoSuchItem, access_open, access_record, place_of


@operation(Permission.RECORD_KEEP)
async def go_on(session: AsyncSession, actor: Actor, record_id: int, token: str, *, now: datetime) -> MeetingRecord:
    """Close the agenda item that is open, and open the next one; the last one stays open.

    Args:
        token: of the item that the actor has before them.
    Raises: NotFound, NotAllowed, RecordClosed, MeetingCancelled; ItemClosed where somebody went on already.
    """
    record, meeting = await access_open(session, actor, record_id, now=now)
    closed = record.closing_of(token)
    if closed is not None:
        item = find_item(meeting, token)
        raise ItemClosed(title="" if item is None else item.title, name=closed.closed_by.name, at=closed.closed_at)
    if record.item_token != token:  # somebody went back
        return record
    session.add(ItemClosing(record_id=record.id, item_token=token, closed_at=now, closed_by_id=actor.person.id))
    place = place_of(record, meeting)
    follows = meeting.agenda[place + 1].token if 0 <= place < len(meeting.agenda) - 1 else token
    return await _open(session, actor, record, follows, "records.go_on", now=now)


@operation(Permission.RECORD_KEEP)
async def go_to(session: AsyncSession, actor: Actor, record_id: int, number: int, *, now: datetime) -> MeetingRecord:
    """Open an agenda item by its number, from 1; one that was closed is open again.

    Raises: NotFound, NotAllowed, RecordClosed, MeetingCancelled; NoSuchItem.
    """
    record, meeting = await access_open(session, actor, record_id, now=now)
    if not 1 <= number <= len(meeting.agenda):
        raise NoSuchItem
    token = meeting.agenda[number - 1].token
    for closing in record.closings:
        if closing.item_token == token:
            await session.delete(closing)
    return await _open(session, actor, record, token, "records.go_to", now=now)


async def _open(
    session: AsyncSession, actor: Actor, record: MeetingRecord, token: str, change: str, *, now: datetime
) -> MeetingRecord:
    before = values_of(record, "item_token")
    record.item_token = token
    await record_change(session, actor, change, record, now=now, before=before, after=values_of(record, "item_token"))
    await change_bound(session, MeetingRecord.__tablename__, [record.id], now=now)
    return (await access_record(session, actor, record.id))[0]


def number_of(record: MeetingRecord, meeting: Meeting) -> int:
    """The number of the item that is open, from 1; 0 where the meeting has no agenda."""
    return place_of(record, meeting) + 1
