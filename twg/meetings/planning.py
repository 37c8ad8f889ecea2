"""Planning and announcing meetings (G1, G4).

MeetingRefusal
├── StartInPast             the day is today and the time is past
├── StartTooFar             it is more than two years ahead
└── NobodyInvited           nobody is in the audience
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.engine.batches import in_batches
from storage.engine.database import hold
from storage.meetings import (
    LONGEST_LINK,
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingState,
    find_next_number,
    is_ahead,
    list_last_numbers,
)
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.addressing import check_still_addressed
from twg.core.audiences import list_audience, parse_audience
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.timekeeping import Timekeeping
from twg.language.agenda import AgendaLine
from twg.language.series_numbers import HIGHEST_NUMBER, find_number
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings import notices
from twg.meetings.access import MeetingRefusal, access_draft, access_held, check_announceable
from twg.meetings.agenda_differences import FIELDS, pair
from twg.meetings.agenda_items import issue_first, set_items
from twg.meetings.convening import access_invited, list_kinds
from twg.meetings.items import follow_items
from twg.meetings.kinds import CLOSED
from twg.reminders.schedule import schedule, schedule_all


class StartInPast(MeetingRefusal):
    """data: `starts_at`."""

    key = "meetings#start_in_past"


class StartTooFar(MeetingRefusal):
    """data: `starts_at`, `years`."""

    key = "meetings#start_too_far"


class NobodyInvited(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#nobody_invited"


#: A meeting more years ahead than this is a typing error.
FARTHEST_YEARS = 2


class NewMeeting(BaseModel):
    """`audience` is the token of an audience, or several as `join_tokens` joins them; None for that of the kind.

    `number` is that in the series, `link` where it is held online.
    """

    kind: MeetingKind
    title: str = Field(max_length=200)
    day: date
    at: time
    duration_min: int = Field(ge=5, le=LONGEST_MEETING_MIN)
    place: str = Field(max_length=200)
    audience: str | None = None
    agenda: list[AgendaLine] = []
    number: int | None = Field(default=None, ge=1, le=HIGHEST_NUMBER)
    link: str = Field(default="", max_length=LONGEST_LINK)


@operation(Permission.MEETING_ORGANISE)
async def plan(session: AsyncSession, actor: Actor, args: NewMeeting, *, now: datetime) -> Meeting:
    """Record a planned meeting. Nobody is told of it before it is announced; the secretariat is reminded of its papers.

    Raises: StartInPast, StartTooFar; NotAChoice, GroupEnded, OnlyForThose (the audience); NotConvened, NotAllowed.
    Source: Guideline, Part Three (c)(iii)-(v).
    """
    starts_at = starts_at_of(actor, args.day, args.at, now=now)
    audience = await access_invited(session, actor, args.kind, args.audience, now=now)
    meeting = Meeting(
        twg_id=actor.twg.id,
        kind=args.kind,
        title=args.title,
        starts_at=starts_at,
        duration_min=args.duration_min,
        place=args.place,
        audience=audience,
        number=args.number or find_number(args.title) or await _propose_number(session, actor, args.kind),
        link=args.link,
        uid=f"{secrets.token_hex(12)}@twgbot",
        created_by_id=actor.person.id,
        created_at=now,
        agenda=[],
    )
    await set_items(session, meeting, [(None, line) for line in args.agenda])
    session.add(meeting)
    await record(session, actor, "meetings.plan", meeting, now=now, after=_facts(meeting))
    await set_reminders(session, actor, meeting, now=now)
    return meeting


async def access_next_numbers(session: AsyncSession, actor: Actor) -> dict[MeetingKind, int]:
    """The number that the next meeting of each kind has, where one of the actor's TWG is numbered.

    Sub-groups count their own meetings, which get their numbers when they are announced.
    """
    last = await list_last_numbers(session, actor.twg.id)
    kinds = [kind for kind in list_kinds(actor) if kind in last and kind is not MeetingKind.SUB_GROUP]
    return {kind: last[kind] + 1 for kind in kinds}


async def _propose_number(session: AsyncSession, actor: Actor, kind: MeetingKind) -> int | None:
    return (await access_next_numbers(session, actor)).get(kind)


def _facts(meeting: Meeting) -> dict[str, Any]:
    """The columns of a planned meeting."""
    names = "kind", "title", "starts_at", "duration_min", "place", "audience", "number", "link"
    columns = values_of(meeting, *names)
    return {**columns, "agenda": [_recorded(item) for item in meeting.agenda]}


def _recorded(item: AgendaItem) -> dict[str, Any]:
    """Title, presenter and minutes of an item, and what else it says."""
    further = {name: value for name, value in values_of(item, *FIELDS).items() if value}
    return {**values_of(item, "title", "presenter", "minutes"), **further}


@operation(Permission.MEETING_ORGANISE)
async def correct(session: AsyncSession, actor: Actor, meeting_id: int, args: NewMeeting, *, now: datetime) -> Meeting:
    """Replace what was recorded of a planned meeting.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyAnnounced, StartInPast; NotAChoice, GroupEnded.
    """
    meeting = await access_draft(session, actor, meeting_id)
    audience = await access_invited(session, actor, args.kind, args.audience, now=now)
    before = _facts(meeting)
    meeting.starts_at = starts_at_of(actor, args.day, args.at, now=now)
    for name in ("kind", "title", "duration_min", "place", "number", "link"):
        setattr(meeting, name, getattr(args, name))
    meeting.audience = audience
    await set_items(session, meeting, list(zip(pair(meeting.agenda, args.agenda), args.agenda, strict=True)))
    await record(session, actor, "meetings.correct", meeting, now=now, before=before, after=_facts(meeting))
    await set_reminders(session, actor, meeting, now=now)
    return meeting


def starts_at_of(actor: Actor, day: date, at: time, *, now: datetime) -> datetime:
    """The moment of a local day and time. Raises: StartInPast, StartTooFar."""
    starts_at = datetime.combine(day, at, actor.zone)
    if starts_at <= now:
        raise StartInPast(field="at", starts_at=starts_at)
    if starts_at > now + timedelta(days=366 * FARTHEST_YEARS):
        raise StartTooFar(field="day", starts_at=starts_at, years=FARTHEST_YEARS)
    return starts_at


@operation(Permission.MEETING_ORGANISE)
async def announce(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Notification:
    """Tell everybody invited, ask for their answers and set the reminders.

    Notices that quiet hours would delay until shortly before the meeting are sent at once.

    Raises: NotFound, MeetingAlreadyAnnounced, MeetingAlreadyHeld, MeetingCancelled; GroupEnded, NobodyInvited.
    Source: Guideline, Part Three (d)(ii).
    """
    meeting = await access_held(session, actor, meeting_id)
    check_announceable(meeting, now=now)
    await check_still_addressed(session, actor, meeting.audience, now=now)
    if not await list_audience(session, meeting.twg_id, meeting.audience):
        raise NobodyInvited(meeting=meeting)
    before = values_of(meeting, "state", "announced_at", "number")
    meeting.number = meeting.number or await _next_number(session, meeting)
    meeting.state = MeetingState.ANNOUNCED
    meeting.announced_at = now
    await set_reminders(session, actor, meeting, now=now)
    await make_findable(session, meeting)
    await issue_first(session, actor, meeting, now=now)
    await follow_items(session, actor, meeting, now=now)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.announce", meeting, now=now, before=before, after=after)
    return await tell_invited(session, actor, meeting, notices.ANNOUNCED, now=now, expires_at=meeting.starts_at)


async def _next_number(session: AsyncSession, meeting: Meeting) -> int | None:
    """The number of a meeting of one sub-group among the others of it; None for any other meeting."""
    if meeting.kind is not MeetingKind.SUB_GROUP or len(parse_audience(meeting.audience)) != 1 or not meeting.groups:
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
    posted = meeting.kind not in CLOSED
    return await notify(session, notice, subject=meeting, now=now, by=actor, data=data, posted=posted, **options)


async def set_reminders(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    await schedule(session, actor, meeting, anchors=notices.anchors_of(meeting), now=now)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every future meeting of a TWG again."""
    actor = Actor(twg, timekeeping=timekeeping)
    ahead = select(Meeting).where(Meeting.twg_id == twg.id, is_ahead(now))
    async for batch in in_batches(session, ahead, Meeting.id):
        anchors = {meeting: notices.anchors_of(meeting) for meeting in batch}
        await schedule_all(session, actor, anchors, now=now)


def _words(item: AgendaItem) -> tuple[str, ...]:
    """What of an agenda item is searched."""
    return item.title, item.presenter, item.note, item.action, item.theme


async def make_findable(session: AsyncSession, meeting: Meeting) -> None:
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Meeting.__tablename__,
            subject_id=meeting.id,
            twg_id=meeting.twg_id,
            audience=meeting.audience,
            author_id=None if meeting.kind in CLOSED else meeting.created_by_id,
            title=meeting.title,
            kind=meeting.kind,
            body=" ".join(filter(None, [meeting.place, *(text for item in meeting.agenda for text in _words(item))])),
            dated=meeting.starts_at,
        ),
    )
