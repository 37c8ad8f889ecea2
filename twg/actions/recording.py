"""Recording and listing agreed actions (A1, A4)."""

import enum
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import LONGEST_ACTION, NO_CO_OWNERS, Action, ActionState, Every, list_actions, next_number
from storage.core.addressees import list_addressees
from storage.core.notifications import Notification
from storage.core.spelling import is_visible
from storage.engine.batches import in_batches
from storage.meetings import Meeting, MeetingState, list_meetings
from storage.members import Twg, access_institution
from twg.actions import notices
from twg.actions.access import may_close, visible_actions
from twg.actions.finding import make_findable
from twg.actions.owners import OWNERS, Owners, access_owners, owned_by_institution, responsible_for
from twg.core.actors import Actor
from twg.core.addressing import access_audience
from twg.core.audiences import Audience, Reader, excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import PastDay
from twg.core.timekeeping import Timekeeping
from twg.meetings.access import access_meeting, visible_meetings
from twg.reminders.schedule import anchored, schedule, schedule_all

#: The columns that say until when it is to be done.
DUE = ("due_on", "due_words", "every", "review_on")
#: Longest theme of an action, in characters.
LONGEST_THEME = 100
#: Longest reason why vague wording stays, in characters.
LONGEST_REASON = 200
#: Actions on one page of a list.
PAGE = 10
#: An action is recorded from a meeting that has been held no longer ago than this.
LATELY = timedelta(days=60)
#: Number of meetings offered.
MEETINGS = 6


class NewAction(BaseModel):
    """The institution is ignored where there are owners, the audience where there is a meeting: theirs count.

    `owners` are tokens, as `access_owners` takes them: the first leads. `audience` is the token of an audience, or
    several as `join_tokens` joins them.
    """

    text: str = Field(min_length=1, max_length=LONGEST_ACTION)
    owners: tuple[str, ...] = ()
    institution: str = Field(default="", max_length=200)
    due_on: date | None = None
    #: The words of a period of which `due_on` is the last day: "end Sept".
    due_words: str = Field(default="", max_length=60)
    every: Every | None = None
    #: The day on which one without a last day is looked at again.
    review_on: date | None = None
    theme: str = Field(default="", max_length=LONGEST_THEME)
    #: Why wording stays that can be read in several ways; kept in the audit.
    why_vague: str = Field(default="", max_length=LONGEST_REASON)
    meeting_id: int | None = None
    audience: str = Audience.ALL


class Scope(enum.StrEnum):
    """Which actions a list has; overdue ones are those of all owners."""

    MINE = "mine"
    INSTITUTION = "institution"
    TWG = "twg"
    OVERDUE = "overdue"


@operation(Permission.ACTION_RECORD)
async def record_action(session: AsyncSession, actor: Actor, args: NewAction, *, now: datetime) -> Action:
    """Record an agreed action, tell its owners and set its reminders.

    It may have no owner and no due date; the form warns the person who records it before they save.

    Raises: NotFound (the meeting), NotAChoice (an owner is no member; the audience), TooManyChosen, GroupEnded,
        GroupWithoutChair, PastDay.
    Source: Guideline, Part Three (d)(iii).
    """
    owners = await _access_owners(session, actor, args, now=now)
    for day in (args.due_on, args.review_on):
        check_due_ahead(actor, day, now=now)
    meeting = None if args.meeting_id is None else await access_meeting(session, actor, args.meeting_id)
    audience = await _find_audience(session, actor, args, meeting, now=now)
    return await add_action(session, actor, args, owners, meeting, audience, now=now)


async def add_action(
    session: AsyncSession,
    actor: Actor,
    args: NewAction,
    owners: Owners,
    meeting: Meeting | None,
    audience: str,
    *,
    item: str = "",
    line_id: int | None = None,
    now: datetime,
    not_before: datetime | None = None,
) -> Action:
    """Write an action that may be recorded, tell its owners and set its reminders.

    Args:
        audience: as it is stored.
        item: title of the agenda item under which it was agreed.
        line_id: of the line of the record that it arises from.
        not_before: when its owners are told, UTC; None for now.
    """
    action = Action(
        twg_id=actor.twg.id,
        number=await next_number(session, actor.twg),
        text=args.text,
        owner=owners.owner,
        institution=owners.institution,
        co_owners=owners.co_owners,
        **{name: getattr(args, name) for name in (*DUE, "theme")},
        meeting=meeting,
        item=item,
        line_id=line_id,
        audience=audience,
        state=ActionState.OPEN,
        created_by=actor.person,
        created_at=now,
        closed_by=None,
        evidence=None,
        updates=[],
    )
    session.add(action)
    await session.flush()
    action.know_addressees(await list_addressees(session, actor.twg.id, audience, action.co_owners))
    after = values_of(action, "number", "text", *OWNERS, *DUE, "theme", "meeting_id", "item", "audience")
    why: dict[str, Any] = {"reason": args.why_vague.strip()} if is_visible(args.why_vague) else {}
    await record(session, actor, "actions.record_action", action, now=now, after=after, **why)
    await remind_of(session, action, actor, now=now)
    await tell_about(session, action, notices.GIVEN, by=actor, now=now, not_before=not_before)
    await make_findable(session, action)
    return action


