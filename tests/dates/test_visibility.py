"""Nobody learns that a date is looked for but those who are asked, and those who run it within its audience (D5)."""

import pytest

from storage.members import Role
from tests.dates.conftest import proposes
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.dates.proposing import Asked

TITLE = "Confidential matter"
_R = Role
ALL = frozenset(Role)

#: Who sees it by its button, its list and in a notice: what the secretariat proposes, by audience and by who is asked.
#: The person who proposes it is not asked.
SEEN_BY: dict[tuple[Audience, Asked], frozenset[Role]] = {
    (Audience.ALL, Asked.EVERYBODY): ALL,
    (Audience.ALL, Asked.CHAIR): frozenset({_R.CHAIR, _R.SECRETARIAT}),
    (Audience.ALL, Asked.LEADS_AND_CRDB): frozenset({_R.CHAIR, _R.LEAD_FACILITATOR, _R.CRDB, _R.SECRETARIAT}),
    (Audience.CORE, Asked.EVERYBODY): frozenset({_R.CHAIR, _R.LEAD_FACILITATOR, _R.SECRETARIAT}),
    (Audience.LEADS, Asked.EVERYBODY): frozenset({_R.CHAIR, _R.LEAD_FACILITATOR}),
    (Audience.PARTNERS, Asked.EVERYBODY): frozenset({_R.LEAD_FACILITATOR, _R.DEVELOPMENT_PARTNER}),
    (Audience.PARTNERS, Asked.FACILITATORS): frozenset({_R.LEAD_FACILITATOR}),
}


@pytest.fixture
async def members(health: Stage) -> dict[Role, Player]:
    """One member per role, and the member of the secretariat who proposes."""
    return {role: await health.member(role.name, role) for role in Role}


@pytest.mark.parametrize(("audience", "asked"), SEEN_BY)
async def test_it_is_seen_by_exactly_those(
    health: Stage, members: dict[Role, Player], audience: Audience, asked: Asked
) -> None:
    dara = await health.member("Dara", "secretariat")
    await proposes(dara, title=TITLE, audience=audience, asked=asked)
    seen = SEEN_BY[audience, asked]
    told = {role for role, player in members.items() if "dates_asked" in await player.told()}
    assert told <= seen
    await everybody_looks_away(dara)
    with all_cases() as case:
        for role, player in members.items():
            with case(role):
                await player.forges("dates:open:1")
                assert [each.key for each in await player.refusals()] == ([] if role in seen else ["general#not_found"])
                assert (TITLE in await player.screen()) == (role in seen)
                await player.looks_away()
                await player.says("/dates")
                assert (TITLE in await player.screen()) == (role in seen)
                await player.says(f"/search {TITLE}")
                assert (await player.shown("search/results"))["found"] == []
                await player.forges("dates:choose:1:1")
                expected = {"general#not_found"} if role not in seen else {"general#not_allowed"}
                if role not in {_R.CHAIR, _R.SECRETARIAT}:
                    assert {each.key for each in await player.refusals()} <= {*expected, "general#not_allowed"}
                    assert [each.key for each in await player.refusals()] != []
    await dara.forges("dates:open:1")
    await dara.sees("dates/standing")


async def test_who_can_when_is_shown_to_those_who_run_it_only(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await proposes(dara)
    await kenji.presses("dates:answer", 1, 1, "can")
    await sokha.forges("dates:open:1")
    await sokha.sees("dates/card")
    await sokha.does_not_see("dates/standing")
    await sokha.does_not_read_fact("Kenji")
