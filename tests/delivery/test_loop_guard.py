"""Whatever goes wrong, nobody gets the same text for ever."""

import logging

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from messages.rendering.content import Part
from scheduler.delivery import loop_guard
from scheduler.delivery.loop_guard import MOST, REMEMBERED, SPAN_S, LoopGuard, LoopStopped
from scheduler.delivery.pacing import Lane, Pacing
from scheduler.delivery.sender import Sender
from storage.core.notifications import DeliveryState
from tests.delivery.conftest import Office


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guard(clock: Clock) -> LoopGuard:
    return LoopGuard(clock)


def repeats(guard: LoopGuard, text: str = "hello", chat_id: int = 1, times: int = MOST) -> None:
    for _ in range(times):
        guard.check(chat_id, text)


def test_the_twenty_first_of_the_same_is_stopped(guard: LoopGuard) -> None:
    repeats(guard)
    assert not guard.tripped()
    with pytest.raises(LoopStopped, match="chat 1"):
        guard.check(1, "hello")
    assert guard.tripped()


def test_other_texts_and_other_chats_go_on(guard: LoopGuard) -> None:
    repeats(guard)
    guard.check(1, "something else")
    guard.check(2, "hello")


def test_it_lasts_until_the_first_is_five_minutes_ago(guard: LoopGuard, clock: Clock) -> None:
    guard.check(1, "hello")
    clock.now += 10
    repeats(guard, times=MOST - 1)
    clock.now += SPAN_S - 10.1
    with pytest.raises(LoopStopped):
        guard.check(1, "hello")
    clock.now += 0.1
    guard.check(1, "hello")
    with pytest.raises(LoopStopped):
        guard.check(1, "hello")


def test_what_is_said_now_and_then_is_never_stopped(guard: LoopGuard, clock: Clock) -> None:
    for _ in range(10 * MOST):
        guard.check(1, "hello")
        clock.now += SPAN_S / MOST
    assert not guard.tripped()


def test_it_is_well_again_five_minutes_after_it_stopped_something(guard: LoopGuard, clock: Clock) -> None:
    repeats(guard)
    with pytest.raises(LoopStopped):
        guard.check(1, "hello")
    clock.now += SPAN_S - 1
    assert guard.tripped()
    clock.now += 1
    assert not guard.tripped()


def test_the_oldest_are_forgotten_before_memory_is_full(guard: LoopGuard) -> None:
    repeats(guard)
    for number in range(REMEMBERED):
        guard.check(2, f"text {number}")
    guard.check(1, "hello")


class BusyBot:
    """Telegram asks to wait, every time."""

    base_url = "http://127.0.0.1/bot"

    @property
    def request(self) -> "BusyBot":
        return self

    async def post(self, *_args: object) -> None:
        raise RetryAfter(1)


async def test_waiting_at_telegrams_request_is_no_repetition(guard: LoopGuard, clock: Clock) -> None:
    bot: Bot = BusyBot()  # type: ignore[assignment]
    sender = Sender(bot, Pacing(None, clock), guard)
    for _ in range(2 * MOST):
        with pytest.raises(RetryAfter):
            await sender.send(1, Part("hello"), "en", lane=Lane.BULK)
        clock.now += 1
    assert not guard.tripped()
    repeats(guard)


async def test_who_asks_the_same_again_is_answered_every_time(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await office.dara.looks_away()
    with caplog.at_level(logging.WARNING):
        for _ in range(MOST + 5):
            await office.dara.person.says("/invite")
        await office.stage.settle()
    assert len(await office.dara.new_messages()) == MOST + 5
    health = await office.stage.assistant.health()
    assert (health.warnings, health.problems) == ((), ())
    assert caplog.messages == []


async def test_a_stranger_who_presses_buttons_turns_no_check_yellow(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = await office.stage.person("Stranger")
    await stranger.starts()
    [first, *_others] = await stranger.new_messages()
    with caplog.at_level(logging.WARNING):
        for _ in range(MOST + 5):
            await stranger.person.taps_data("meetings:answer:1:yes:2026-12-15", in_message=first)
        await office.stage.settle()
    assert len(await stranger.person.answers()) == MOST + 5
    health = await office.stage.assistant.health()
    assert (health.warnings, health.problems) == ((), ())
    assert caplog.messages == []


async def test_bulk_is_stopped_and_the_outbox_says_why(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loop_guard, "MOST", 1)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            await office.announces()
    stopped = (await office.deliveries(office.sokha))[0]
    assert stopped.state is DeliveryState.FAILED
    assert "the same text" in stopped.error
    health = await office.stage.assistant.health()
    assert health.warnings == ("the loop guard stopped a repeated text",)
    assert health.problems == ()  # nothing that a restart, which a red light invites, would mend
    of_sokha = f"chat {office.sokha.person.id} "
    [line] = [record for record in caplog.records if of_sokha in record.getMessage()]  # though two were stopped
    assert line.exc_info is None
    await office.sokha.says("/me")
    await office.sokha.sees("members/me")
    await office.announces(title="Third plenary meeting")
    await office.sokha.reads_fact("Third plenary meeting")
