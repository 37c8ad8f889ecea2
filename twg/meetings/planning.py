"""Meetings: planning, announcing, changing (G1, G2, G4).

MeetingRefusal
├── MeetingAlreadyHeld      it began
├── MeetingCancelled
├── MeetingAlreadyAnnounced
├── NothingChanged
└── StartInPast             the day is today and the time has gone by
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification, find_untouched
from storage.engine.database import hold
from storage.meetings import (
    AgendaItem,
    AheadSelect,
    Meeting,
    MeetingAhead,
    MeetingKind,
    MeetingState,
    Rsvp,
    find_meeting,
    list_attendance,
    list_meetings_ahead,
    meetings_ahead,
)
from storage.members import Membership, Role, Twg
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, list_audience, to_column, visible_to
from twg.core.audit import record, to_plain, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.core.timekeeping import Timekeeping
from twg.language.parsing import AgendaLine
from twg.meetings import notices
from twg.reminders.schedule import anchored, in_batches, schedule, schedule_all, void_reminders

#: Edits within this time of each other are told as one (G2).
CHANGES_SETTLE = timedelta(minutes=2)
#: An announcement held until less than this before the meeting would reach people too late.
NEAR = timedelta(days=1)


class MeetingRefusal(Refusal):
    key = "meetings#refused"


class MeetingAlreadyHeld(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_held"


class MeetingCancelled(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_cancelled"


class MeetingAlreadyAnnounced(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_announced"


class NothingChanged(MeetingRefusal):
    key = "meetings#nothing_changed"


class StartInPast(MeetingRefusal):
    """data: `starts_at`."""

    key = "meetings#start_in_past"


class NewMeeting(BaseModel):
    kind: MeetingKind
    title: str = Field(max_length=200)
    day: date
    at: time
    duration_min: int = Field(ge=5, le=600)
    place: str = Field(max_length=200)
    audience: Audience
    agenda: list[AgendaLine] = []


class NewTime(BaseModel):
    day: date
    at: time


@dataclass(frozen=True)
class Changed:
    """A meeting that was changed, with the notice of it.

    Attributes:
        notice: empty where nobody is told, or where the notice of a change made a moment ago tells of this one too.
    """

    meeting: Meeting
    notice: Notification | None = None


def visible_meetings(reader: Reader) -> ColumnElement[bool]:
    """The clause for meetings this reader may see: invited, their own, and a secretariat's those of its colleagues.

    The secretariat organises as one, also what it is not invited to itself: a meeting of development partners only.
    """
    visible = visible_to(reader, Meeting.audience, Meeting.created_by_id)
    if reader.role is not Role.SECRETARIAT:
        return visible
    colleagues = select(Membership.person_id).where(
        Membership.twg_id == reader.twg_id, Membership.role == Role.SECRETARIAT
    )
    return or_(visible, Meeting.created_by_id.in_(colleagues))


async def access_meeting(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting with its agenda, if the actor may see it. Raises: NotFound."""
    visible = visible_meetings(Reader.of(actor))
    meeting = await find_meeting(session, meeting_id, Meeting.twg_id == actor.twg.id, visible)
    if meeting is None:
        raise NotFound
    if meeting.state is MeetingState.DRAFT and not actor.may(Permission.MEETING_ORGANISE):
        raise NotFound
    return meeting


@operation(Permission.MEETING_ORGANISE)
async def plan(session: AsyncSession, actor: Actor, args: NewMeeting, *, now: datetime) -> Meeting:
    """Write a meeting down; nobody is told before it is announced.

    Raises: StartInPast.
    Source: Guideline, Part Three (c)(iii)-(v).
    """
    starts_at = _starts_at(actor, args.day, args.at, now=now)
    meeting = Meeting(
        twg_id=actor.twg.id,
        kind=args.kind,
        title=args.title,
        starts_at=starts_at,
        duration_min=args.duration_min,
        place=args.place,
        audience=to_column(args.audience),
        uid=f"{secrets.token_hex(12)}@twgbot",
        created_by_id=actor.person.id,
        created_at=now,
        agenda=_agenda(args),
    )
    session.add(meeting)
    await record(session, actor, "meetings.plan", meeting, now=now, after=_facts(meeting))
    return meeting


def _facts(meeting: Meeting) -> dict[str, Any]:
    """What is written down of a planned meeting."""
    columns = values_of(meeting, "kind", "title", "starts_at", "duration_min", "place", "audience")
    return {**columns, "agenda": [values_of(item, "title", "presenter", "minutes") for item in meeting.agenda]}


def _agenda(args: NewMeeting) -> list[AgendaItem]:
    return [
        AgendaItem(position=position, title=line.title, presenter=line.presenter, minutes=line.minutes)
        for position, line in enumerate(args.agenda, start=1)
    ]


