"""What is open passes to a successor while it is answered, decided or handed on: nobody gets what is settled (M10)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from storage.indicators import Indicator, ReportRequest, Round
from storage.members import Person
from storage.requests import MemberRequest, RequestKind
from tests.replicas.conftest import NOW, Two, actor
from tests.replicas.test_members_at_once import person_id, second_secretariat
from tests.replicas.test_turnover_at_once import member_of, removes
from tests.support.guard import arrange
from twg.actions import recording
from twg.indicators import reporting
from twg.members import leaving
from twg.requests import asking, deciding

Operation = Callable[[AsyncSession], Awaitable[Any]]
DOMAINS = registry().domains


def hands_over(by: str, old: str, new: str) -> Operation:
    """Remove a member, and let another one take over what is open."""

    async def do(session: AsyncSession) -> Any:
        number, heir = (await member_of(session, old)).id, await person_id(session, new)
        return await leaving.remove(session, await actor(session, by), number, "Moved", heir, domains=DOMAINS, now=NOW)

    return do


async def report_asked_of_kenji(session: AsyncSession) -> None:
    arrange(session)
    indicator = Indicator(twg_id=1, number="2008-4", statement="Deliveries by skilled staff", created_at=NOW)
    session.add(indicator)
    opened_by_id = await person_id(session, "Dara")
    current = Round(twg_id=1, title="2027", due_at=NOW + timedelta(days=20), opened_by_id=opened_by_id, opened_at=NOW)
    session.add(current)
    await session.flush()
    session.add(
        ReportRequest(
            twg_id=1, round_id=current.id, indicator_id=indicator.id, person_id=await person_id(session, "Kenji")
        )
    )


async def reports(session: AsyncSession) -> None:
    args = reporting.Report(indicator_id=1, value=Decimal(58))
    await reporting.report(session, await actor(session, "Kenji"), args, DOMAINS, now=NOW)


async def asked_to_report(session: AsyncSession) -> list[tuple[str, bool]]:
    """Of whom a report is asked, and whether it is there."""
    query = select(Person.name, ReportRequest.reported_at).join(Person, Person.id == ReportRequest.person_id)
    return [(name, at is not None) for name, at in await session.execute(query.order_by(ReportRequest.id))]


async def test_a_report_that_is_given_at_that_moment_is_asked_of_no_successor(two: Two) -> None:
    await two.does(report_asked_of_kenji)
    await two.at_once(reports, hands_over("Dara", "Kenji", "Sokha"))
    assert await two.does(asked_to_report) == [("Kenji", True)]


@pytest.mark.usefixtures("shared_url")  # on SQLite who reports is looked up after the hand-over: no member any more
async def test_a_report_that_comes_while_it_is_handed_over_answers_for_the_institution(two: Two) -> None:
    await two.does(report_asked_of_kenji)
    await two.at_once(hands_over("Dara", "Kenji", "Sokha"), reports)
    assert await two.does(asked_to_report) == [("Sokha", True)]


async def kenji_asks(session: AsyncSession) -> None:
    due = NOW.date() + timedelta(days=9)
    owners = (f"person:{await person_id(session, 'Kenji')}",)
    args = recording.NewAction(text="Send the budget", owners=owners, due_on=due)
    await recording.record_action(session, await actor(session, "Dara"), args, now=NOW)
    later = due + timedelta(days=7)
    wanted = asking.NewRequest(
        kind=RequestKind.MORE_TIME, subject_type="action", subject_id=1, text="Late", until=later
    )
    await asking.ask(session, await actor(session, "Kenji"), wanted, now=NOW)


async def declines(session: AsyncSession) -> None:
    await deciding.decline(session, await actor(session, "Dara"), 1, "No", now=NOW)


async def asked_by(session: AsyncSession) -> str | None:
    query = select(Person.name).join(MemberRequest, MemberRequest.asked_by_id == Person.id)
    return await session.scalar(query)


@pytest.mark.parametrize(
    ("first", "second", "whose"),
    [
        (declines, hands_over("Sokha", "Kenji", "Sokha"), "Kenji"),
        (hands_over("Sokha", "Kenji", "Sokha"), declines, "Sokha"),
    ],
)
async def test_a_request_that_is_decided_at_that_moment_stays_with_who_asked(
    two: Two, first: Operation, second: Operation, whose: str
) -> None:
    await two.does(second_secretariat)
    await two.does(kenji_asks)
    await two.at_once(first, second)
    assert await two.does(asked_by) == whose


async def test_what_is_handed_to_somebody_who_is_removed_at_that_moment_goes_on_with_them(two: Two) -> None:
    await two.does(kenji_asks)
    await two.at_once(hands_over("Dara", "Kenji", "Sokha"), hands_over("Dara", "Sokha", "Dara"))
    assert await two.does(asked_by) == "Dara"


async def test_what_nobody_takes_over_stays_where_it_is(two: Two) -> None:
    await two.does(kenji_asks)
    await two.does(removes("Dara", "Kenji"))
    assert await two.does(asked_by) == "Kenji"
