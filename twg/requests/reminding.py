"""The reminders of requests: of one that waits, and of a report for which more time was agreed (A3, J2)."""

from datetime import datetime, time

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.batches import in_batches
from storage.members import Twg
from storage.requests import MemberRequest, RequestState
from twg.core.actors import Actor
from twg.core.timekeeping import Timekeeping
from twg.reminders.schedule import anchored, schedule, schedule_all
from twg.requests.notices import TIME_RULES, WAITING_RULES, is_agreed_time


async def remind_of(session: AsyncSession, request: MemberRequest, actor: Actor, *, now: datetime) -> None:
    """Set its reminders anew."""
    await schedule(session, actor, request, anchors=_anchors(request, actor), now=now)


def _anchors(request: MemberRequest, actor: Actor) -> dict[str, datetime]:
    """The moments that its reminders count from: when it was asked, then the end of the agreed day for a report."""
    if request.state is RequestState.WAITING:
        return anchored(WAITING_RULES, request.asked_at)
    if is_agreed_time(request):
        assert request.until is not None  # noqa: S101 - an agreed day
        return anchored(TIME_RULES, datetime.combine(request.until, time(23, 59), actor.zone))
    return {}


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Set the reminders of every request of a TWG anew that waits, or that has an agreed day ahead."""
    actor = Actor(twg, timekeeping=timekeeping)
    today = now.astimezone(actor.zone).date()
    ahead = and_(MemberRequest.state == RequestState.GRANTED, MemberRequest.until >= today)
    reminded = or_(MemberRequest.state == RequestState.WAITING, ahead)
    query = select(MemberRequest).where(MemberRequest.twg_id == twg.id, reminded)
    async for batch in in_batches(session, query, MemberRequest.id):
        await schedule_all(session, actor, {request: _anchors(request, actor) for request in batch}, now=now)
