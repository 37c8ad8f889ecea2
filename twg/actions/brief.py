"""What is open and overdue in a TWG, for those who lead it: read before a meeting (G9).

Source: Guideline 2016, Part Three (d): Chair and lead facilitator "meet regularly to follow-up on any agreed actions".
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, list_actions
from storage.indicators import ReportRequest, find_open_round, list_unreported
from twg.actions.access import visible_actions
from twg.core.actors import Actor
from twg.core.audiences import Reader

#: Actions, and reports, that a brief names; the rest are counted.
MOST_NAMED = 6


@dataclass(frozen=True)
class Brief:
    """What is open in a TWG, as one reader may see it.

    Attributes:
        actions: open ones, by the day on which they are due, at most `MOST_NAMED`.
        open_actions, overdue_actions: how many there are in all.
        reports: requests for reports of the round whose last day is over, without a report.
    """

    actions: list[Action]
    open_actions: int
    overdue_actions: int
    reports: list[ReportRequest]
    today: date

    @property
    def is_empty(self) -> bool:
        return not (self.open_actions or self.reports)


async def access_brief(session: AsyncSession, actor: Actor, *, now: datetime) -> Brief:
    """The brief for the actor. Args: `now`, UTC."""
    today = now.astimezone(actor.zone).date()
    seen = Action.twg_id == actor.twg.id, Action.state == ActionState.OPEN, visible_actions(Reader.of(actor))
    counted = select(func.count(), func.count().filter(Action.due_on < today)).where(*seen)
    opened, overdue = (await session.execute(counted)).one()
    round_ = await find_open_round(session, actor.twg.id)
    late = round_ is not None and round_.due_at < now
    reports = await list_unreported(session, round_.id) if round_ is not None and late else []
    actions = await list_actions(session, *seen, limit=MOST_NAMED)
    return Brief(actions, opened, overdue, reports, today)
