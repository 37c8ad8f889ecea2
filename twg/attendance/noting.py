"""Noting who is at a meeting: members check in, the secretariat keeps the list (G5).

Everything can be corrected afterwards; the audit keeps what was noted before.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import LONGEST_NAME, MeetingPresence, Presence, find_presence, find_presence_of_guest
from storage.engine.database import hold
from storage.meetings import Attendance, Meeting, Rsvp, find_attendance, list_attendance, list_meetings
from storage.meetings.guests import MeetingGuest
from storage.members import Membership, list_members
from twg.attendance.access import access_check_in, access_noted, takes_check_ins
from twg.attendance.standing import list_those_noted
from twg.core.actors import Actor
from twg.core.audiences import Reader, includes, list_audience
from twg.core.audit import Recorded, record, record_all, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, TooLong
from twg.core.undoing import UNDO_FOR, TooLateToUndo
from twg.general import access_change
from twg.language.guests import Guest
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.access import visible_meetings

_NOTED = ("presence", "arrived_at", "delegate_name")
#: What an answer to the invitation lets expect.
_FROM_ANSWER = {
    Rsvp.YES: Presence.EXPECTED,
    Rsvp.LATE: Presence.EXPECTED,
    Rsvp.DELEGATE: Presence.EXPECTED,
    Rsvp.NO: Presence.EXCUSED,
}


def _put(
    row: MeetingPresence | None,
    meeting: Meeting,
    presence: Presence,
    *,
    now: datetime,
    by_id: int | None,
    person_id: int | None = None,
    guest_id: int | None = None,
    arrived_at: datetime | None = None,
    delegate_name: str = "",
) -> Recorded:
    """Note one person or guest, in the row that there is or a new one; the caller adds a new one to its session."""
    before = None if row is None else values_of(row, *_NOTED)
    if row is None:
        row = MeetingPresence(meeting_id=meeting.id, person_id=person_id, guest_id=guest_id)
    row.presence, row.noted_at, row.noted_by_id = presence, now, by_id
    row.arrived_at = arrived_at if presence in {Presence.PRESENT, Presence.DELEGATE} else None
    row.delegate_name = delegate_name if presence is Presence.DELEGATE else ""
    return Recorded(row, values_of(row, *_NOTED), before)


@operation(Permission.MEETING_ANSWER)
async def list_on(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The meetings to which the actor is invited and at which they can say now that they are there; earliest first."""
    window = actor.timekeeping.check_in_opens
    begun = Meeting.starts_at > now - timedelta(minutes=LONGEST_MEETING_MIN), Meeting.starts_at <= now + window
    found = await list_meetings(session, actor.twg.id, visible_meetings(Reader.of(actor)), *begun)
    on = [meeting for meeting in found if takes_check_ins(meeting, window, now=now)]
    return [meeting for meeting in on if includes(meeting.audience, actor.member)]


