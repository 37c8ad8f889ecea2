"""Lists: mine, my institution's, the TWG's, overdue (A4)."""

from datetime import date

import pytest

from tests.actions.conftest import closes, listed, local, records
from tests.support.stage import Player, Stage
from twg.actions.recording import Scope
from twg.core.audiences import Audience


@pytest.fixture
async def four(health: Stage, dara: Player, sokha: Player, vichea: Player) -> Stage:
    """One of Sokha's, one of Vichea's, one of a colleague of hers without a day, and one that is done."""
    colleague = await health.member("Maly", "development_partner", "UNFPA")
    await records(dara, vichea, "Publish the circular", due_on=date(2026, 12, 1))
    await records(dara, sokha, "Send the draft budget", due_on=date(2026, 12, 23))
    await records(dara, colleague, "Translate the study", due_on=None)
    await closes(sokha, await records(dara, sokha, "Print the agenda", due_on=date(2026, 11, 24)))
    return health


async def test_mine_come_first_and_only_open_ones(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    assert await listed(sokha, Scope.MINE) == ["Send the draft budget"]
    await sokha.reads_fact("2 Send the draft budget", "23 December 2026")
    await sokha.does_not_read_fact("circular", "study", "agenda")
    await sokha.does_not_offer("actions:new")


async def test_my_institution_s_are_those_of_colleagues_too(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.presses("actions:list", "institution")
    await sokha.sees("actions/list", scope=Scope.INSTITUTION, institution__name="UNFPA")
    assert await listed(sokha, Scope.INSTITUTION) == ["Send the draft budget", "Translate the study"]
    await sokha.reads_fact("Send the draft budget", "Translate the study", "Maly, UNFPA")
    await sokha.does_not_read_fact("circular", "agenda")


async def test_the_twg_s_are_by_the_day_they_are_due_and_those_without_one_last(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.presses("actions:list", "twg")
    titles = ["Publish the circular", "Send the draft budget", "Translate the study"]
    assert await listed(sokha, Scope.TWG) == titles
    screen = await sokha.screen()
    assert sorted(titles, key=screen.index) == titles
    await sokha.does_not_read_fact("agenda")


async def test_overdue_ones_are_those_whose_day_is_over(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.presses("actions:list", "overdue")
    assert await listed(sokha, Scope.OVERDUE) == []
    await four.becomes(local(1, 23, 59))
    await sokha.says("/actions")
    await sokha.presses("actions:list", "overdue")
    assert await listed(sokha, Scope.OVERDUE) == []
    await four.becomes(local(2, 0))
    await sokha.says("/actions")
    await sokha.presses("actions:list", "overdue")
    assert await listed(sokha, Scope.OVERDUE) == ["Publish the circular"]
    await sokha.reads_fact("Publish the circular", "1 December 2026", "Vichea, MoH")
    await sokha.does_not_read_fact("budget", "study")


async def test_a_tap_opens_one_with_what_one_may_do(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.presses("actions:open", 2)
    await sokha.sees("actions/card", heading="", twg__code="HLT", action__id=2, action__created_by__name="Dara")
    await sokha.reads_fact("Dara")
    await sokha.offers_only("actions:done", "actions:note", "requests:about")
    await sokha.says("/actions")
    await sokha.presses("actions:list", "twg")
    await sokha.presses("actions:open", 1)
    await sokha.reads_fact("Vichea, MoH")
    await sokha.offers_only()


async def test_a_long_list_goes_page_by_page(health: Stage, dara: Player, sokha: Player) -> None:
    titles = [f"Thing number {number:02}" for number in range(1, 13)]
    for title in titles:
        await records(dara, sokha, title)
    await sokha.says("/actions")
    assert await listed(sokha, Scope.MINE) == titles[:10]
    await sokha.reads_fact(titles[9])
    await sokha.does_not_read_fact(titles[10])
    await sokha.presses("actions:list", "mine", 2)
    assert await listed(sokha, Scope.MINE, page=2) == titles[10:]
    await sokha.reads_fact(titles[10], titles[11])
    await sokha.does_not_read_fact(titles[9])
    await sokha.does_not_offer("actions:list", "mine", 3)
    await sokha.presses("actions:list", "mine")
    await sokha.reads_fact(titles[0])


async def test_whoever_has_none_is_told_so_and_offered_the_others(health: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    assert await listed(sokha, Scope.MINE) == []
    await sokha.presses("actions:list", "twg")
    assert await listed(sokha, Scope.TWG) == []
    await sokha.says("/done")
    await sokha.sees("actions/to_close", actions=[])
    await sokha.offers_only()


async def test_only_those_of_the_twg_one_works_in_are_listed(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await records(dara, sokha)
    await rithy.says("/actions")
    await rithy.presses("actions:list", "twg")
    assert await listed(rithy, Scope.TWG) == []


async def test_an_action_is_found_by_its_words_its_owner_and_what_was_said_of_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    action_id = await records(dara, sokha, "Send the draft budget", audience=Audience.ALL)
    await sokha.says("/actions")
    await sokha.presses("actions:open", action_id)
    await sokha.presses("actions:note")
    await sokha.says("Waiting for the Khmer translation")
    for words in ("draft budget", "sokha", "unfpa", "translation"):
        await dara.says(f"/search {words}")
        [found] = (await dara.shown("search/results"))["found"]
        entry = found.entry
        assert (entry.subject_type, entry.title) == ("action", "Send the draft budget")
    await dara.presses("actions:open", action_id)
    await dara.sees("actions/card", heading="", action__id=action_id)
    await dara.reads_fact("Waiting for the Khmer translation")


async def test_the_export_has_every_action_with_how_it_ended(health: Stage, dara: Player, sokha: Player) -> None:
    from tests.export.test_export import exported, rows_of

    await records(dara, sokha, "Send the draft budget")
    await records(dara, None, "Translate the study", due_on=None, institution="WHO")
    await closes(sokha, 1, "Sent on Monday")
    first, second = sorted(rows_of(await exported(dara), "actions"), key=lambda row: str(row["number"]))
    assert (first["action"], first["name"], first["institution"]) == ("Send the draft budget", "Sokha", "UNFPA")
    assert (first["state"], first["closing_note"]) == ("Done", "Sent on Monday")
    assert (second["name"], second["institution"], second["due_on"]) == (None, "WHO", None)
    assert second["state"] == "Not done yet"
