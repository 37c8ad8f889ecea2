"""Who keeps the record of a meeting, two at once, and its end (G6)."""

from datetime import date

import pytest

from tests.meetings.conftest import local
from tests.records.conftest import SOKHA, actions, open_item, written
from tests.support.setup_steps import access_actor, announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.attendance.access import Holding, find_holding
from twg.meetings.access import access_meeting


async def test_two_keepers_see_the_card_and_close_an_item_once(
    health: Stage, dara: Player, sokha: Player, plenary: int
) -> None:
    await dara.forges(f"records:start:{plenary}")
    await dara.presses("records:keepers", plenary)
    await dara.presses("records:name", plenary)
    await dara.says("Sokha")
    await sokha.is_told("record_keeper_named")
    await sokha.presses("meetings:open", plenary)
    await sokha.presses("records:start", plenary)
    seen = await sokha.finds("records/card")
    await dara.forges("records:open:1")
    await dara.presses_below("records:next")
    await health.settle()
    assert await open_item(health) == 2
    data = next(
        button.data for row in [seen.message.buttons] for line in row for button in line if "next" in button.data
    )
    await sokha.forges(data)
    await sokha.is_refused("records#item_closed", name="Dara")
    assert await open_item(health) == 2
    await sokha.says("note: written by Sokha")
    assert await written(health) == [(2, "note", "written by Sokha")]
    await dara.presses("records:to", 1, 1)
    assert await open_item(health) == 1
    await dara.forges(f"records:unname:{plenary}:{SOKHA}")
    await sokha.says("note: not any more")
    await sokha.does_not_see("records/card")
    assert len(await written(health)) == 1


async def test_what_nobody_came_to_is_asked_about_before_the_end(
    health: Stage, dara: Player, sokha: Player, record: int
) -> None:
    await sokha.says("/here")
    await dara.says("note: we began")
    await dara.presses_below("records:next")
    await dara.presses_below("records:next")
    await dara.presses("records:close", record)
    shown = await dara.shown("records/closing")
    assert (shown["nobody"], [number for number, _title in shown["untouched"]]) == (False, [3])
    await dara.presses("records:open", record)
    await dara.says("note: nothing else")
    await dara.presses_below("records:close")
    await dara.does_not_see("records/closing")


async def test_the_card_that_changes_is_the_newest_of_its_chat(
    health: Stage, dara: Player, sokha: Player, record: int, plenary: int
) -> None:
    await dara.forges(f"records:name:{plenary}")
    await dara.says("Sokha")
    await sokha.forges(f"records:start:{plenary}")
    await dara.forges(f"records:open:{record}")
    await dara.says("action: print the report")
    card = await dara.finds("records/card")
    await dara.looks_away()
    await sokha.says("note: written by Sokha")
    await health.settle()
    (changed,) = [seen for seen in await dara.on_screen() if seen.contexts("records/card")]
    assert changed.message.id == card.message.id
    await dara.offers("records:who", 1)
    await dara.presses("records:items", record, 1)
    await dara.looks_away()
    await sokha.says("note: and this")
    await health.settle()
    assert not [seen for seen in await dara.on_screen() if seen.contexts("records/card")]


async def test_what_was_typed_without_the_word_of_a_line_is_noted_by_a_tap(
    health: Stage, dara: Player, record: int
) -> None:
    await dara.says("The water law took an hour")
    await dara.presses("records:note", record)
    assert await written(health) == [(1, "note", "The water law took an hour")]
    await health.becomes(local(16, 9))
    await dara.says("The water law is on the table again")
    await dara.does_not_offer("records:note", record)


async def test_vague_wording_is_pointed_at_and_may_stay(dara: Player, record: int) -> None:
    """A1: of an action that was written into the record, with the step that corrects it."""
    await dara.says("action: Sokha; follow up; end Jan")
    await dara.offers("records:correct", 1)
    await dara.says("action: Sokha; send the annex to MoP; end Jan")
    await dara.does_not_offer("records:correct", 2)


async def test_the_record_is_closed_and_opened_again(
    health: Stage, dara: Player, sokha: Player, record: int, plenary: int
) -> None:
    await dara.says("decision: the plan is adopted")
    await dara.presses("records:close", record)
    await dara.sees("records/closing")
    await sokha.says("/here")
    await dara.presses("records:open", record)
    await dara.presses("records:close", record)
    await dara.presses("records:close_anyway", record)
    await dara.says("note: too late")
    await dara.does_not_see("records/card")
    await dara.forges("records:undo:1")
    await dara.is_refused("records#closed", name="Dara")
    await dara.forges(f"records:reopen:{record}")
    await dara.says("note: in time")
    assert [line[2] for line in await written(health)] == ["the plan is adopted", "in time"]


