"""Until when: a period means its last day, said before saving; what recurs, what is open and looked at again (A1)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.actions import ActionState, Every
from storage.core.audit import AuditRow
from tests.actions.conftest import TEXT, local, records, reminders_of, stored_action
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def says_until(dara: Player, *texts: str) -> None:
    """Record an action of Sokha's with these answers to the question until when."""
    await dara.says("/newaction", TEXT, "Sokha")
    await dara.asks("due_on")
    await dara.says(*texts)


async def saves(dara: Player) -> None:
    await dara.presses("form:choice=all")
    await dara.presses("form:save")


@pytest.mark.parametrize(
    ("line", "owner", "due"),
    [
        ("Sokha; send the draft budget; Q1 2027", "Sokha, UNFPA", "31 March 2027 (Q1 2027)"),
        ("Sokha; send the draft budget; ចុងខែមករា", "Sokha, UNFPA", "31 January 2027 (ចុងខែមករា)"),
        ("UNFPA; send the draft budget; end Jan", "UNFPA", "31 January 2027 (end Jan)"),
    ],
)
async def test_one_line_says_who_what_and_until_when_and_the_last_day_is_said_before_saving(
    health: Stage, dara: Player, sokha: Player, line: str, owner: str, due: str
) -> None:
    await dara.says(f"/newaction {line}")
    await dara.asks("audience")
    await dara.presses("form:choice=all")
    summary = await dara.summary()
    assert (summary["text"], summary["owner"]) == ("send the draft budget", owner)
    assert summary["due_on"].endswith(due)
    await dara.presses("form:save")
    action = await stored_action(health, 1)
    assert (action.due_on, action.due_words) == (date.fromisoformat(str(action.due_on)), line.rpartition("; ")[2])
    await sokha.is_told_only("action_given")
    await sokha.reads_fact(action.due_words)


async def test_asap_is_asked_with_a_proposal_and_nothing_typed_is_lost(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.says("/newaction Sokha; send the draft budget; asap")
    await dara.asks("due_on")
    await dara.is_refused("actions#left_open", text="asap")
    await dara.presses("form:choice=2026-12-07")
    await saves(dara)
    action = await stored_action(health, 1)
    assert (action.text, action.due_on, action.due_words) == ("send the draft budget", date(2026, 12, 7), "")


async def test_a_day_that_is_over_is_asked_again(dara: Player, sokha: Player) -> None:
    await says_until(dara, "end Sept 2011")
    await dara.is_refused("general#past_day", day=date(2011, 9, 30))
    await dara.asks("due_on")


async def test_what_recurs_is_done_for_this_time_and_due_again(health: Stage, dara: Player, sokha: Player) -> None:
    await says_until(dara, "every quarter")
    await saves(dara)
    action = await stored_action(health, 1)
    assert (action.due_on, action.every) == (date(2026, 12, 31), Every.QUARTER)
    await sokha.says("/done 1 the figures were sent to all")
    await sokha.sees("actions/card", heading="ended_for_now", action__due_on=date(2027, 3, 31))
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    assert (await reminders_of(health, 1))["action_due_day"].date() == date(2027, 3, 31)
    await sokha.presses("general:undo")
    assert (await stored_action(health, 1)).due_on == date(2026, 12, 31)
    await sokha.says("/done 1 the figures were sent")
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await dara.is_told_only("action_noted")
    await dara.sees("actions/card", heading="ended_for_now")


async def test_what_is_open_is_looked_at_again_and_every_four_weeks(health: Stage, dara: Player, sokha: Player) -> None:
    await says_until(dara, "TBD")
    await dara.is_refused("actions#left_open")
    await dara.presses("form:choice=review-2026-12-23")
    await saves(dara)
    action = await stored_action(health, 1)
    assert (action.due_on, action.review_on) == (None, date(2026, 12, 23))
    assert await reminders_of(health, 1) == {"action_review": local(23, 8)}
    for day in (23, 51):
        await health.becomes(local(day, 7) if day <= 31 else local(day - 31, 7, month=1, year=2027))
        await everybody_looks_away(dara)
        await health.becomes(local(day, 8) if day <= 31 else local(day - 31, 8, month=1, year=2027))
        await dara.is_told_only("action_to_review")
        await dara.sees("actions/card", heading="review")
    await dara.presses("actions:move")
    await dara.says("end March")
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).due_on == date(2027, 3, 31)
    assert "action_review" not in await reminders_of(health, 1)


async def test_a_period_may_be_moved_to_another(health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, due_on=date(2026, 12, 31), due_words="end Dec")
    await everybody_looks_away(dara)
    await dara.forges("actions/open:1")
    await dara.presses("actions:move")
    await dara.says("Q1 2027")
    await dara.presses("form:save")
    await sokha.is_told_only("action_moved")
    action = await stored_action(health, 1)
    assert (action.due_on, action.due_words) == (date(2027, 3, 31), "Q1 2027")
    async with health.assistant.database.read() as session:
        [moved] = await session.scalars(select(AuditRow).where(AuditRow.action == "actions.move"))
    assert moved.data["before"] == {"due_on": "2026-12-31", "due_words": "end Dec", "every": None, "review_on": None}


async def test_a_theme_is_typed_at_the_summary_and_found(health: Stage, dara: Player, sokha: Player) -> None:
    await says_until(dara, "end Jan")
    await dara.presses("form:choice=all")
    await dara.presses("form:change")
    await dara.presses("form:change=theme")
    await dara.says("Gender")
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).theme == "Gender"
    await sokha.says("/search gender")
    await sokha.offers("actions:open", 1)
