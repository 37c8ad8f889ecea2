"""Two processes change who is a member at the same moment: the second finds what the first has done (M2, M4, M10)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from storage.joining import JoinRequest, JoinState
from storage.members import Account, Membership, MembershipState, Person, PersonMerge, Role
from tests.replicas.conftest import NOW, Two, actor
from tests.support.guard import arrange
from twg.core.refusals import NotFound, Refusal
from twg.joining import asking, recognising, screening
from twg.joining.refusals import AlreadyDecided
from twg.members import merging
from twg.subgroups import access, composing, founding

Operation = Callable[[AsyncSession], Awaitable[Any]]
DOMAINS = registry().domains


async def person_id(session: AsyncSession, name: str) -> int:
    return (await session.scalars(select(Person.id).where(Person.name == name))).one()


async def second_secretariat(session: AsyncSession) -> None:
    """Sokha is of the secretariat too."""
    arrange(session)
    member = await session.scalar(select(Membership).where(Membership.person_id == await person_id(session, "Sokha")))
    assert member is not None
    member.role = Role.SECRETARIAT


async def anna_asks(session: AsyncSession) -> int:
    args = asking.Asking(
        twg_id=1,
        role=Role.GOVERNMENT,
        name="Anna",
        position="Officer",
        institution="MoH",
        contact="012 345 678",
        language="en",
    )
    return (await asking.ask(session, 3000, args, now=NOW)).id


def admits(name: str) -> Operation:
    async def do(session: AsyncSession) -> JoinRequest:
        return await screening.admit(session, await actor(session, name), 1, domains=DOMAINS, now=NOW)

    return do


def declines(name: str) -> Operation:
    async def do(session: AsyncSession) -> JoinRequest:
        return await screening.decline(session, await actor(session, name), 1, "Another one came", now=NOW)

    return do


def recognises(name: str) -> Operation:
    async def do(session: AsyncSession) -> PersonMerge:
        kenji = await person_id(session, "Kenji")
        by = await actor(session, name)
        return await recognising.recognise(session, by, 1, kenji, domains=DOMAINS, now=NOW)

    return do


@pytest.mark.parametrize("first", [admits("Dara"), declines("Dara"), recognises("Dara")])
@pytest.mark.parametrize("second", [admits("Sokha"), declines("Sokha"), recognises("Sokha")])
async def test_of_two_who_decide_about_somebody_one_is_refused(two: Two, first: Operation, second: Operation) -> None:
    await two.does(second_secretariat)
    await two.does(anna_asks)
    with pytest.raises(AlreadyDecided):
        await two.at_once(first, second)
    states = await two.does(lambda session: session.scalars(select(JoinRequest.state)))
    assert list(states) in ([JoinState.ADMITTED], [JoinState.DECLINED])


def merges(name: str, gone: str, kept: str) -> Operation:
    async def do(session: AsyncSession) -> PersonMerge:
        ids = [await person_id(session, each) for each in (gone, kept)]
        return await merging.merge(session, await actor(session, name), *ids, domains=DOMAINS, now=NOW)

    return do


async def kenji_twice(session: AsyncSession) -> None:
    """Another entry of Kenji, with an account of its own."""
    arrange(session)
    person = Person(name="Kenji S.", created_at=NOW)
    session.add(Account(telegram_id=4000, person=person, created_at=NOW))
    await session.flush()
    joined = Membership(person_id=person.id, twg_id=1, role=Role.DEVELOPMENT_PARTNER, since=NOW.date(), themes=[])
    joined.state = MembershipState.ACTIVE
    session.add(joined)


@pytest.mark.parametrize(("gone", "kept"), [("Kenji S.", "Kenji"), ("Kenji", "Kenji S.")])
async def test_two_entries_are_merged_once(two: Two, gone: str, kept: str) -> None:
    """Also where the two of the secretariat would merge them the other way round."""
    await two.does(second_secretariat)
    await two.does(kenji_twice)
    with pytest.raises(NotFound):
        await two.at_once(merges("Dara", "Kenji S.", "Kenji"), merges("Sokha", gone, kept))
    assert await two.does(lambda session: session.scalar(select(func.count()).select_from(PersonMerge))) == 1


async def sets_up(session: AsyncSession) -> None:
    args = founding.NewGroup(name="Gender", member_ids=[await person_id(session, "Kenji")])
    await founding.create(session, await actor(session, "Dara"), args, now=NOW)


def takes_out(name: str) -> Operation:
    async def do(session: AsyncSession) -> Membership:
        kenji = await person_id(session, "Kenji")
        return await composing.take_out(session, await actor(session, name), 1, kenji, now=NOW)

    return do


def closes(name: str) -> Operation:
    async def do(session: AsyncSession) -> Any:
        return await founding.close(session, await actor(session, name), 1, now=NOW)

    return do


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        (takes_out("Dara"), takes_out("Sokha"), NotFound),
        (closes("Dara"), takes_out("Sokha"), access.GroupClosed),
        (closes("Dara"), closes("Sokha"), access.GroupClosed),
    ],
)
async def test_of_two_who_change_a_sub_group_one_is_refused(
    two: Two, first: Operation, second: Operation, refusal: type[Refusal]
) -> None:
    await two.does(second_secretariat)
    await two.does(sets_up)
    with pytest.raises(refusal):
        await two.at_once(first, second)
