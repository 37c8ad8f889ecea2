"""What is asked between meetings is met by who is asked, who asks and the Chair alone, also as a decision (G16, D5)."""

from collections.abc import Awaitable, Callable

import pytest

from storage.members import Role
from tests.objections.conftest import TEXT, answers, asks, confirms
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, exported, make_document
from tests.visibility.conftest import members as members
from twg.core.audiences import Audience

R = Role
SECRET = "Quiet settlement"
EXPORTERS = {R.CHAIR, R.SECRETARIAT, R.CRDB}
#: By audience: who asks, and who meets it with that member. Written out, not taken from the code.
ASKED = {
    Audience.PARTNERS: (R.SECRETARIAT, {R.CHAIR, R.SECRETARIAT, R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER}),
    Audience.LEADS: (R.CHAIR, {R.CHAIR, R.LEAD_FACILITATOR}),
}


def pressing(data: str) -> Callable[[Player], Awaitable[bool]]:
    async def press(player: Player) -> bool:
        await player.forges(data)
        refused = {refusal.key for refusal in await player.refusals()}
        return not refused & {"general#not_found", "general#not_allowed"} and SECRET in await player.screen()

    return press


def saying(words: str) -> Callable[[Player], Awaitable[bool]]:
    async def say(player: Player) -> bool:
        await player.says(words)
        return any(SECRET in message.text for message in await player.new_messages() if not message.mine)

    return say


def in_sheet(sheet: str) -> Callable[[Player], Awaitable[bool]]:
    async def look(player: Player) -> bool:
        return SECRET in await exported(player, sheet)

    return look


@pytest.mark.parametrize("audience", ASKED)
async def test_each_role_meets_it_by_the_table_alone(health: Stage, members: Members, audience: Audience) -> None:
    asks_it, meet = ASKED[audience]
    asked = await asks(members[asks_it], text=SECRET, audience=audience)
    await everybody_looks_away(members[R.CHAIR])
    open_ways = {
        "list": pressing("objections:list"),
        "card": pressing(f"objections:open:{asked}"),
        "history": pressing(f"history:show:no_objection:{asked}"),
        "search": saying("/search quiet settlement"),
        "export": in_sheet("no_objections"),
    }
    only = {"history": meet & {R.SECRETARIAT}, "export": meet & EXPORTERS}
    await compare(members, open_ways, lambda way: only.get(way, meet))
    for role in meet - {R.CHAIR, asks_it}:
        await answers(members[role], asked)
    await confirms(members[R.CHAIR], asked)
    await everybody_looks_away(members[R.CHAIR])
    decided = {
        "decisions": saying("/decisions"),
        "decision": pressing("decisions:open:1"),
        "search": saying("/search quiet settlement kind:decision"),
        "export": in_sheet("decisions"),
    }
    await compare(members, decided, lambda way: only.get(way, meet))


async def compare(
    members: Members, ways: dict[str, Callable[[Player], Awaitable[bool]]], table: Callable[[str], set[Role]]
) -> None:
    with all_cases() as case:
        for role, player in members.items():
            for way, tries in ways.items():
                await player.looks_away()
                with case(role, way):
                    assert await tries(player) == (role in table(way))


async def test_a_document_is_named_to_who_may_see_it_alone(health: Stage, members: Members) -> None:
    document_id = await make_document(members[R.SECRETARIAT], Audience.GOVERNMENT, "Quiet annex")
    await asks(members[R.SECRETARIAT], documents=(document_id,))
    for role, names_it in ((R.GOVERNMENT, True), (R.DEVELOPMENT_PARTNER, False)):
        new = "".join(message.text for message in await members[role].new_messages())
        assert TEXT in new
        assert ("Quiet annex" in new) == names_it