@operation(Permission.MEETING_ANSWER)
async def check_in(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> MeetingPresence:
    """Note that the actor is at a meeting; a second time changes nothing.

    Those who named them as their delegate are there by that.

    Raises: NotFound, MeetingCancelled, MeetingNotAnnounced, NotOpenYet, CheckInOver.
    """
    meeting = await access_check_in(session, actor, meeting_id, now=now)
    await hold(session, meeting, shared=True)
    given = await find_presence(session, meeting.id, actor.person.id)
    if given is not None and given.presence is Presence.PRESENT:
        return given
    changes = [
        _put(
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


async def _those_spoken_for(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> list[Recorded]:
    """Those who named the actor as their delegate, and are not noted otherwise."""
    sent = Attendance.meeting_id == meeting.id, Attendance.delegate_id == actor.person.id
    senders = await session.scalars(select(Attendance).where(*sent, Attendance.delegate_agreed.is_not(False)))
    changes = []
    for sender in senders:
        row = await find_presence(session, meeting.id, sender.person_id)
        if row is None or row.presence is Presence.EXPECTED:
            about = {"person_id": sender.person_id, "arrived_at": now, "delegate_name": actor.person.name}
            changes.append(_put(row, meeting, Presence.DELEGATE, now=now, by_id=actor.person.id, **about))
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
    row = await find_presence(session, meeting.id, person_id)
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
    change = _put(row, meeting, presence, now=now, by_id=actor.person.id, **about)
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
    before, nothing = values_of(row, *_NOTED), dict.fromkeys(_NOTED)
    await record(session, actor, "attendance.clear", row, now=now, before=before, after=nothing, person=person_id)
    await session.delete(row)


@operation(Permission.MEETING_ORGANISE)
async def take_over(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> int:
    """Note those who have said that they come, or send somebody, as expected, and those who do not with apologies.

    What is noted already stays, apart from who was expected and has answered otherwise since.

    Returns: how many are noted by it.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet.
    """
    meeting = await access_noted(session, actor, meeting_id, now=now)
    answers, noted = await list_attendance(session, meeting.id), await list_those_noted(session, meeting.id)
    changes = []
    for member in await list_audience(session, meeting.twg_id, meeting.audience):
        answer, row = answers.get(member.person_id), noted.get(member.person_id)
        presence = None if answer is None or answer.rsvp is None else _FROM_ANSWER.get(answer.rsvp)
        stands = row is not None and (row.presence is not Presence.EXPECTED or presence is Presence.EXPECTED)
        if presence is not None and not stands:
            by_id = actor.person.id
            changes.append(_put(row, meeting, presence, now=now, by_id=by_id, person_id=member.person_id))
    await _keep(session, actor, "attendance.take_over", changes, now=now)
    return len(changes)


@operation(Permission.MEETING_ORGANISE)
async def note_expected(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> int:
    """Note everybody who is expected as here, or their delegate.

    Returns: how many.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet.
    """
    meeting = await access_noted(session, actor, meeting_id, now=now)
    answers = await list_attendance(session, meeting.id)
    noted = await list_those_noted(session, meeting.id)
    rows = [row for row in noted.values() if row.presence is Presence.EXPECTED]
    changes = [_arrived(row, answers, meeting, actor, now=now) for row in rows]
    await record_all(session, actor, "attendance.note", changes, now=now)
    people = {"people": [row.person_id for row in rows]}
    await record(session, actor, "attendance.note_expected", meeting, now=now, after=people)
    return len(changes)


def _arrived(
    row: MeetingPresence, answers: Mapping[int, Attendance], meeting: Meeting, actor: Actor, *, now: datetime
) -> Recorded:
    """A row of somebody who was expected: they are here, or who they have said speaks for them."""
    answer = None if row.person_id is None else answers.get(row.person_id)
    sends = answer is not None and answer.rsvp is Rsvp.DELEGATE and answer.delegate_name != ""
    presence, name = (Presence.DELEGATE, answer.delegate_name) if sends and answer else (Presence.PRESENT, "")
    return _put(row, meeting, presence, now=now, by_id=actor.person.id, delegate_name=name)


@operation(Permission.MEETING_ORGANISE)
async def expect_again(session: AsyncSession, actor: Actor, change_id: int, *, now: datetime) -> int:
    """Take back the actor's own `note_expected`: those are expected again who were not noted otherwise since.

    Args:
        change_id: of its audit row.
    Returns: the id of the meeting.
    Raises: NotFound, NotAllowed, TooLateToUndo; MeetingCancelled.
    """
    change = await access_change(session, actor, change_id)
    if change.action != "attendance.note_expected" or change.subject_type != Meeting.__tablename__:
        raise NotFound
    if now >= change.at + UNDO_FOR:
        raise TooLateToUndo(minutes=round(UNDO_FOR.total_seconds() / 60), hours=0)
    meeting = await access_noted(session, actor, change.subject_id, now=now)
    noted = await list_those_noted(session, meeting.id)
    rows = [noted[person_id] for person_id in change.data["after"]["people"] if person_id in noted]
    as_left = [row for row in rows if row.attended and row.noted_at == change.at]
    changes = [_put(row, meeting, Presence.EXPECTED, now=now, by_id=actor.person.id) for row in as_left]
    await record_all(session, actor, "attendance.expect_again", changes, now=now)
    return meeting.id


@operation(Permission.MEETING_ORGANISE)
async def note_guest(
    session: AsyncSession, actor: Actor, meeting_id: int, guest_id: int, presence: Presence, *, now: datetime
) -> None:
    """Note whether a guest was there. Raises: NotFound, NotAllowed; as `note`."""
    meeting = await access_noted(session, actor, meeting_id, now=now)
    guest = await session.get(MeetingGuest, guest_id)
    if guest is None or guest.meeting_id != meeting.id or presence is Presence.DELEGATE:
        raise NotFound
    row = await find_presence_of_guest(session, meeting.id, guest_id)
    change = _put(row, meeting, presence, now=now, by_id=actor.person.id, guest_id=guest_id)
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
    changes = [_put(None, meeting, Presence.PRESENT, now=now, by_id=by_id, guest_id=row.id) for row in rows]
    named = [", ".join(filter(None, [guest.name, guest.institution])) for guest in guests]
    await record(session, actor, "attendance.add_guests", meeting, now=now, after={"guests": named})
    await _keep(session, actor, "attendance.note_guest", changes, now=now)
