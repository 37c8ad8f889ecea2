"""Who keeps the record of a meeting besides its organisers: members whom they name (G6)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import Meeting, MeetingState, list_meetings
from storage.members import Membership
from storage.minutes import list_with_minutes
from storage.records import MeetingRecord, RecordKeeper, find_keeper, find_record, list_keepers, list_open_records
from twg.attendance.access import opens_at
from twg.core.actors import Actor
from twg.core.audiences import Reader, list_audience
from twg.core.audit import record as record_change
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.access import MeetingCancelled, access_held, access_organised, ends_at, visible_meetings
from twg.records.access import access_keeps

#: For so long after the end of a meeting a line without an open record is taken to be meant for it.
AFTERWARDS = timedelta(days=1)
#: For so long, and for so many meetings, it is offered to begin the record, or to open it again.
RESUMED_FOR, MOST_RESUMED = timedelta(days=60), 3


async def _named(cause: Cause) -> list[Membership]:
    """The member who was named."""
    members = await list_audience(cause.session, cause.subject.twg_id, cause.subject.audience)
    return [member for member in members if member.person_id == cause.data.get("person")]


async def _end_of_meeting(cause: Cause) -> datetime:
    return ends_at(cause.subject)


NAMED = Notice(
    name="record_keeper_named",
    subject=Meeting,
    recipients=_named,
    permission=Permission.RECORD_KEEP,
    grouped=True,
    useful_until=_end_of_meeting,
)


@operation(Permission.MEETING_ORGANISE)
async def name_keeper(
    session: AsyncSession, actor: Actor, meeting_id: int, person_id: int, *, now: datetime
) -> RecordKeeper:
    """Let a member who is invited keep the record of a meeting, and tell them; a second time changes nothing.

    Raises: NotFound, also for who is not invited; NotAllowed, MeetingCancelled.
    """
    meeting = await access_held(session, actor, meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    invited = await list_audience(session, meeting.twg_id, meeting.audience)
    if all(member.person_id != person_id for member in invited):
        raise NotFound
    keeper = await find_keeper(session, meeting.id, person_id)
    if keeper is not None and keeper.ended_at is None:
        return keeper
    if keeper is None:
        keeper = RecordKeeper(meeting_id=meeting.id, person_id=person_id)
        session.add(keeper)
    keeper.named_at, keeper.named_by_id, keeper.ended_at = now, actor.person.id, None
    after = {"person_id": person_id, "ended_at": None}
    await record_change(session, actor, "records.name_keeper", keeper, now=now, after=after)
    if meeting.state is MeetingState.ANNOUNCED and person_id != actor.person.id:
        await notify(session, NAMED, subject=meeting, now=now, by=actor, data={"person": person_id})
    return keeper


@operation(Permission.MEETING_ORGANISE)
async def end_keeper(session: AsyncSession, actor: Actor, meeting_id: int, person_id: int, *, now: datetime) -> None:
    """Take the task of keeping the record from a member; what they have written stays. Raises: NotFound, NotAllowed."""
    meeting = await access_held(session, actor, meeting_id)
    keeper = await find_keeper(session, meeting.id, person_id)
    if keeper is None or keeper.ended_at is not None:
        raise NotFound
    await hold(session, keeper)
    keeper.ended_at = now
    before, after = {"ended_at": None}, {"ended_at": now}
    await record_change(session, actor, "records.end_keeper", keeper, now=now, before=before, after=after)


@operation(Permission.MEETING_ORGANISE)
async def read_keepers(
    session: AsyncSession, actor: Actor, meeting_id: int
) -> tuple[Meeting, list[RecordKeeper], list[Membership]]:
    """A meeting, those invited who were named to keep its record, and everybody invited.

    Who was named and is not invited any more, as they have left, cannot keep it.

    Raises: NotFound, NotAllowed.
    """
    meeting, invited = await access_organised(session, actor, meeting_id)
    people = {member.person_id for member in invited}
    return meeting, [each for each in await list_keepers(session, meeting.id) if each.person_id in people], invited


@operation(Permission.RECORD_KEEP)
async def list_kept(session: AsyncSession, actor: Actor) -> list[tuple[MeetingRecord, Meeting]]:
    """The records into which the actor can write now, oldest first, with their meetings."""
    visible = visible_meetings(Reader.of(actor))
    found = []
    for record in await list_open_records(session, actor.twg.id):
        meeting = await session.scalar(select(Meeting).where(Meeting.id == record.meeting_id, visible))
        if (
            meeting is not None
            and meeting.state is MeetingState.ANNOUNCED
            and await access_keeps(session, actor, meeting)
        ):
            found.append((record, meeting))
    return found


@operation(Permission.RECORD_KEEP)
async def list_resumable(
    session: AsyncSession, actor: Actor, *, now: datetime
) -> list[tuple[Meeting, MeetingRecord | None]]:
    """The last meetings whose record the actor may begin, or open again, the latest first, with the closed record.

    Those whose minutes circulate are left out: what they say is changed by corrections.
    """
    lately = Meeting.starts_at.between(now - RESUMED_FOR, now + actor.timekeeping.check_in_opens)
    seen = visible_meetings(Reader.of(actor)), Meeting.state == MeetingState.ANNOUNCED
    found = (await list_meetings(session, actor.twg.id, *seen, lately, limit=50))[::-1]
    sent = await list_with_minutes(session, [each.id for each in found])
    resumable: list[tuple[Meeting, MeetingRecord | None]] = []
    for meeting in found:
        if meeting.id not in sent and await access_keeps(session, actor, meeting):
            resumable.append((meeting, await find_record(session, MeetingRecord.meeting_id == meeting.id)))
        if len(resumable) == MOST_RESUMED:
            break
    return resumable


@operation(Permission.RECORD_KEEP)
async def list_beginnable(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The meetings on now, or over since a day at most, whose record the actor may keep and nobody has begun."""
    begun = MeetingRecord.meeting_id
    since = now - timedelta(minutes=LONGEST_MEETING_MIN) - AFTERWARDS
    window = actor.timekeeping.check_in_opens
    found = await list_meetings(
        session,
        actor.twg.id,
        visible_meetings(Reader.of(actor)),
        Meeting.state == MeetingState.ANNOUNCED,
        Meeting.starts_at > since,
        Meeting.starts_at <= now + window,
        Meeting.id.not_in(select(begun)),
    )
    on = [each for each in found if opens_at(each, window) <= now < ends_at(each) + AFTERWARDS]
    return [meeting for meeting in on if await access_keeps(session, actor, meeting)]