async def test_a_meeting_with_a_record_was_held(health: Stage, dara: Player, plenary: int) -> None:
    async def holding() -> Holding:
        async with health.assistant.database.read() as session:
            meeting = await access_meeting(session, await access_actor(session, dara), plenary)
            return await find_holding(session, meeting, now=health.clock.now())

    await dara.forges(f"records:start:{plenary}")
    assert await holding() is Holding.UNNOTED
    await dara.says("note: we began")
    assert await holding() is Holding.HELD


VERBS = [
    "open:1",
    "whole:1",
    "items:1",
    "next:1:x",
    "to:1:1",
    "close:1",
    "close_anyway:1",
    "reopen:1",
    "line:1",
    "undo:1",
    "note:1",
]


@pytest.mark.parametrize("verb", VERBS)
async def test_nobody_else_reads_or_writes_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, record: int, verb: str
) -> None:
    await dara.says("decision: the secret plan")
    await sokha.forges(f"records:{verb}")
    await sokha.is_refused("general#not_found")
    await sokha.does_not_read_fact("the secret plan")
    assert len(await written(health)) == 1


@pytest.mark.parametrize("change", ["ahead", "cancelled", "another TWG"])
async def test_no_record_is_begun_of_what_is_not_on(health: Stage, dara: Player, change: str) -> None:
    meeting_id = await announce_meeting(dara)
    player, refusal = dara, "attendance#not_open_yet"
    if change == "cancelled":
        await cancel_meeting(dara, meeting_id)
        await health.becomes(local(15, 9))
        refusal = "meetings#already_cancelled"
    elif change == "another TWG":
        await health.becomes(local(15, 9))
        await health.adds_twg("EDU", "Education", "Ministry of Education")
        player, refusal = await health.member("Rithy", "secretariat", "MoEYS", code="EDU"), "general#not_found"
    await everybody_looks_away(dara)
    await player.forges(f"records:start:{meeting_id}")
    await player.is_refused(refusal)


async def test_what_is_taken_for_something_else_can_still_be_noted(health: Stage, dara: Player, record: int) -> None:
    await dara.says("Kenji takes the chair of the subgroup until the next plenary")
    await dara.offers("records:note", record)
    await dara.presses("records:note", record)
    assert await written(health) == [(1, "note", "Kenji takes the chair of the subgroup until the next plenary")]
    await dara.says("next meeting 15 Jan 9am at the MoP")
    await dara.offers("records:note", record)
    for words in ("when is the next meeting?", "show the next meeting"):
        await dara.looks_away()
        await dara.says(words)
        await dara.does_not_offer("records:note", record)


async def test_the_record_is_closed_and_gone_through_by_words(
    health: Stage, dara: Player, sokha: Player, record: int
) -> None:
    await sokha.says("/here")
    await dara.says("item 2")
    assert await open_item(health) == 2
    await dara.says("next item")
    assert await open_item(health) == 3
    await dara.says("item 9")
    await dara.is_refused("records#no_such_item")
    await dara.says("note: we began", "ok meeting over, close it")
    shown = await dara.shown("records/closing")
    assert (shown["nobody"], [number for number, _title in shown["untouched"]]) == (False, [1])
    await dara.says("ចំណុចទី១", "decision: 5% for NGOs", "រួចរាល់ហើយ បិទកំណត់ហេតុ")
    assert (await dara.shown("records/closing"))["untouched"] == []
    await sokha.says("close the record")  # she keeps none
    await sokha.does_not_see("records/closing")
    await dara.presses("records:close_anyway", record)
    await dara.says("item 2")
    assert await open_item(health) == 1


async def test_a_figure_is_corrected_directly_below_its_line(health: Stage, dara: Player, record: int) -> None:
    await dara.says("decided: 5% for NGOs", "no, 7%")
    await dara.presses("records:figure", 1, 1)
    assert await written(health) == [(1, "decision", "7% for NGOs")]
    await dara.says("action: Sokha; print 12 copies of 3 annexes; end Jan", "no, 14")
    await dara.presses("records:figure", 2, 1)
    assert (await written(health))[1] == (1, "action", "print 14 copies of 3 annexes")
    assert await actions(health) == [("Sokha", "end Jan", date(2027, 1, 31))]
    await dara.says("note: the share is 5% in 3 districts", "8%, not 4%")  # no such figure
    await dara.does_not_offer("records:figure", 3, 1)
    assert [line[2] for line in await written(health)][2] == "the share is 5% in 3 districts"
