"""Reminding those who accept papers of those that wait (D6)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.engine.batches import in_batches
from storage.members import Twg
from storage.papers import Paper, PaperState
from twg.core.actors import Actor
from twg.core.timekeeping import Timekeeping
from twg.papers.notices import RULES
from twg.reminders.schedule import anchored, schedule, schedule_all


def _anchors(paper: Paper) -> dict[str, datetime]:
    """The rules count from when the newest version was handed in; of a paper that is settled there are none."""
    return anchored(RULES, paper.newest.created_at) if paper.state is PaperState.HANDED_IN else {}


async def remind(session: AsyncSession, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Set the reminders of a paper, or end them once it is settled."""
    await schedule(session, actor, paper, anchors=_anchors(paper), now=now)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Set the reminders of every paper of a TWG anew that waits."""
    actor = Actor(twg, timekeeping=timekeeping)
    query = select(Paper).where(Paper.twg_id == twg.id, Paper.state == PaperState.HANDED_IN).order_by(Paper.id)
    async for batch in in_batches(session, query, Paper.id, selectinload(Paper.versions)):
        await schedule_all(session, actor, {paper: _anchors(paper) for paper in batch}, now=now)
