"""Indicators, rounds and reports are met by those alone whom a table names, and by nobody outside (J1-J4, T6).

Indicators are for the whole TWG; what differs is who is asked, who receives reports, and who exports.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from storage.members import Role
from tests.groups.conftest import Room, links
from tests.indicators.conftest import defines, opens_round, reports
from tests.members.merging import id_of
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, exported
from tests.visibility.conftest import members as members
from tests.visibility.test_decisions import EXPORTERS

R = Role
STATEMENT, NOTE = "Quiet deliveries", "counted in silence"
REPORTER = R.DEVELOPMENT_PARTNER
EVERYBODY = frozenset(Role)
RECEIVE = frozenset({R.SECRETARIAT})


@dataclass(frozen=True)
class Way:
    """A way in, and what it shows to whom. Written out, not taken from the code."""

    tries: Callable[[Player], Awaitable[str]]
    statement: frozenset[Role] = frozenset()
    note: frozenset[Role] = frozenset()


async def told(player: Player) -> str:
    return "\n".join(message.text for message in await player.person.messages() if not message.mine)


def pressing(data: str) -> Callable[[Player], Awaitable[str]]:
    async def press(player: Player) -> str:
        await player.forges(data)
        return "\n".join(message.text for message in await player.new_messages() if not message.mine)

    return press


def saying(words: str) -> Callable[[Player], Awaitable[str]]:
    async def say(player: Player) -> str:
        await player.says(words)
        return "\n".join(message.text for message in await player.new_messages() if not message.mine)

    return say


def in_sheet(sheet: str) -> Callable[[Player], Awaitable[str]]:
    async def look(player: Player) -> str:
        return await exported(player, sheet)

    return look


#: Source: Guideline 2016, Part Two (6); requirements J2, J4.
WAYS = {
    "told": Way(told, RECEIVE | {REPORTER}, RECEIVE),
    "list": Way(saying("/jmi"), EVERYBODY),
    "one": Way(saying("/jmi 2008-4"), EVERYBODY, EVERYBODY),
    "card": Way(pressing("indicators:open:1"), EVERYBODY, EVERYBODY),
    "search": Way(saying("/search quiet deliveries"), EVERYBODY),
    "search in reports": Way(saying("/search silence"), EVERYBODY, EVERYBODY),
    "report": Way(pressing("indicators:submission:1"), RECEIVE, RECEIVE),
    "review": Way(saying("/review"), frozenset(), frozenset()),
    "round": Way(pressing("indicators:round")),
    "export": Way(in_sheet("indicators"), frozenset(EXPORTERS)),
    # The report awaits review: it leaves the store with those alone who settle what is accepted.
    "export of reports": Way(in_sheet("reports"), frozenset(), frozenset({R.SECRETARIAT, R.CHAIR})),
    "history": Way(pressing("history:show:indicator:1"), RECEIVE, RECEIVE),
    "history of the report": Way(pressing("history:show:submission:1"), frozenset(), RECEIVE),
}


@pytest.fixture
async def reported(health: Stage, members: Members) -> Members:
    """An indicator on which one member was asked to report, and has."""
    secretariat, reporter = members[R.SECRETARIAT], members[REPORTER]
    await defines(secretariat, statement=STATEMENT, responsible=[], reporter_id=await id_of(reporter))
    await opens_round(secretariat)
    await reports(reporter, f"2008-4 58% {NOTE}")
    await health.settle()
    return members


async def test_each_role_meets_them_by_the_ways_of_the_table_alone(health: Stage, reported: Members) -> None:
    with all_cases() as case:
        for role, player in reported.items():
            for name, way in WAYS.items():
                await player.looks_away()
                shown = await way.tries(player)
                with case(role, name):
                    assert (STATEMENT in shown, NOTE in shown) == (role in way.statement, role in way.note)


async def test_nobody_outside_the_twg_meets_them(health: Stage, reported: Members) -> None:
    """The secretariat of another TWG, who has left, and a stranger; nor a linked group."""
    room = Room(health, await health.sandbox.group("Health", [reported[R.SECRETARIAT].person]), reported[R.SECRETARIAT])
    await health.settle()
    await links(room)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    outside = [await health.member("Rithy", R.SECRETARIAT, "MoEYS", code="EDU"), await health.person("Srey")]
    await reported[R.GOVERNMENT].says("/leave")
    await reported[R.GOVERNMENT].presses("form:skip")
    await reported[R.GOVERNMENT].presses("form:save")
    await defines(reported[R.SECRETARIAT], "2008-5", statement=STATEMENT)
    await everybody_looks_away(reported[R.SECRETARIAT])
    with all_cases() as case:
        for player in (*outside, reported[R.GOVERNMENT]):
            for name, way in WAYS.items():
                await player.looks_away()
                shown = await way.tries(player) if way.tries is not told else await player.screen()
                with case(player.person.name, name):
                    assert (STATEMENT in shown, NOTE in shown) == (False, False)
        with case("group"):
            assert STATEMENT not in await room.text()
