"""Indicators whose reports are overdue, as proposals for an agenda (G7)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.indicators import ReportRequest, find_open_round, list_unreported
from twg.core.actors import Actor
from twg.core.agenda_sources import MOST_PROPOSED, AgendaSource, Proposal
from twg.core.permissions import Permission


async def _propose(session: AsyncSession, actor: Actor, now: datetime) -> list[Proposal]:
    """An item for each of the first indicators of the open round whose reports are overdue; one for the others."""
    current = await find_open_round(session, actor.twg.id)
    if current is None or current.due_at > now:
        return []
    late: dict[int, ReportRequest] = {}
    for request in await list_unreported(session, current.id):
        late.setdefault(request.indicator_id, request)
    first, rest = list(late.values())[:MOST_PROPOSED], len(late) - MOST_PROPOSED
    proposals = [_proposal(request) for request in first]
    if rest > 0:
        title = N_("Other JMIs without a report: {count}")
        proposals.append(Proposal(key="indicators", title=title, data={"count": rest}))
    return proposals


def _proposal(request: ReportRequest) -> Proposal:
    indicator = request.indicator
    house = request.person.institution
    title = N_("JMI {number}, report overdue: {statement}")
    data = {"number": indicator.number, "statement": indicator.statement[:200]}
    who = request.person.name if house is None else house.name
    return Proposal(key=f"indicator-{indicator.id}", title=title, data=data, presenter=who)


SOURCES = (AgendaSource(permission=Permission.ROUND_RUN, propose=_propose),)
