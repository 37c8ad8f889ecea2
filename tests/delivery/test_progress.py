"""What the sender sees of an announcement on its way, and what they can do about it (U5)."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from storage.members import Role
from tests.support.stage import Player, Stage
from twg.practice import Practice
from twg.working_time import WEEKEND, WorkingTime


@pytest.fixture
async def dara(health: Stage) -> Player:
    return await health.member("Chan Dara", Role.SECRETARIAT)


@pytest.fixture
async def sokha(health: Stage) -> Player:
    return await health.member("Sok Sokha", Role.DEVELOPMENT_PARTNER, "UNFPA")


async def shares(player: Player, text: str, count: str = "Share with 1 person") -> None:
    await player.says(f"/share {text}")
    await player.taps("Ongoing work", "Skip", "All members", count)


async def test_the_sender_sees_that_everybody_got_it(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await sokha.sees("The study is out.", "Delivered to 1 of 1.")
    await dara.sees("The study is out.")


async def test_the_sender_sees_who_did_not_and_sends_it_again_to_those_only(
    health: Stage, dara: Player, sokha: Player
) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await kenji.person.blocks()
    await health.settle()
    await shares(sokha, "The study is out.", "Share with 2 people")
    await sokha.sees("Delivered to 1 of 2.", "Kenji Sato, JICA – has blocked the assistant", "[Send again to those]")
    await kenji.person.unblocks()
    await health.settle()
    await dara.looks_away()
    await sokha.taps("Send again to those")
    await kenji.sees("The study is out.")
    await dara.sees_nothing_new()
    assert "Delivered to 2 of 2." in (await sokha.finds("Delivered to")).text


async def test_nobody_else_can_send_it_again(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await dara.forges("deliveries/again:1")
    await dara.sees("That is no longer there, or it is not open to you.")


@pytest.fixture
async def night(health: Stage) -> Stage:
    """Nine in the evening, with quiet hours from seven; tomorrow is a working day."""
    hours = WorkingTime(time(19), time(7), WEEKEND)
    health.assistant.delivery.hours = hours
    await health.becomes(datetime(2026, 12, 1, 14, 0, tzinfo=UTC))
    return health


async def test_what_is_not_urgent_waits_and_the_sender_is_told_until_when(
    night: Stage, dara: Player, sokha: Player
) -> None:
    await shares(sokha, "The study is out.")
    await dara.sees_nothing_new()
    await sokha.sees("The rest goes out on Wednesday 2 December 2026, 07:00", "[Send it now]")
    await night.becomes(datetime(2026, 12, 2, 0, 0, tzinfo=UTC))
    await dara.sees("The study is out.")


@pytest.mark.usefixtures("night")
async def test_the_sender_can_send_it_at_once(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await sokha.taps("Send it now")
    await dara.sees("The study is out.")


def test_a_reminder_on_a_day_off_comes_on_the_working_day_before() -> None:
    practice = Practice(WorkingTime(days_off=WEEKEND))
    monday = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    rule = next(rule for rule in practice.rules if rule.name == "meeting_1_day")
    due = rule.due_at(monday, ZoneInfo("Asia/Phnom_Penh"), practice.hours)
    assert due.date().isoformat() == "2026-12-11"
