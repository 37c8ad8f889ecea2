"""Who sees a decision: those who were invited to the meeting that took it, and who registered it (G16).

Of a meeting that is closed to others it is those invited alone.

DecisionRefusal
├── NotDecided      the meeting is ahead, was cancelled, or nothing says that it was held
└── Withdrawn       it does not stand in the register any more
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.decisions import Decision, find_decision
from storage.meetings import Meeting
from twg.attendance.access import Holding, find_holding
from twg.core.actors import Actor
from twg.core.audiences import Reader, invited_to, visible_to
from twg.core.refusals import NotFound, Refusal
from twg.meetings.kinds import CLOSED


class DecisionRefusal(Refusal):
    key = "decisions#refused"


class NotDecided(DecisionRefusal):
    """data: `meeting`; `holding`, the value of a `Holding`."""

    key = "decisions#not_decided"


class Withdrawn(DecisionRefusal):
    """data: `reference`."""

    key = "decisions#withdrawn"


def visible_decisions(reader: Reader) -> ColumnElement[bool]:
    """The clause for decisions that this reader may see; those of closed meetings are seen by those invited alone.

    A decision without a meeting is none of a closed one.
    """
    closed = select(Meeting.id).where(Meeting.twg_id == reader.twg_id, Meeting.kind.in_(CLOSED))
    registered = visible_to(reader, Decision.audience, Decision.created_by_id)
    elsewhere = or_(Decision.meeting_id.is_(None), Decision.meeting_id.not_in(closed))
    return and_(registered, or_(elsewhere, invited_to(reader, Decision.audience)))


async def access_decision(session: AsyncSession, actor: Actor, decision_id: int) -> Decision:
    """The decision with its meeting, if the actor may see it. Raises: NotFound."""
    actor.check_covers("decisions")
    criteria = Decision.twg_id == actor.twg.id, visible_decisions(Reader.of(actor))
    found = await find_decision(session, decision_id, *criteria)
    if found is None:
        raise NotFound
    return found


async def check_held(session: AsyncSession, meeting: Meeting, *, now: datetime) -> None:
    """Raises: NotDecided for a meeting of which nothing says that it was held."""
    holding = await find_holding(session, meeting, now=now)
    if holding is not Holding.HELD:
        raise NotDecided(meeting=meeting, holding=holding.value)
