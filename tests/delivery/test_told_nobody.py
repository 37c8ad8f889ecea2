"""A reminder that fired in time and reached nobody before it was too late is told to the secretariat as missed (T2)."""

from datetime import time

import pytest

from bot.config_sections import RuleSection, TimeSection
from storage.reminders import ReminderState
from tests.delivery.conftest import Office
from tests.indicators.conftest import defines, local, opens_round
from tests.meetings.conftest import reminders_of
from tests.meetings.test_missed import missed_ones
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player

DAY_BEFORE, TOO_LATE = local(14, 8), local(15, 5)


@pytest.fixture
async def meeting_id(office: Office) -> int:
    """A meeting on Tuesday 15 December at nine; everybody was reminded once."""
    meeting_id = await announce_meeting(office.dara)
    await office.stage.becomes(local(14, 7))
    await everybody_looks_away(office.dara)
    return meeting_id


async def telegram_is_down(office: Office, *, only: Player | None = None) -> None:
    """From before the reminder of the day before until after it is of use."""
    chat = {} if only is None else {"chat_id": only.person.id}
    await office.stage.sandbox.fault("500", method="send*", times=None, **chat)
    await office.stage.becomes(DAY_BEFORE)
    await office.stage.becomes(TOO_LATE)
    await office.stage.sandbox.mend()
    await office.stage.passes(minutes=20)


async def test_the_secretariat_is_told_once_of_a_reminder_that_an_outage_kept(office: Office, meeting_id: int) -> None:
    await telegram_is_down(office)
    await office.dara.is_told_only("reminders_missed")
    await office.dara.sees("reminders/missed", twg__code="HLT")
    assert await missed_ones(office.dara) == {("Second plenary meeting 2026", "meeting_1_day", DAY_BEFORE)}
    await office.dara.reads_fact("HLT", "Second plenary meeting 2026", "14 Dec, 08:00")
    await office.sokha.sees_nothing_new()
    await everybody_looks_away(office.dara)
    await office.stage.passes(hours=1)
    await office.stage.restarts()
    await office.stage.passes(minutes=5)
    await office.dara.sees_nothing_new()


async def test_it_can_be_sent_after_all(office: Office, meeting_id: int) -> None:
    await telegram_is_down(office)
    await office.dara.presses("reminders:now")
    await office.sokha.is_told_only("meeting_reminder")
    await office.sokha.sees("meetings/card", heading="reminder", meeting__id=meeting_id)
    assert (await reminders_of(office.stage, meeting_id))["meeting_1_day"][1] is ReminderState.FIRED


async def test_of_two_meetings_it_is_told_in_one_message(office: Office, meeting_id: int) -> None:
    await announce_meeting(office.dara, title="Budget meeting", at=time(10))
    await telegram_is_down(office)
    await office.dara.is_told_only("reminders_missed")
    told = {title for title, _rule, _due in await missed_ones(office.dara)}
    assert told == {"Second plenary meeting 2026", "Budget meeting"}
    await office.dara.reads_fact(*told)


async def test_where_somebody_was_told_the_secretariat_reads_who_was_not(office: Office, meeting_id: int) -> None:
    await telegram_is_down(office, only=office.sokha)
    await office.kenji.is_told_only("meeting_reminder")
    [missed] = (await office.dara.shown("reminders/missed"))["missed"]
    assert (missed.names, missed.remindable) == (("Sokha",), False)
    assert (await reminders_of(office.stage, meeting_id))["meeting_1_day"][1] is ReminderState.FIRED


async def test_where_nobody_wants_to_know_any_more_nobody_is_told(office: Office, meeting_id: int) -> None:
    for player in (office.dara, office.sokha, office.kenji):
        await office.stage.sandbox.fault("500", method="send*", chat_id=player.person.id)
    await office.stage.becomes(DAY_BEFORE)
    for player in (office.dara, office.sokha, office.kenji):
        await player.says("/meetings")
        await player.presses("meetings:open")
        await player.presses("meetings:answer", "no")
    await office.stage.passes(minutes=20)
    await office.dara.sees_nothing_new()


async def test_of_a_meeting_that_was_cancelled_meanwhile_nobody_is_told(office: Office, meeting_id: int) -> None:
    await office.stage.sandbox.fault("500", method="send*", times=None)
    await office.stage.becomes(DAY_BEFORE)
    await cancel_meeting(office.dara, meeting_id)
    await office.stage.becomes(TOO_LATE)
    await office.stage.sandbox.mend()
    await office.stage.passes(minutes=20)
    await office.sokha.is_told_only("meeting_cancelled")
    await office.dara.is_told_only("meeting_cancelled")


async def test_a_reminder_that_a_night_would_outlast_comes_in_the_last_open_hour(office: Office) -> None:
    await reminded_at_eight_in_the_evening(office)
    await office.stage.becomes(local(23, 18))
    await office.sokha.is_told_only("indicator_reminder")


async def test_one_that_a_night_outlasts_after_an_outage_is_told_in_the_morning(office: Office) -> None:
    await reminded_at_eight_in_the_evening(office)
    await office.stage.becomes(local(23, 20))
    await office.stage.becomes(local(24, 7))
    await office.sokha.sees_nothing_new()
    await office.dara.is_told_only("reminders_missed")
    assert await missed_ones(office.dara) == {("JMI report for the GDCC", "round_last_day", local(23, 18))}
    await office.dara.reads_fact("JMI report for the GDCC", "23 Dec, 18:00")


async def reminded_at_eight_in_the_evening(office: Office) -> None:
    """A round is due on the 23rd, with a reminder in quiet hours that is of no use in the morning."""
    office.stage.config.time = TimeSection()
    office.stage.config.rules = {"round_last_day": RuleSection(at=time(20))}
    await office.stage.restarts()
    await office.stage.becomes(local(22, 9))
    await defines(office.dara)
    await opens_round(office.dara)
    await everybody_looks_away(office.dara)
