"""A report that was saved wrongly is changed or taken back right away (J3, A3)."""

import pytest

from storage.indicators import SubmissionState
from tests.indicators.conftest import defines, opens_round, reports, stored_reports
from tests.support.stage import Player, Stage


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """Who has just reported 58 % on 2008-4, as was asked."""
    dara = await health.member("Chan Dara", "secretariat", "MoH")
    player = await health.member("Sok Sokha", "government", "MoH")
    await defines(dara)
    await opens_round(dara)
    await dara.looks_away()
    await reports(player, "2008-4 58% district hospitals")
    return player


async def test_a_report_is_changed_by_the_button_below_it(health: Stage, sokha: Player) -> None:
    await sokha.presses("indicators:change", 1)
    assert (await sokha.summary())["value"] == "58 %"
    await sokha.presses("form:change")
    await sokha.presses("form:change=value")
    await sokha.says("57")
    await sokha.presses("form:save")
    assert [(each.state, int(each.value or 0), each.note) for each in await stored_reports(health)] == [
        (SubmissionState.REPLACED, 58, "district hospitals"),
        (SubmissionState.SUBMITTED, 57, "district hospitals"),
    ]


async def test_a_report_that_is_taken_back_is_gone_and_its_readers_are_told(health: Stage, sokha: Player) -> None:
    dara = health.people["Chan Dara"]
    await dara.looks_away()
    await sokha.presses("general:undo")
    await sokha.sees("general/undone")
    assert await stored_reports(health) == []
    await dara.is_told_only("report_taken_back")
    await dara.reads_fact("2008-4", "Sok Sokha")
    await sokha.says("/jmi 2008-4 61%")
    await sokha.presses("form:save")
    assert [int(each.value or 0) for each in await stored_reports(health)] == [61]


@pytest.mark.parametrize(("seconds", "left"), [(599, 0), (600, 1)])
async def test_at_ten_minutes_it_is_too_late(health: Stage, sokha: Player, seconds: int, left: int) -> None:
    await health.passes(seconds=seconds)
    await sokha.presses("general:undo")
    assert len(await stored_reports(health)) == left
    if left:
        await sokha.is_refused("general#too_late_to_undo", minutes=10)


async def test_the_report_that_it_replaced_counts_again(health: Stage, sokha: Player) -> None:
    await reports(sokha, "2008-4 60%")
    await sokha.presses("general:undo")
    assert [(each.state, int(each.value or 0)) for each in await stored_reports(health)] == [
        (SubmissionState.SUBMITTED, 58)
    ]


@pytest.mark.parametrize(
    ("text", "value"), [("sorry, it is 57", "57 %"), ("ខ្ញុំច្រឡំ លេខត្រឹមត្រូវគឺ ៥៧%", "57 %"), ("wrong figure", "58 %")]
)
async def test_words_offer_to_change_it(health: Stage, sokha: Player, text: str, value: str) -> None:
    await sokha.says(text)
    await sokha.presses("indicators:change_as", 1)
    assert (await sokha.summary())["value"] == value
    assert len(await stored_reports(health)) == 1


#: What is said of the indicator, and what the summary shows: the value, and the note of the report with what is added.
CORRECTIONS = {
    "63% for 2008-4, not 58": ("63 %", "district hospitals"),
    "2008-4: not 58 but 63": ("63 %", "district hospitals"),
    "sorry, 63% for 2008-4": ("63 %", "district hospitals"),
    "2008-4 should be 63%": ("63 %", "district hospitals"),
    "/jmi 2008-4 63% instead of 58": ("63 %", "district hospitals"),
    "2008-4 63% not 58, Kratie was missing": ("63 %", "district hospitals\n63% not 58, Kratie was missing"),
    "2008-4 គឺ ៦៣ មិនមែន ៥៨ ទេ": ("63 %", "district hospitals"),
    "៦៣% សម្រាប់ 2008-4 មិនមែន ៥៨": ("63 %", "district hospitals"),
}


@pytest.mark.parametrize("text", CORRECTIONS)
async def test_a_correction_that_names_the_indicator_changes_the_value_and_keeps_the_note(
    health: Stage, sokha: Player, text: str
) -> None:
    await sokha.says(text)
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == CORRECTIONS[text]
    await sokha.presses("form:save")
    assert [int(each.value or 0) for each in await stored_reports(health)] == [58, 63]


async def test_where_a_correction_is_not_certain_both_readings_are_offered(health: Stage, sokha: Player) -> None:
    await sokha.says("63 (2008-4: it was 58 by mistake)")
    await sokha.asks("value")
    await sokha.offers("form:choice=58")
    await sokha.presses("form:choice=63")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("63 %", "district hospitals")


async def test_another_figure_without_a_word_of_correction_is_a_report_of_its_own(sokha: Player) -> None:
    await sokha.says("2008-4 63% three provinces")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("63 %", "three provinces")


async def test_an_edited_value_renews_its_note(health: Stage, sokha: Player) -> None:
    await sokha.forges("indicators:report:1")
    said = await sokha.person.says("59% district hospitals")
    await health.settle()
    for _question in range(3):
        await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await sokha.edits(said, "60% three provinces")
    await sokha.presses("general:change_edit")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("60 %", "three provinces")
