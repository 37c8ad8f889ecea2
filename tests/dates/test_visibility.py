"""That a date is looked for is learnt by those who are asked, and by those in its audience who run it (G14, D5)."""

import pytest

from storage.meetings import MeetingKind
from storage.members import Role
from tests.dates.conftest import proposes
from tests.subgroups.steps import sets_up
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import exported
from twg.core.audiences import Audience, join_tokens
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
                if role not in {_R.CHAIR, _R.SECRETARIAT}:
                    hidden = role is _R.LEAD_FACILITATOR and role not in seen  # who may choose for other meetings
                    await player.forges("dates:choose:1:1")
                    await player.is_refused("general#not_found" if hidden else "general#not_allowed")
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


async def test_what_the_chair_looks_for_with_the_lead_facilitators_is_hidden_from_the_secretariat(
    health: Stage, dara: Player
) -> None:
    sovann = await health.member("Sovann", "chair")
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await proposes(sovann, title=TITLE, audience=Audience.LEADS)
    await maria.presses("dates:answer", 1, 1, "can")
    await maria.looks_away()
    for command in ("/dates", "/history", "/history Maria", "/meetings"):
        await dara.says(command)
        await dara.does_not_read_fact(TITLE)
    await dara.says(f"/search {TITLE}")
    await dara.sees("search/results", found=[])
    await dara.forges("dates:open:1")
    await dara.is_refused("general#not_found")
    assert TITLE not in await exported(dara, "date_polls")
    assert TITLE not in await exported(dara, "date_answers")
    assert TITLE in await exported(sovann, "date_polls")
    assert "Maria" in await exported(sovann, "date_answers")


async def test_a_search_for_two_sub_groups_is_run_by_those_who_lead_both(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    crdb = await health.member("Rith", "crdb")
    groups = [
        await sets_up(dara, name, chair=sokha, secretary=kenji, members=(crdb,)) for name in ("Gender", "Nutrition")
    ]
    await sets_up(dara, "Statistics", chair=vichea)
    chosen = join_tokens(f"subgroup_{group}" for group in groups)
    await proposes(sokha, kind=MeetingKind.SUB_GROUP, audience=chosen, asked=Asked.CRDB)
    await kenji.forges("dates:open:1")
    await kenji.sees("dates/standing")
    await vichea.forges("dates:open:1")
    await vichea.is_refused("general#not_found")
