"""RSVP: members say whether they come, name a delegate, or change their answer (G2).

MeetingRefusal
├── AnswerUnclear           the words may mean several answers
├── MeetingNotAnnounced
└── MeetingMoved            the answer is for a day from which the meeting has been moved
"""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.core.notifications import Notification
from storage.core.told import find_next
from storage.engine.database import hold
from storage.meetings import Attendance, Meeting, MeetingState, Rsvp, find_attendance, list_attendance
from storage.meetings.guests import MeetingGuest, list_guests
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import list_audience
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.general import access_change, check_undoable
from twg.meetings.access import MeetingRefusal, access_meeting, check_ahead
from twg.meetings.convening import check_organises
from twg.meetings.notices import CHANGED
from twg.meetings.standing_in import find_represented, find_waiting

#: Columns of an answer that the audit keeps.
_ANSWERED = ("rsvp", "delegate_name", "words", "answered_at")


class AnswerUnclear(MeetingRefusal):
    key = "meetings#unclear_answer"


class MeetingNotAnnounced(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#not_announced"


class MeetingMoved(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#moved"


class AnsweredSince(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#answered_since"


class Answer(BaseModel):
    """`day` is the local date that the person was shown: what they say holds for that day; `words` are theirs."""

    rsvp: Rsvp
    day: date
    delegate_name: str = Field(default="", max_length=120)
    words: str = ""


@dataclass(frozen=True)
class AnswerList:
    """The answers of the people invited now."""

    meeting: Meeting
    by_answer: dict[Rsvp, list[tuple[Membership, Attendance]]]
    unanswered: list[Membership]
    #: The holders of seats for whom the answers of their alternates count, by the id of the alternate.
    stands_for: dict[int, Membership]
    guests: list[MeetingGuest]


def _check_answerable(actor: Actor, meeting: Meeting, day: date, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced, MeetingMoved."""
    check_ahead(meeting, now=now)
    if meeting.state is MeetingState.DRAFT:
        raise MeetingNotAnnounced(meeting=meeting)
    if meeting.starts_at.astimezone(actor.zone).date() != day:
        raise MeetingMoved(meeting=meeting)


async def access_answerable(
    session: AsyncSession, actor: Actor, meeting_id: int, day: date, *, now: datetime
) -> Meeting:
    """The meeting, if the actor may answer now for that day.

    Raises: NotFound, MeetingNotAnnounced, MeetingAlreadyHeld, MeetingCancelled, MeetingMoved.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    _check_answerable(actor, meeting, day, now=now)
    return meeting


async def access_day_shown(session: AsyncSession, actor: Actor, notification: Notification) -> date | None:
    """The local day that a message about a meeting showed, where the meeting has another day or hour since."""
    later = await find_next(session, notification, kind=CHANGED.name)
    if later is None or "starts_at" not in later.data:
        return None
    return datetime.fromisoformat(later.data["starts_at"]).astimezone(actor.zone).date()


async def access_unanswered(session: AsyncSession, actor: Actor, meeting_id: int, asked_at: datetime) -> Meeting:
    """The meeting, if the actor has not answered after they were asked at `asked_at` (UTC, whole seconds).

    Raises: NotFound, AnsweredSince.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    given = await find_attendance(session, meeting.id, actor.person.id)
    answered_at = None if given is None or given.rsvp is None else given.answered_at
    if answered_at is not None and answered_at.replace(microsecond=0) > asked_at:
        raise AnsweredSince(meeting=meeting)
    return meeting


@operation(Permission.MEETING_ANSWER)
async def answer(session: AsyncSession, actor: Actor, meeting_id: int, args: Answer, *, now: datetime) -> Attendance:
    """Record the actor's answer; it replaces an earlier one.

    Raises: NotFound, MeetingNotAnnounced, MeetingAlreadyHeld, MeetingCancelled, MeetingMoved.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting, shared=True)
    _check_answerable(actor, meeting, args.day, now=now)
    attendance = await find_attendance(session, meeting.id, actor.person.id)
    before = None if attendance is None else values_of(attendance, *_ANSWERED)
    if attendance is None:
        attendance = Attendance(meeting_id=meeting.id, person_id=actor.person.id)
        session.add(attendance)
    attendance.rsvp = args.rsvp
    attendance.delegate_name = args.delegate_name if args.rsvp is Rsvp.DELEGATE else ""
    attendance.words = args.words
    attendance.answered_at = now
    attendance.entered_by_id = actor.by_id
    after = values_of(attendance, *_ANSWERED)
    await record(session, actor, "meetings.answer", attendance, now=now, before=before, after=after)
    return attendance


@operation(Permission.MEETING_ANSWER)
async def take_back(session: AsyncSession, actor: Actor, change_id: int, *, now: datetime) -> None:
    """Take back an answer that the actor has just given; an earlier one counts again.

    Args:
        change_id: of the audit row of the answer.
    Raises: NotFound; TooLateToUndo, ChangedSince.
    """
    attendance, change = await access_answered(session, actor, change_id)
    await hold(session, attendance)
    await check_undoable(session, change, attendance, now=now)
    taken_back, before = values_of(attendance, *_ANSWERED), change.data.get("before") or {}
    attendance.rsvp = Rsvp(before["rsvp"]) if before.get("rsvp") else None
    attendance.delegate_name, attendance.words = before.get("delegate_name", ""), before.get("words", "")
    answered_at = before.get("answered_at")
    attendance.answered_at = datetime.fromisoformat(answered_at) if answered_at else None
    after = values_of(attendance, *_ANSWERED)
    await record(session, actor, "meetings.take_back", attendance, now=now, before=taken_back, after=after)


async def access_answered(session: AsyncSession, actor: Actor, change_id: int) -> tuple[Attendance, AuditRow]:
    """The actor's own answer that an audit row is about. Raises: NotFound."""
    change = await access_change(session, actor, change_id)
    found = await session.get(Attendance, change.subject_id) if change.action == "meetings.answer" else None
    if found is None or found.person_id != actor.person.id:
        raise NotFound
    return found, change


@operation(Permission.MEETING_ORGANISE)
async def list_answers(session: AsyncSession, actor: Actor, meeting_id: int) -> AnswerList:
    """Who comes, who does not, and who has not answered. Raises: NotFound, NotAllowed."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    attendance = await list_attendance(session, meeting.id)
    by_answer: dict[Rsvp, list[tuple[Membership, Attendance]]] = {rsvp: [] for rsvp in Rsvp}
    invited = await list_audience(session, meeting.twg_id, meeting.audience)
    for member in invited:
        given = attendance.get(member.person_id)
        if given is not None and given.rsvp is not None:
            by_answer[given.rsvp].append((member, given))
    answers = {person_id: given.rsvp for person_id, given in attendance.items()}
    waiting, represented = find_waiting(invited, answers), find_represented(invited, answers)
    return AnswerList(meeting, by_answer, waiting, represented, await list_guests(session, meeting.id))
