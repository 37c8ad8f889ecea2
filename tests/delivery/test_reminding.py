"""The tick: what is due is said once, late or not at all by its own rule (T2)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update

from storage.reminders import Reminder, ReminderState
from tests.delivery.conftest import Office
from tests.support.guard import arranged

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: The meeting of these tests is on Tuesday the 15th at nine.
THREE_DAYS_BEFORE = datetime(2026, 12, 12, 8, 0, tzinfo=ZONE)
DAY_BEFORE = datetime(2026, 12, 14, 8, 0, tzinfo=ZONE)


async def states(office: Office, subject_id: int | None = None) -> dict[str, ReminderState]:
    """The reminders of those invited; that of the leaders of sub-groups is not among them."""
    async with office.stage.assistant.database.read() as session:
        query = select(Reminder).where(Reminder.rule.startswith("meeting_")).order_by(Reminder.id)
        if subject_id is not None:
            query = query.where(Reminder.subject_id == subject_id)
        return {reminder.rule: reminder.state for reminder in await session.scalars(query)}


@pytest.fixture
async def meeting_id(office: Office) -> int:
    """A meeting that everybody knows of."""
    meeting_id = await office.announces()
    await office.sokha.looks_away()
    return meeting_id


async def test_nothing_is_said_before_its_time(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(datetime(2026, 12, 12, 7, 59, tzinfo=ZONE))
    await office.sokha.sees_nothing_new()
    assert set((await states(office)).values()) == {ReminderState.PENDING}


async def test_what_is_due_is_said_once(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(THREE_DAYS_BEFORE)
    await office.stage.settle()
    await office.stage.passes(hours=1)
    assert len(await office.sokha.new_messages()) == 1
    assert (await states(office))["meeting_3_days"] is ReminderState.FIRED


async def test_what_was_said_is_not_said_again_when_the_clock_is_put_back(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(THREE_DAYS_BEFORE)
    await office.stage.becomes(datetime(2026, 12, 10, 8, 0, tzinfo=ZONE))
    await office.stage.becomes(THREE_DAYS_BEFORE)
    assert len(await office.sokha.new_messages()) == 1


async def test_what_was_said_is_not_said_again_after_a_restart(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(THREE_DAYS_BEFORE)
    await office.stage.restarts()
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1


async def test_what_is_a_little_late_is_still_said_and_what_is_too_late_is_missed(
    office: Office, meeting_id: int
) -> None:
    await office.stage.assistant.stop()
    office.stage.clock.set(datetime(2026, 12, 14, 11, 0, tzinfo=ZONE))
    await office.stage.restarts()
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1
    assert await states(office) == {
        "meeting_3_days": ReminderState.MISSED,
        "meeting_1_day": ReminderState.FIRED,
        "meeting_2_hours": ReminderState.PENDING,
    }


async def test_nothing_is_said_of_what_is_over(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(datetime(2026, 12, 20, 8, 0, tzinfo=ZONE))
    await office.sokha.sees_nothing_new()
    assert set((await states(office)).values()) <= {ReminderState.MISSED, ReminderState.VOID}


async def test_one_that_fails_stops_no_other_and_is_tried_again(office: Office, meeting_id: int) -> None:
    other_id = await office.announces(title="Third plenary meeting")
    await office.sokha.looks_away()
    database = office.stage.assistant.database
    unreadable = text("UPDATE meeting SET kind = :kind WHERE id = :id")
    async with arranged(database) as session:
        await session.execute(unreadable, {"kind": "a kind of tomorrow", "id": meeting_id})
    await office.stage.becomes(THREE_DAYS_BEFORE)
    await office.sokha.is_told_only("meeting_reminder")
    await office.sokha.sees("meetings/card", heading="reminder", meeting__id=other_id)
    assert (await states(office, other_id))["meeting_3_days"] is ReminderState.FIRED
    assert (await states(office, meeting_id))["meeting_3_days"] is ReminderState.PENDING
    async with arranged(database) as session:
        await session.execute(unreadable, {"kind": "plenary", "id": meeting_id})
    await office.stage.passes(minutes=5)
    assert len(await office.sokha.new_messages()) == 2


async def test_a_rule_that_is_no_more_says_nothing(office: Office, meeting_id: int) -> None:
    async with arranged(office.stage.assistant.database) as session:
        await session.execute(
            update(Reminder).where(Reminder.rule == "meeting_3_days").values(rule="meeting_of_the_last_release")
        )
    await office.stage.becomes(THREE_DAYS_BEFORE)
    await office.sokha.sees_nothing_new()
    assert (await states(office))["meeting_of_the_last_release"] is ReminderState.VOID


async def test_each_reminder_has_its_turn(office: Office, meeting_id: int) -> None:
    for moment in (THREE_DAYS_BEFORE, DAY_BEFORE, datetime(2026, 12, 15, 7, 0, tzinfo=ZONE)):
        await office.sokha.looks_away()
        await office.stage.becomes(moment)
        assert len(await office.sokha.new_messages()) == 1
    assert set((await states(office)).values()) == {ReminderState.FIRED}
