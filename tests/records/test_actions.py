"""Actions come from the record of a meeting once it is closed, and follow its lines when closed again (A1, G6)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from storage.actions import Action, ActionState, Every
from storage.records import MeetingRecord
from tests.actions.conftest import reminders_of
from tests.meetings.conftest import ZONE, local
from tests.records.conftest import KENJI, SOKHA
from tests.support.stage import Player, Stage
from twg.core.undoing import UNDO_FOR

ITEM = "Follow-up of the last meeting"


@pytest.fixture
async def held(sokha: Player, dara: Player, record: int) -> int:
    """The id of a record of a meeting at which Sokha is."""
    await sokha.says("/here")
    await sokha.looks_away()
    return record


async def agreed(stage: Stage) -> list[Action]:
    """All actions, oldest first."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(Action).order_by(Action.id)))


async def last_reminder(stage: Stage, action_id: int) -> date | None:
    """The day on which those are reminded for whom the action is due that day; None where nobody is."""
    moment = (await reminders_of(stage, action_id)).get("action_due_day")
    return None if moment is None else moment.astimezone(ZONE).date()


async def after_the_hold(stage: Stage) -> None:
    """When those are told whom a closing tells."""
    await stage.becomes(stage.clock.now() + UNDO_FOR + timedelta(minutes=1))


async def test_lines_become_actions_and_what_lacks_something_is_one_tap(
    health: Stage, dara: Player, sokha: Player, kenji: Player, held: int
) -> None:
    await dara.says("action: JICA and Sokha; revise the budget annex; end Jan")
    await dara.presses_below("records:next")
    await dara.says("action: Sokha; report on progress; every quarter", "action: send comments; asap")
    assert await agreed(health) == []
    await dara.forges(f"records:close_anyway:{held}")
    first, second = await agreed(health)
    assert (first.text, first.owners, first.due_on, first.due_words, first.item, first.meeting_id) == (
        "revise the budget annex",
        ("institution:3", f"person:{SOKHA}"),
        date(2027, 1, 31),
        "end Jan",
        ITEM,
        1,
    )
    assert (second.owner_id, second.due_on, second.every) == (SOKHA, date(2026, 12, 31), Every.QUARTER)
    await sokha.is_not_told("action_given")
    shown = await dara.shown("actions/agreed")
    assert [line.text for line in shown["left"]] == ["send comments"]
    await dara.presses("records:who", 3)
    await dara.says("Kenji")
    assert len(await agreed(health)) == 2
    await dara.does_not_offer("records:who", 3)
    await dara.presses("records:when", 3)
    await dara.says("20 January")
    assert [(action.owner_id, action.due_on) for action in (await agreed(health))[2:]] == [(KENJI, date(2027, 1, 20))]
    await dara.presses("actions:open", 3)
    await dara.reads_fact("send comments", "Kenji")
    await after_the_hold(health)
    await sokha.is_told("action_given")
    await sokha.reads_fact("revise the budget annex", "report on progress")
    await kenji.is_told("action_given")
    await dara.forges("records:who:1")
    await dara.says("Kenji")
    await dara.is_refused("records#closed")


async def test_a_record_that_is_opened_again_tells_nobody_and_its_actions_follow(
    health: Stage, dara: Player, sokha: Player, kenji: Player, held: int
) -> None:
    await dara.says("action: Sokha; revise the annex; end Jan", "action: Sokha; print it; 20 January")
    await dara.forges(f"records:close_anyway:{held}")
    await dara.presses("records:reopen", held)
    await after_the_hold(health)
    await sokha.is_not_told("action_given")
    await dara.forges("records:correct:1")
    await dara.says("Kenji; revise the budget annex; end Feb")
    await dara.forges("records:undo:2")
    await dara.forges(f"records:close_anyway:{held}")
    one, two = await agreed(health)
    assert (one.text, one.owner_id, one.due_on) == ("revise the budget annex", KENJI, date(2027, 2, 28))
    assert (two.state, two.closing_note) == (ActionState.DROPPED, "")
    assert [await last_reminder(health, number) for number in (1, 2)] == [date(2027, 2, 28), None]
    await after_the_hold(health)
    await kenji.is_told("action_given")
    await sokha.is_not_told("action_given", "action_closed")
    await dara.forges(f"records:reopen:{held}")
    await dara.forges("records:restore:2")
    await dara.forges("records:when:1")
    await dara.says("20 March")
    await dara.forges(f"records:close_anyway:{held}")
    one, two = await agreed(health)
    assert (one.due_on, two.state) == (date(2027, 3, 20), ActionState.OPEN)
    assert [await last_reminder(health, number) for number in (1, 2)] == [date(2027, 3, 20), two.due_on]
    await kenji.looks_away()
    await after_the_hold(health)
    await kenji.is_told_only("action_moved")
    await sokha.is_told_only("action_given")
    await dara.forges("history:show:action:1:1")
    await dara.reads_fact("revise the annex")
    await dara.forges(f"records:reopen:{held}")
    await dara.forges("records:undo:2")  # now that its owner knows of it
    await dara.forges(f"records:close_anyway:{held}")
    await sokha.looks_away()
    await after_the_hold(health)
    assert [action.state for action in await agreed(health)] == [ActionState.OPEN, ActionState.DROPPED]
    await sokha.is_told_only("action_closed")


async def test_what_people_changed_since_stays_where_its_line_does(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.says("action: Sokha; revise the annex; end Jan", "action: Sokha; print it; 20 January")
    await dara.forges(f"records:close_anyway:{held}")
    await dara.forges("actions:move:1")
    await dara.says("10 March 2027")
    await dara.presses("form:save")
    await sokha.says("/done 2 printed")
    await dara.forges(f"records:reopen:{held}")
    await dara.says("note: one more")
    await dara.forges(f"records:close_anyway:{held}")
    assert [(action.due_on, action.state) for action in await agreed(health)] == [
        (date(2027, 3, 10), ActionState.OPEN),
        (date(2027, 1, 20), ActionState.DONE),
    ]


async def test_an_owner_who_left_and_a_day_that_passed_are_asked_again(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.says("action: Sokha; revise the annex; tomorrow", "action: Kenji; print it; end Jan")
    await health.leaves("Kenji")
    await health.becomes(local(20, 9))
    await dara.forges(f"records:close_anyway:{held}")
    assert await agreed(health) == []
    await dara.offers("records:when", 1)
    await dara.offers("records:who", 2)
    await dara.does_not_offer("records:who", 1)


async def test_a_member_who_keeps_the_record_closes_it_with_its_actions(
    health: Stage, dara: Player, sokha: Player, kenji: Player, held: int
) -> None:
    await dara.forges("records:name:1")
    await dara.says("Kenji")
    await kenji.forges(f"records:start:{held}")
    await kenji.says("action: Sokha; revise the annex; end Jan")
    await sokha.forges(f"records:close:{held}")
    await sokha.is_refused("general#not_found")
    await kenji.forges(f"records:close_anyway:{held}")
    assert [(action.owner_id, action.created_by_id) for action in await agreed(health)] == [(SOKHA, KENJI)]
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(MeetingRecord.closed_by_id))).all() == [KENJI]


async def test_an_action_longer_than_one_can_be_is_refused(health: Stage, dara: Player, held: int) -> None:
    await dara.says("action: Sokha; " + "x" * 501 + "; end Jan")
    await dara.is_refused("general#too_long")
