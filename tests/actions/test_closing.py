"""Saying how far it is and that it is done: by button, in one line, with a file (A3)."""

import pytest

from storage.actions import ActionState
from tests.actions.conftest import TEXT, closes, records, reminders_of, stored_action
from tests.support.doings import everybody_looks_away
from tests.support.stage import Player, Stage

GONE = "That is no longer there, or it is not open to you."


@pytest.fixture
async def action_id(health: Stage, dara: Player, sokha: Player) -> int:
    """An action of Sokha's, recorded by Dara; both have read what they were told."""
    found = await records(dara, sokha)
    await everybody_looks_away(dara)
    return found


async def test_one_line_closes_it_and_tells_whoever_recorded_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.says(f"/done {action_id} The draft was sent on Monday")
    await sokha.reads("Thank you. The action is done.", "Sokha: The draft was sent on Monday", "[Open it again]")
    await dara.reads("An action is done", TEXT, "Sokha: The draft was sent on Monday")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DONE, "The draft was sent on Monday")
    assert await reminders_of(health, action_id) == {}


@pytest.mark.parametrize(
    "line", ["/done ១ បានផ្ញើហើយ", "/done No. 1: បានផ្ញើហើយ", "/DONE #1 បានផ្ញើហើយ", "/done 1\nបានផ្ញើហើយ"]
)
async def test_the_number_is_read_as_people_write_it(health: Stage, sokha: Player, action_id: int, line: str) -> None:
    await sokha.says(line)
    await sokha.reads("The action is done.")
    assert (await stored_action(health, action_id)).closing_note == "បានផ្ញើហើយ"


async def test_closing_needs_a_note(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.says(f"/done {action_id}")
    await sokha.reads("What was done?", TEXT)
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await sokha.says("Sent")
    await sokha.reads("The action is done.", "Sokha: Sent")


async def test_the_button_asks_for_the_note_and_takes_a_file_with_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.taps("Done")
    await sokha.reads("What was done?", "you may send a file with it as evidence")
    await sokha.sends_file("letter.pdf", caption="Sent with this letter")
    await sokha.reads("The action is done.", "Sent with this letter [letter.pdf]")
    action = await stored_action(health, action_id)
    assert action.evidence is not None
    assert action.evidence.name == "letter.pdf"
    await dara.says("/search draft budget")
    await dara.taps(TEXT)
    await dara.reads("[letter.pdf]")


async def test_a_file_with_the_line_is_kept_as_evidence(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.sends_file("letter.pdf", caption=f"/done {action_id} Sent with this letter")
    await sokha.reads("The action is done.", "[letter.pdf]")


async def test_a_file_with_a_line_that_has_no_note_waits_for_the_note(
    health: Stage, sokha: Player, action_id: int
) -> None:
    await sokha.sends_file("letter.pdf", caption=f"/done {action_id}")
    await sokha.says("Sent with this letter")
    await sokha.reads("The action is done.", "Sent with this letter [letter.pdf]")


async def test_done_alone_offers_ones_own(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await records(dara, dara, "Print the agenda")
    await sokha.says("/done")
    await sokha.reads("Which action is done?", f"[1 · {TEXT}]")
    await sokha.does_not_read("agenda")
    await sokha.taps(f"1 · {TEXT}")
    await sokha.says("Sent")
    await sokha.reads("The action is done.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/done the draft", "Please give the action’s number, then what was done: /done 12"),
        ("/done 99 sent", "There is no action 99 open to you; /actions lists yours."),
        ("/done 999999999 sent", "There is no action 999999999 open to you"),
        ("/done 0", "There is no action 0 open to you"),
        ("/done -1 sent", "Please give the action’s number"),
    ],
)
async def test_a_number_that_cannot_be_gets_one_sentence(
    health: Stage, sokha: Player, action_id: int, line: str, said: str
) -> None:
    await sokha.says(line)
    await sokha.reads(said)
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_a_note_too_long_is_refused_and_nothing_is_closed(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.says(f"/done {action_id} {'x' * 1001}")
    await sokha.reads("Please use at most 1000 characters; this has 1001.")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_a_note_says_how_far_it_is(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.taps("Add a note")
    await sokha.reads("How far is it?")
    await sokha.says("The ministry has it for comments")
    await sokha.reads("Your note is recorded.", "Sokha: The ministry has it for comments", "[Done] [Add a note]")
    [update] = (await stored_action(health, action_id)).updates
    assert update.text == "The ministry has it for comments"


@pytest.mark.parametrize("role", ["chair", "secretariat"])
async def test_chair_and_secretariat_close_it_too_and_the_owner_is_told(
    health: Stage, dara: Player, sokha: Player, action_id: int, role: str
) -> None:
    other = await health.member("Sovann", role)
    await closes(other, action_id, "Received by the ministry")
    await other.reads("The action is done.")
    for player in (sokha, dara):
        await player.reads("An action is done", "Sovann: Received by the ministry")


@pytest.mark.parametrize("role", ["lead_facilitator", "development_partner", "crdb", "government"])
async def test_others_who_see_it_are_told_whose_it_is(health: Stage, action_id: int, role: str) -> None:
    other = await health.member("Kenji", role, "JICA")
    await closes(other, action_id)
    await other.reads("Action 1 is changed by its owner, the Chair and the secretariat; please ask one of them.")
    for button in ("done", "note", "reopen"):
        await other.forges(f"actions/{button}:{action_id}")
        await other.reads("Action 1 is changed by its owner")
    for button in ("move", "give", "drop"):
        await other.forges(f"actions/{button}:{action_id}")
        await other.reads("Your role in this TWG does not allow that.")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_the_owner_neither_moves_nor_drops_it(health: Stage, sokha: Player, action_id: int) -> None:
    for button in ("move", "give", "drop"):
        await sokha.forges(f"actions/{button}:{action_id}")
        await sokha.reads("Your role in this TWG does not allow that.")


async def test_a_second_closing_says_that_it_is_closed(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await dara.says(f"/done {action_id} Sent again")
    await dara.reads("Action 1 was closed on Mon 23 Nov, 09:00: Done.")
    assert (await stored_action(health, action_id)).closing_note == "It was sent"


async def test_it_may_be_closed_by_somebody_else_while_the_note_is_written(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.taps("Done")
    await closes(dara, action_id)
    await sokha.says("Sent")
    await sokha.reads("Action 1 was closed on")


async def test_what_was_closed_by_mistake_is_opened_again(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await sokha.taps("Open it again")
    await sokha.reads("[Done] [Add a note]", "The action is open again.")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note, action.closed_at) == (ActionState.OPEN, "", None)
    assert "action_7_days" in await reminders_of(health, action_id)
    await sokha.forges(f"actions/reopen:{action_id}")
    await sokha.reads("This action is open already.")


async def test_two_taps_close_it_once(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await sokha.taps("Done")
    await sokha.says("Sent")
    await dara.looks_away()
    await sokha.says(f"/done {action_id} Sent")
    assert len(await dara.new_messages()) == 0


async def test_a_number_of_another_twg_is_none_here(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    number = await records(rithy, rithy, "Print the textbooks", code="EDU")
    await closes(dara, number)
    await dara.reads(f"There is no action {number} open to you")
    await dara.forges(f"actions/open:{number}")
    await dara.reads(GONE)


async def test_whoever_belongs_to_two_twgs_closes_the_one_they_named(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await sokha.says("/settings")
    await sokha.reads("TWG: EDU")
    await sokha.says("/actions")
    await sokha.reads("You have no open action in this TWG.")
    await closes(sokha, action_id)
    await sokha.reads("The action is done.\nHLT TWG · No. 1")