async def _access_owners(session: AsyncSession, actor: Actor, args: NewAction, *, now: datetime) -> Owners:
    """Who is to own the action; the institution that was typed, where nobody was chosen. Raises: as `access_owners`."""
    if args.owners:
        return await access_owners(session, actor, args.owners, now=now)
    named = await access_institution(session, args.institution) if is_visible(args.institution) else None
    return Owners(None, named, NO_CO_OWNERS)


async def _find_audience(
    session: AsyncSession, actor: Actor, args: NewAction, meeting: Meeting | None, *, now: datetime
) -> str:
    """That of the meeting; without one what was chosen. Raises: NotAChoice, GroupEnded."""
    if meeting is not None:
        return meeting.audience
    return await access_audience(session, actor, args.audience, Permission.ACTION_RECORD, now=now)


def check_due_ahead(actor: Actor, due_on: date | None, *, now: datetime) -> None:
    if due_on is not None and due_on < now.astimezone(actor.zone).date():
        raise PastDay(field="due_on", day=due_on)


async def tell_about(
    session: AsyncSession,
    action: Action,
    notice: Notice,
    *,
    by: Actor,
    now: datetime,
    not_before: datetime | None = None,
    untold: int | None = None,
    **data: Any,
) -> Notification | None:
    """Write a notification to the recipients of the notice; none is written without recipients.

    Args:
        not_before: when to send it, UTC; None for now.
        untold: id of a person who learns of it in another message.
    """
    told = excluding(await notice.recipients(Cause(session, action, now, by.person_id, data=data)) or (), untold)
    if not told:
        return None
    return await notify(session, notice, subject=action, to=told, now=now, by=by, not_before=not_before, data=data)


@operation(Permission.SEE)
async def list_open(session: AsyncSession, actor: Actor, scope: Scope, page: int = 1, *, now: datetime) -> list[Action]:
    """A page of open actions that the actor may see, by the day they are due; one more where others follow."""
    criteria = [
        Action.twg_id == actor.twg.id,
        Action.state == ActionState.OPEN,
        visible_actions(Reader.of(actor)),
        *await _within(session, scope, actor, now.astimezone(actor.zone).date()),
    ]
    return await list_actions(session, *criteria, limit=PAGE + 1, offset=(page - 1) * PAGE)


@operation(Permission.SEE)
async def list_closed(session: AsyncSession, actor: Actor, *, since: datetime) -> list[Action]:
    """The actions that were closed or dropped since then and that the actor may open again, the newest first.

    Args:
        since: UTC.
    """
    closed = Action.twg_id == actor.twg.id, Action.state != ActionState.OPEN, Action.closed_at >= since
    found = await list_actions(session, *closed, visible_actions(Reader.of(actor)), limit=PAGE)
    return sorted((each for each in found if may_close(each, actor)), key=_closed_at, reverse=True)


def _closed_at(action: Action) -> datetime:
    assert action.closed_at is not None  # noqa: S101 - it is closed
    return action.closed_at


@operation(Permission.SEE)
async def list_of_meeting(
    session: AsyncSession, actor: Actor, meeting_id: int, page: int = 1
) -> tuple[Meeting, list[Action]]:
    """A page of the actions agreed at a meeting that the actor may see, open or not; one more where others follow.

    Raises: NotFound, where the actor may not see the meeting.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    agreed = Action.meeting_id == meeting.id, visible_actions(Reader.of(actor))
    return meeting, await list_actions(session, *agreed, limit=PAGE + 1, offset=(page - 1) * PAGE)


async def _within(session: AsyncSession, scope: Scope, actor: Actor, today: date) -> list[ColumnElement[bool]]:
    match scope:
        case Scope.MINE:
            return [responsible_for(Reader.of(actor))]
        case Scope.INSTITUTION:
            return [await owned_by_institution(session, actor.twg.id, actor.person.institution_id)]
        case Scope.OVERDUE:
            return [Action.due_on < today]
        case Scope.TWG:
            return []


@operation(Permission.ACTION_RECORD)
async def list_meetings_of_late(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """Recent meetings from which actions may still be recorded, newest first."""
    lately = Meeting.starts_at.between(now - LATELY, now), Meeting.state == MeetingState.ANNOUNCED
    visible = visible_meetings(Reader.of(actor))
    return (await list_meetings(session, actor.twg.id, visible, *lately, limit=100))[: -MEETINGS - 1 : -1]


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every open action of a TWG again."""
    actor = Actor(twg, timekeeping=timekeeping)
    has_day = or_(Action.due_on.is_not(None), Action.review_on.is_not(None))
    dated = Action.twg_id == twg.id, Action.state == ActionState.OPEN, has_day
    async for batch in in_batches(session, select(Action).where(*dated), Action.id):
        await schedule_all(session, actor, {action: _anchors(action, actor) for action in batch}, now=now)


async def remind_of(session: AsyncSession, action: Action, actor: Actor, *, now: datetime) -> None:
    """Compute the reminders of an action again."""
    await schedule(session, actor, action, anchors=_anchors(action, actor), now=now)


def _anchors(action: Action, actor: Actor) -> dict[str, datetime]:
    """Its reminders count from the end of the day on which it is due, or is looked at again."""
    day, rules = action.due_on, notices.DUE_RULES
    if day is None:
        day, rules = action.review_on, notices.REVIEW_RULES
    return {} if day is None else anchored(rules, datetime.combine(day, time(23, 59), actor.zone))
