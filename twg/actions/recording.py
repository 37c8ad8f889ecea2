"""Agreed actions: who does what by when, followed until it is done (A1-A4).

ActionRefusal
├── UnknownAction       no such number for this person, wherever else it may exist
├── NotYours            it may be seen, and is somebody else's to change
└── AlreadyClosed
"""

import enum
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action, list_actions
from storage.core import search
from storage.engine.database import hold
from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingState, list_meetings
from storage.members import Institution, Membership, Role, Twg, access_institution, list_members
from storage.reminders import ReminderState, list_reminders_of
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, excluding, includes, to_column, visible_to
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound, PastDay, Refusal
from twg.core.rules import rule
from twg.core.timekeeping import Timekeeping
from twg.meetings.planning import access_meeting, visible_meetings
from twg.reminders.schedule import anchored, in_batches, schedule, schedule_all

#: What is agreed fits one sentence; longer texts belong in a document.
LONGEST_ACTION = 500
#: Actions on one page of a list.
PAGE = 10
#: An action is recorded from a meeting that has been held no longer ago than this.
LATELY = timedelta(days=60)
#: So many meetings are offered.
MEETINGS = 6


class ActionRefusal(Refusal):
    key = "actions#refused"


class UnknownAction(ActionRefusal):
    """data: `number`."""

    key = "actions#unknown"


class NotYours(ActionRefusal):
    """data: `action`."""

    key = "actions#not_yours"


class AlreadyClosed(ActionRefusal):
    """data: `action`."""

    key = "actions#already_closed"


class NewAction(BaseModel):
    """The institution is the owner's where there is one; the audience is the meeting's where one is named."""

    text: str = Field(min_length=1, max_length=LONGEST_ACTION)
    owner_id: int | None = None
    institution: str = Field(default="", max_length=200)
    due_on: date | None = None
    meeting_id: int | None = None
    audience: Audience = Audience.ALL


class Scope(enum.StrEnum):
    """What a list is of. Overdue ones are closed by nobody and past their day, whosever they are."""

    MINE = "mine"
    INSTITUTION = "institution"
    TWG = "twg"
    OVERDUE = "overdue"


def visible_actions(reader: Reader) -> ColumnElement[bool]:
    """The clause for actions this reader may see: in the audience, recorded by them, or theirs to do."""
    return or_(visible_to(reader, Action.audience, Action.created_by_id), Action.owner_id == reader.person_id)


def owned_entries(reader: Reader) -> ColumnElement[bool]:
    """The clause for what is found of this reader's own actions, whoever else may see them."""
    mine = select(Action.id).where(Action.owner_id == reader.person_id)
    return and_(search.SearchEntry.subject_type == Action.__tablename__, search.SearchEntry.subject_id.in_(mine))


def may_see(action: Action, member: Membership) -> bool:
    """The same for one of them, where something is about to be sent."""
    return member.person_id in {action.owner_id, action.created_by_id} or includes(action.audience, member)


def may_change(action: Action, actor: Actor) -> bool:
    """Whether the actor closes it and says how far it is: its owner, and whoever records actions."""
    return action.owner_id == actor.person.id or actor.may(Permission.ACTION_RECORD)


def meeting_of(action: Action, member: Membership) -> Meeting | None:
    """The meeting it was agreed at, as far as this member may know of it: its owner need not have been invited."""
    meeting = action.meeting
    known = meeting is not None and (meeting.created_by_id == member.person_id or includes(meeting.audience, member))
    return meeting if known else None


def is_overdue(action: Action, today: date) -> bool:
    """Whether its day is over and it is still open. `today` is a local date."""
    return action.state is ActionState.OPEN and action.due_on is not None and action.due_on < today


async def owner(cause: Cause) -> list[Membership]:
    """Its owner, unless they caused it themselves."""
    return await _members(cause, cause.subject.owner_id)


async def owner_and_recorder(cause: Cause) -> list[Membership]:
    """Its owner and the person who recorded it, apart from the one who caused it."""
    return await _members(cause, cause.subject.created_by_id, cause.subject.owner_id)


async def previous_owner(cause: Cause) -> list[Membership]:
    """The person who owned it until now, unless they caused it themselves."""
    return await _members(cause, cause.data["previous_owner"])


async def _members(cause: Cause, *person_ids: int | None) -> list[Membership]:
    concerned = [person_id for person_id in person_ids if person_id is not None]
    members = await list_members(cause.session, cause.subject.twg_id, Membership.person_id.in_(concerned))
    return excluding(members, cause.by_id)


