"""Agreed actions that are open, as proposals for an agenda (G7)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, list_actions
from storage.engine.labels import N_
from twg.actions.access import visible_actions
from twg.core.actors import Actor
from twg.core.agenda_sources import MOST_PROPOSED, AgendaSource, Proposal
from twg.core.audiences import Reader
from twg.core.permissions import Permission


async def _propose(session: AsyncSession, actor: Actor, now: datetime) -> list[Proposal]:
    """One item for all open actions, and one for each of those that are longest overdue."""
    seen = Action.twg_id == actor.twg.id, Action.state == ActionState.OPEN, visible_actions(Reader.of(actor))
    late = Action.due_on < now.astimezone(actor.zone).date()
    count = await session.scalar(select(func.count()).select_from(Action).where(*seen)) or 0
    if not count:
        return []
    overdue = await session.scalar(select(func.count()).select_from(Action).where(*seen, late)) or 0
    title = N_("Follow-up of agreed actions ({count} open, {overdue} overdue)")
    follow_up = Proposal(key="actions", title=title, data={"count": count, "overdue": overdue})
    longest = await list_actions(session, *seen, late, limit=MOST_PROPOSED)
    return [follow_up, *map(_proposal, longest)]


def _proposal(action: Action) -> Proposal:
    who = action.owner or action.institution
    title = N_("Overdue action {number}: {text}")
    data = {"number": action.id, "text": action.text[:200]}
    return Proposal(key=f"action-{action.id}", title=title, data=data, presenter="" if who is None else who.name)


SOURCES = (AgendaSource(permission=Permission.ACTION_RECORD, propose=_propose),)
