"""RSVP: members say whether they come, name a delegate, or change their answer (G2).

MeetingRefusal
├── AnswerUnclear           the words may mean several answers
├── MeetingNotAnnounced
├── MeetingUnderWay         it has begun, and nothing but how late one comes can be answered
└── MeetingMoved            the answer is for a day from which the meeting has been moved
"""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow
from storage.core.notifications import Notification
from storage.core.told import find_next
from storage.engine.database import hold
from storage.meetings import Attendance, Meeting, MeetingState, Rsvp, find_attendance
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.general import access_change, check_undoable
from twg.language.lateness import LATEST_MIN
from twg.meetings.access import MeetingAlreadyHeld, MeetingRefusal, access_meeting, check_ahead, is_under_way
from twg.meetings.delegating import ask_member
from twg.meetings.notices import CHANGED
from twg.meetings.overview import note_answers_changed

#: Columns of an answer that the audit keeps: how a delegate is reached is not among them, so that it can be erased.
_ANSWERED = (
    "rsvp",
    "late_min",
    "delegate_name",
    "delegate_id",
    "delegate_agreed",
    "words",
    "answered_at",
    "answered_for",
)


class AnswerUnclear(MeetingRefusal):
    key = "meetings#unclear_answer"


class MeetingUnderWay(MeetingAlreadyHeld):
    """data: `meeting`."""

    key = "meetings#under_way"


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
    """An answer; of `late_min` and the delegate only what belongs to `rsvp` is kept.

    Attributes:
        day: local date that the person was shown: what they say holds for that day.
        late_min: how late they come, in minutes; None where they do not say.
        words: theirs.
    """

    rsvp: Rsvp
    day: date
    late_min: int | None = Field(default=None, ge=1, le=LATEST_MIN)
    delegate_name: str = Field(default="", max_length=120)
    delegate_contact: str = Field(default="", max_length=120)
    words: str = ""


def _check_answerable(actor: Actor, meeting: Meeting, day: date, *, now: datetime, rsvp: Rsvp | None = None) -> None:
    """A meeting that has begun can still be answered with how late one comes.

    Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingUnderWay, MeetingNotAnnounced, MeetingMoved.
    """
    if not is_under_way(meeting, now=now):
        check_ahead(meeting, now=now)
    elif rsvp is not Rsvp.LATE:
        raise MeetingUnderWay(meeting=meeting)
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
    """Record the actor's answer; it replaces an earlier one. A delegate who is invited too is asked whether they can.

    Raises: NotFound, MeetingNotAnnounced, MeetingAlreadyHeld, MeetingCancelled, MeetingMoved.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting, shared=True)
    _check_answerable(actor, meeting, args.day, now=now, rsvp=args.rsvp)
    attendance = await find_attendance(session, meeting.id, actor.person.id)
    before = None if attendance is None else values_of(attendance, *_ANSWERED)
    if attendance is None:
        attendance = Attendance(meeting_id=meeting.id, person_id=actor.person.id)
        session.add(attendance)
    attendance.clear()
    attendance.rsvp, attendance.answered_at, attendance.words = args.rsvp, now, args.words
    attendance.answered_for, attendance.entered_by_id = meeting.starts_at, actor.by_id
    if args.rsvp is Rsvp.LATE:
        attendance.late_min = args.late_min
    if args.rsvp is Rsvp.DELEGATE:
        attendance.delegate_name, attendance.delegate_contact = args.delegate_name, args.delegate_contact
        await ask_member(session, actor, meeting, attendance, now=now)
    after = values_of(attendance, *_ANSWERED)
    await record(session, actor, "meetings.answer", attendance, now=now, before=before, after=after)
    await note_answers_changed(session, meeting.id, now=now)
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
    attendance.clear()
    attendance.rsvp = Rsvp(before["rsvp"]) if before.get("rsvp") else None
    for column in ("late_min", "delegate_name", "delegate_id", "delegate_agreed", "words"):
        if column in before:
            setattr(attendance, column, before[column])
    for column in ("answered_at", "answered_for"):
        moment = before.get(column)
        setattr(attendance, column, datetime.fromisoformat(moment) if moment else None)
    after = values_of(attendance, *_ANSWERED)
    await record(session, actor, "meetings.take_back", attendance, now=now, before=taken_back, after=after)
    await note_answers_changed(session, attendance.meeting_id, now=now)


async def access_answered(session: AsyncSession, actor: Actor, change_id: int) -> tuple[Attendance, AuditRow]:
    """The actor's own answer that an audit row is about. Raises: NotFound."""
    change = await access_change(session, actor, change_id)
    found = await session.get(Attendance, change.subject_id) if change.action == "meetings.answer" else None
    if found is None or found.person_id != actor.person.id:
        raise NotFound
    return found, change
