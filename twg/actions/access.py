"""Access to agreed actions: who may see one, and who may change it.

ActionRefusal
├── UnknownAction       no action of this number that this person may see
├── NotYours            the person may see it and is not responsible for it, or does not lead what they would close
└── AlreadyClosed
"""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action
from storage.core import search
from storage.engine.database import hold_whole
from storage.meetings import Meeting
from storage.members import Membership
from twg.actions.owners import is_responsible, leads, responsible_for
from twg.core.actors import Actor
from twg.core.audiences import Reader, includes, visible_to
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal


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


def visible_actions(reader: Reader) -> ColumnElement[bool]:
    """The clause for actions that this reader may see: in the audience, recorded, led or shared by them."""
    return or_(visible_to(reader, Action.audience, Action.created_by_id), responsible_for(reader))


def owned_entries(reader: Reader) -> ColumnElement[bool]:
    """The clause for search entries of actions that this reader leads or shares, also if not in its audience."""
    mine = exists().where(Action.id == search.SearchEntry.subject_id, responsible_for(reader))
    return and_(search.SearchEntry.subject_type == Action.__tablename__, mine)


def may_see(action: Action, member: Membership) -> bool:
    """Whether a member may see an action, by the same rule as `visible_actions`; for messages about to be sent."""
    own = member.person_id == action.created_by_id or is_responsible(action, member)
    return own or includes(action.audience, member)


def may_close(action: Action, actor: Actor) -> bool:
    """Whether the actor may close it and open it again: who leads it, and roles that may record actions."""
    return leads(action, actor.member) or actor.may(Permission.ACTION_RECORD)


def may_note(action: Action, actor: Actor) -> bool:
    """Whether the actor may say how far it is: everybody responsible, and roles that may record actions."""
    return is_responsible(action, actor.member) or may_close(action, actor)


def meeting_of(action: Action, member: Membership) -> Meeting | None:
    """The meeting at which it was agreed; `None` where this member may not see it: owners may not have been invited."""
    meeting = action.meeting
    known = meeting is not None and (meeting.created_by_id == member.person_id or includes(meeting.audience, member))
    return meeting if known else None


def is_overdue(action: Action, today: date) -> bool:
    """Whether it is open after its due date. `today` is a local date."""
    return action.state is ActionState.OPEN and action.due_on is not None and action.due_on < today


async def access_action(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action with owner, meeting and notes, if the actor may see it. Raises: NotFound."""
    actor.check_covers("actions")
    visible = visible_actions(Reader.of(actor))
    action = await find_action(session, action_id, Action.twg_id == actor.twg.id, visible)
    if action is None:
        raise NotFound
    return action


async def access_changeable(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, if it is open and the actor may close it. Raises: NotFound, NotYours, AlreadyClosed."""
    action = await access_to_close(session, actor, action_id)
    check_open(action)
    return action


async def access_notable(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, if it is open and the actor may say how far it is. Raises: NotFound, NotYours, AlreadyClosed."""
    action = await access_own(session, actor, action_id)
    check_open(action)
    return action


def check_changeable(actor: Actor, action: Action) -> None:
    """Raises: NotYours, AlreadyClosed."""
    if not may_close(action, actor):
        raise NotYours(action=action)
    check_open(action)


def check_notable(actor: Actor, action: Action) -> None:
    """Raises: NotYours, AlreadyClosed."""
    if not may_note(action, actor):
        raise NotYours(action=action)
    check_open(action)


def check_open(action: Action) -> None:
    """Raises: AlreadyClosed."""
    if action.state is not ActionState.OPEN:
        raise AlreadyClosed(action=action)


async def access_own(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, locked, if the actor may say how far it is. Raises: NotFound, NotYours."""
    await hold_whole(session, await access_action(session, actor, action_id))
    action = await access_action(session, actor, action_id)
    if not may_note(action, actor):
        raise NotYours(action=action)
    return action


async def access_to_close(session: AsyncSession, actor: Actor, action_id: int) -> Action:
    """The action, locked, if the actor may close it and open it again. Raises: NotFound, NotYours."""
    action = await access_own(session, actor, action_id)
    if not may_close(action, actor):
        raise NotYours(action=action)
    return action
