"""Two processes end or begin memberships of the same people at the same moment: nobody comes back who was removed (M10)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from storage.members import Membership, MembershipState, Person, Role, list_members
from tests.replicas.conftest import NOW, Two, actor
from tests.replicas.test_members_at_once import person_id, second_secretariat
from twg.core.refusals import NotAChoice, NotFound, Refusal
from twg.members import changing, leaving, seats

Operation = Callable[[AsyncSession], Awaitable[Any]]
DOMAINS = registry().domains


async def member_of(session: AsyncSession, name: str) -> Membership:
    return (await list_members(session, 1, Membership.person_id == await person_id(session, name)))[0]


def removes(by: str, name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        number = (await member_of(session, name)).id
        return await leaving.remove(session, await actor(session, by), number, "Moved", domains=DOMAINS, now=NOW)

    return do


def leaves(name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        return await leaving.leave(session, await actor(session, name), domains=DOMAINS, now=NOW)

    return do


def seats_in(by: str, name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        by_whom = await actor(session, by)
        return await seats.fill_seat(session, by_whom, 1, await person_id(session, name), now=NOW)

    return do


def succeeds(by: str, old: str, name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        number = (await member_of(session, old)).id
        by_whom, heir = await actor(session, by), await person_id(session, name)
        return await leaving.succeed(session, by_whom, number, heir, "Moved", domains=DOMAINS, now=NOW)

    return do


def changes(by: str, name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        number = (await member_of(session, name)).id
        change = changing.MemberChange(role=Role.CIVIL_SOCIETY)
        return await changing.change(session, await actor(session, by), number, change, now=NOW)

    return do


async def a_seat(session: AsyncSession) -> None:
    args = seats.NewSeat(role=Role.DEVELOPMENT_PARTNER, institution="UNFPA")
    await seats.add_seat(session, await actor(session, "Dara"), args, now=NOW)


async def active(session: AsyncSession) -> list[str]:
    """The names of the active members, one for each of their periods."""
    going_on = Membership.state == MembershipState.ACTIVE
    query = select(Person.name).join(Membership, Membership.person_id == Person.id).where(going_on)
    return sorted(await session.scalars(query))


@pytest.mark.parametrize("gone", [removes("Dara", "Kenji"), leaves("Kenji")])
@pytest.mark.parametrize(
    ("second", "refusal"),
    [
        (seats_in("Sokha", "Kenji"), NotAChoice),
        (succeeds("Sokha", "Sokha", "Kenji"), NotAChoice),
        (changes("Sokha", "Kenji"), NotFound),
        (removes("Sokha", "Kenji"), NotFound),
    ],
)
async def test_who_was_removed_meanwhile_does_not_come_back(
    two: Two, gone: Operation, second: Operation, refusal: type[Refusal]
) -> None:
    await two.does(second_secretariat)
    await two.does(a_seat)
    with pytest.raises(refusal):
        await two.at_once(gone, second)
    assert await two.does(active) == ["Dara", "Sokha"]


@pytest.mark.parametrize("first", [seats_in("Dara", "Kenji"), changes("Dara", "Kenji")])
@pytest.mark.parametrize("second", [seats_in("Sokha", "Kenji"), changes("Sokha", "Kenji"), removes("Sokha", "Kenji")])
async def test_a_member_has_one_period_that_goes_on(two: Two, first: Operation, second: Operation) -> None:
    await two.does(second_secretariat)
    await two.does(a_seat)
    try:
        await two.at_once(first, second)
    except Refusal:
        pass
    names = await two.does(active)
    assert len(names) == len({*names})