async def access_draft(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """A meeting that nobody has been told of, held. Raises: NotFound, MeetingCancelled, MeetingAlreadyAnnounced."""
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting)
    check_draft(meeting)
    return meeting


def check_draft(meeting: Meeting) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyAnnounced."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    if meeting.state is MeetingState.ANNOUNCED:
        raise MeetingAlreadyAnnounced(meeting=meeting)


@operation(Permission.MEETING_ORGANISE)
async def correct(session: AsyncSession, actor: Actor, meeting_id: int, args: NewMeeting, *, now: datetime) -> Meeting:
    """Write a planned meeting down anew. Raises: NotFound, MeetingCancelled, MeetingAlreadyAnnounced, StartInPast."""
    meeting = await access_draft(session, actor, meeting_id)
    before = _facts(meeting)
    meeting.starts_at = _starts_at(actor, args.day, args.at, now=now)
    for name in ("kind", "title", "duration_min", "place"):
        setattr(meeting, name, getattr(args, name))
    meeting.audience, meeting.agenda = to_column(args.audience), _agenda(args)
    await record(session, actor, "meetings.correct", meeting, now=now, before=before, after=_facts(meeting))
    return meeting


def _starts_at(actor: Actor, day: date, at: time, *, now: datetime) -> datetime:
    starts_at = datetime.combine(day, at, actor.zone)
    if starts_at <= now:
        raise StartInPast(field="at", starts_at=starts_at)
    return starts_at


@operation(Permission.MEETING_ORGANISE)
async def access_organised(session: AsyncSession, actor: Actor, meeting_id: int) -> tuple[Meeting, list[Membership]]:
    """The meeting, if the actor may organise it, and everybody invited as of now. Raises: NotFound."""
    meeting = await access_meeting(session, actor, meeting_id)
    return meeting, await list_audience(session, meeting.twg_id, meeting.audience)


@operation(Permission.MEETING_ORGANISE)
async def list_invited(session: AsyncSession, actor: Actor, meeting_id: int) -> list[Membership]:
    """Everybody invited to a meeting as of now. Raises: NotFound."""
    _meeting, members = await access_organised(session, actor, meeting_id)
    return members


