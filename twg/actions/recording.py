"""Agreed actions: who does what by when, followed until it is done (A1-A4).

ActionRefusal
├── UnknownAction       no such number for this person, wherever else it may exist
├── NotYours            it may be seen, and is somebody else's to change
└── AlreadyClosed
"""

import enum
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action, list_actions, list_dated
from storage.core import search
from storage.engine.database import hold
from storage.meetings import Meeting, MeetingState, list_meetings
from storage.members import Institution, Membership, Twg, access_institution, list_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, excluding, includes, to_column, visible_to
from twg.core.audit import record
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound, PastDay, Refusal
from twg.meetings.planning import access_meeting, visible_meetings
from twg.time.reminder_schedule import anchored, schedule
from twg.time.rules import Practice

#: What is agreed fits one sentence; longer texts belong in a document.
LONGEST_ACTION = 500
#: Actions on one page of a list.
PAGE = 10
#: An action is recorded from a meeting that has been held no longer ago than this.
LATELY = timedelta(days=60)
#: So many meetings are offered.
MEETINGS = 6


class ActionRefusal(Refusal):
    key = "actions/refused"


class UnknownAction(ActionRefusal):
    """data: `number`."""

    key = "actions/unknown"


class NotYours(ActionRefusal):
    """data: `action`."""

    key = "actions/not_yours"


class AlreadyClosed(ActionRefusal):
    """data: `action`."""

    key = "actions/already_closed"


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
    return and_(search.SearchEntry.subject_type == search.Subject.ACTION, search.SearchEntry.subject_id.in_(mine))


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
    due_on = None if args.due_on is None else args.due_on.isoformat()
    await record(session, actor, "actions.record_action", action, now=now, owner=args.owner_id, due_on=due_on)
    await remind_of(session, action, actor, now=now)
    await tell_about(session, action, "actions/given", action.owner_id, by=actor, now=now)
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
    session: AsyncSession, action: Action, kind: str, *person_ids: int | None, by: Actor, now: datetime, **data: str
) -> None:
    """Tell these people, as far as they are members and it was not they who did it."""
    concerned = [person_id for person_id in person_ids if person_id is not None]
    members = await list_members(session, action.twg_id, Membership.person_id.in_(concerned))
    told = excluding(members, by.person_id)
    if told:
        await notify(session, kind, subject=action, to=told, now=now, by=by, data=data)


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


async def remind_ahead(session: AsyncSession, twg: Twg, practice: Practice, *, now: datetime) -> None:
    """Set the reminders of every open action anew."""
    actor = Actor(twg, practice=practice)
    for action in await list_dated(session, twg.id):
        await remind_of(session, action, actor, now=now)


async def remind_of(session: AsyncSession, action: Action, actor: Actor, *, now: datetime) -> None:
    """They count from the end of the day on which it is due."""
    anchors: dict[str, datetime] = {}
    if action.due_on is not None:
        anchors = anchored(actor.practice, "action", datetime.combine(action.due_on, time(23, 59), actor.zone))
    await schedule(session, actor, action, anchors=anchors, now=now)


async def make_findable(session: AsyncSession, action: Action) -> None:
    """By its text, its owner and what was said of it. The meeting is left out: not all who see it may know of that."""
    owner = [action.owner.name] if action.owner is not None else []
    house = [action.institution.name] if action.institution is not None else []
    await search.put_entry(
        session,
        search.Entry(
            subject_type=search.Subject.ACTION,
            subject_id=action.id,
            twg_id=action.twg_id,
            audience=action.audience,
            author_id=action.created_by_id,
            title=action.title,
            body=" ".join([action.text, *owner, *house, *(item.text for item in action.updates), action.closing_note]),
            dated=action.created_at,
        ),
    )
