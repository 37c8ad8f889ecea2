"""A member who is to speak for another at a meeting: they are asked whether they can, and the sender is told (G2)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.database import hold
from storage.meetings import Attendance, Meeting, Rsvp, find_attendance
from storage.members import Membership, find_membership
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.meetings.access import access_meeting, check_ahead
from twg.meetings.overview import note_answers_changed

_ASKED = ("rsvp", "delegate_name", "delegate_id", "delegate_agreed", "answered_at", "answered_for")


async def _named(cause: Cause) -> list[Membership]:
    """The member of the TWG whom the notice names."""
    found = await find_membership(cause.session, cause.data["to"], cause.subject.twg_id)
    return [] if found is None else [found]


#: To a member who is named as a delegate. data: `to`, their person id; `for`, the person id of the sender.
ASKED = Notice(name="delegate_asked", subject=Meeting, recipients=_named)
#: To the sender. data: `to`, their person id; `delegate`, the name; `agreed`.
REPLIED = Notice(name="delegate_replied", subject=Meeting, recipients=_named)


async def find_invited(session: AsyncSession, meeting: Meeting, name: str, *, but: int) -> Membership | None:
    """The one member invited to the meeting whom a name means, with or without title and position.

    Args:
        but: person id of the sender.
    """
    said = key_of(name.partition(",")[0])
    invited = excluding(await list_audience(session, meeting.twg_id, meeting.audience), but)
    found = [member for member in invited if said in _names(member)]
    return found[0] if len(found) == 1 else None


def _names(member: Membership) -> set[str]:
    person = member.person
    return {key_of(person.name), key_of(f"{person.title} {person.name}")}


async def ask_member(
    session: AsyncSession, actor: Actor, meeting: Meeting, attendance: Attendance, *, now: datetime
) -> None:
    """Ask the delegate whether they can, where they are invited themselves."""
    member = await find_invited(session, meeting, attendance.delegate_name, but=actor.person.id)
    if member is None:
        return
    attendance.delegate_id = member.person_id
    data = {"title": meeting.title, "to": member.person_id, "for": actor.person.id}
    await notify(session, ASKED, subject=meeting, now=now, by=actor, expires_at=meeting.starts_at, data=data)


@operation(Permission.MEETING_ANSWER)
async def speak_for(
    session: AsyncSession, actor: Actor, meeting_id: int, sender_id: int, agrees: bool, *, now: datetime
) -> Attendance:
    """Say whether the actor can speak for a member who has named them; the sender is told, and else asked again.

    Who agrees comes: an own answer that says otherwise becomes "yes".

    Raises: NotFound, where the sender does not name the actor any more; MeetingAlreadyHeld, MeetingCancelled.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting, shared=True)
    check_ahead(meeting, now=now)
    sent = await find_attendance(session, meeting.id, sender_id)
    if sent is None or sent.delegate_id != actor.person.id:
        raise NotFound
    name, before = sent.delegate_name, values_of(sent, *_ASKED)
    if agrees:
        sent.delegate_agreed = True
        await _comes(session, actor, meeting, now=now)
    else:
        sent.clear()
    await record(session, actor, "meetings.speak_for", sent, now=now, before=before, after=values_of(sent, *_ASKED))
    await note_answers_changed(session, meeting.id, now=now)
    data = {"title": meeting.title, "to": sender_id, "delegate": name, "agreed": agrees}
    await notify(session, REPLIED, subject=meeting, now=now, by=actor, expires_at=meeting.starts_at, data=data)
    return sent


async def _comes(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Record that the actor comes, unless they have said so, if late."""
    own = await find_attendance(session, meeting.id, actor.person.id)
    if own is None:
        own = Attendance(meeting_id=meeting.id, person_id=actor.person.id)
        session.add(own)
    if own.rsvp in {Rsvp.YES, Rsvp.LATE}:
        return
    before = values_of(own, *_ASKED)
    own.clear()
    own.rsvp, own.answered_at, own.answered_for, own.entered_by_id = Rsvp.YES, now, meeting.starts_at, actor.by_id
    await record(session, actor, "meetings.answer", own, now=now, before=before, after=values_of(own, *_ASKED))
