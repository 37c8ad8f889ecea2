"""Under the working hours that come with the program: days off move reminders together, each is said once (T2, G3)."""

from datetime import date, time, timedelta

import pytest

from bot.config_sections import TimeSection
from storage.reminders import ReminderState
from tests.delivery.conftest import Office, arrived, sets_rule, titles_in
from tests.indicators.conftest import defines, local, opens_round
from tests.meetings.conftest import invited_reminders_of
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from twg.meetings import changing

FRIDAY, MONDAY = local(11, 8), date(2026, 12, 14)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


@pytest.fixture
async def usual(office: Office) -> Office:
    """The installation keeps the working hours of the example configuration."""
    office.stage.config.time = TimeSection()
    await office.stage.restarts()
    await office.stage.becomes(local(1, 9))
    return office


async def pending(office: Office, meeting_id: int) -> set[str]:
    """The rules that still have something to say about a meeting to those invited."""
    found = await invited_reminders_of(office.stage, meeting_id)
    return {rule for rule, (_due, state) in found.items() if state is ReminderState.PENDING} - {"plenary_7_days"}


async def test_of_a_meeting_on_a_monday_everybody_is_reminded_once_on_friday(usual: Office) -> None:
    await announce_meeting(usual.dara, day=MONDAY)
    await usual.stage.becomes(FRIDAY)
    for player in (usual.sokha, usual.kenji):
        await player.is_told_only("meeting_reminder")
        await player.sees("meetings/card", heading="reminder", now=FRIDAY)
        await player.offers("meetings:answer", "yes")
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(14, 6, 59))
    await usual.sokha.sees_nothing_new()
    await usual.stage.becomes(local(14, 7))
    await usual.sokha.is_told_only("meeting_reminder")
    await usual.sokha.sees("meetings/card", heading="reminder", now=local(14, 7))


async def test_of_a_meeting_on_a_tuesday_everybody_is_reminded_on_friday_and_on_monday(usual: Office) -> None:
    await announce_meeting(usual.dara, day=TUESDAY)
    for moment in (FRIDAY, local(14, 8), local(15, 7)):
        await everybody_looks_away(usual.dara)
        await usual.stage.becomes(moment)
        assert len(await usual.sokha.new_messages()) == 1


async def test_a_meeting_that_is_moved_to_a_monday_loses_a_reminder_and_gets_it_back(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=WEDNESDAY)
    every = {"meeting_3_days", "meeting_1_day", "meeting_2_hours"}
    assert await pending(usual, meeting_id) == every
    for day, speaking in ((MONDAY, every - {"meeting_3_days"}), (WEDNESDAY, every)):
        async with usual.stage.assistant.database.begin() as session:
            actor, move = await access_actor(session, usual.dara), changing.NewTime(day=day, at=time(9))
            await changing.move(session, actor, meeting_id, move, now=usual.stage.clock.now())
        assert await pending(usual, meeting_id) == speaking


async def test_a_rule_that_a_twg_sets_onto_the_moment_of_another_silences_the_farther_one(usual: Office) -> None:
    meeting_id = await announce_meeting(usual.dara, day=TUESDAY)
    await sets_rule(usual.dara, "meeting_1_day", "2", "08:00")  # a Sunday, so the Friday
    assert await pending(usual, meeting_id) == {"meeting_1_day", "meeting_2_hours"}
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(FRIDAY)
    assert len(await usual.sokha.new_messages()) == 1
    await sets_rule(usual.dara, "meeting_1_day", "1", "08:00")
    await everybody_looks_away(usual.dara)
    await usual.stage.becomes(local(14, 8))
    assert len(await usual.sokha.new_messages()) == 1


async def test_of_a_round_that_ends_on_a_sunday_reporters_are_reminded_once_on_friday(usual: Office) -> None:
    await defines(usual.dara)
    await opens_round(usual.dara, due_on=date(2026, 12, 13))
    for moment in (local(4, 8), FRIDAY):
        await everybody_looks_away(usual.dara)
        await usual.stage.becomes(moment)
        await usual.sokha.is_told_only("indicator_reminder")
        await usual.sokha.sees_only("indicators/reminder")
        await usual.sokha.sees("indicators/reminder", now=moment)


async def test_two_late_reminders_of_one_meeting_are_its_card_once_with_its_own_buttons(usual: Office) -> None:
    await announce_meeting(usual.dara, day=WEDNESDAY + timedelta(days=1))
    await sets_rule(usual.dara, "meeting_3_days", "2", "08:00")
    await usual.stage.becomes(local(15, 7, 59))
    await everybody_looks_away(usual.dara)
    await usual.stage.assistant.stop()
    usual.stage.clock.set(local(16, 9))
    await usual.stage.restarts()
    await usual.stage.settle()
    await usual.sokha.is_told_only("meeting_reminder", "meeting_reminder")
    await usual.sokha.sees_only("meetings/card")
    await usual.sokha.sees("meetings/card", heading="reminder", now=local(16, 9))
    await usual.sokha.offers("meetings:answer", "yes")
    [message] = await arrived(usual.sokha)
    assert titles_in(message) == ["Second plenary meeting 2026"]
