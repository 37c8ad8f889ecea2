"""Noting who is at a meeting: members check in, the secretariat keeps the list (G5).

Everything can be corrected afterwards; the audit keeps what was noted before.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import (
    LONGEST_NAME,
    MeetingPresence,
    Presence,
    find_presence,
    find_presence_row,
    find_row_of_guest,
    list_presence,
)
from storage.core.audit import find_last_change
from storage.engine.database import hold
from storage.meetings import Attendance, Meeting, Rsvp, find_attendance, list_meetings
from storage.meetings.guests import MeetingGuest
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import Membership, list_members
from twg.attendance.access import access_check_in, access_noted, access_own_item, takes_check_ins
from twg.attendance.rows import put
from twg.core.actors import Actor
from twg.core.audiences import Reader, includes
from twg.core.audit import Recorded, record, record_all
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, TooLong
from twg.core.undoing import check_in_time
from twg.language.guests import Guest
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.access import access_meeting, visible_meetings
from twg.meetings.items import stands


@operation(Permission.MEETING_ANSWER)
async def list_on(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The meetings at which the actor can say now that they are there, the earliest first.

    To these, or to an item of them, they are invited.
    """
    window = actor.timekeeping.check_in_opens
    begun = Meeting.starts_at > now - timedelta(minutes=LONGEST_MEETING_MIN), Meeting.starts_at <= now + window
    found = await list_meetings(session, actor.twg.id, visible_meetings(Reader.of(actor)), *begun)
    invited = {meeting.id: meeting for meeting in found if includes(meeting.audience, actor.member)}
    own = ItemInvitation.twg_id == actor.twg.id, ItemInvitation.person_id == actor.person.id
    for row in await list_item_invitations(session, *own, *begun):
        if stands(row) and row.told is not None:
            invited.setdefault(row.meeting_id, row.meeting)
    on = [meeting for meeting in invited.values() if takes_check_ins(meeting, window, now=now)]
    return sorted(on, key=lambda meeting: (meeting.starts_at, meeting.id))


