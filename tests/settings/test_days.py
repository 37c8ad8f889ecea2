"""Days off and working days announced late move reminders and held messages, and it says which (M12, T2, U4)."""

from datetime import date, datetime, timedelta

import pytest

from bot.config_sections import TimeSection
from storage.reminders import ReminderState
from tests.delivery.conftest import Office
from tests.indicators.conftest import local
from tests.meetings.conftest import reminders_of
from tests.settings.test_facts import twg_of
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player

#: A Thursday, with the meeting on it; reminded of on the Monday and the Wednesday before, and two hours before.
THURSDAY = date(2026, 12, 17)
MONDAY, WEDNESDAY, FRIDAY_BEFORE = date(2026, 12, 14), date(2026, 12, 16), date(2026, 12, 11)


@pytest.fixture
async def usual(office: Office) -> Office:
    """The installation keeps the working hours of the example configuration."""
    office.stage.config.time = TimeSection()
    await office.stage.restarts()
    await office.stage.becomes(local(1, 9))
    return office


async def sets(player: Player, kind: str, first: str, last: str = "") -> None:
    """Set a day, or several, by the form."""
    await player.says("/twg")
    await player.presses("settings:days")
    await player.presses(f"form:choice={kind}")
    await player.says(first)
    if last:
        await player.says(last)
    await player.presses("form:save")


async def moments(office: Office, meeting_id: int) -> dict[str, tuple[datetime, ReminderState]]:
    return await reminders_of(office.stage, meeting_id)


async def test_a_day_off_moves_the_reminders_of_that_day_and_says_so(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    before = await moments(usual, meeting_id)
    assert before["meeting_3_days"][0].date() == MONDAY
    await sets(usual.dara, "off", "14/12/2026")
    after = await moments(usual, meeting_id)
    assert after["meeting_3_days"][0] == before["meeting_3_days"][0] - timedelta(days=3)
    assert after["meeting_1_day"] == before["meeting_1_day"]
    shown = await usual.dara.shown("settings/card")
    assert shown["days_off"] == [MONDAY]
    [moved] = shown["reminders"]
    assert (moved.rule, moved.was, moved.at) == (
        "meeting_3_days",
        before["meeting_3_days"][0],
        after["meeting_3_days"][0],
    )
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(11, 8))
    await usual.sokha.is_told_only("meeting_reminder")
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(14, 12))
    await usual.sokha.sees_nothing_new()


async def test_as_in_the_calendar_moves_them_back(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    before = await moments(usual, meeting_id)
    await sets(usual.dara, "off", "14/12/2026", "16/12/2026")
    assert await moments(usual, meeting_id) != before
    await sets(usual.dara, "calendar", "14/12/2026", "16/12/2026")
    assert await moments(usual, meeting_id) == before
    assert (await twg_of(usual.stage)).extra_days_off == []


async def test_an_undone_day_off_moves_them_back(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    before = await moments(usual, meeting_id)
    await sets(usual.dara, "off", "14/12/2026")
    await usual.dara.presses("general:undo")
    assert await moments(usual, meeting_id) == before
    assert (await twg_of(usual.stage)).extra_days_off == []


async def test_a_working_saturday_takes_the_reminder_of_a_sunday(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=date(2026, 12, 16))  # three days before is a Sunday
    before = await moments(usual, meeting_id)
    assert before["meeting_3_days"][0].date() == FRIDAY_BEFORE
    await sets(usual.dara, "working", "12/12/2026")
    after = await moments(usual, meeting_id)
    assert after["meeting_3_days"][0].date() == date(2026, 12, 12)
    assert (await usual.dara.shown("settings/card"))["working_days"] == [date(2026, 12, 12)]


async def test_a_reminder_whose_new_day_is_past_is_sent_at_once_and_not_lost(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    await usual.stage.becomes(local(14, 7, 10))  # before its time on the Monday
    await everybody_looks_away(usual.dara)
    await sets(usual.dara, "off", "14/12/2026")
    assert (await moments(usual, meeting_id))["meeting_3_days"][1] is not ReminderState.VOID
    await usual.stage.becomes(local(15, 7))
    await usual.sokha.is_told("meeting_reminder")


async def test_a_held_message_goes_out_on_the_day_that_became_a_working_day(usual: Office) -> None:
    await usual.stage.becomes(local(12, 10))  # a Saturday
    await usual.announces(day=date(2026, 12, 22))
    await usual.sokha.sees_nothing_new()
    await sets(usual.dara, "working", "13/12/2026")
    shown = await usual.dara.shown("settings/card")
    assert (shown["messages"], shown["until"]) == (1, local(13, 7))
    await usual.stage.becomes(local(13, 7))
    await usual.sokha.is_told("meeting_announced")


async def test_a_held_message_is_held_over_a_day_off(usual: Office) -> None:
    await usual.stage.becomes(local(13, 10))  # a Sunday
    await usual.announces(day=date(2026, 12, 22))
    await sets(usual.dara, "off", "14/12/2026")
    shown = await usual.dara.shown("settings/card")
    assert (shown["messages"], shown["until"]) == (1, local(15, 7))
    await usual.stage.becomes(local(14, 12))
    await usual.sokha.sees_nothing_new()
    await usual.stage.becomes(local(15, 7))
    await usual.sokha.is_told("meeting_announced")


async def test_what_is_announced_later_is_held_by_the_new_day_too(usual: Office) -> None:
    await sets(usual.dara, "off", "2/12/2026")
    await usual.stage.becomes(local(2, 10))
    await usual.announces(day=date(2026, 12, 22))
    await usual.sokha.sees_nothing_new()
    await usual.stage.becomes(local(3, 7))
    await usual.sokha.is_told("meeting_announced")


async def test_another_twg_keeps_its_days(usual: Office) -> None:
    await usual.stage.adds_twg("EDU", "Education")
    await usual.stage.restarts()  # the warning of too few meetings is set at a start
    nary = await usual.stage.member("Nary", "secretariat", code="EDU")
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    before = await moments(usual, meeting_id)
    await sets(nary, "off", "14/12/2026")
    assert await moments(usual, meeting_id) == before
    assert (await nary.shown("settings/card"))["reminders"] == []


async def test_the_settings_hold_after_a_restart(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=THURSDAY)
    await sets(usual.dara, "off", "14/12/2026")
    after = await moments(usual, meeting_id)
    await usual.stage.restarts()
    assert await moments(usual, meeting_id) == after


@pytest.mark.parametrize("last", ["13/12/2026", "20/1/2027"])
async def test_days_that_end_before_they_begin_or_are_too_many_are_refused(usual: Office, last: str) -> None:
    await sets(usual.dara, "off", "14/12/2026", last)
    await usual.dara.is_refused("settings#too_many_days")
    assert (await twg_of(usual.stage)).extra_days_off == []


async def test_a_day_that_is_like_that_already_is_said(usual: Office) -> None:
    await sets(usual.dara, "off", "14/12/2026")
    await sets(usual.dara, "off", "14/12/2026")
    await usual.dara.is_refused("settings#as_before")
