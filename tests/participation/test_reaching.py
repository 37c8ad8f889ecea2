"""The secretariat sees whom messages do not reach, and what can be done (M8)."""

from sqlalchemy import select

from storage.members import Account, Person, Role
from storage.rosters import RosterEntry
from tests.members.test_entering import enters
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.participation.reaching import Hindrance, Unreached


async def unreached(player: Player) -> list[tuple[Hindrance, str]]:
    await player.says("/unreachable")
    groups = (await player.shown("participation/unreachable"))["groups"]
    people: list[Unreached] = [each for _kind, listed, _others in groups for each in listed]
    return [(each.hindrance, each.name) for each in people]


async def test_everybody_is_reached(dara: Player, sokha: Player) -> None:
    assert await unreached(dara) == []


async def test_whom_messages_do_not_reach_is_listed_by_why(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await sokha.person.blocks()
    await health.settle()
    await enters(dara, "Kim Sovann")
    await kenji.says("/leave")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    async with arranged(health.assistant.database) as session:
        entry = RosterEntry(twg_id=1, role=Role.GOVERNMENT, name="Chea Vuthy", created_at=health.clock.now())
        session.add(entry)
    assert await unreached(dara) == [
        (Hindrance.BLOCKED, "Sokha"),
        (Hindrance.NEVER_STARTED, "Chea Vuthy"),
        (Hindrance.WITHOUT_TELEGRAM, "Kim Sovann"),
        (Hindrance.LEFT, "Kenji"),
    ]
    await dara.presses_below("members:open")
    await dara.sees("members/card")


async def test_who_returns_is_not_listed(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.person.blocks()
    await health.settle()
    assert await unreached(dara) == [(Hindrance.BLOCKED, "Sokha")]
    async with health.assistant.database.read() as session:
        query = select(Account).join(Person).where(Person.name == "Sokha")
        assert (await session.scalars(query)).one().unreachable_since is not None
    await sokha.does(sokha.person.unblocks())
    assert await unreached(dara) == []


async def test_members_do_not_see_it(sokha: Player) -> None:
    await sokha.says("/unreachable")
    await sokha.is_refused("general#not_allowed")
    await sokha.forges("participation:unreachable:1")
    await sokha.is_refused("general#not_allowed")