@operation(Permission.MEETING_ANSWER)
async def check_in(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> MeetingPresence:
    """Note that the actor is at a meeting; a second time changes nothing.

    Those who named them as their delegate are there by that.

    Raises: NotFound, MeetingCancelled, MeetingNotAnnounced, NotOpenYet, CheckInOver.
    """
    meeting = await access_check_in(session, actor, meeting_id, now=now)
    await hold(session, meeting, shared=True)
    given = await find_presence_row(session, meeting.id, actor.person.id)
    if given is not None and given.presence is Presence.PRESENT:
        return given
    changes = [
        put(
            given,
            meeting,
            Presence.PRESENT,
            now=now,
            by_id=actor.by_id,
            person_id=actor.person.id,
            arrived_at=now,
        )
    ]
    changes += await _those_spoken_for(session, actor, meeting, now=now)
    await _keep(session, actor, "attendance.check_in", changes, now=now)
    row = changes[0].subject
    assert isinstance(row, MeetingPresence)  # noqa: S101 - what was put
    return row


@operation(Permission.MEETING_ANSWER)
async def take_back(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> None:
    """Take back the actor's own `check_in`, with what was noted of those who named them as their delegate.

    Raises: NotFound, also where they are not noted by themself any more; TooLateToUndo.
    """
    of_item = await access_own_item(session, actor, meeting_id)
    meeting = await access_meeting(session, actor, meeting_id) if of_item is None else of_item.meeting
    await hold(session, meeting, shared=True)
    own = await find_presence(session, meeting.id, actor.person.id)
    noted = None if own is None else await find_last_change(session, own.__tablename__, own.id)
    if noted is None or noted.action != "attendance.check_in" or noted.actor_id != actor.person.id:
        raise NotFound
    check_in_time(noted.at, now=now)
    changes = []
    for row in await list_presence(session, [meeting.id]):
        change = await find_last_change(session, row.__tablename__, row.id)
        if change is None or (change.action, change.actor_id, change.at) != (noted.action, noted.actor_id, noted.at):
            continue
        before = (change.data.get("before") or {}).get("presence")
        presence = None if before is None else Presence(before)
        changes.append(put(row, meeting, presence, now=now, by_id=actor.by_id or actor.person.id))
    await _keep(session, actor, "attendance.take_back", changes, now=now)


async def _those_spoken_for(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> list[Recorded]:
    """Those who named the actor as their delegate, and are not noted otherwise."""
    sent = Attendance.meeting_id == meeting.id, Attendance.delegate_id == actor.person.id
    senders = await session.scalars(select(Attendance).where(*sent, Attendance.delegate_agreed.is_not(False)))
    changes = []
    for sender in senders:
        row = await find_presence_row(session, meeting.id, sender.person_id)
        if row is None or row.presence in {None, Presence.EXPECTED}:
            about: dict[str, Any] = {
                "person_id": sender.person_id,
                "arrived_at": now,
                "delegate_name": actor.person.name,
            }
            changes.append(put(row, meeting, Presence.DELEGATE, now=now, by_id=actor.person.id, **about))
    return changes


async def _keep(
    session: AsyncSession, actor: Actor, change: str, changes: Sequence[Recorded], *, now: datetime
) -> None:
    session.add_all(each.subject for each in changes)
    await record_all(session, actor, change, changes, now=now)


@operation(Permission.MEETING_ORGANISE)
async def note(
    session: AsyncSession,
    actor: Actor,
    meeting_id: int,
    person_id: int,
    presence: Presence,
    *,
    at: time | None = None,
    delegate_name: str = "",
    now: datetime,
) -> MeetingPresence:
    """Note whether a member was there, also afterwards; it replaces what was noted.

    Who has named a delegate and is noted as here is there by that delegate.

    Args:
        at: local time at which they came, on the day of the meeting; None where that is not said.
        delegate_name: who is there in their place, for `Presence.DELEGATE`.
    Raises: NotFound, also for who is neither a member nor noted; NotAllowed, MeetingCancelled, MeetingNotAnnounced,
        NotOpenYet; Missing, TooLong (the delegate's name).
    """
    meeting = await access_noted(session, actor, meeting_id, now=now)
    row = await find_presence_row(session, meeting.id, person_id)
    if row is None and not await list_members(session, actor.twg.id, Membership.person_id == person_id):
        raise NotFound
    if presence is Presence.DELEGATE and not delegate_name.strip():
        raise Missing(field="name")
    if len(delegate_name.strip()) > LONGEST_NAME:
        raise TooLong(field="name", limit=LONGEST_NAME, length=len(delegate_name.strip()))
    arrived_at = (
        None
        if at is None
        else datetime.combine(meeting.starts_at.astimezone(actor.zone).date(), at, actor.zone).astimezone(UTC)
    )
    about: dict[str, Any] = {"person_id": person_id, "arrived_at": arrived_at, "delegate_name": delegate_name.strip()}
    change = put(row, meeting, presence, now=now, by_id=actor.person.id, **about)
    await _keep(session, actor, "attendance.note", [change], now=now)
    found = await find_presence(session, meeting.id, person_id)
    assert found is not None  # noqa: S101 - it was written just now
    return found


async def find_delegate(session: AsyncSession, meeting_id: int, person_id: int) -> str:
    """The name of the delegate whom a person has named in their answer; empty where there is none."""
    answer = await find_attendance(session, meeting_id, person_id)
    return answer.delegate_name if answer is not None and answer.rsvp is Rsvp.DELEGATE else ""


@operation(Permission.MEETING_ORGANISE)
async def clear(session: AsyncSession, actor: Actor, meeting_id: int, person_id: int, *, now: datetime) -> None:
    """Take back what is noted of a member, as if nothing had been. Raises: NotFound, NotAllowed; as `note`."""
    meeting = await access_noted(session, actor, meeting_id, now=now)
    row = await find_presence(session, meeting.id, person_id)
    if row is None:
        raise NotFound
    change = put(row, meeting, None, now=now, by_id=actor.person.id)
    await _keep(session, actor, "attendance.clear", [change], now=now)


@operation(Permission.MEETING_ORGANISE)
async def note_guest(
    session: AsyncSession, actor: Actor, meeting_id: int, guest_id: int, presence: Presence, *, now: datetime
) -> None:
    """Note whether a guest was there. Raises: NotFound, NotAllowed; as `note`."""
    meeting = await access_noted(session, actor, meeting_id, now=now)
    guest = await session.get(MeetingGuest, guest_id)
    if guest is None or guest.meeting_id != meeting.id or presence is Presence.DELEGATE:
        raise NotFound
    row = await find_row_of_guest(session, meeting.id, guest_id)
    change = put(row, meeting, presence, now=now, by_id=actor.person.id, guest=guest)
    await _keep(session, actor, "attendance.note_guest", [change], now=now)


@operation(Permission.MEETING_ORGANISE)
async def add_guests(
    session: AsyncSession, actor: Actor, meeting_id: int, guests: Sequence[Guest], *, now: datetime
) -> None:
    """Note guests who came without being on the list. Raises: NotFound, NotAllowed; as `note`."""
    meeting = await access_noted(session, actor, meeting_id, now=now)
    rows = [
        MeetingGuest(
            meeting_id=meeting.id,
            name=guest.name,
            institution=guest.institution,
            contact=guest.contact,
            added_by_id=actor.person.id,
            added_at=now,
        )
        for guest in guests
    ]
    session.add_all(rows)
    await session.flush()
    by_id = actor.person.id
    changes = [put(None, meeting, Presence.PRESENT, now=now, by_id=by_id, guest=row) for row in rows]
    named = [", ".join(filter(None, [guest.name, guest.institution])) for guest in guests]
    await record(session, actor, "attendance.add_guests", meeting, now=now, after={"guests": named})
    await _keep(session, actor, "attendance.note_guest", changes, now=now)
