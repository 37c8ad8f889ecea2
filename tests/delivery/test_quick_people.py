"""People who tap quickly are not stalled, whatever else goes to their chat (T3), in time that passes only on paper."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.outbound import Outbound
from handlers.routing.handled import Handled
from handlers.routing.incoming import Incoming
from handlers.routing.incoming import Sender as Person
from handlers.routing.request import Reply
from messages.rendering.content import Content, Part
from scheduler.delivery.limits import Limits
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import ChatBusy, Lane, Pacing
from scheduler.delivery.sender import Sender
from scheduler.leadership.people_first import PeopleFirst
from tests.delivery.virtual_time import play

CHAT = 7
#: Seconds until Telegram answers a call.
ANSWER_S = 0.05
TAP_EVERY_S = 0.15


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Telegram:
    """Notes each call with the moment of its answer.

    Attributes:
        asks_to_wait: 429 answers that are still to be given to edits, in seconds.
        edits: the texts that a message was edited to.
    """

    asks_to_wait: list[int] = field(default_factory=list)
    edits: list[tuple[float, str]] = field(default_factory=list)
    sent: list[tuple[float, str]] = field(default_factory=list)
    answered: dict[str, float] = field(default_factory=dict)
    base_url = ""

    @property
    def request(self) -> "Telegram":
        return self

    async def post(self, method: str, data: Any) -> dict[str, int]:
        await asyncio.sleep(ANSWER_S)
        text = data.parameters["text"]
        if method == "/editMessageText":
            if self.asks_to_wait:
                raise RetryAfter(self.asks_to_wait.pop())
            self.edits.append((now(), text))
        else:
            self.sent.append((now(), text))
        return {"message_id": 1}

    async def answer_callback_query(self, query_id: str, *_args: object, **_options: object) -> None:
        await asyncio.sleep(ANSWER_S)
        self.answered[query_id] = now()


@dataclass
class Desk:
    """What answers one person, with Telegram's limits."""

    telegram: Telegram
    sender: Sender
    outbound: Outbound
    counted: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, *asks_to_wait: int) -> "Desk":
        telegram = Telegram(list(asks_to_wait))
        bot: Bot = telegram  # type: ignore[assignment] - what is used of it
        sender = Sender(bot, Pacing(Limits(), now), LoopGuard(now))
        nothing: Any = None
        desk = cls(telegram, sender, nothing)
        desk.outbound = Outbound(bot, sender, nothing, PeopleFirst(), nothing, desk.counted.append, alone=True)
        return desk

    async def answers(self, *replies: Handled, every_s: float = TAP_EVERY_S) -> None:
        """Queue replies one after the other, then wait until all are sent."""
        for reply in replies:
            self.outbound.put(reply)
            await asyncio.sleep(every_s)
        await self.outbound.idle()

    async def floods(self, messages: int) -> None:
        """Let this number of bulk messages to the same chat wait, as the delivery loop does."""

        async def one(number: int) -> None:
            queues = 1
            while True:
                try:
                    await self.sender.send(CHAT, Part(f"bulk {number}"), "en", lane=Lane.BULK, queues=queues)
                except ChatBusy as busy:
                    queues = 0
                    await asyncio.sleep(busy.seconds)
                else:
                    return

        await asyncio.gather(*(one(number) for number in range(messages)))


def tap(number: int, *, message_id: int = 1) -> Handled:
    """A tap on a calendar, whose answer is an edit of its message that shows the number."""
    incoming = Incoming(
        update_id=number,
        sender=Person(CHAT, "Sokha", "en"),
        chat_id=CHAT,
        message_id=message_id,
        button="f:1:2:m",
        query_id=f"tap {number}",
    )
    return Handled(incoming, Reply(_content(str(number)), edit=True), "en", ZoneInfo("UTC"), account_id=1)


def says(number: int, answer: str, *, stranger: bool = False) -> Handled:
    """A message that is answered by a message with this text."""
    incoming = Incoming(update_id=number, sender=Person(CHAT, "Sokha", "en"), chat_id=CHAT, message_id=number)
    return Handled(incoming, Reply(_content(answer)), "en", ZoneInfo("UTC"), account_id=None if stranger else 1)


