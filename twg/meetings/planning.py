"""Planning and announcing meetings (G1, G4).

MeetingRefusal
└── StartInPast             the day is today and the time is past
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.engine.batches import in_batches
from storage.engine.database import hold
from storage.meetings import (
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingState,
    find_next_number,
)
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.addressing import access_audience, check_still_addressed
from twg.core.audiences import only_token
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.timekeeping import Timekeeping
from twg.language.agenda import AgendaLine
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings import notices
from twg.meetings.access import MeetingRefusal, access_draft, access_held, check_announceable
from twg.reminders.schedule import anchored, schedule, schedule_all


class StartInPast(MeetingRefusal):
    """data: `starts_at`."""

    key = "meetings#start_in_past"


class NewMeeting(BaseModel):
    """`audience` is the token of an audience or of a sub-group."""

    kind: MeetingKind
    title: str = Field(max_length=200)
    day: date
    at: time
    duration_min: int = Field(ge=5, le=LONGEST_MEETING_MIN)
    place: str = Field(max_length=200)
    audience: str
    agenda: list[AgendaLine] = []


@operation(Permission.MEETING_ORGANISE)
async def plan(session: AsyncSession, actor: Actor, args: NewMeeting, *, now: datetime) -> Meeting:
    """Record a planned meeting. Nobody is told of it before it is announced; the secretariat is reminded of its papers.

    Raises: StartInPast; NotAChoice, GroupEnded (the audience); NotAllowed.
    Source: Guideline, Part Three (c)(iii)-(v).
    """
    starts_at = starts_at_of(actor, args.day, args.at, now=now)
    meeting = Meeting(
        twg_id=actor.twg.id,
        kind=args.kind,
        title=args.title,
        starts_at=starts_at,
        duration_min=args.duration_min,
        place=args.place,
        audience=await access_audience(session, actor, args.audience, Permission.MEETING_ORGANISE, now=now),
        uid=f"{secrets.token_hex(12)}@twgbot",
        created_by_id=actor.person.id,
        created_at=now,
        agenda=_agenda(args),
    )
    session.add(meeting)
    await record(session, actor, "meetings.plan", meeting, now=now, after=_facts(meeting))
    await set_reminders(session, actor, meeting, now=now)
    return meeting


def _facts(meeting: Meeting) -> dict[str, Any]:
    """The columns of a planned meeting."""
    columns = values_of(meeting, "kind", "title", "starts_at", "duration_min", "place", "audience")
    return {**columns, "agenda": [values_of(item, "title", "presenter", "minutes") for item in meeting.agenda]}


def _agenda(args: NewMeeting) -> list[AgendaItem]:
    return [
        AgendaItem(position=position, title=line.title, presenter=line.presenter, minutes=line.minutes)
        for position, line in enumerate(args.agenda, start=1)
    ]


@operation(Permission.MEETING_ORGANISE)
async def correct(session: AsyncSession, actor: Actor, meeting_id: int, args: NewMeeting, *, now: datetime) -> Meeting:
    """Replace what was recorded of a planned meeting.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyAnnounced, StartInPast; NotAChoice, GroupEnded.
    """
    meeting = await access_draft(session, actor, meeting_id)
    audience = await access_audience(session, actor, args.audience, Permission.MEETING_ORGANISE, now=now)
    before = _facts(meeting)
    meeting.starts_at = starts_at_of(actor, args.day, args.at, now=now)
    for name in ("kind", "title", "duration_min", "place"):
        setattr(meeting, name, getattr(args, name))
    meeting.audience, meeting.agenda = audience, _agenda(args)
    await record(session, actor, "meetings.correct", meeting, now=now, before=before, after=_facts(meeting))
    await set_reminders(session, actor, meeting, now=now)
    return meeting


def starts_at_of(actor: Actor, day: date, at: time, *, now: datetime) -> datetime:
    starts_at = datetime.combine(day, at, actor.zone)
    if starts_at <= now:
        raise StartInPast(field="at", starts_at=starts_at)
    return starts_at


@operation(Permission.MEETING_ORGANISE)
async def announce(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Notification:
    """Tell everybody invited, ask for their answers and set the reminders.

    Notices that quiet hours would delay until shortly before the meeting are sent at once.

    Raises: NotFound, MeetingAlreadyAnnounced, MeetingAlreadyHeld, MeetingCancelled; GroupEnded (the audience).
    Source: Guideline, Part Three (d)(ii).
    """
    meeting = await access_held(session, actor, meeting_id)
    check_announceable(meeting, now=now)
    await check_still_addressed(session, actor, meeting.audience, now=now)
    before = values_of(meeting, "state", "announced_at", "number")
    meeting.number = await _next_number(session, meeting)
    meeting.state = MeetingState.ANNOUNCED
    meeting.announced_at = now
    await set_reminders(session, actor, meeting, now=now)
    await make_findable(session, meeting)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.announce", meeting, now=now, before=before, after=after)
    return await tell_invited(session, actor, meeting, notices.ANNOUNCED, now=now, expires_at=meeting.starts_at)


async def _next_number(session: AsyncSession, meeting: Meeting) -> int | None:
    """The number of a meeting of one sub-group among the others of it; None for any other meeting."""
    if meeting.kind is not MeetingKind.SUB_GROUP or only_token(meeting.audience) is None or not meeting.groups:
        return None
    [group] = meeting.groups
    await hold(session, group)  # two meetings that are announced at once get two numbers
    return await find_next_number(session, group)


async def tell_invited(
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


async def set_reminders(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    anchors = anchored(notices.rules_of(meeting), meeting.starts_at)
    await schedule(session, actor, meeting, anchors=anchors, now=now)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every future meeting of a TWG again."""
    actor = Actor(twg, timekeeping=timekeeping)
    ahead = Meeting.twg_id == twg.id, Meeting.starts_at > now, Meeting.state != MeetingState.CANCELLED
    async for batch in in_batches(session, select(Meeting).where(*ahead), Meeting.id):
        anchors = {meeting: anchored(notices.rules_of(meeting), meeting.starts_at) for meeting in batch}
        await schedule_all(session, actor, anchors, now=now)


async def make_findable(session: AsyncSession, meeting: Meeting) -> None:
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Meeting.__tablename__,
            subject_id=meeting.id,
            twg_id=meeting.twg_id,
            audience=meeting.audience,
            author_id=meeting.created_by_id,
            title=meeting.title,
            kind=meeting.kind,
            body=" ".join([meeting.place, *(f"{item.title} {item.presenter}" for item in meeting.agenda)]),
            dated=meeting.starts_at,
        ),
    )
