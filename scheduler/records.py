"""Contents of the notice about keeping the record of a meeting, and of the cards that keepers have open (G6)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from messages import records as messages
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.core.bound_messages import BoundMessage
from storage.meetings import MeetingState
from storage.members import Membership, Twg, list_members
from storage.records import MeetingRecord, RecordLine
from twg.core.actors import Actor
from twg.core.refusals import NotFound
from twg.meetings.access import access_meeting, ends_at
from twg.meetings.convening import may_organise
from twg.records import keepers, keeping
from twg.records.access import access_keeps, access_record

WORDING = Wording()


@WORDING.of(
    keepers.NAMED,
    "records/named",
    holds="the meeting is announced and not over, and the recipient is invited and still named",
)
async def named(occasion: Occasion) -> Content | None:
    try:
        meeting = await access_meeting(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    is_on = meeting.state is MeetingState.ANNOUNCED and occasion.now < ends_at(meeting)
    if not is_on or not await access_keeps(occasion.session, occasion.actor, meeting):
        return None
    return messages.named(occasion.member.twg, meeting)


@WORDING.binds(MeetingRecord)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """The item that is open now, for who still keeps the record."""
    record, account = await session.get(MeetingRecord, message.subject_id), message.account
    if record is None or account is None:
        return None
    twg = await session.get_one(Twg, record.twg_id)
    members = await list_members(session, twg.id, Membership.person_id == account.person_id)
    if not members:
        return None
    actor = Actor(twg, members[0])
    try:
        whole, meeting = await access_record(session, actor, record.id)
    except NotFound:
        return None
    written = await _just_written(session, actor, record, now=message.change_at or message.sent_at)
    organises = may_organise(actor, meeting.kind, meeting.audience)
    return messages.card(twg, whole, meeting, written=written, organises=organises)


async def _just_written(
    session: AsyncSession, actor: Actor, record: MeetingRecord, *, now: datetime
) -> list[RecordLine]:
    """The lines of the message that the actor has just written into this record, which their card goes on to offer."""
    line = await keeping.find_just_written(session, actor, now=now)
    if line is None or line.record_id != record.id:
        return []
    return [each for each in await keeping.list_written_with(session, line) if each.removed_at is None]