def _content(text: str) -> Content:
    return Content("forms/cancelled", {"left": text})


TAPS = 12


def test_twelve_quick_taps_none_waits_over_a_second_and_the_last_shows_within_three() -> None:
    async def work() -> Telegram:
        desk = Desk.open()
        await desk.answers(*map(tap, range(TAPS)))
        return desk.telegram

    telegram = play(work())
    tapped = {number: number * TAP_EVERY_S for number in range(TAPS)}
    for number, at in tapped.items():
        assert telegram.answered[f"tap {number}"] - at <= 2 * ANSWER_S
        shown = min(edited for edited, text in telegram.edits if int(text) >= number)
        assert shown - at <= 1.0 + 2 * ANSWER_S
    last, text = telegram.edits[-1]
    assert text == str(TAPS - 1)
    assert last - tapped[TAPS - 1] <= 3.0


def test_they_do_not_wait_behind_sixty_notices_to_the_same_chat() -> None:
    async def work() -> tuple[Telegram, float]:
        desk = Desk.open()
        bulk = asyncio.create_task(desk.floods(60))
        await asyncio.sleep(10)
        began = now()
        await desk.answers(*map(tap, range(TAPS)))
        await bulk
        return desk.telegram, began

    telegram, began = play(work())
    for number in range(TAPS):
        assert telegram.answered[f"tap {number}"] - began - number * TAP_EVERY_S <= 2 * ANSWER_S
        shown = min(edited for edited, text in telegram.edits if int(text) >= number)
        assert shown - began - number * TAP_EVERY_S <= 1.0 + 3 * ANSWER_S
    assert len(telegram.sent) == 60


def test_the_edits_that_are_left_out_count_as_said() -> None:
    async def work() -> Desk:
        desk = Desk.open()
        await desk.answers(*map(tap, range(TAPS)), every_s=0)
        return desk

    desk = play(work())
    assert len(desk.telegram.edits) < TAPS
    assert desk.counted == ["said"] * TAPS


def test_edits_of_different_messages_do_not_take_each_others_place() -> None:
    async def work() -> Telegram:
        desk = Desk.open()
        await desk.answers(*(tap(number, message_id=number % 2) for number in range(TAPS)), every_s=0)
        return desk.telegram

    assert len(play(work()).edits) == TAPS


def test_what_was_said_between_two_edits_stays_between_them() -> None:
    async def work() -> Telegram:
        desk = Desk.open()
        await desk.answers(*map(tap, range(7)), says(7, "between"), tap(8), tap(9), every_s=0)
        return desk.telegram

    telegram = play(work())
    [(between, _)] = telegram.sent
    before, after = ([text for at, text in telegram.edits if (at < between) is early] for early in (True, False))
    assert (before[-1], after) == ("6", ["9"])


def test_when_telegram_asks_to_wait_the_newest_is_shown_after_the_wait() -> None:
    async def work() -> Telegram:
        desk = Desk.open(4)
        await desk.answers(*map(tap, range(TAPS)))
        return desk.telegram

    [(at, text), *_others] = play(work()).edits
    assert text == str(TAPS - 1)
    assert at == pytest.approx(4 + 2 * ANSWER_S, abs=0.01)


def test_a_flood_of_a_stranger_is_merged_into_one_answer_behind_the_first() -> None:
    async def work() -> Desk:
        desk = Desk.open()
        await desk.answers(
            *(says(number, "You are not registered.", stranger=True) for number in range(100)), every_s=0
        )
        return desk

    desk = play(work())
    assert len(desk.telegram.sent) == 2
    assert desk.counted == ["said"] * 100


def test_different_answers_to_a_stranger_and_equal_ones_to_a_member_are_all_sent() -> None:
    async def work() -> list[str]:
        desk = Desk.open()
        strangers = [says(number, f"Question {number}", stranger=True) for number in range(6)]
        await desk.answers(*strangers, *(says(number, "Your meetings") for number in range(21)), every_s=0)
        return [text for _, text in desk.telegram.sent]

    sent = play(work())
    assert sent == [f"Question {number}" for number in range(6)] + ["Your meetings"] * 21
