"""Minutes are composed from the record of a meeting, and checked before they are sent (G6)."""

from datetime import date

import pytest

from tests.actions.conftest import records
from tests.meetings.conftest import local
from tests.minutes.conftest import cells_of, held, word_of
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

__all__ = ["held"]


async def test_what_is_lacking_is_pointed_at_and_put_right_by_buttons(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.forges(f"meetings:open:{held}")
    await dara.presses("minutes:open", held)
    shown = await dara.shown("minutes/card")
    assert [each.number for each in shown["minutes"].paragraphs] == [1, 2, 3, 4, 5]
    await dara.presses("minutes:check", held)
    found = (await dara.shown("minutes/lacking"))["findings"]
    where = [
        (each.gap.value, each.section and each.section.number, each.paragraph and each.paragraph.number)
        for each in found
    ]
    assert where == [("no_crdb", None, None), ("no_conclusion", 1, None), ("no_owner", 3, 5), ("no_date", 3, 5)]
    await dara.presses("records:who", 5)
    await dara.says("MoH")
    await dara.forges("records:to:1:1")
    await dara.says("conclusion: the last minutes are adopted")
    await dara.presses("minutes:open", held)
    await dara.presses("minutes:check", held)
    found = (await dara.shown("minutes/lacking"))["findings"]
    assert [each.gap.value for each in found] == ["no_crdb", "no_date"]
    await records(dara, sokha, "Print the annex", due_on=date(2027, 1, 31), meeting_id=held)
    await dara.forges(f"minutes:read:{held}:1")
    await dara.reads_fact("Print the annex · Sokha, UNFPA")


async def test_matters_arising_come_first_and_tell_what_all_may_know(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Revise the annex", due_on=date(2027, 1, 31))
    await records(dara, sokha, "For the secretariat alone", audience=Audience.SECRETARIAT)
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await dara.says("/here")
    await dara.forges(f"minutes:open:{meeting_id}")
    shown = await dara.shown("minutes/card")
    assert [action.text for action in shown["minutes"].arising] == ["Revise the annex"]
    document = await word_of(dara, meeting_id, "health")
    heads = [table.rows[0].cells[0].text for table in document.tables]
    assert heads == ["Name", "No.", "Agenda"]
    table = cells_of(document, "Agenda")
    assert table == [
        ["Agenda", "Action point", "Responsible", "Status"],
        ["HLT-1", "Revise the annex", "Sokha, UNFPA", "To follow up\nby Sun 31 Jan"],
    ]


async def test_a_decision_while_nobody_is_noted_is_pointed_at_and_blocks_nothing(health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await dara.forges(f"records:start:{meeting_id}")
    await dara.says("decision: the plan is adopted")
    await dara.forges("records:close:1")
    await dara.presses("records:close_anyway", 1)
    await dara.forges(f"minutes:check:{meeting_id}")
    found = (await dara.shown("minutes/lacking"))["findings"]
    assert {each.gap.value for each in found} == {"nobody_present", "no_conclusion"}


@pytest.mark.parametrize("holding", ["ahead", "cancelled", "unnoted"])
async def test_what_was_not_held_has_no_minutes(health: Stage, dara: Player, holding: str) -> None:
    meeting_id = await announce_meeting(dara)
    if holding == "cancelled":
        await cancel_meeting(dara, meeting_id)
    if holding != "ahead":
        await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    for verb in ("open", "check", "read", "word", "reopen", "send"):
        await dara.forges(f"minutes:{verb}:{meeting_id}" + (":ph" if verb == "word" else ""))
        await dara.is_refused("minutes#not_held", holding=holding)


async def test_only_who_keeps_the_record_reads_the_draft(sokha: Player, held: int) -> None:
    for verb in ("open", "check", "read", "reopen", "word", "send"):
        await sokha.forges(f"minutes:{verb}:{held}" + (":ph" if verb == "word" else ""))
        await sokha.is_refused("general#not_allowed")
        await sokha.does_not_read_fact("58%")


async def test_a_paragraph_is_corrected_once_the_record_is_open_again(health: Stage, dara: Player, held: int) -> None:
    await dara.forges("records:close_anyway:1")
    await dara.forges(f"minutes:read:{held}")
    await dara.presses("records:line", 2)
    await dara.does_not_offer("records:correct", 2)
    await dara.forges(f"minutes:open:{held}")
    await dara.presses("minutes:reopen", held)
    await dara.forges(f"minutes:read:{held}:1")
    await dara.presses("records:line", 2)
    await dara.presses("records:correct", 2)
    await dara.says("the figures are complete")
    await dara.forges(f"minutes:read:{held}:1")
    texts = [each.text for _section, each in (await dara.shown("minutes/text"))["entries"] if each is not None]
    assert texts[1] == "the figures are complete"
