"""Changing an agreed action: date, owner, dropping it. Chair and secretariat may; every change is audited (A3, T5)."""

import pytest

from storage.actions import ActionState
from tests.actions.conftest import TEXT, closes, local, records, reminders_of, stored_action
from tests.support.doings import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.fixture
async def action_id(health: Stage, dara: Player, sokha: Player) -> int:
    found = await records(dara, sokha)
    await everybody_looks_away(dara)
    return found


async def opens(player: Player, action_id: int) -> None:
    await player.forges(f"actions/open:{action_id}")


async def test_a_moved_day_moves_the_reminders_and_its_owner_is_told(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    assert (await reminders_of(health, action_id))["action_1_day"] == local(22, 8)
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.reads("To which day should it be moved?", TEXT)
    await dara.says("30/12/2026")
    await sokha.looks_away()
    await dara.taps("Move the date")
    await dara.reads("Due: Wednesday 30 December 2026", "Moved; its owner is told.")
    await sokha.reads(
        "An action has a new date", "Was: Wednesday 23 December 2026", "Now: Wednesday 30 December 2026", "[Done]"
    )
    assert await reminders_of(health, action_id) == {
        "action_7_days": local(23, 8),
        "action_1_day": local(29, 8),
        "action_due_day": local(30, 8),
        "action_overdue": local(31, 8),
        "action_7_days_late": local(6, 8, month=1, year=2027),
        "action_14_days_late": local(13, 8, month=1, year=2027),
    }


async def test_an_overdue_action_that_is_moved_is_reminded_of_anew(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    for day in (16, 22, 23, 24):
        await health.becomes(local(day, 8))
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.says("31/12/2026")
    await dara.taps("Move the date")
    assert (await reminders_of(health, action_id))["action_overdue"] == local(1, 8, month=1, year=2027)
    await everybody_looks_away(dara)
    await health.becomes(local(30, 8))
    await sokha.reads("An action is due tomorrow")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("22/11/2026", "is over"), ("23/12/2026", "It is due on Wednesday 23 December 2026 already; please give another")],
)
async def test_a_day_that_changes_nothing_or_is_over_is_asked_again(
    health: Stage, dara: Player, action_id: int, typed: str, said: str
) -> None:
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.says(typed)
    if "Is this right?" in await dara.screen():
        await dara.taps("Move the date")
    await dara.reads(said, "To which day should it be moved?")


async def test_an_action_without_a_day_is_given_one(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, sokha, due_on=None)
    assert await reminders_of(health, action_id) == {}
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.says("30/12/2026")
    await sokha.looks_away()
    await dara.taps("Move the date")
    await sokha.reads("An action has a new date", "Due: Wednesday 30 December 2026")
    assert len(await reminders_of(health, action_id)) == 6


async def test_a_dropped_action_needs_a_reason_and_reminds_nobody(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await opens(dara, action_id)
    await dara.taps("Drop the action")
    await dara.reads("Why is it no longer called for?", "Its owner is told, and reminded no more.")
    await dara.says("The ministry publishes it itself")
    await sokha.looks_away()
    await dara.taps("Drop the action")
    await dara.reads("The action is dropped.", "Dara: The ministry publishes it itself")
    await sokha.reads("An action was dropped", "Dara: The ministry publishes it itself")
    action = await stored_action(health, action_id)
    assert (action.state, action.closing_note) == (ActionState.DROPPED, "The ministry publishes it itself")
    await everybody_looks_away(dara)
    for day in (16, 22, 23, 24, 30):
        await health.becomes(local(day, 8))
    await sokha.sees_nothing_new()
    await dara.sees_nothing_new()


async def test_what_is_closed_is_neither_moved_nor_dropped(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await closes(sokha, action_id)
    for button in ("move", "give", "drop"):
        await dara.forges(f"actions/{button}:{action_id}")
        await dara.reads("Action 1 was closed on")


async def test_it_may_be_closed_while_another_day_is_chosen(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.says("30/12/2026")
    await closes(sokha, action_id)
    await dara.taps("Move the date")
    await dara.reads("Action 1 was closed on")


async def test_everything_that_was_done_is_in_the_audit(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    from sqlalchemy import select

    from storage.core.audit import AuditRow

    await sokha.says("Half of it", reply_to=await sokha.finds_text("An action for you"))
    await opens(dara, action_id)
    await dara.taps("Move the date")
    await dara.says("30/12/2026")
    await dara.taps("Move the date")
    await closes(sokha, action_id)
    await sokha.taps("Open it again")
    async with health.assistant.database.read() as session:
        rows = await session.scalars(
            select(AuditRow).where(AuditRow.action.startswith("actions.")).order_by(AuditRow.id)
        )
        done = [row.action.removeprefix("actions.") for row in rows]
    assert done == ["record_action", "add_note", "move", "end", "reopen"]


async def test_another_owner_is_told_and_reminded_from_then_on(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await opens(dara, action_id)
    await dara.taps("Change the owner")
    await dara.reads("Who will do it from now on?", TEXT)
    await dara.says("jica")
    await sokha.looks_away()
    await kenji.looks_away()
    await dara.taps("Change the owner")
    await dara.reads("Owner: Kenji, JICA", "Its new owner is told.")
    await kenji.reads("An action for you", TEXT, "[Done] [Add a note]")
    await sokha.reads("An action is no longer yours", "Owner: Kenji, JICA")
    await sokha.does_not_read("[Done]")
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await kenji.reads("An action is due in 7 days")
    await sokha.sees_nothing_new()


async def test_what_an_institution_had_is_given_to_a_person(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, None, institution="UNFPA")
    await opens(dara, action_id)
    await dara.taps("Change the owner", "Sokha, UNFPA")
    await sokha.looks_away()
    await dara.taps("Change the owner")
    await sokha.reads("An action for you", TEXT)


async def test_the_same_owner_again_is_asked_for_another(dara: Player, sokha: Player, action_id: int) -> None:
    await opens(dara, action_id)
    await dara.taps("Change the owner", "Sokha, UNFPA", "Change the owner")
    await dara.reads("It is with Sokha already; please choose somebody else.", "Who will do it from now on?")


async def test_who_owned_a_restricted_action_hears_no_more_of_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    chair = await health.member("Sovann", "chair")
    action_id = await records(chair, sokha, audience=Audience.LEADS)
    await opens(chair, action_id)
    await chair.taps("Change the owner", "Kenji, JICA")
    await sokha.looks_away()
    await chair.taps("Change the owner")
    await sokha.sees_nothing_new()
    await sokha.says("/search draft budget")
    await sokha.does_not_read(TEXT)
    await kenji.says("/search draft budget")
    await kenji.reads(TEXT)
