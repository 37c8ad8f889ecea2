"""One budget for everything a token sends (T3), in time that passes only on paper."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import RetryAfter

from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import BULK_AT_ONCE, ChatPaused, Lane, Limits, Pacing
from scheduler.delivery.sender import Sender
from tests.delivery.virtual_time import play

LIMITS = Limits()
GROUP = -100


def now() -> float:
    return asyncio.get_running_loop().time()


def paced(limits: Limits | None = LIMITS) -> Pacing:
    return Pacing(limits, asyncio.get_running_loop().time)


async def send(pacing: Pacing, chats: list[int], lane: Lane = Lane.BULK) -> list[tuple[float, int]]:
    """Ask for all turns at once; when each was given, in order."""
    given: list[tuple[float, int]] = []

    async def one(chat_id: int) -> None:
        await pacing.turn(chat_id, lane)
        given.append((now(), chat_id))

    await asyncio.gather(*(one(chat_id) for chat_id in chats))
    return given


def most_within(moments: list[float], span_s: float) -> int:
    """The most of the moments that lie in any window of so many seconds."""
    return max((sum(start <= moment < start + span_s for moment in moments) for start in moments), default=0)


def test_never_more_than_thirty_in_any_second() -> None:
    given = play(_broadcast(1000))
    moments = [moment for moment, _ in given]
    assert len(given) == 1000
    assert most_within(moments, 1.0) <= 30


async def _broadcast(people: int) -> list[tuple[float, int]]:
    return await send(paced(), list(range(1, people + 1)))


def test_a_broadcast_takes_no_longer_than_it_must() -> None:
    assert play(_broadcast(300))[-1][0] <= 300 / 30 * 1.02


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, GROUP]), st.floats(0, 3)), max_size=70))
def test_no_window_is_ever_overrun(turns: list[tuple[int, float]]) -> None:
    async def work() -> list[tuple[float, int]]:
        pacing, given = paced(), []

        async def one(chat_id: int, after_s: float) -> None:
            await asyncio.sleep(after_s)
            await pacing.turn(chat_id, Lane.BULK)
            given.append((now(), chat_id))

        await asyncio.gather(*(one(chat_id, after_s) for chat_id, after_s in turns))
        return given

    given = play(work())
    assert Counter(chat_id for _, chat_id in given) == Counter(chat_id for chat_id, _ in turns)
    assert most_within([moment for moment, _ in given], 1.0) <= LIMITS.per_second
    for chat_id in {chat_id for _, chat_id in given}:
        moments = [moment for moment, to in given if to == chat_id]
        if chat_id == GROUP:
            assert most_within(moments, 60.0) <= LIMITS.group_per_minute
        else:
            assert most_within(moments, LIMITS.chat_burst_s) <= LIMITS.chat_burst


def test_one_person_gets_a_burst_and_then_one_a_second_on_average() -> None:
    given = play(_to_one_person(20))
    moments = [moment for moment, _ in given]
    assert moments[:5] == [0.0] * 5
    assert 15 <= moments[-1] <= 16


async def _to_one_person(count: int) -> list[tuple[float, int]]:
    return await send(paced(), [1] * count, Lane.REPLY)


def test_a_group_gets_twenty_a_minute() -> None:
    async def work() -> list[tuple[float, int]]:
        return await send(paced(), [GROUP] * 45)

    moments = [moment for moment, _ in play(work())]
    assert most_within(moments, 60.0) == 20
    assert 120 <= moments[-1] <= 122


def test_a_busy_chat_does_not_hold_up_the_others() -> None:
    async def work() -> list[tuple[float, int]]:
        return await send(paced(), [1] * 10 + [2])

    assert next(moment for moment, chat_id in play(work()) if chat_id == 2) <= 0.11


def test_replies_overtake_bulk() -> None:
    async def work() -> float:
        pacing = paced()
        bulk = asyncio.create_task(send(pacing, list(range(1, 301))))
        await asyncio.sleep(0.5)
        asked = now()
        await pacing.turn(999, Lane.REPLY)
        waited = now() - asked
        assert not bulk.done()
        await bulk
        return waited

    assert play(work()) <= 0.11


def test_turns_within_a_chat_are_given_in_the_order_they_were_asked_for() -> None:
    async def work() -> list[int]:
        pacing, order = paced(), []

        async def one(number: int) -> None:
            await pacing.turn(1, Lane.BULK)
            order.append(number)

        await asyncio.gather(*(one(number) for number in range(12)))
        return order

    assert play(work()) == list(range(12))


def test_a_paused_chat_waits_and_the_others_go_on() -> None:
    async def work() -> tuple[float, float]:
        pacing = paced()
        pacing.pause(40, 1)
        other = asyncio.create_task(send(pacing, [2], Lane.REPLY))
        [(paused_until, _)] = await send(pacing, [1], Lane.REPLY)
        [(went, _)] = await other
        return paused_until, went

    assert play(work()) == (40.0, 0.0)


def test_a_pause_of_all_stops_everybody() -> None:
    async def work() -> list[tuple[float, int]]:
        pacing = paced()
        pacing.pause(7)
        return await send(pacing, [1, 2, GROUP], Lane.REPLY)

    assert [moment for moment, _ in play(work())] == [7.0] * 3


def test_bulk_is_sent_away_from_a_long_pause_of_all() -> None:
    async def work() -> list[object]:
        pacing = paced()
        waiting = [asyncio.create_task(pacing.turn(chat_id, Lane.BULK)) for chat_id in range(8)]
        await asyncio.sleep(0)
        pacing.pause(40)
        late = asyncio.create_task(pacing.turn(9, Lane.BULK))
        ends = await asyncio.gather(*waiting, late, return_exceptions=True)
        assert now() == 0.0
        return [type(end) for end in ends]

    assert play(work()) == [type(None)] * BULK_AT_ONCE + [ChatPaused] * (9 - BULK_AT_ONCE)


@pytest.mark.parametrize(("refused", "others_went_at"), [([1, 2], 0.0), ([1, 2, 3], 5.0), ([1, 1, 1], 0.0)])
def test_when_three_chats_are_refused_within_a_second_everybody_waits(
    refused: list[int], others_went_at: float
) -> None:
    async def work() -> float:
        pacing = paced()
        for chat_id in refused:
            pacing.pause(5, chat_id)
        await pacing.turn(9, Lane.REPLY)
        return now()

    assert play(work()) == others_went_at


def test_a_call_that_is_for_no_chat_makes_everybody_wait_when_it_is_refused() -> None:
    async def work() -> float:
        async def refused() -> None:
            raise RetryAfter(6)

        pacing = paced()
        nobody: Bot = None  # type: ignore[assignment] - it is not asked
        with pytest.raises(RetryAfter):
            await Sender(nobody, pacing, LoopGuard()).without_chat(refused)
        await pacing.turn(9, Lane.REPLY)
        return now()

    assert play(work()) == 6.0


def test_three_chats_refused_one_after_the_other_hold_up_nobody_else() -> None:
    async def work() -> float:
        pacing = paced()
        for chat_id in (1, 2, 3):
            pacing.pause(30, chat_id)
            await asyncio.sleep(1)
        await pacing.turn(9, Lane.REPLY)
        return now()

    assert play(work()) == 3.0


def test_a_pause_asked_for_while_processes_took_turns_counts() -> None:
    async def work() -> float:
        async def wait_s() -> float:
            pacing.pause(7, 1)
            return 0.1

        pacing = Pacing(LIMITS, asyncio.get_running_loop().time, wait_s)
        await pacing.turn(1, Lane.REPLY)
        return now()

    assert play(work()) == 7.0


def test_the_longer_of_two_pauses_counts() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(30, 1)
        pacing.pause(5, 1)
        await pacing.turn(1, Lane.REPLY)
        return now()

    assert play(work()) == 30.0


def test_bulk_is_sent_away_from_a_long_pause_and_told_how_long_it_is() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(40, 1)
        await asyncio.sleep(10)
        with pytest.raises(ChatPaused) as paused:
            await pacing.turn(1, Lane.BULK)
        return paused.value.seconds

    assert play(work()) == 30.0


def test_bulk_that_already_waits_is_sent_away_too() -> None:
    async def work() -> list[object]:
        pacing = paced()
        waiting = [asyncio.create_task(pacing.turn(1, Lane.BULK)) for _ in range(8)]
        other = asyncio.create_task(send(pacing, [2] * 6))
        await asyncio.sleep(0)
        pacing.pause(40, 1)
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert len(await other) == 6
        return [type(end) for end in ends]

    assert play(work()) == [type(None)] * BULK_AT_ONCE + [ChatPaused] * (8 - BULK_AT_ONCE)


def test_bulk_waits_for_the_end_of_a_short_pause() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(1, 1)
        await pacing.turn(1, Lane.BULK)
        return now()

    assert play(work()) == 1.0


def test_whoever_gives_up_takes_no_turn() -> None:
    async def work() -> list[float]:
        pacing = paced()
        await send(pacing, [1] * 5)
        leaving = [asyncio.create_task(pacing.turn(1, Lane.BULK)) for _ in range(5)]
        staying = asyncio.create_task(send(pacing, [1]))
        await asyncio.sleep(1)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        return [moment for moment, _ in await staying]

    [moment] = play(work())
    assert 5 <= moment <= 5.1


def test_whoever_gives_up_at_the_moment_of_their_turn_keeps_nobody_waiting() -> None:
    async def work() -> float:
        pacing = paced()
        await send(pacing, [1] * 5)
        leaving = asyncio.create_task(pacing.turn(1, Lane.BULK))
        staying = asyncio.create_task(send(pacing, [1]))
        # The timer of the pacing was set before this one, so both run in the same round of the loop.
        asyncio.get_running_loop().call_later(5.05, leaving.cancel)
        await asyncio.sleep(0)
        await asyncio.gather(leaving, return_exceptions=True)
        [(moment, _)] = await staying
        return moment

    assert play(work()) <= 10.2


def test_a_server_without_limits_lets_everything_through_at_once() -> None:
    async def work() -> list[tuple[float, int]]:
        return await send(paced(None), [1] * 500 + [GROUP] * 500)

    assert {moment for moment, _ in play(work())} == {0.0}


def test_a_server_without_limits_still_pauses_when_it_asks_for_it() -> None:
    async def work() -> list[tuple[float, int]]:
        pacing = paced(None)
        pacing.pause(9, 1)
        return await send(pacing, [1, 2], Lane.REPLY)

    assert sorted(play(work())) == [(0.0, 2), (9.0, 1)]


def test_thousands_of_chats_one_of_them_paused_are_all_served() -> None:
    async def work() -> Counter[int]:
        pacing = paced()
        await send(pacing, [5])
        pacing.pause(60, 5)
        paused = asyncio.create_task(send(pacing, [5], Lane.REPLY))
        given = await send(pacing, list(range(10, 2_300)))
        return Counter(chat_id for _, chat_id in [*given, *await paused])

    served = play(work())
    assert len(served) == 2_291
    assert set(served.values()) == {1}


def test_the_order_of_time_is_kept() -> None:
    given = play(_broadcast(100))
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(given))
