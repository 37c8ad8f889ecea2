"""The assistant's clock while that of the machine jumps (T7)."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import NetworkError

from bot import steady_clock
from bot.leader import Every
from bot.steady_clock import ASK_LATER_S, PROBATION_S, TELL_S, SteadyClock, ToldTime

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Machine:
    """A machine whose time passes only when told to, and the Telegram that it can ask.

    Attributes:
        off: the machine's time less the true one.
        telegram: how Telegram's time is told: "true", "shared" (a local server), "silent" (no header) or "away".
    """

    def __init__(self, telegram: str = "true", off: timedelta = timedelta()) -> None:
        self.true, self.counted_s, self.off, self.telegram = START, 1000.0, off, telegram
        self.asked = self.armed = 0
        self.clock = SteadyClock(lambda: self.true + self.off, lambda: self.counted_s)

    def told(self) -> ToldTime:
        self.asked += 1
        moments = {"true": self.true, "shared": self.true + self.off, "silent": None}
        return ToldTime(moments[self.telegram], shared=self.telegram != "true")

    async def ask(self) -> ToldTime:
        if self.telegram == "away":
            self.asked += 1
            raise NetworkError("away")
        return self.told()

    def rearm(self) -> None:
        self.armed += 1

    async def passes(self, seconds: float) -> None:
        """Let time pass and the clock be looked at every second, as the program does."""
        for _second in range(round(seconds)):
            self.true += timedelta(seconds=1)
            self.counted_s += 1
            if self.clock.look():
                self.rearm()
            if self.clock._is_to_ask():
                with suppress(NetworkError):
                    self.clock._decide(await self.ask())

    @property
    def wrong(self) -> timedelta:
        """By how much the assistant's time differs from the true one."""
        return self.clock() - self.true


JUMPS = [HOUR, -HOUR, DAY, -DAY, timedelta(days=365 * 50), timedelta(seconds=20)]


@pytest.mark.parametrize("by", JUMPS)
@pytest.mark.parametrize("telegram", ["true", "away"])
async def test_a_machine_that_is_wrong_is_not_believed(by: timedelta, telegram: str) -> None:
    machine = Machine(telegram)
    await machine.passes(10)
    machine.off = by
    assert machine.wrong == timedelta()
    await machine.passes(600)
    assert machine.wrong == timedelta()
    assert machine.armed == 1
    state = machine.clock.state()
    assert (state.off_s, state.jumps, len(state.warnings)) == (by.total_seconds(), 1, 2)
    machine.off = timedelta()  # corrected
    await machine.passes(5)
    assert machine.wrong == timedelta()
    assert machine.armed == 2
    assert machine.clock.state().off_s == 0


@pytest.mark.parametrize("by", [HOUR, DAY])
async def test_a_machine_that_was_asleep_gets_its_time_as_soon_as_telegram_agrees(by: timedelta) -> None:
    machine = Machine("away")
    await machine.passes(10)
    machine.true += by  # the count stood still meanwhile
    await machine.passes(120)
    assert machine.wrong == -by
    machine.telegram = "true"
    await machine.passes(ASK_LATER_S + 1)
    assert machine.wrong == timedelta()


@pytest.mark.parametrize("telegram", ["shared", "silent"])
async def test_a_clock_that_nobody_can_confirm_is_believed_after_a_while(telegram: str) -> None:
    machine = Machine(telegram)
    machine.off = HOUR
    await machine.passes(PROBATION_S - 2)
    assert machine.wrong == timedelta()
    await machine.passes(10)
    assert machine.wrong == HOUR


async def test_a_clock_that_went_ahead_and_is_corrected_soon_changes_nothing() -> None:
    machine = Machine("shared")
    machine.off = HOUR
    await machine.passes(20)
    machine.off = timedelta()
    await machine.passes(120)
    assert machine.wrong == timedelta()
    assert machine.armed == 2


@pytest.mark.parametrize("telegram", ["shared", "silent"])
async def test_a_machine_that_started_ahead_and_is_corrected_goes_on_at_once(telegram: str) -> None:
    machine = Machine(telegram, off=HOUR)
    machine.clock.begin(machine.told())
    await machine.passes(10)
    assert machine.wrong == HOUR  # nobody knows better
    machine.off = timedelta()
    await machine.passes(2)
    assert machine.wrong == timedelta()
    assert machine.armed == 1


@pytest.mark.parametrize("off", [HOUR, -HOUR, timedelta(days=-365 * 50)])
async def test_a_machine_that_starts_with_a_wrong_clock_goes_by_telegrams(off: timedelta) -> None:
    machine = Machine(off=off)
    machine.clock.begin(machine.told())
    assert machine.wrong == timedelta()
    await machine.passes(60)
    assert machine.asked < 10
    [warning] = machine.clock.state().warnings
    assert "not used" in warning
    machine.off = timedelta()
    await machine.passes(60)
    assert machine.wrong == timedelta()
    assert machine.clock.state().off_s == 0


async def test_a_clock_that_runs_a_little_fast_does_not_jump() -> None:
    machine = Machine()
    for _minute in range(60):
        machine.off += timedelta(seconds=0.5)
        await machine.passes(60)
    assert (machine.armed, machine.asked) == (0, 0)
    assert machine.wrong == timedelta(seconds=30)
    assert machine.clock.state().warnings == ()


async def test_the_story_of_a_jump_is_told_for_an_hour() -> None:
    machine = Machine("shared")
    machine.off = -HOUR
    await machine.passes(10)
    [warning] = machine.clock.state().warnings
    assert "back by 3600 s" in warning
    await machine.passes(TELL_S)
    assert machine.clock.state().warnings == ()


async def test_a_process_that_was_frozen_between_two_readings_sees_no_jump() -> None:
    machine = Machine()
    readings = iter([0.0, 60.0])

    def counted() -> float:
        return machine.counted_s + next(readings, 60.0)

    machine.clock._counted = counted
    machine.true += timedelta(seconds=60)
    assert not machine.clock.look()


async def test_it_watches_until_it_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady_clock, "LOOK_S", 0.001)
    machine = Machine()
    watching = asyncio.create_task(machine.clock.watch(machine.ask, machine.rearm))
    machine.off = HOUR
    async with asyncio.timeout(10):
        while not machine.asked:  # noqa: ASYNC110 - nothing rings when it has asked
            await asyncio.sleep(0.001)
    assert machine.armed == 1
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


def test_a_job_that_missed_years_of_runs_runs_once() -> None:
    trigger, now = Every(timedelta(seconds=5)), START
    assert trigger.get_next_fire_time(None, now) == now + timedelta(seconds=5)
    assert trigger.get_next_fire_time(now, now) == now + timedelta(seconds=5)
    assert trigger.get_next_fire_time(now - timedelta(days=20_000), now) == now + timedelta(seconds=5)
