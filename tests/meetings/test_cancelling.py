"""Calling a meeting off: everybody is told, calendars drop it, reminders are void (G2, T2)."""

import pytest

from storage.meetings import MeetingState
from storage.reminders import ReminderState
from tests.meetings.conftest import event_of, invitations, local, reminders_of, stored_meeting, texts_of
from tests.support.doings import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting that everybody has been told of; its id."""
    return await announce_meeting(dara)


async def cancels(dara: Player) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Cancel the meeting", "Yes, cancel it")


async def test_the_organiser_is_asked_before_it_is_cancelled(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Cancel the meeting")
    await dara.reads("Second plenary meeting 2026", "Tuesday 15 December 2026, 09:00", "2 people will be told.")
    await sokha.sees_nothing_new()
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED


async def test_the_organiser_sees_the_outcome(announced: int, dara: Player, sokha: Player) -> None:
    await sokha.does(sokha.person.blocks())
    await cancels(dara)
    await dara.reads("is cancelled.", "Second plenary meeting 2026\nDelivered to 1 of 2.", "Sokha, UNFPA")


async def test_once_it_is_kept_the_question_has_no_button_left_that_cancels(
    health: Stage, announced: int, dara: Player
) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Cancel the meeting")
    [question] = await dara.new_messages()
    await dara.taps("No, keep it")
    await dara.reads_only("The meeting stays as it is.")
    await dara.sees_nothing_new()
    await dara.does(dara.person.taps_data(question.buttons[0][0].data, in_message=question))
    await dara.reads("This form is finished.")
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED


async def test_a_reason_typed_at_the_question_is_told_to_everybody(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Cancel the meeting")
    await dara.reads("If there is a reason to be told, please type it now.")
    await dara.says("The Chair is abroad")
    await dara.reads("Reason: The Chair is abroad", "2 people will be told.", "[Yes, cancel it]", "[No, keep it]")
    await dara.does_not_read("please type it now")
    assert (await stored_meeting(health, announced)).state is MeetingState.ANNOUNCED
    await dara.taps("Yes, cancel it")
    [text] = await texts_of(sokha)
    assert text.endswith("Reason: The Chair is abroad")
    await sokha.says("/search plenary")
    await sokha.taps("Second plenary meeting 2026")
    await sokha.reads("Meeting cancelled", "Reason: The Chair is abroad")


async def test_a_reason_that_is_too_long_is_refused_and_nothing_is_cancelled(
    health: Stage, announced: int, dara: Player
) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Cancel the meeting")
    await dara.says("A" * 301)
    await dara.reads("300 characters; this has 301", "[Yes, cancel it]")
    await dara.taps("Yes, cancel it")
    assert (await stored_meeting(health, announced)).cancel_reason == ""


async def test_everybody_invited_is_told_once_and_at_once(announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    [text] = await texts_of(sokha)
    assert text.startswith(
        "Meeting cancelled · HLT TWG\n\nSecond plenary meeting 2026\nTuesday 15 December 2026, 09:00"
    )
    [notice] = [message for message in await sokha.new_messages() if message.text]
    assert notice.labels == []


async def test_the_organiser_is_told_how_many_are_told(announced: int, dara: Player, sokha: Player) -> None:
    await cancels(dara)
    assert "2 people are being told" in (await dara.finds_text("is cancelled.")).text


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
    await dara.says("Hotel Cambodiana")
    await dara.taps("Change the place")
    await cancels(dara)
    await sokha.looks_away()
    await health.passes(minutes=5)
    await sokha.sees_nothing_new()


async def test_cancelling_a_draft_tells_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await cancels(dara)
    await dara.reads("Second plenary meeting 2026 is cancelled.")
    await sokha.sees_nothing_new()
    assert (await stored_meeting(health, meeting_id)).state is MeetingState.CANCELLED


async def test_cancelling_twice_is_refused_and_told_once(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await cancels(dara)
    await sokha.looks_away()
    await dara.forges(f"meetings/cancel:{announced}")
    await dara.reads("“Second plenary meeting 2026” has been cancelled.")
    await sokha.sees_nothing_new()


async def test_a_cancelled_meeting_is_no_longer_ahead_and_says_so_where_it_is_found(
    announced: int, dara: Player, sokha: Player
) -> None:
    await cancels(dara)
    await sokha.says("/meetings")
    await sokha.reads("No meeting is planned.")
    await sokha.says("/search plenary")
    await sokha.taps("Second plenary meeting 2026")
    await sokha.reads("Meeting cancelled")
    await sokha.does_not_read("[I will come]")
