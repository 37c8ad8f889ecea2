"""What was not said while the assistant was down, the secretariat is told in one message, and may have it said (T2)."""

from datetime import datetime, timedelta

import pytest

from bot.config import TimeSection
from storage.reminders import Reminder, ReminderState, list_reminders
from tests.meetings.conftest import local, reminders_of, texts_of
from tests.support.doings import access_actor, announce_meeting
from tests.support.stage import Player, Stage
from twg import meetings, missed
from twg.audiences import Audience

THREE_DAYS = local(12, 8)
#: After two of the three reminders, each too late to be of use.
TWO_MISSED = local(15, 5)


async def is_down(stage: Stage, begin: datetime, until: datetime) -> None:
    """The assistant is not at work for a while; everybody has read what was said before."""
    await stage.becomes(begin)
    for player in stage.people.values():
        await player.looks_away()
    await stage.assistant.stop()
    stage.clock.set(until)
    await stage.restarts()
    await stage.settle()


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A meeting on Tuesday 15 December 2026 at 09:00; its id."""
    return await announce_meeting(dara)


async def test_the_secretariat_is_told_once_of_everything_that_was_missed(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, title="Budget meeting")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    [text] = await texts_of(dara)
    assert text.startswith("Reminders were not sent · HLT TWG\n")
    for title in ("Second plenary meeting 2026", "Budget meeting"):
        assert f"“{title}” – Meeting: first reminder (due Sat 12 Dec, 08:00)" in text
        assert f"“{title}” – Meeting: second reminder (due Mon 14 Dec, 08:00)" in text
    await sokha.sees_nothing_new()


async def test_what_was_missed_is_told_in_khmer(health: Stage, announced: int) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await bopha.reads("មានការរំលឹកមិនបានផ្ញើ", "កិច្ចប្រជុំ៖ ការរំលឹកលើកទី ២ (គ្រោងផ្ញើ", "[រំលឹកឥឡូវនេះ៖ Second plenary")


async def test_one_missed_reminder_is_told_as_one(health: Stage, announced: int, dara: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), THREE_DAYS + timedelta(hours=37))
    await dara.reads("A reminder was not sent", "“Second plenary meeting 2026” – Meeting: first reminder")


async def test_the_reminder_can_be_sent_after_all(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await kenji.says("/meetings")
    await kenji.taps("Tue 15 Dec", "I cannot come")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.taps("Remind now: Second plenary")
    await dara.reads("The reminder is being sent.")
    await sokha.reads("Reminder: today", "Second plenary meeting 2026")
    await kenji.sees_nothing_new()
    assert (await reminders_of(health, announced))["meeting_1_day"][1] is ReminderState.FIRED


async def test_what_was_asked_for_in_the_night_is_sent_in_the_night(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(13, 21))  # a Sunday
    health.config.time = TimeSection()  # only now is there a night
    await health.restarts()
    await dara.taps("Remind now: Second plenary")
    await sokha.reads("Reminder: ", "Second plenary meeting 2026")


async def test_it_is_sent_only_once(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.taps("Remind now: Second plenary")
    await sokha.looks_away()
    notice = await dara.finds_text("Reminders were not sent")
    await dara.does(dara.person.taps_data(notice.buttons[0][0].data, in_message=notice))
    await dara.reads("This reminder has already been sent")
    await sokha.sees_nothing_new()


async def test_what_was_asked_for_is_said_though_the_place_changes_at_the_same_moment(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    async with health.assistant.database.begin() as session:  # both before the next tick
        actor, now = await access_actor(session, dara), health.clock.now()
        [due] = await list_reminders(session, Reminder.rule == "meeting_1_day")
        await missed.remind_now(session, actor, due.id, now=now)
        await meetings.relocate(session, actor, announced, "Hotel Cambodiana", now=now)
    await health.settle()
    await sokha.reads("Reminder: today", "Hotel Cambodiana")


async def test_when_the_meeting_has_begun_the_secretariat_is_told_and_nothing_is_left_to_send(
    health: Stage, announced: int, dara: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(15, 10))
    [notice] = [message for message in await dara.new_messages() if "not sent" in message.text]
    assert "Meeting: last reminder (due Tue 15 Dec, 07:00)" in notice.text
    assert notice.labels == []


async def test_where_a_later_reminder_was_sent_there_is_no_button(health: Stage, announced: int, dara: Player) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), local(15, 8))
    [notice] = [message for message in await dara.new_messages() if "not sent" in message.text]
    assert notice.labels == []


async def test_once_the_meeting_began_the_button_sends_nothing(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await health.becomes(local(15, 9))
    await sokha.looks_away()
    notice = await dara.finds_text("Reminders were not sent")
    await dara.does(dara.person.taps_data(notice.buttons[0][0].data, in_message=notice))
    await dara.reads("began on")
    await sokha.sees_nothing_new()


async def test_of_what_nobody_would_have_been_reminded_nobody_is_told(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    for player in (dara, sokha):
        await player.says("/meetings")
        await player.taps("Tue 15 Dec", "I cannot come")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()


async def test_a_cancelled_meeting_misses_nothing(health: Stage, announced: int, dara: Player) -> None:
    await dara.says("/meetings")
    await dara.taps("Tue 15 Dec", "Cancel the meeting", "Yes, cancel it")
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()


async def test_nobody_is_told_of_a_meeting_they_may_not_see(health: Stage, dara: Player) -> None:
    chair = await health.member("Chea", "chair")
    await health.member("Maria", "lead_facilitator", "WHO")
    await announce_meeting(chair, audience=Audience.LEADS)
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    await dara.sees_nothing_new()
    await announce_meeting(dara, title="Open meeting", day=local(22, 9).date())
    await is_down(health, local(19, 7), local(21, 7))
    await dara.reads("“Open meeting”")


async def test_a_member_s_forged_button_sends_nothing(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await is_down(health, THREE_DAYS - timedelta(minutes=1), TWO_MISSED)
    notice = await dara.finds_text("Reminders were not sent")
    await kenji.forges(notice.buttons[0][0].data)
    await kenji.reads("Your role in this TWG does not allow that.")
    await sokha.sees_nothing_new()
