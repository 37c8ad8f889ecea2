"""What the sender sees of an announcement on its way, and what they can do about it (U5)."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from storage.core.notifications import Delivery, DeliveryState
from storage.members import Role
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.core.timekeeping import Timekeeping
from twg.time.working_time import WEEKEND, WorkingTime


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
    await sokha.reads("The study is out.", "Delivered to 1 of 1.")
    await dara.reads("The study is out.")


async def test_the_sender_sees_who_did_not_and_sends_it_again_to_those_only(
    health: Stage, dara: Player, sokha: Player
) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await kenji.person.sets(deactivated=True)
    await health.settle()
    await shares(sokha, "The study is out.", "Share with 2 people")
    await sokha.reads(
        "Delivered to 1 of 2.", "Kenji Sato, JICA – has blocked the assistant or left Telegram", "[Send again to those]"
    )
    await kenji.person.sets(deactivated=False)
    await health.settle()
    await dara.looks_away()
    await sokha.taps("Send again to those")
    await kenji.reads("The study is out.")
    await dara.sees_nothing_new()
    assert "Delivered to 2 of 2." in (await sokha.finds_text("Delivered to")).text


async def test_nobody_else_can_send_it_again(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await dara.forges("deliveries/again:1")
    await dara.reads("That is no longer there, or it is not open to you.")


async def test_what_waits_for_the_network_is_on_its_way_and_not_held(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.sandbox.fault("500", method="sendMessage", chat_id=dara.person.id, times=2)
    await shares(sokha, "The study is out.")
    await sokha.reads("Sending: 0 of 1.")
    await sokha.does_not_read("quiet hours")
    await health.passes(seconds=1)
    await health.passes(seconds=2)
    assert "Delivered to 1 of 1." in (await sokha.finds_text("Delivered to")).text


async def test_the_progress_message_is_changed_every_three_seconds_at_most_and_at_the_end_at_once(
    health: Stage, sokha: Player
) -> None:
    people = [await health.member(f"Member {number}", Role.GOVERNMENT) for number in range(10)]
    for player in people:
        await health.sandbox.fault("500", method="sendMessage", chat_id=player.person.id, times=None)
    moment = 1000.0
    progress = health.assistant.leader.progress
    progress.monotonic = lambda: moment
    await shares(sokha, "The study is out.", "Share with 10 people")
    since = len(await health.sandbox.journal())

    async def changes() -> int:
        return sum(entry["kind"] == "edits" for entry in await health.sandbox.journal(since))

    async def one_more(number: int) -> None:
        async with arranged(health.assistant.database) as session:
            [delivery] = await session.scalars(select(Delivery).where(Delivery.person_id == number))
            delivery.state = DeliveryState.SENT
        await progress.refresh()

    async with health.assistant.database.read() as session:
        numbers = list(await session.scalars(select(Delivery.person_id).order_by(Delivery.id)))
    counted = []
    for number in numbers[:7]:
        moment += 1
        await one_more(number)
        counted.append(await changes())
    assert counted == [0, 0, 1, 1, 1, 2, 2]
    await sokha.reads("Sending: 6 of 10.")
    for number in numbers[7:]:
        await one_more(number)
    assert await changes() == 3
    assert "Delivered to 10 of 10." in (await sokha.finds_text("Delivered to")).text


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
    await sokha.reads("The rest goes out on Wednesday 2 December 2026, 07:00", "[Send it now]")
    await night.becomes(datetime(2026, 12, 2, 0, 0, tzinfo=UTC))
    await dara.reads("The study is out.")


@pytest.mark.usefixtures("night")
async def test_the_sender_can_send_it_at_once(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await sokha.taps("Send it now")
    await dara.reads("The study is out.")


def test_a_reminder_on_a_day_off_comes_on_the_working_day_before() -> None:
    timekeeping = Timekeeping(WorkingTime(days_off=WEEKEND))
    monday = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    rule = next(rule for rule in timekeeping.rules if rule.name == "meeting_1_day")
    due = rule.due_at(monday, ZoneInfo("Asia/Phnom_Penh"), timekeeping.hours)
    assert due.date().isoformat() == "2026-12-11"