async def owner_of_the_last_due(cause: Cause) -> list[Membership] | None:
    """Its owner; where several reminders became due during an outage, the last of them speaks for all."""
    order = [item.name for item in RULES if item.notice in {REMINDER, OVERDUE}]
    reminders = await list_reminders_of(cause.session, Action.__tablename__, cause.subject.id)
    for name in order[order.index(cause.rule) + 1 :]:
        later = reminders.get(name)
        waiting = later is not None and later.state in {ReminderState.PENDING, ReminderState.FIRED}
        if later is not None and waiting and later.due_at <= cause.now:
            return None
    return await owner_if_any(cause)


async def owner_if_any(cause: Cause) -> list[Membership] | None:
    """Its owner; nobody is reminded of an action without one."""
    return None if cause.subject.owner_id is None else await owner(cause)


async def secretariat_following(cause: Cause) -> list[Membership]:
    """The secretariat, as far as it may see the action and does not own it."""
    return await _following(cause, SECRETARIAT)


async def leads_following(cause: Cause) -> list[Membership]:
    """Chair and lead facilitators, as far as they may see the action and do not own it."""
    return await _following(cause, LEADS)


async def _following(cause: Cause, roles: frozenset[Role]) -> list[Membership]:
    action: Action = cause.subject
    members = await list_members(cause.session, action.twg_id, Membership.role.in_(roles))
    return [member for member in members if may_see(action, member) and member.person_id != action.owner_id]


#: Who follows an action that has been overdue for a while.
SECRETARIAT, LEADS = frozenset({Role.SECRETARIAT}), frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})

GIVEN = Notice(name="action_given", subject=Action, recipients=owner, grouped=True)
TAKEN = Notice(name="action_taken", subject=Action, recipients=previous_owner, grouped=True)
MOVED = Notice(name="action_moved", subject=Action, recipients=owner, grouped=True)
CLOSED = Notice(name="action_closed", subject=Action, recipients=owner_and_recorder, grouped=True)
REMINDER = Notice(name="action_reminder", subject=Action, recipients=owner_of_the_last_due, grouped=True)
OVERDUE = Notice(name="action_is_overdue", subject=Action, recipients=owner_if_any, grouped=True)
LATE = Notice(name="action_late", subject=Action, recipients=secretariat_following, grouped=True)
STALLED = Notice(name="action_stalled", subject=Action, recipients=leads_following, grouped=True)

RULES = (
    rule("action_7_days", N_("Action: first reminder"), REMINDER, days=-7, grace_h=72),
    rule("action_1_day", N_("Action: second reminder"), REMINDER, days=-1, grace_h=20),
    rule("action_due_day", N_("Action: on the day it is due"), REMINDER, days=0, grace_h=12),
    rule(
        "action_overdue",
        N_("Action: overdue, then every week"),
        OVERDUE,
        days=1,
        grace_h=144,
        every=timedelta(weeks=1),
    ),
    rule("action_7_days_late", N_("Action: overdue, to the secretariat"), LATE, days=7, grace_h=168),
    rule(
        "action_14_days_late",
        N_("Action: overdue, to the Chair and lead facilitators"),
        STALLED,
        days=14,
        grace_h=168,
    ),
)


