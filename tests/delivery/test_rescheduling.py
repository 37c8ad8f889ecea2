"""Reminders are set anew at the start only where rules or hours changed, and for all of them, in batches (T2)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from bot import operator
from bot.config_sections import RuleSection
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.reminders import Reminder
from tests.delivery.conftest import Office
from tests.delivery.test_statements import counted
from tests.support.guard import arranged
from twg.core.audiences import Audience, to_column
from twg.members.twg_facts import TwgFacts
from twg.reminders.settings import reschedule_where_changed

#: More than were reached when each start took the first thousand.
MEETINGS = 1_200


@pytest.fixture
async def planned(office: Office) -> Office:
    """As many announced meetings ahead, each an hour after the one before; nobody is reminded of any yet."""
    now = office.stage.clock.now()
    async with arranged(office.stage.assistant.database) as session:
        rows = [
            {
                "twg_id": 1,
                "kind": MeetingKind.PLENARY,
                "title": f"Meeting {number}",
                "starts_at": now + timedelta(days=30, hours=number),
                "duration_min": 60,
                "place": "Ministry of Health",
                "audience": to_column(Audience.ALL),
                "state": MeetingState.ANNOUNCED,
                "uid": f"{number}@twgbot",
                "sequence": 0,
                "created_by_id": 1,
                "created_at": now,
                "announced_at": now,
                "cancel_reason": "",
            }
            for number in range(MEETINGS)
        ]
        await session.execute(insert(Meeting), rows)
    return office


async def reschedules(office: Office, *, notice: str = "", **rules: RuleSection) -> int:
    """What a start with these rules does. Returns how many statements it takes.

    Args:
        notice: what the rule "meeting_1_day" sends, by another name than its own.
    """
    assistant = office.stage.assistant
    declared = dict(assistant.registry.domains.rules)
    if notice:
        rule = declared["meeting_1_day"]
        declared[rule.name] = replace(rule, notice=replace(rule.notice, name=notice))
    timekeeping = office.stage.config.model_copy(update={"rules": rules}).timekeeping(declared.values())
    async with arranged(assistant.database) as session:
        with counted(await session.connection()) as statements:
            await reschedule_where_changed(
                session, timekeeping, assistant.registry.domains, now=office.stage.clock.now()
            )
            await session.flush()
    return len(statements)


async def reminders(office: Office, rule: str) -> tuple[int, datetime | None]:
    """How many reminders a rule has made, and when the first of them is due."""
    async with office.stage.assistant.database.read() as session:
        query = select(func.count(), func.min(Reminder.due_at)).where(Reminder.rule == rule)
        count, first = (await session.execute(query)).one()
        return count, first


async def test_every_meeting_is_reminded_of_in_a_few_statements(planned: Office) -> None:
    took = await reschedules(planned, meeting_2_hours=RuleSection(hours=-3))
    count, first = await reminders(planned, "meeting_2_hours")
    assert count == MEETINGS
    assert first == planned.stage.clock.now() + timedelta(days=30) - timedelta(hours=3)
    assert 5 < took < 45


async def test_a_start_without_a_change_sets_nothing_anew(planned: Office) -> None:
    await reschedules(planned, meeting_2_hours=RuleSection(hours=-3))
    assert await reschedules(planned, meeting_2_hours=RuleSection(hours=-3)) < 5


async def test_a_start_with_another_rule_moves_every_reminder(planned: Office) -> None:
    await reschedules(planned, meeting_2_hours=RuleSection(hours=-3))
    assert await reschedules(planned, meeting_2_hours=RuleSection(hours=-1)) in range(5, 45)
    count, first = await reminders(planned, "meeting_2_hours")
    assert (count, first) == (MEETINGS, planned.stage.clock.now() + timedelta(days=30) - timedelta(hours=1))


async def test_a_start_with_another_notice_for_a_rule_sets_reminders_anew(planned: Office) -> None:
    """Of two rules that fall together one sends; once their notices differ, both do."""
    together = RuleSection(days=-1)
    await reschedules(planned, meeting_3_days=together)
    assert await reminders(planned, "meeting_3_days") == (0, None)
    await reschedules(planned, meeting_3_days=together, notice="meeting_soon")
    assert (await reminders(planned, "meeting_3_days"))[0] == MEETINGS


async def test_in_another_time_zone_reminders_are_due_at_the_same_time_of_the_day_there(planned: Office) -> None:
    await reschedules(planned, meeting_2_hours=RuleSection(hours=-3))
    _count, before = await reminders(planned, "meeting_3_days")
    stage = planned.stage
    args = TwgFacts(zone="Asia/Tokyo")  # two hours ahead of Phnom Penh
    changes = await operator.change_twg(stage.assistant.database, "hlt", args, stage.config, now=stage.clock.now())
    assert changes == {"zone": ("Asia/Phnom_Penh", "Asia/Tokyo")}
    count, after = await reminders(planned, "meeting_3_days")
    assert before is not None
    assert (count, after) == (MEETINGS, before - timedelta(hours=2))
