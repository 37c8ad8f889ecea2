"""Saying how far it is and that it is done: by button, in one line, with a file (A3)."""

from typing import Any

import pytest

from storage.actions import ActionState
from tests.actions.conftest import TEXT, closes, local, records, reminders_of, stored_action
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


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
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("Sokha: The draft was sent on Monday")
    await sokha.offers_only("general:undo")
    await health.passes(minutes=10)
    await dara.is_told_only("action_closed")
    await dara.sees("actions/card", heading="closed", action__state=ActionState.DONE)
    await dara.reads_fact(TEXT, "Sokha: The draft was sent on Monday")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DONE, "The draft was sent on Monday")
    assert await reminders_of(health, action_id) == {}


@pytest.mark.parametrize(
    "line", ["/done ១ បានផ្ញើហើយ", "/done No. 1: បានផ្ញើហើយ", "/DONE #1 បានផ្ញើហើយ", "/done 1\nបានផ្ញើហើយ"]
)
async def test_the_number_is_read_as_people_write_it(health: Stage, sokha: Player, action_id: int, line: str) -> None:
    await sokha.says(line)
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    assert (await stored_action(health, action_id)).closing_note == "បានផ្ញើហើយ"


async def test_closing_needs_a_note(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.says(f"/done {action_id}")
    await sokha.asks("text")
    await sokha.reads_fact(TEXT)
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await sokha.says("Sent")
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("Sokha: Sent")


async def test_the_button_asks_for_the_note_and_takes_a_file_with_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.presses("actions:done")
    await sokha.asks("text")
    await sokha.sends_file("letter.pdf", caption="Sent with this letter")
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("Sent with this letter [letter.pdf]")
    action = await stored_action(health, action_id)
    assert action.evidence is not None
    assert action.evidence.name == "letter.pdf"
    await dara.says("/search draft budget")
    await dara.presses("actions:open", action_id)
    sent = [message.document.name for message in await dara.new_messages() if message.document is not None]
    assert sent == ["letter.pdf"]


async def test_a_file_with_the_line_is_kept_as_evidence(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.sends_file("letter.pdf", caption=f"/done {action_id} Sent with this letter")
    await sokha.sees("actions/card", heading="ended", action__evidence__name="letter.pdf")
    await sokha.reads_fact("[letter.pdf]")


async def test_a_file_with_a_line_that_has_no_note_waits_for_the_note(
    health: Stage, sokha: Player, action_id: int
) -> None:
    await sokha.sends_file("letter.pdf", caption=f"/done {action_id}")
    await sokha.says("Sent with this letter")
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await sokha.reads_fact("Sent with this letter [letter.pdf]")


async def test_done_alone_offers_ones_own(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await records(dara, dara, "Print the agenda")
    await sokha.says("/done")
    await sokha.sees_only("actions/to_close")
    await sokha.offers_only("actions:done")
    await sokha.reads_fact(f"[1 · {TEXT}]")
    await sokha.does_not_read_fact("agenda")
    await sokha.presses("actions:done", action_id)
    await sokha.says("Sent")
    await sokha.sees("actions/card", heading="ended", action__id=action_id)


@pytest.mark.parametrize(
    ("line", "refusal", "facts"),
    [
        ("/done the draft", "actions#number_expected", {}),
        ("/done 99 sent", "actions#unknown", {"number": 99}),
        ("/done 999999999 sent", "actions#unknown", {"number": 999999999}),
        ("/done 0", "actions#unknown", {"number": 0}),
        ("/done -1 sent", "actions#number_expected", {}),
    ],
)
async def test_a_number_that_cannot_be_is_refused(
    health: Stage, sokha: Player, action_id: int, line: str, refusal: str, facts: dict[str, Any]
) -> None:
    await sokha.says(line)
    await sokha.is_refused(refusal, **facts)
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_a_number_that_may_count_something_is_asked_also_of_who_has_no_action(
    health: Stage, dara: Player, action_id: int
) -> None:
    await dara.says(f"/done {action_id} province has sent it")
    await dara.sees("actions/which")
    await dara.presses("actions:take", action_id)
    await dara.sees("actions/card", heading="ended")
    assert (await stored_action(health, action_id)).closing_note == f"{action_id} province has sent it"


async def test_the_number_of_an_action_does_not_get_into_a_note_that_is_asked_about(
    health: Stage, sokha: Player, action_id: int
) -> None:
    await sokha.says(f"/done {action_id}: once the Minister has signed")
    await sokha.presses("actions:take", action_id)
    await sokha.presses("actions:meant", "note")
    updates = (await stored_action(health, action_id)).updates
    assert [update.text for update in updates] == ["once the Minister has signed"]


async def test_a_note_too_long_is_refused_and_nothing_is_closed(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.says(f"/done {action_id} {'x' * 1001}")
    await sokha.is_refused("general#too_long", limit=1000, length=1001)
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_a_note_says_how_far_it_is(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.presses("actions:note")
    await sokha.asks("text")
    await sokha.says("The ministry has it for comments")
    await sokha.sees("actions/card", heading="noted", action__state=ActionState.OPEN)
    await sokha.reads_fact("Sokha: The ministry has it for comments")
    await sokha.offers_only("actions:done", "actions:note", "requests:about", "general:undo")
    updates = (await stored_action(health, action_id)).updates
    assert [update.text for update in updates] == ["The ministry has it for comments"]


@pytest.mark.parametrize("role", ["chair", "secretariat"])
async def test_chair_and_secretariat_close_it_too_and_the_owner_is_told(
    health: Stage, dara: Player, sokha: Player, action_id: int, role: str
) -> None:
    other = await health.member("Sovann", role)
    await closes(other, action_id, "Received by the ministry")
    await other.sees("actions/card", heading="ended", action__state=ActionState.DONE)
    await health.passes(minutes=10)
    for player in (sokha, dara):
        await player.is_told_only("action_closed")
        await player.sees("actions/card", heading="closed", action__state=ActionState.DONE)
        await player.reads_fact("Sovann: Received by the ministry")


@pytest.mark.parametrize("role", ["lead_facilitator", "development_partner", "crdb", "government"])
async def test_others_who_see_it_are_told_whose_it_is(health: Stage, action_id: int, role: str) -> None:
    other = await health.member("Kenji", role, "JICA")
    await closes(other, action_id)
    await other.is_refused("actions#not_yours", action__id=action_id)
    for button in ("done", "note", "reopen"):
        await other.forges(f"actions/{button}:{action_id}")
        await other.is_refused("actions#not_yours", action__id=action_id)
    for button in ("move", "give", "drop"):
        await other.forges(f"actions/{button}:{action_id}")
        await other.is_refused("general#not_allowed")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN


async def test_the_owner_neither_moves_nor_drops_it(health: Stage, sokha: Player, action_id: int) -> None:
    for button in ("move", "give", "drop"):
        await sokha.forges(f"actions/{button}:{action_id}")
        await sokha.is_refused("general#not_allowed")


async def test_a_second_closing_says_that_it_is_closed(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await dara.says(f"/done {action_id} Sent again")
    closed_at = local(23, 9, month=11)
    await dara.is_refused(
        "actions#already_closed",
        action__id=action_id,
        action__state=ActionState.DONE,
        action__closed_at=closed_at,
    )
    assert (await stored_action(health, action_id)).closing_note == "It was sent"


async def test_it_may_be_closed_by_somebody_else_while_the_note_is_written(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.presses("actions:done")
    await closes(dara, action_id)
    await sokha.says("Sent")
    await sokha.is_refused("actions#already_closed", action__id=action_id)


async def test_what_was_closed_by_mistake_is_opened_again(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    await sokha.forges(f"actions:open:{action_id}")
    await sokha.presses("actions:reopen")
    await sokha.toasts()
    await sokha.sees("actions/card", heading="", action__state=ActionState.OPEN)
    await sokha.offers_only("actions:done", "actions:note", "requests:about")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note, action.closed_at) == (ActionState.OPEN, "", None)
    assert "action_7_days" in await reminders_of(health, action_id)
    await sokha.forges(f"actions/reopen:{action_id}")
    await sokha.is_refused("actions#still_open")


async def test_two_taps_close_it_once(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await sokha.presses("actions:done")
    await sokha.says("Sent")
    await dara.looks_away()
    await sokha.says(f"/done {action_id} Sent")
    await dara.sees_nothing_new()


async def test_a_number_of_another_twg_is_none_here(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    number = await records(rithy, rithy, "Print the textbooks", code="EDU")
    await closes(dara, number)
    await dara.is_refused("actions#unknown", number=number)
    await dara.forges(f"actions/open:{number}")
    await dara.is_refused("general#not_found")


async def test_whoever_belongs_to_two_twgs_closes_the_one_they_named(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await sokha.presses("general:switch")
    await sokha.sees("general/settings", actor__twg__code="EDU")
    await closes(sokha, action_id)
    await sokha.sees("actions/card", heading="ended", action__id=action_id, twg__code="HLT")