async def access_action(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action with all that belongs to it, if the actor may see it. Raises: NotFound."""
    visible = visible_actions(Reader.of(actor))
    action = await find_action(session, action_id, Action.twg_id == actor.twg.id, visible)
    if action is None:
        raise NotFound
    return action


async def access_changeable(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, if it is open and the actor may close it. Raises: NotFound, NotYours, AlreadyClosed."""
    action = await access_own(session, actor, action_id)
    check_open(action)
    return action


def check_changeable(actor: Actor, action: Action) -> None:
    """Raises: NotYours, AlreadyClosed."""
    if not may_change(action, actor):
        raise NotYours(action=action)
    check_open(action)


def check_open(action: Action) -> None:
    """Raises: AlreadyClosed."""
    if action.state is not ActionState.OPEN:
        raise AlreadyClosed(action=action)


async def access_own(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, kept from others, if it is the actor's to change. Raises: NotFound, NotYours."""
    action = await access_action(session, actor, action_id)
    if not may_change(action, actor):
        raise NotYours(action=action)
    await hold(session, action)
    return action


@operation(Permission.ACTION_RECORD)
async def record_action(session: AsyncSession, actor: Actor, args: NewAction, *, now: datetime) -> Action:
    """Write down what was agreed, tell its owner and set the reminders.

    Without an owner or a day it is kept all the same: whoever records it was told before.

    Raises: NotFound (the meeting), NotAChoice (the owner is no member), PastDay.
    Source: Guideline, Part Three (d)(iii).
    """
    owner = await access_owner(session, actor, args.owner_id)
    check_due_ahead(actor, args.due_on, now=now)
    meeting = None if args.meeting_id is None else await access_meeting(session, actor, args.meeting_id)
    action = Action(
        twg_id=actor.twg.id,
        text=args.text,
        owner=None if owner is None else owner.person,
        institution=await _find_institution(session, owner, args.institution),
        due_on=args.due_on,
        meeting=meeting,
        audience=to_column(args.audience) if meeting is None else meeting.audience,
        state=ActionState.OPEN,
        created_by=actor.person,
        created_at=now,
        closed_by=None,
        evidence=None,
        updates=[],
    )
    session.add(action)
    await session.flush()
    after = values_of(action, "text", "owner_id", "institution_id", "due_on", "meeting_id", "audience")
    await record(session, actor, "actions.record_action", action, now=now, after=after)
    await remind_of(session, action, actor, now=now)
    await tell_about(session, action, GIVEN, by=actor, now=now)
    await make_findable(session, action)
    return action


async def access_owner(session: AsyncSession, actor: Actor, owner_id: int | None) -> Membership | None:
    if owner_id is None:
        return None
    found = await list_members(session, actor.twg.id, Membership.person_id == owner_id)
    if not found:
        raise NotAChoice(field="owner")
    return found[0]


async def _find_institution(session: AsyncSession, owner: Membership | None, named: str) -> Institution | None:
    if owner is not None:
        return owner.person.institution
    return await access_institution(session, named) if named.strip() else None


def check_due_ahead(actor: Actor, due_on: date | None, *, now: datetime) -> None:
    if due_on is not None and due_on < now.astimezone(actor.zone).date():
        raise PastDay(field="due_on", day=due_on)


async def tell_about(
    session: AsyncSession, action: Action, notice: Notice, *, by: Actor, now: datetime, **data: Any
) -> None:
    """Tell those whom the notice concerns; where that is nobody, no notification is written."""
    told = await notice.recipients(Cause(session, action, now, by.person_id, data=data))
    if told:
        await notify(session, notice, subject=action, to=told, now=now, by=by, data=data)


@operation(Permission.SEE)
async def list_open(session: AsyncSession, actor: Actor, scope: Scope, page: int = 1, *, now: datetime) -> list[Action]:
    """A page of open actions that the actor may see, by the day they are due; one more where others follow."""
    criteria = [
        Action.twg_id == actor.twg.id,
        Action.state == ActionState.OPEN,
        visible_actions(Reader.of(actor)),
        *_within(scope, actor, now.astimezone(actor.zone).date()),
    ]
    return await list_actions(session, *criteria, limit=PAGE + 1, offset=(page - 1) * PAGE)


def _within(scope: Scope, actor: Actor, today: date) -> list[ColumnElement[bool]]:
    person = actor.person
    match scope:
        case Scope.MINE:
            return [Action.owner_id == person.id]
        case Scope.INSTITUTION:
            return [Action.institution_id.is_not(None), Action.institution_id == person.institution_id]
        case Scope.OVERDUE:
            return [Action.due_on < today]
        case Scope.TWG:
            return []


@operation(Permission.ACTION_RECORD)
async def list_meetings_of_late(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The meetings at which something may have been agreed that is recorded now, the newest first."""
    lately = Meeting.starts_at.between(now - LATELY, now), Meeting.state == MeetingState.ANNOUNCED
    visible = visible_meetings(Reader.of(actor))
    return (await list_meetings(session, actor.twg.id, visible, *lately, limit=100))[: -MEETINGS - 1 : -1]


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Set the reminders of every open action of a TWG anew."""
    actor = Actor(twg, timekeeping=timekeeping)
    dated = Action.twg_id == twg.id, Action.state == ActionState.OPEN, Action.due_on.is_not(None)
    async for batch in in_batches(session, select(Action).where(*dated), Action.id):
        await schedule_all(session, actor, {action: _anchors(action, actor) for action in batch}, now=now)


async def remind_of(session: AsyncSession, action: Action, actor: Actor, *, now: datetime) -> None:
    """Set its reminders anew."""
    await schedule(session, actor, action, anchors=_anchors(action, actor), now=now)


def _anchors(action: Action, actor: Actor) -> dict[str, datetime]:
    """Its reminders count from the end of the day on which it is due."""
    if action.due_on is None:
        return {}
    return anchored(RULES, datetime.combine(action.due_on, time(23, 59), actor.zone))


async def make_findable(session: AsyncSession, action: Action) -> None:
    """By its text, its owner and what was said of it. The meeting is left out: not all who see it may know of that."""
    owner = [action.owner.name] if action.owner is not None else []
    house = [action.institution.name] if action.institution is not None else []
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Action.__tablename__,
            subject_id=action.id,
            twg_id=action.twg_id,
            audience=action.audience,
            author_id=action.created_by_id,
            title=action.title,
            body=" ".join([action.text, *owner, *house, *(item.text for item in action.updates), action.closing_note]),
            dated=action.created_at,
        ),
    )
