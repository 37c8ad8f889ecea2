"""Two processes end or begin memberships at the same moment: nobody comes back who was removed (M10)."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from storage.actions import ActionState, find_action
from storage.core.audit import AuditRow
from storage.members import Membership, MembershipState, Person, Role, list_periods
from tests.replicas.conftest import NOW, Two, actor
from tests.replicas.test_actions_at_once import DUE
from tests.replicas.test_members_at_once import person_id, second_secretariat
from twg import general
from twg.actions import noting, progress, recording
from twg.actions.access import NotYours
from twg.core.refusals import NotAChoice, NotFound, Refusal
from twg.members import assistants, changing, leaving, seats
from twg.members.invites import hash_token
from twg.members.role_rules import LastSecretariat

Operation = Callable[[AsyncSession], Awaitable[Any]]
DOMAINS = registry().domains


async def member_of(session: AsyncSession, name: str) -> Membership:
    """The first period of a person."""
    return (await list_periods(session, 1, Membership.person_id == await person_id(session, name)))[-1]


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
    with suppress(Refusal):
        await two.at_once(first, second)
    names = await two.does(active)
    assert len(names) == len({*names})


async def succession_to_undo(session: AsyncSession) -> None:
    """Kenji has an open action; Sokha is put in Kenji's place."""
    args = recording.NewAction(
        text="Send the draft budget", owners=(f"person:{await person_id(session, 'Kenji')}",), due_on=DUE
    )
    await recording.record_action(session, await actor(session, "Dara"), args, now=NOW)
    await succeeds("Dara", "Kenji", "Sokha")(session)


async def undoes(session: AsyncSession) -> Any:
    query = select(AuditRow.id).where(AuditRow.action == "members.succeed")
    change = (await session.scalars(query)).one()
    return await general.undo(session, await actor(session, "Dara"), change, DOMAINS, now=NOW)


def closes(name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        note = noting.Note(text="Sent")
        return await progress.close(session, await actor(session, name), 1, note, DOMAINS, now=NOW)

    return do


async def owner_and_state(session: AsyncSession) -> tuple[str, ActionState]:
    action = await find_action(session, 1)
    assert action is not None
    return action.owner.name, action.state


async def test_a_successor_who_closes_an_action_while_it_goes_back_is_refused(two: Two) -> None:
    await two.does(succession_to_undo)
    with pytest.raises(NotYours):
        await two.at_once(undoes, closes("Sokha"))
    assert await two.does(owner_and_state) == ("Kenji", ActionState.OPEN)
    assert await two.does(active) == ["Dara", "Kenji", "Sokha"]


async def test_what_a_successor_has_closed_at_that_moment_stays_theirs(two: Two) -> None:
    await two.does(succession_to_undo)
    await two.at_once(closes("Sokha"), undoes)
    assert await two.does(owner_and_state) == ("Sokha", ActionState.DONE)
    assert await two.does(active) == ["Dara", "Kenji", "Sokha"]


async def test_of_the_last_two_of_a_secretariat_one_stays(two: Two) -> None:
    await two.does(second_secretariat)
    with pytest.raises(LastSecretariat):
        await two.at_once(leaves("Dara"), leaves("Sokha"))
    assert await two.does(active) == ["Kenji", "Sokha"]


def takes(telegram_id: int, token: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        hashed = hash_token(token)
        return await assistants.take_assistant(session, hashed, telegram_id, f"Person {telegram_id}", "en", now=NOW)

    return do


async def test_of_two_who_take_a_link_for_an_assistant_the_second_is_refused(two: Two) -> None:
    """Who is to confirm the first is told of the first, and would let in the second."""

    async def offers(session: AsyncSession) -> str:
        _made, token = await assistants.offer_assistant(session, await actor(session, "Dara"), [], now=NOW)
        return token

    token = await two.does(offers)
    with pytest.raises(assistants.UnknownOffer):
        await two.at_once(takes(5000, token), takes(5001, token))