@operation(Permission.MEETING_ORGANISE)
async def announce(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Notification:
    """Tell everybody invited, ask for their answers and set the reminders.

    What would be held for the night or a day off until the meeting is near goes out at once.

    Raises: NotFound, MeetingAlreadyAnnounced, MeetingAlreadyHeld, MeetingCancelled.
    Source: Guideline, Part Three (d)(ii).
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting)
    check_announceable(meeting, now=now)
    before = values_of(meeting, "state", "announced_at")
    meeting.state = MeetingState.ANNOUNCED
    meeting.announced_at = now
    await _set_reminders(session, actor, meeting, now=now)
    await _make_findable(session, meeting)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.announce", meeting, now=now, before=before, after=after)
    urgent = actor.timekeeping.hours.next_open(now, actor.zone) > meeting.starts_at - NEAR
    return await _tell(session, actor, meeting, notices.ANNOUNCED, now=now, urgent=urgent, expires_at=meeting.starts_at)


async def _tell(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    notice: Notice,
    *,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    **options: Any,
) -> Notification:
    """Tell everybody invited now, with a calendar file."""
    data = {"title": meeting.title, **(data or {})}
    return await notify(session, notice, subject=meeting, now=now, by=actor, data=data, **options)


def check_ahead(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    if meeting.starts_at <= now:
        raise MeetingAlreadyHeld(meeting=meeting)


def check_announceable(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingAlreadyAnnounced."""
    check_ahead(meeting, now=now)
    if meeting.state is MeetingState.ANNOUNCED:
        raise MeetingAlreadyAnnounced(meeting=meeting)


@operation(Permission.MEETING_ORGANISE)
async def move(session: AsyncSession, actor: Actor, meeting_id: int, args: NewTime, *, now: datetime) -> Changed:
    """Give a meeting another day or time: reminders follow, answers to the old day are void, everybody is told.

    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, StartInPast, NothingChanged.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting)
    check_ahead(meeting, now=now)
    starts_at = _starts_at(actor, args.day, args.at, now=now)
    if starts_at == meeting.starts_at:
        raise NothingChanged(field="day")
    before = values_of(meeting, "starts_at")
    other_day = starts_at.date() != meeting.starts_at.astimezone(actor.zone).date()
    meeting.starts_at = starts_at
    cleared = await _clear_answers(session, meeting) if other_day else {}
    return await _changed(session, actor, meeting, before, cleared, now=now)


async def _clear_answers(session: AsyncSession, meeting: Meeting) -> dict[int, Rsvp]:
    """Answers to another day say nothing of this one. Returns what they were, by person id."""
    cleared = {}
    for attendance in (await list_attendance(session, meeting.id)).values():
        if attendance.rsvp is not None:
            cleared[attendance.person_id] = attendance.rsvp
        attendance.rsvp, attendance.answered_at, attendance.delegate_name = None, None, ""
    return cleared


@operation(Permission.MEETING_ORGANISE)
async def relocate(session: AsyncSession, actor: Actor, meeting_id: int, place: str, *, now: datetime) -> Changed:
    """Hold a meeting elsewhere. Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, NothingChanged."""
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting)
    check_ahead(meeting, now=now)
    if place == meeting.place:
        raise NothingChanged(field="place")
    before = values_of(meeting, "place")
    meeting.place = place
    return await _changed(session, actor, meeting, before, {}, now=now)


async def _changed(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    before: dict[str, Any],
    cleared: dict[int, Rsvp],
    *,
    now: datetime,
) -> Changed:
    """Tell of a change, together with those made a moment ago; members whose answers it cleared are told that too."""
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.change", meeting, now=now, before=before, after=after, cleared=cleared)
    if meeting.state is not MeetingState.ANNOUNCED:
        return Changed(meeting)
    meeting.sequence += 1
    await _set_reminders(session, actor, meeting, now=now)
    await _make_findable(session, meeting)
    told = to_plain(before)
    waiting = await find_untouched(session, notices.CHANGED.name, subject_id=meeting.id)
    if waiting is not None:
        waiting.data = {**told, **waiting.data, "cleared": [*waiting.data.get("cleared", []), *cleared]}
        return Changed(meeting)
    held, data = now + CHANGES_SETTLE, {**told, "cleared": list(cleared)}
    notice = await _tell(session, actor, meeting, notices.CHANGED, now=now, not_before=held, data=data)
    return Changed(meeting, notice)


@operation(Permission.MEETING_ORGANISE)
async def cancel(session: AsyncSession, actor: Actor, meeting_id: int, reason: str = "", *, now: datetime) -> Changed:
    """Call a meeting off; its reminders are void and calendars drop it.

    Args:
        reason: told to everybody who was invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    await hold(session, meeting)
    check_ahead(meeting, now=now)
    announced = meeting.state is MeetingState.ANNOUNCED
    before = values_of(meeting, "state", "cancelled_at", "cancel_reason")
    meeting.state, meeting.cancelled_at, meeting.cancel_reason = MeetingState.CANCELLED, now, reason
    meeting.sequence += 1
    await void_reminders(session, meeting)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.cancel", meeting, now=now, before=before, after=after)
    if not announced:
        return Changed(meeting)
    return Changed(meeting, await _tell(session, actor, meeting, notices.CANCELLED, now=now))


@operation(Permission.SEE)
async def list_ahead(session: AsyncSession, actor: Actor, *, now: datetime) -> list[MeetingAhead]:
    """Meetings ahead that the actor may see, the soonest first, each with the actor's own answer."""
    listing = _listing_ahead(Reader.like(actor), actor.may(Permission.MEETING_ORGANISE))
    return await list_meetings_ahead(session, listing, twg_id=actor.twg.id, person_id=actor.person.id, now=now)


@cache
def _listing_ahead(reader: Reader, drafts: bool) -> AheadSelect:
    """The statement of `list_ahead`, built once for all who read alike: nothing is asked for more often."""
    states = [MeetingState.ANNOUNCED, *([MeetingState.DRAFT] if drafts else [])]
    return meetings_ahead(or_(*(Meeting.state == state for state in states)), visible_meetings(reader))


async def _set_reminders(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    anchors = anchored(notices.RULES, meeting.starts_at)
    await schedule(session, actor, meeting, anchors=anchors, now=now)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Set the reminders of every announced meeting of a TWG that lies ahead anew."""
    actor = Actor(twg, timekeeping=timekeeping)
    ahead = Meeting.twg_id == twg.id, Meeting.starts_at > now, Meeting.state == MeetingState.ANNOUNCED
    async for batch in in_batches(session, select(Meeting).where(*ahead), Meeting.id):
        anchors = {meeting: anchored(notices.RULES, meeting.starts_at) for meeting in batch}
        await schedule_all(session, actor, anchors, now=now)


async def _make_findable(session: AsyncSession, meeting: Meeting) -> None:
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Meeting.__tablename__,
            subject_id=meeting.id,
            twg_id=meeting.twg_id,
            audience=meeting.audience,
            author_id=meeting.created_by_id,
            title=meeting.title,
            body=" ".join([meeting.place, *(f"{item.title} {item.presenter}" for item in meeting.agenda)]),
            dated=meeting.starts_at,
        ),
    )
