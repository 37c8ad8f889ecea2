"""Lists: mine, my institution's, the TWG's, overdue (A4)."""

from datetime import date

import pytest

from tests.actions.conftest import closes, local, records
from tests.support.stage import Player, Stage
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
    await sokha.reads("Your actions · HLT TWG", "2 Send the draft budget\ndue Wednesday 23 December 2026", "/done")
    await sokha.does_not_read("circular", "study", "agenda", "Record an action")


async def test_my_institution_s_are_those_of_colleagues_too(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.taps("My institution’s")
    await sokha.reads("Actions of UNFPA", "Send the draft budget", "Translate the study\nno date · Maly, UNFPA")
    await sokha.does_not_read("circular", "agenda")


async def test_the_twg_s_are_by_the_day_they_are_due_and_those_without_one_last(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.taps("The TWG’s")
    screen = await sokha.screen()
    titles = ("Publish the circular", "Send the draft budget", "Translate the study")
    assert sorted(titles, key=screen.index) == list(titles)
    assert "agenda" not in screen


async def test_overdue_ones_are_those_whose_day_is_over(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.taps("Overdue")
    await sokha.reads("No action is overdue.")
    await four.becomes(local(1, 23, 59))
    await sokha.says("/actions")
    await sokha.taps("Overdue")
    await sokha.reads("No action is overdue.")
    await four.becomes(local(2, 0))
    await sokha.says("/actions")
    await sokha.taps("Overdue")
    await sokha.reads("Overdue actions", "Publish the circular\nwas due Tuesday 1 December 2026 · Vichea, MoH")
    await sokha.does_not_read("budget", "study")


async def test_a_tap_opens_one_with_what_one_may_do(four: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.taps("2 · Send the draft budget")
    await sokha.reads("Action · HLT TWG · No. 2", "Recorded by Dara", "[Done] [Add a note]")
    await sokha.does_not_read("Move the date", "Change the owner", "Drop")
    await sokha.says("/actions")
    await sokha.taps("The TWG’s", "1 · Publish the circular")
    await sokha.reads("Owner: Vichea, MoH")
    await sokha.does_not_read("[Done]", "[Add a note]")


async def test_a_long_list_goes_page_by_page(health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(1, 13):
        await records(dara, sokha, f"Thing number {number:02}")
    await sokha.says("/actions")
    await sokha.reads("Thing number 10", "[More]")
    await sokha.does_not_read("Thing number 11")
    await sokha.taps("More")
    await sokha.reads("page 2", "Thing number 11", "Thing number 12", "[Mine]")
    await sokha.does_not_read("Thing number 10", "[More]")
    await sokha.taps("Mine")
    await sokha.reads("Thing number 01")


async def test_whoever_has_none_is_told_so_and_offered_the_others(health: Stage, sokha: Player) -> None:
    await sokha.says("/actions")
    await sokha.reads("You have no open action in this TWG.", "[The TWG’s]")
    await sokha.taps("The TWG’s")
    await sokha.reads("There is no open action.")
    await sokha.says("/done")
    await sokha.reads("You have no open action in this TWG.")


async def test_only_those_of_the_twg_one_works_in_are_listed(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await records(dara, sokha)
    await rithy.says("/actions")
    await rithy.taps("The TWG’s")
    await rithy.reads("There is no open action.")


async def test_an_action_is_found_by_its_words_its_owner_and_what_was_said_of_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Send the draft budget", audience=Audience.ALL)
    await sokha.says("/actions")
    await sokha.taps("1 · Send", "Add a note")
    await sokha.says("Waiting for the Khmer translation")
    for words in ("draft budget", "sokha", "unfpa", "translation"):
        await dara.says(f"/search {words}")
        await dara.reads("Send the draft budget", "Action · ")
    await dara.taps("Send the draft budget")
    await dara.reads("Action · HLT TWG · No. 1", "Waiting for the Khmer translation")


async def test_the_export_has_every_action_with_how_it_ended(health: Stage, dara: Player, sokha: Player) -> None:
    from tests.export.test_export import exported, rows_of

    await records(dara, sokha, "Send the draft budget")
    await records(dara, None, "Translate the study", due_on=None, institution="WHO")
    await closes(sokha, 1, "Sent on Monday")
    first, second = sorted(rows_of(await exported(dara), "Actions"), key=lambda row: str(row["Number"]))
    assert (first["Action"], first["Name"], first["Institution"]) == ("Send the draft budget", "Sokha", "UNFPA")
    assert (first["State"], first["Outcome"]) == ("Done", "Sent on Monday")
    assert (second["Name"], second["Institution"], second["Due"]) == (None, "WHO", None)
    assert second["State"] == "Not done yet"
