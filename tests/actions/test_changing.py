"""Changing an agreed action: date, owner, dropping it. Chair and secretariat may; every change is audited (A3, T5)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.actions import ActionState
from storage.core.audit import AuditRow
from tests.actions.conftest import (
    DUE,
    TEXT,
    chooses_owner,
    closes,
    given_to,
    local,
    records,
    reminders_of,
    stored_action,
)
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

NEW_DAY = date(2026, 12, 30)


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
    await dara.presses("actions:move")
    await dara.asks("due_on")
    await dara.reads_fact(TEXT)
    await dara.says("30/12/2026")
    await sokha.looks_away()
    await dara.presses("form:save")
    await dara.sees("actions/card", heading="", action__due_on=NEW_DAY)
    await dara.toasts()
    await sokha.is_told_only("action_moved")
    await sokha.sees("actions/card", heading="moved", before=DUE, action__due_on=NEW_DAY)
    await sokha.offers("actions:done")
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
    await dara.presses("actions:move")
    await dara.says("31/12/2026")
    await dara.presses("form:save")
    assert (await reminders_of(health, action_id))["action_overdue"] == local(1, 8, month=1, year=2027)
    await everybody_looks_away(dara)
    await health.becomes(local(30, 8))
    await sokha.is_told_only("action_reminder")
    await sokha.sees("actions/card", heading="reminder", left=1)


async def test_a_day_that_is_over_is_asked_again(dara: Player, action_id: int) -> None:
    await opens(dara, action_id)
    await dara.presses("actions:move")
    await dara.says("22/11/2026")
    await dara.is_refused("general#past_day", day=date(2026, 11, 22))
    await dara.asks("due_on")


async def test_the_day_on_which_it_is_due_already_is_asked_again(dara: Player, action_id: int) -> None:
    await opens(dara, action_id)
    await dara.presses("actions:move")
    await dara.says("23/12/2026")
    await dara.presses("form:save")
    await dara.is_refused("actions#same_day", day=DUE)
    await dara.asks("due_on")


async def test_an_action_without_a_day_is_given_one(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, sokha, due_on=None)
    assert await reminders_of(health, action_id) == {}
    await opens(dara, action_id)
    await dara.presses("actions:move")
    await dara.says("30/12/2026")
    await sokha.looks_away()
    await dara.presses("form:save")
    await sokha.is_told_only("action_moved")
    await sokha.sees("actions/card", heading="moved", before=None, action__due_on=NEW_DAY)
    assert len(await reminders_of(health, action_id)) == 6


async def test_a_dropped_action_needs_a_reason_and_reminds_nobody(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await opens(dara, action_id)
    await dara.presses("actions:drop")
    await dara.asks("reason")
    await dara.says("The ministry publishes it itself")
    await sokha.looks_away()
    await dara.presses("form:save")
    await dara.sees("actions/card", heading="ended", action__state=ActionState.DROPPED)
    await dara.reads_fact("Dara: The ministry publishes it itself")
    await health.passes(minutes=10)
    await sokha.is_told_only("action_closed")
    await sokha.sees("actions/card", heading="closed", action__state=ActionState.DROPPED)
    await sokha.reads_fact("Dara: The ministry publishes it itself")
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
        await dara.is_refused("actions#already_closed", action__id=action_id)


async def test_it_may_be_closed_while_another_day_is_chosen(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await opens(dara, action_id)
    await dara.presses("actions:move")
    await dara.says("30/12/2026")
    await closes(sokha, action_id)
    await dara.presses("form:save")
    await dara.is_refused("actions#already_closed", action__id=action_id)


async def test_everything_that_was_done_is_in_the_audit(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.says("Half of it", reply_to=await given_to(sokha))
    await opens(dara, action_id)
    await dara.presses("actions:move")
    await dara.says("30/12/2026")
    await dara.presses("form:save")
    await closes(sokha, action_id)
    await sokha.forges(f"actions:reopen:{action_id}")
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
    await dara.presses("actions:give")
    await dara.asks("owner")
    await dara.reads_fact(TEXT)
    await dara.says("Kenji")
    await sokha.looks_away()
    await kenji.looks_away()
    await dara.presses("form:save")
    await dara.sees("actions/card", heading="", action__owner__name="Kenji")
    await dara.reads_fact("Kenji, JICA")
    await dara.toasts()
    await kenji.is_told_only("action_given")
    await kenji.sees("actions/card", heading="given", action__text=TEXT)
    await kenji.reads_fact(TEXT)
    await kenji.offers_only("actions:done", "actions:note", "requests:about")
    await sokha.is_told_only("action_taken")
    await sokha.sees("actions/card", heading="taken", action__owner__name="Kenji")
    await sokha.reads_fact("Kenji, JICA")
    await sokha.offers_only()
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await kenji.is_told_only("action_reminder")
    await kenji.sees("actions/card", heading="reminder", left=7)
    await sokha.sees_nothing_new()


async def test_what_an_institution_had_is_given_to_a_person(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, None, institution="UNFPA")
    await opens(dara, action_id)
    await dara.presses("actions:give")
    await chooses_owner(dara, sokha)
    await sokha.looks_away()
    await dara.presses("form:save")
    await sokha.is_told_only("action_given")
    await sokha.reads_fact(TEXT)


async def test_the_same_owner_again_is_asked_for_another(dara: Player, sokha: Player, action_id: int) -> None:
    await opens(dara, action_id)
    await dara.presses("actions:give")
    await chooses_owner(dara, sokha)
    await dara.presses("form:save")
    await dara.is_refused("actions#same_owner", action__owner__name="Sokha")
    await dara.asks("owner")


async def test_who_owned_a_restricted_action_hears_no_more_of_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    chair = await health.member("Sovann", "chair")
    action_id = await records(chair, sokha, audience=Audience.LEADS)
    await opens(chair, action_id)
    await chair.presses("actions:give")
    await chooses_owner(chair, kenji)
    await sokha.looks_away()
    await chair.presses("form:save")
    await sokha.sees_nothing_new()
    await sokha.says("/search draft budget")
    await sokha.sees("search/results", found=[])
    await sokha.does_not_read_fact(TEXT)
    await kenji.says("/search draft budget")
    await kenji.reads_fact(TEXT)
    await kenji.offers("actions:open", action_id)
