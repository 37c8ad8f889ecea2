"""Moving and relocating: one notice for a burst, new reminders, answers asked again when the day changes (G2, T2)."""

import pytest

from storage.meetings import MeetingState
from storage.members import Role, find_person
from storage.reminders import ReminderState
from tests.meetings.conftest import event_of, invitations, local, reminders_of, stored_meeting, texts_of
from tests.support.doings import announce_meeting, cancel_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.audiences import Audience

ANSWERS = ["I will come", "I cannot come", "Maybe", "I send a delegate"]


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 at 09:00 that everybody has been told of; its id."""
    return await announce_meeting(dara)


async def moves(dara: Player, day: str, at: str) -> None:
    """From the list of meetings to the saved change."""
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other day or time")
    await dara.says(day, at)
    await dara.taps("Move the meeting")


async def relocates(dara: Player, place: str) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other place")
    await dara.says(place)
    await dara.taps("Change the place")


async def test_before_it_is_moved_the_organiser_sees_how_many_will_be_told(announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other day or time")
    await dara.says("17/12/2026", "9:00")
    await dara.reads("New day: Thursday 17 December 2026", "2 people will be told, and asked to answer again.")
    await dara.taps("Move the meeting")
    await dara.reads("Changed.", "Thursday 17 December 2026, 09:00", "Those invited are told in 2 min")


async def test_the_organiser_sees_how_far_the_notice_of_a_change_is(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await relocates(dara, "Hotel Cambodiana")
    await dara.reads("Changed.", "Second plenary meeting 2026\nSending: 0 of 2.")
    await health.passes(minutes=2)
    await dara.reads("Second plenary meeting 2026\nDelivered to 2 of 2.")


async def test_the_organiser_sees_who_did_not_get_it_and_sends_it_again(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.does(sokha.person.blocks())
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await dara.reads("Delivered to 1 of 2.", "Not delivered\nSokha, UNFPA", "[Send again to those]")
    await sokha.person.unblocks()
    await dara.taps("Send again to those")
    await dara.reads("Delivered to 2 of 2.")
    await sokha.reads("Thursday 17 December 2026, 09:00")


async def test_a_burst_of_changes_has_one_outcome(health: Stage, announced: int, dara: Player) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await dara.reads("Changed.", "Hotel Cambodiana")
    await dara.does_not_read("Sending")
    await health.passes(minutes=2)
    outcomes = [message for message in await dara.person.messages() if "Delivered to 2 of 2." in message.text]
    assert len(outcomes) == 1


async def test_of_a_meeting_that_was_not_announced_there_is_no_outcome(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await relocates(dara, "Hotel Cambodiana")
    await dara.reads("It has not been announced yet.")
    await dara.does_not_read("Sending", "Delivered")


async def test_whoever_moves_it_within_the_day_reads_that_answers_stay(announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other day or time")
    await dara.says("15/12/2026", "14:00")
    await dara.reads("2 people will be told; answers that were given stay.")


async def test_a_meeting_moved_by_two_days_has_new_reminders_instead_of_the_old(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await health.becomes(local(12, 8))
    await moves(dara, "17/12/2026", "09:00")
    assert await reminders_of(health, announced) == {
        "meeting_3_days": (local(14, 8), ReminderState.PENDING),
        "meeting_1_day": (local(16, 8), ReminderState.PENDING),
        "meeting_2_hours": (local(17, 7), ReminderState.PENDING),
    }
    await health.passes(minutes=2)
    for moment, heading in (
        (local(14, 8), "Reminder: in 3 days"),
        (local(16, 8), "Reminder: tomorrow"),
        (local(17, 7), "Reminder: today"),
    ):
        await sokha.looks_away()
        await health.becomes(moment)
        [text] = await texts_of(sokha)
        assert text.startswith(heading)
        assert "Thursday 17 December 2026, 09:00" in text


async def test_at_the_old_times_nothing_comes_any_more(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.looks_away()
    await health.becomes(local(14, 7, 59))
    await sokha.sees_nothing_new()
    await health.becomes(local(15, 7))
    [text] = await texts_of(sokha)
    assert text.startswith("Reminder: in 2 days")


async def test_moved_so_near_that_a_reminder_is_past_it_is_void(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "25/11/2026", "09:00")
    reminders = await reminders_of(health, announced)
    assert {rule: state for rule, (_due, state) in reminders.items()} == {
        "meeting_3_days": ReminderState.VOID,
        "meeting_1_day": ReminderState.PENDING,
        "meeting_2_hours": ReminderState.PENDING,
    }


async def test_nobody_is_told_before_two_minutes_have_gone_by(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=1, seconds=59)
    await sokha.sees_nothing_new()
    await health.passes(seconds=1)
    await sokha.reads("Meeting changed · HLT TWG")


async def test_a_burst_of_edits_is_told_in_one_notice_with_what_was_and_what_is_now(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "16/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await moves(dara, "17/12/2026", "14:00")
    await health.passes(minutes=2)
    [notice] = [message for message in await sokha.new_messages() if message.text]
    assert "Meeting changed · HLT TWG" in notice.text
    assert "Was: <s>Tuesday 15 December 2026, 09:00</s>\nNow: <b>Thursday 17 December 2026, 14:00</b>" in notice.html
    assert "Was: <s>Ministry of Health, meeting room A</s>\nNow: <b>Hotel Cambodiana</b>" in notice.html
    assert "16 December" not in notice.text
    assert notice.labels == ANSWERS
    await sokha.looks_away()
    await health.passes(minutes=10)
    await sokha.sees_nothing_new()


async def test_an_edit_after_the_notice_went_out_has_a_notice_of_its_own(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.looks_away()
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    [text] = await texts_of(sokha)
    assert "Tuesday 15 December" not in text
    assert "Was: Ministry of Health, meeting room A\nNow: Hotel Cambodiana" in text


async def test_a_change_taken_back_within_the_burst_strikes_nothing_through(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I will come")
    await moves(dara, "17/12/2026", "09:00")
    await moves(dara, "15/12/2026", "09:00")
    await sokha.looks_away()
    await health.passes(minutes=2)
    for message in await sokha.new_messages():
        assert "<s>" not in message.html


async def test_a_change_nobody_could_be_told_of_does_not_swallow_the_next(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, audience=Audience.LEADS)
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=5)
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await relocates(dara, "WHO office")
    await health.passes(minutes=2)
    await maria.reads("Meeting changed", "WHO office", "Thursday 17 December 2026, 09:00")


async def test_the_calendar_file_keeps_its_uid_and_grows_in_sequence(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    first, second = [event_of(calendar) for calendar in await invitations(sokha)]
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert (second["DTSTART"].dt, second["LOCATION"]) == (local(17, 9), "Hotel Cambodiana")
    assert second["STATUS"] == "CONFIRMED"


async def test_when_the_day_changes_everybody_is_asked_again(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I will come")
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.reads("Your earlier answer no longer counts. Please answer again.", "[I will come]")
    await dara.reads("Please let us know whether you will come.")
    await dara.does_not_read("Your earlier answer")
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Who is coming")
    await dara.reads("Not answered (2)")


async def test_an_answer_cleared_by_the_first_of_several_changes_is_told_with_the_last(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I will come")
    await moves(dara, "17/12/2026", "09:00")
    await relocates(dara, "Hotel Cambodiana")
    await health.passes(minutes=2)
    await sokha.reads("Now: Hotel Cambodiana", "Your earlier answer no longer counts. Please answer again.")


async def test_whoever_answered_the_new_day_before_the_notice_came_is_not_asked_again(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I will come")
    await moves(dara, "17/12/2026", "09:00")
    await sokha.says("/meetings")
    await sokha.taps("Thu 17 Dec", "I will come")
    await health.passes(minutes=2)
    await sokha.reads("Meeting changed", "Your answer: Coming")
    await sokha.does_not_read("Your earlier answer")


async def test_a_change_is_told_in_khmer(health: Stage, announced: int, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language="km")
    await bopha.says("/meetings")
    await bopha.taps("Second plenary", "នឹងចូលរួម")
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await bopha.reads("ពីមុន៖ ថ្ងៃអង្គារ ទី១៥", "ឥឡូវ៖ ថ្ងៃព្រហស្បតិ៍ ទី១៧", "សូមឆ្លើយម្ដងទៀត។")


async def test_when_only_the_hour_changes_answers_are_kept(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I will come")
    await moves(dara, "15/12/2026", "14:00")
    await sokha.looks_away()
    await health.passes(minutes=2)
    await sokha.reads("Tuesday 15 December 2026, 14:00", "Your answer: Coming", "[✓ I will come]")
    await sokha.does_not_read("Please let us know whether you will come.")


async def test_whoever_declined_is_told_of_another_day_and_reminded_of_it(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await sokha.taps("I cannot come")
    await moves(dara, "17/12/2026", "09:00")
    await health.passes(minutes=2)
    await sokha.reads("Meeting changed", "Please answer again.")
    await health.becomes(local(14, 8))
    await sokha.reads("Reminder: in 3 days")


async def test_moving_a_meeting_to_its_present_time_is_refused_and_the_form_keeps_the_answers(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "15/12/2026", "09:00")
    await dara.reads("That is what it already is", "To which day should it be moved?", "Now: Tuesday 15 December 2026")
    await dara.says("17/12/2026")
    await dara.reads("New day: Thursday 17 December 2026", "Begins at: 09:00", "Is this right?")
    await dara.taps("Move the meeting")
    assert (await stored_meeting(health, announced)).starts_at == local(17, 9)


async def test_relocating_a_meeting_to_where_it_is_is_refused(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await relocates(dara, "Ministry of Health, meeting room A")
    await dara.reads("That is what it already is", "Where will it be held now?")
    await health.passes(minutes=2)
    await sokha.sees_nothing_new()


async def test_a_move_into_the_past_of_today_is_refused(health: Stage, announced: int, dara: Player) -> None:
    await moves(dara, "23/11/2026", "08:00")
    await dara.reads("Monday 23 November 2026, 08:00 has already passed", "At what time does it begin?")
    assert (await stored_meeting(health, announced)).starts_at == local(15, 9)


async def test_moving_a_draft_tells_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await moves(dara, "17/12/2026", "09:00")
    await dara.reads("Changed.", "It has not been announced yet.")
    await health.passes(minutes=2)
    await sokha.sees_nothing_new()
    meeting = await stored_meeting(health, meeting_id)
    assert (meeting.state, meeting.starts_at, meeting.sequence) == (MeetingState.DRAFT, local(17, 9), 0)


@pytest.mark.parametrize("data", ["meetings/move", "meetings/relocate", "meetings/cancel"])
async def test_a_meeting_that_began_can_no_longer_be_changed_and_nothing_is_asked(
    health: Stage, announced: int, dara: Player, data: str
) -> None:
    await health.becomes(local(15, 9))
    await dara.forges(f"{data}:{announced}")
    await dara.reads("it can no longer be answered or changed")
    await dara.does_not_read("To which day should it be moved?", "Where will it be held now?")


@pytest.mark.parametrize(
    "data", ["meetings/move", "meetings/relocate", "meetings/cancel", "meetings/announce", "meetings/correct"]
)
async def test_a_cancelled_meeting_can_no_longer_be_changed_and_nothing_is_asked(
    health: Stage, announced: int, dara: Player, data: str
) -> None:
    await cancel_meeting(dara, announced)
    await dara.forges(f"{data}:{announced}")
    await dara.reads("“Second plenary meeting 2026” has been cancelled.")
    await dara.does_not_read("To which day should it be moved?", "Where will it be held now?")


async def test_the_new_time_is_found_where_the_meeting_is_looked_for(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await moves(dara, "17/12/2026", "09:00")
    await sokha.says("/search plenary")
    await sokha.reads("Thu 17 Dec")


async def test_whoever_loses_the_role_can_leave_the_form_that_was_open(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await dara.says("/meetings")
    await dara.taps("Second plenary meeting 2026", "Other day or time")
    async with health.assistant.database.begin() as session:
        person = await find_person(session, dara.person.id)
        assert person is not None
        person.memberships[0].role = Role.GOVERNMENT
    await dara.says("17/12/2026", "/cancel", "hello")
    await dara.reads("What would you like to do with this message?")
    assert (await stored_meeting(health, announced)).starts_at == local(15, 9)


async def test_a_reminder_that_telegram_did_not_take_in_time_is_void_when_the_meeting_moves(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await health.sandbox.fault("502", method="sendMessage", chat_id=sokha.person.id, times=None)
    await health.becomes(local(12, 8))
    await moves(dara, "17/12/2026", "09:00")
    await health.sandbox.mend()
    await health.passes(minutes=20)
    [text] = await texts_of(sokha)
    assert text.startswith("Meeting changed")
