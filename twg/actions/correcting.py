"""Correcting the words of one's own notes under an action; the earlier words stay in the audit trail."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, ActionUpdate
from twg.actions.access import access_own
from twg.actions.finding import make_findable
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound


@operation(Permission.ACTION_UPDATE)
async def correct_note(session: AsyncSession, actor: Actor, update_id: int, text: str, *, now: datetime) -> Action:
    """Put other words in place of those of an update.

    Raises: NotFound for an update that somebody else wrote, too; NotYours; Missing without a text.
    """
    found = await session.get(ActionUpdate, update_id)
    if found is None or found.person_id != actor.person.id:
        raise NotFound
    action = await access_own(session, actor, found.action_id)
    update = next(update for update in action.updates if update.id == update_id)
    before = values_of(update, "text")
    update.text = _checked(text)
    await record(
        session, actor, "actions.correct_note", update, now=now, before=before, after=values_of(update, "text")
    )
    await make_findable(session, action)
    return action


@operation(Permission.ACTION_UPDATE)
async def correct_ending(session: AsyncSession, actor: Actor, action_id: int, text: str, *, now: datetime) -> Action:
    """Put other words in place of those with which the actor closed an action.

    Raises: NotFound for an action that is open, or that somebody else closed, too; NotYours; Missing without a text.
    """
    action = await access_own(session, actor, action_id)
    if action.state is ActionState.OPEN or action.closed_by_id != actor.person.id:
        raise NotFound
    before = values_of(action, "closing_note")
    action.closing_note = _checked(text)
    after = values_of(action, "closing_note")
    await record(session, actor, "actions.correct_ending", action, now=now, before=before, after=after)
    await make_findable(session, action)
    return action


def _checked(text: str) -> str:
    """Raises: Missing."""
    if not text.strip():
        raise Missing(field="text")
    return text.strip()
