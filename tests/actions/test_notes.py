"""Notes reach those who follow the action; a greeting is never what was done (A3, U2, U8)."""

import pytest

from storage.actions import ActionState
from storage.core.notifications import DeliveryState
from tests.actions.conftest import given_to, local, records, stored_action
from tests.actions.test_undo import deliveries_of
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import USERNAME, Player, Stage


@pytest.fixture
async def action_id(health: Stage, dara: Player, sokha: Player) -> int:
    """An action of Sokha's, recorded by Dara; both have read what they were told."""
    found = await records(dara, sokha)
    await everybody_looks_away(dara)
    return found


async def notes(player: Player, action_id: int, *texts: str) -> None:
    for text in texts:
        await player.forges(f"actions:note:{action_id}")
        await player.says(text)


async def test_a_note_reaches_the_secretariat_once_it_cannot_be_undone(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    rith = await health.member("Rith", "secretariat")
    await notes(sokha, action_id, "Half of it is sent")
    await dara.sees_nothing_new()
    await everybody_looks_away(dara)
    await health.passes(minutes=10)
    for follower in (dara, rith):
        await follower.is_told_only("action_noted")
        await follower.sees("actions/card", heading="progress")
        await follower.reads_fact("Half of it is sent")
    await sokha.sees_nothing_new()
    await kenji.sees_nothing_new()
    await sokha.presses("general:undo")
    await sokha.is_refused("general#too_late_to_undo")


async def test_several_notes_come_in_one_card(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await notes(sokha, action_id, "Half of it is sent", "Two provinces are left")
    await everybody_looks_away(dara)
    await health.passes(minutes=10)
    assert len(await dara.new_messages()) == 1
    await dara.reads_fact("Half of it is sent", "Two provinces are left")


async def test_an_undone_note_reaches_nobody(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await notes(sokha, action_id, "Half of it is sent")
    await sokha.presses("general:undo")
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await dara.sees_nothing_new()
    assert await deliveries_of(health, "action_noted") == [DeliveryState.VOID]


async def test_the_owner_is_told_of_a_note_of_the_secretariat(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await notes(dara, action_id, "MEF has sent the ceilings")
    await everybody_looks_away(dara)
    await health.passes(minutes=10)
    await sokha.is_told_only("action_noted")
    await dara.sees_nothing_new()


async def test_at_night_a_note_waits_for_the_morning(
    office_hours: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await office_hours.becomes(local(1, 22))
    await notes(sokha, action_id, "Half of it is sent")
    await everybody_looks_away(dara)
    await office_hours.passes(minutes=30)
    await dara.sees_nothing_new()
    await office_hours.becomes(local(2, 9))
    await dara.is_told_only("action_noted")


@pytest.mark.parametrize(
    "text",
    [
        *("hello", "ok", "yes", "thanks", ".", "-", "no", "Good morning, see you at the plenary", "menu", "one moment"),
        *("ជំរាបសួរ", "អរគុណ", "បាទ", "suosdey bong"),
    ],
)
async def test_yes_after_what_tells_nothing_closes_nothing(
    health: Stage, sokha: Player, action_id: int, text: str
) -> None:
    await sokha.forges(f"actions:done:{action_id}")
    await sokha.says(text, "yes", "ok", "yes")
    assert (await stored_action(health, action_id)).state is ActionState.OPEN
    await sokha.says("The draft was sent to all members")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DONE, "The draft was sent to all members")


async def test_yes_confirms_what_was_offered_as_an_answer(health: Stage, sokha: Player, action_id: int) -> None:
    await sokha.forges(f"actions:done:{action_id}")
    await health.passes(hours=3)
    await sokha.says("Sent to all members", "yes")
    assert (await stored_action(health, action_id)).closing_note == "Sent to all members"


@pytest.mark.parametrize(
    "text",
    ["/done1 sent to all", "/Done1 sent to all", "/done១ sent to all", "/done_1 sent to all", "/done#1: sent to all"],
)
async def test_a_command_may_be_joined_to_its_number(health: Stage, sokha: Player, action_id: int, text: str) -> None:
    await sokha.says(text)
    assert (await stored_action(health, action_id)).closing_note == "sent to all"


@pytest.mark.parametrize(
    "text",
    [
        "/done1",
        "/done 1.",
        "/done១",
        "/done​១",
        "/ done 1",
        "/done 1 ok",
        "/done 1: hello",
        "/done 1 .",
        "/done1@TwgAssistantBot",
        "/done.1",
    ],
)
async def test_a_joined_command_without_a_note_asks_for_it(
    health: Stage, sokha: Player, action_id: int, text: str
) -> None:
    await sokha.says(text.replace("TwgAssistantBot", USERNAME))
    await sokha.asks("text")


async def test_a_note_can_be_replied_to(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await sokha.says("Half of it is sent", reply_to=await given_to(sokha))
    await health.passes(minutes=10)
    told = (await dara.finds("actions/card", heading="progress")).message
    await dara.says("The other half waits for MEF", reply_to=told)
    assert [update.text for update in (await stored_action(health, action_id)).updates] == [
        "Half of it is sent",
        "The other half waits for MEF",
    ]
