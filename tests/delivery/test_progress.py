"""What the sender sees of an announcement on its way, and what they can do about it (U5)."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from storage.core.notifications import Delivery, DeliveryState
from storage.members import Role
from tests.delivery.conftest import progress_of, shares
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.time.working_time import WEEKEND, WorkingTime


@pytest.fixture
async def dara(health: Stage) -> Player:
    return await health.member("Chan Dara", Role.SECRETARIAT)


@pytest.fixture
async def sokha(health: Stage) -> Player:
    return await health.member("Sok Sokha", Role.DEVELOPMENT_PARTNER, "UNFPA")


async def test_the_sender_sees_that_everybody_got_it(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await sokha.sees_only("sharing/shared", "deliveries/progress")
    await sokha.reads_fact("The study is out.")
    assert await progress_of(sokha) == (1, 1)
    await dara.is_told_only("post_shared")
    await dara.reads_fact("The study is out.")


async def test_the_sender_sees_who_did_not_and_sends_it_again_to_those_only(
    health: Stage, dara: Player, sokha: Player
) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await kenji.person.sets(deactivated=True)
    await health.settle()
    await shares(sokha, "The study is out.")
    assert await progress_of(sokha) == (1, 2)
    [missing] = (await sokha.shown("deliveries/progress"))["named"]
    assert (missing.person.name, missing.state) == ("Kenji Sato", DeliveryState.UNREACHABLE)
    await sokha.reads_fact("Kenji Sato, JICA")
    await sokha.offers_only("deliveries:again")
    await kenji.person.sets(deactivated=False)
    await health.settle()
    await dara.looks_away()
    await sokha.presses("deliveries:again")
    await kenji.is_told_only("post_shared")
    await kenji.reads_fact("The study is out.")
    await dara.sees_nothing_new()
    assert await progress_of(sokha) == (2, 2)


async def test_nobody_else_can_send_it_again(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await dara.forges("deliveries/again:1")
    await dara.is_refused("general#not_found")


async def test_what_waits_for_the_network_is_on_its_way_and_not_held(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await health.sandbox.fault("500", method="sendMessage", chat_id=dara.person.id, times=2)
    await shares(sokha, "The study is out.")
    await sokha.sees("deliveries/progress", outcome__open=1, outcome__held_until=None)
    assert await progress_of(sokha) == (0, 1)
    await health.passes(seconds=1)
    await health.passes(seconds=2)
    assert await progress_of(sokha) == (1, 1)


async def test_the_progress_message_is_changed_every_three_seconds_at_most_and_at_the_end_at_once(
    health: Stage, sokha: Player
) -> None:
    people = [await health.member(f"Member {number}", Role.GOVERNMENT) for number in range(10)]
    for player in people:
        await health.sandbox.fault("500", method="sendMessage", chat_id=player.person.id, times=None)
    moment = 1000.0
    progress = health.assistant.leader.progress
    progress.monotonic = lambda: moment
    await shares(sokha, "The study is out.")
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
    assert counted == [1, 1, 1, 2, 2, 2, 3]
    assert await progress_of(sokha) == (7, 10)
    for number in numbers[7:]:
        await one_more(number)
    assert await changes() == 4
    assert await progress_of(sokha) == (10, 10)


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
    morning = datetime(2026, 12, 2, 0, 0, tzinfo=UTC)
    await sokha.sees("deliveries/progress", outcome__held_until=morning)
    await sokha.reads_fact("2 December 2026, 07:00")
    await sokha.offers_only("deliveries:now")
    await night.becomes(morning)
    await dara.is_told_only("post_shared")
    await dara.reads_fact("The study is out.")


@pytest.mark.usefixtures("night")
async def test_the_sender_can_send_it_at_once(dara: Player, sokha: Player) -> None:
    await shares(sokha, "The study is out.")
    await dara.sees_nothing_new()
    await sokha.presses("deliveries:now")
    await dara.is_told_only("post_shared")
    await dara.reads_fact("The study is out.")


def test_a_reminder_on_a_day_off_comes_on_the_working_day_before() -> None:
    hours, rule = WorkingTime(days_off=WEEKEND), registry().domains.rules["meeting_1_day"]
    monday = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
    due = rule.due_at(monday, ZoneInfo("Asia/Phnom_Penh"), hours)
    assert due.date().isoformat() == "2026-12-11"
