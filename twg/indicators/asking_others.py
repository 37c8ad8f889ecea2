"""Asking another member for a report that somebody was asked for (J2).

RoundRefusal
└── CannotBeAsked           somebody who is no member, or whose role reports nothing
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import ReportRequest, list_requests
from storage.members import Membership, Person, list_members
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound
from twg.core.subjects import Domains
from twg.indicators.reporters import may_report
from twg.indicators.rounds import REQUESTED, RoundRefusal, access_round


class CannotBeAsked(RoundRefusal):
    """data: `name`."""

    key = "indicators#cannot_be_asked"


@operation(Permission.REQUEST_DECIDE)
async def ask_another(
    session: AsyncSession, actor: Actor, request_id: int, person_id: int, domains: Domains, *, now: datetime
) -> None:
    """Ask another member for a report that somebody was asked for.

    Who has been asked already is asked again only where it was agreed since that it is not theirs.

    Raises: NotFound, CannotBeAsked; NotAChoice for the one who was asked.
    """
    found = await list_requests(session, ReportRequest.id == request_id, ReportRequest.twg_id == actor.twg.id)
    if not found:
        raise NotFound
    [asked], members = found, await list_members(session, actor.twg.id, Membership.person_id == person_id)
    if person_id == asked.person_id:
        raise NotAChoice(field="person")
    if not members or not may_report(members[0]):
        person = await session.get(Person, person_id)
        raise CannotBeAsked(field="person", name="" if person is None else person.name)
    of_indicator = ReportRequest.round_id == asked.round_id, ReportRequest.indicator_id == asked.indicator_id
    round_ = await access_round(session, actor, asked.round_id)
    for own in await list_requests(session, *of_indicator, ReportRequest.person_id == person_id):
        about = ReportRequest.__tablename__, own.id
        if own.reported_at is None and await domains.end_agreed_about(session, actor, *about, now=now):
            await notify(session, REQUESTED, subject=round_, to=members, now=now, by=actor)
        return
    other = ReportRequest(
        twg_id=asked.twg_id, round_id=asked.round_id, indicator_id=asked.indicator_id, person_id=person_id
    )
    session.add(other)
    after = values_of(other, "round_id", "indicator_id", "person_id")
    await record(session, actor, "indicators.ask_another", other, now=now, after=after, instead_of=asked.person_id)
    await notify(session, REQUESTED, subject=round_, to=members, now=now, by=actor)
