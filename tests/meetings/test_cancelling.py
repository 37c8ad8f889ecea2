"""Calling a meeting off: everybody is told, calendars drop it, reminders are void (G2, T2)."""

from collections.abc import Mapping
from typing import Any

import pytest

from storage.meetings import MeetingState
from storage.reminders import ReminderState
from tests.meetings.conftest import event_of, invitations, local, reminders_of, stored_meeting
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting that everybody has been told of; its id."""
    return await announce_meeting(dara)


async def asks_to_cancel(dara: Player) -> None:
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:cancel")


async def cancels(dara: Player) -> None:
    """Cancel an announced meeting without a reason."""
    await asks_to_cancel(dara)
    await dara.presses("form:skip")
    await dara.presses("form:save")


def _told(summary: Mapping[str, Any]) -> int:
    """How many people will be told, says the question."""
    [note] = summary["notes"]
    count: int = note.params["told"].params["n"]
    return count


async def test_the_organiser_is_asked_why_and_once_more_before_it_is_cancelled(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await asks_to_cancel(dara)
    await dara.asks("reason")
    await dara.offers_only(*(f"form:choice={place}" for place in range(3)), "form:skip", "form:cancel")
    await dara.presses("form:skip")
    await dara.sees("forms/confirm")
    await dara.reads_fact("Second plenary meeting 2026", "15 December 2026, 09:00")
    assert _told(await dara.shown("forms/confirm")) == 2
    await sokha.sees_nothing_new()
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED


async def test_the_organiser_sees_the_outcome(announced: int, dara: Player, sokha: Player) -> None:
    await sokha.does(sokha.person.blocks())
    await cancels(dara)
    await dara.sees("meetings/cancelled")
    await dara.sees("deliveries/progress", title="Second plenary meeting 2026", outcome__sent=1, outcome__total=2)
    await dara.reads_fact("Sokha, UNFPA")


async def test_once_it_is_kept_the_question_has_no_button_left_that_cancels(
    health: Stage, announced: int, dara: Player
) -> None:
    await asks_to_cancel(dara)
    await dara.presses("form:skip")
    question = (await dara.finds("forms/confirm")).message
    await dara.presses("form:cancel")
    await dara.sees_only("forms/cancelled")
    await dara.offers_only()
    await dara.sees_nothing_new()
    await dara.does(dara.person.taps_data(question.buttons[0][0].data, in_message=question))
    await dara.toasts()
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED


async def test_a_reason_typed_at_the_question_is_told_to_everybody(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await asks_to_cancel(dara)
    await dara.says("The Chair is abroad")
    assert await dara.summary() == {"reason": "The Chair is abroad"}
    assert _told(await dara.shown("forms/confirm")) == 2
    await dara.offers_only("form:save", "form:change", "form:cancel")
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED
    await dara.presses("form:save")
    await sokha.is_told_only("meeting_cancelled")
    await sokha.sees("meetings/card", meeting__cancel_reason="The Chair is abroad")
    await sokha.reads_fact("The Chair is abroad")
    await sokha.says("/search plenary")
    await sokha.presses("meetings:open")
    await sokha.sees("meetings/card", meeting__state=MeetingState.CANCELLED)
    await sokha.reads_fact("The Chair is abroad")


async def test_a_reason_that_is_too_long_is_refused_and_nothing_is_cancelled(
    health: Stage, announced: int, dara: Player
) -> None:
    await asks_to_cancel(dara)
    await dara.says("A" * 301)
    await dara.is_refused("general#too_long", limit=300, length=301)
    await dara.presses("form:skip")
    await dara.presses("form:save")
    assert (await stored_meeting(health, announced)).cancel_reason == ""


@pytest.mark.parametrize(
    "doubted",
    ["wait, let me ask the Chair first", "Wait this is not decided", "hmm, not sure", "រង់ចាំបន្តិច ខ្ញុំសួរប្រធានសិន", "ចាំសិន"],
)
async def test_ok_after_a_message_that_was_doubted_saves_nothing(
    health: Stage, announced: int, dara: Player, sokha: Player, doubted: str
) -> None:
    await asks_to_cancel(dara)
    await dara.presses("form:skip")
    await dara.says(doubted, "ok")
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED
    await sokha.sees_nothing_new()
    await dara.presses("form:save")
    assert (await stored_meeting(health, announced)).state is MeetingState.CANCELLED


async def test_everybody_invited_is_told_once_and_at_once(announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    await sokha.is_told_only("meeting_cancelled")
    await sokha.sees("meetings/card", heading="cancelled", meeting__id=announced, meeting__state=MeetingState.CANCELLED)
    await sokha.offers_only()


async def test_the_organiser_is_told_how_many_are_told(announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    await dara.sees("meetings/cancelled", count=2)


async def test_calendars_drop_it(announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    first, last = await invitations(sokha)
    assert last["METHOD"] == "CANCEL"
    assert event_of(last)["STATUS"] == "CANCELLED"
    assert event_of(last)["UID"] == event_of(first)["UID"]
    assert event_of(last)["SEQUENCE"] > event_of(first)["SEQUENCE"]


async def test_its_reminders_are_void(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    await sokha.looks_away()
    assert {state for _due, state in (await reminders_of(health, announced)).values()} == {ReminderState.VOID}
    for moment in (local(12, 8), local(14, 8), local(15, 7)):
        await health.becomes(moment)
        await sokha.sees_nothing_new()


async def test_a_change_not_yet_told_is_not_told_after_it_was_cancelled(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.forges(f"meetings/relocate:{announced}")
    await dara.says("Hotel Cambodiana", "The room is taken")
    await dara.presses("form:save")
    await cancels(dara)
    await sokha.looks_away()
    await health.passes(minutes=5)
    await sokha.sees_nothing_new()


async def test_cancelling_a_draft_tells_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await asks_to_cancel(dara)
    await dara.presses("form:save")
    await dara.sees("meetings/cancelled", meeting__id=meeting_id, count=0)
    await dara.does_not_see("deliveries/progress")
    await sokha.sees_nothing_new()
    assert (await stored_meeting(health, meeting_id)).state is MeetingState.CANCELLED


async def test_cancelling_twice_is_refused_and_told_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await cancels(dara)
    await sokha.looks_away()
    await dara.forges(f"meetings/cancel:{announced}")
    await dara.is_refused("meetings#already_cancelled")
    await sokha.sees_nothing_new()


async def test_a_cancelled_meeting_is_no_longer_ahead_and_says_so_where_it_is_found(
    announced: int, dara: Player, sokha: Player
) -> None:
    await cancels(dara)
    await sokha.says("/meetings")
    await sokha.sees("meetings/list", ahead=[])
    await sokha.says("/search plenary")
    await sokha.presses("meetings:open")
    await sokha.sees("meetings/card", meeting__state=MeetingState.CANCELLED)
    await sokha.does_not_offer("meetings:answer")
