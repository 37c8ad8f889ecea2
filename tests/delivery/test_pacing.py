"""One budget for everything a token sends (T3), in time that passes only on paper."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import RetryAfter

from scheduler.delivery.limits import Limits
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import BULK_AT_ONCE, ChatBusy, ChatPaused, Lane, Pacing
from scheduler.delivery.sender import Sender
from tests.delivery.virtual_time import play

LIMITS = Limits()
GROUP = -100


def now() -> float:
    return asyncio.get_running_loop().time()


def paced(limits: Limits | None = LIMITS) -> Pacing:
    return Pacing(limits, asyncio.get_running_loop().time)


async def take_turn(pacing: Pacing, chat_id: int, lane: Lane, *, queues: int = 1, answer_s: float = 0.0) -> float:
    """Make a call in a turn, which is answered after `answer_s` seconds. Returns when the turn was given."""
    async with pacing.turn(chat_id, lane, queues=queues):
        given_at = now()
        await asyncio.sleep(answer_s)
        return given_at


async def take_turn_in_time(pacing: Pacing, chat_id: int, lane: Lane) -> float:
    """As `take_turn`; bulk asks again at the moment that it is told, as the delivery loop does."""
    refused = False
    while True:
        try:
            return await take_turn(pacing, chat_id, lane, queues=0 if refused else 1)
        except ChatBusy as busy:
            refused = True
            await asyncio.sleep(busy.seconds)


async def send(pacing: Pacing, chats: list[int], lane: Lane = Lane.BULK) -> list[tuple[float, int]]:
    """Ask for all turns at once; when each was given, in order."""
    given: list[tuple[float, int]] = []

    async def one(chat_id: int) -> None:
        given.append((await take_turn_in_time(pacing, chat_id, lane), chat_id))

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
@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, GROUP]), st.floats(0, 3), st.sampled_from(Lane)), max_size=70))
def test_no_limit_is_ever_exceeded(turns: list[tuple[int, float, Lane]]) -> None:
    async def work() -> list[tuple[float, int]]:
        pacing, given = paced(), []

        async def one(chat_id: int, after_s: float, lane: Lane) -> None:
            await asyncio.sleep(after_s)
            given.append((await take_turn_in_time(pacing, chat_id, lane), chat_id))

        await asyncio.gather(*(one(*turn) for turn in turns))
        return given

    given = play(work())
    assert Counter(chat_id for _, chat_id in given) == Counter(chat_id for chat_id, _, _ in turns)
    assert most_within([moment for moment, _ in given], 1.0) <= LIMITS.per_second
    for chat_id in {chat_id for _, chat_id in given}:
        moments = [moment for moment, to in given if to == chat_id]
        if chat_id == GROUP:
            assert most_within(moments, 60.0) <= LIMITS.group_per_minute
        else:
            for span_s in range(1, 10):
                assert most_within(moments, span_s) <= LIMITS.chat_burst + span_s


def test_one_person_gets_a_burst_and_then_one_a_second() -> None:
    given = play(_to_one_person(20))
    moments = [moment for moment, _ in given]
    assert moments == pytest.approx([0.0] * 5 + [float(second) for second in range(1, 16)], abs=0.01)


def test_who_has_used_up_the_burst_waits_for_one_turn_and_not_for_all() -> None:
    async def work() -> float:
        pacing = paced()
        await send(pacing, [1] * 5, Lane.REPLY)
        return await take_turn(pacing, 1, Lane.REPLY)

    assert play(work()) == pytest.approx(1.0)


def test_a_turn_counts_from_the_answer_since_its_message_may_arrive_late() -> None:
    async def work() -> float:
        pacing = paced()
        await asyncio.gather(*(take_turn(pacing, 1, Lane.REPLY, answer_s=0.7) for _ in range(5)))
        return await take_turn(pacing, 1, Lane.REPLY)

    assert play(work()) == pytest.approx(1.7)


def test_bulk_leaves_turns_of_a_chat_to_the_person_there() -> None:
    async def work() -> list[float]:
        pacing = paced()
        bulk = asyncio.create_task(send(pacing, [1] * 60))
        await asyncio.sleep(20)
        asked = now()
        moments = await send(pacing, [1] * 6, Lane.REPLY)
        await bulk
        return [moment - asked for moment, _ in moments]

    waits = play(work())
    assert waits[:2] == pytest.approx([0.0, 0.0], abs=0.01)
    assert waits == pytest.approx([0.0, 0.0, 1.0, 2.0, 3.0, 4.0], abs=1.0)


def test_bulk_does_not_wait_for_a_chat_and_each_message_is_told_a_moment_of_its_own() -> None:
    async def work() -> list[float]:
        pacing = paced()
        ends = await asyncio.gather(*(take_turn(pacing, 1, Lane.BULK) for _ in range(6)), return_exceptions=True)
        assert now() == 0.0
        return [end.seconds if isinstance(end, ChatBusy) else 0.0 for end in ends]

    assert play(work()) == pytest.approx([0.0, 0.0, 0.0, 1.0, 2.0, 3.0])


def test_urgent_bulk_is_told_the_next_moment_however_many_wait() -> None:
    async def work() -> float:
        pacing = paced()
        await asyncio.gather(*(take_turn(pacing, 1, Lane.BULK) for _ in range(30)), return_exceptions=True)
        with pytest.raises(ChatBusy) as busy:
            await take_turn(pacing, 1, Lane.BULK, queues=0)
        return busy.value.seconds

    assert play(work()) == pytest.approx(1.0)


def test_after_a_refusal_of_telegram_a_chat_goes_on_with_one_a_second() -> None:
    async def work() -> list[tuple[float, int]]:
        pacing = paced()
        pacing.pause(3, 1)
        return await send(pacing, [1] * 3, Lane.REPLY)

    assert [moment for moment, _ in play(work())] == pytest.approx([3.0, 4.0, 5.0])


async def _to_one_person(count: int) -> list[tuple[float, int]]:
    return await send(paced(), [1] * count, Lane.REPLY)


def test_a_group_gets_twenty_a_minute() -> None:
    async def work() -> list[tuple[float, int]]:
        return await send(paced(), [GROUP] * 45, Lane.REPLY)

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
        await take_turn(pacing, 999, Lane.REPLY)
        waited = now() - asked
        assert not bulk.done()
        await bulk
        return waited

    assert play(work()) <= 0.11


def test_turns_within_a_chat_are_given_in_the_order_they_were_asked_for() -> None:
    async def work() -> list[int]:
        pacing, order = paced(), []

        async def one(number: int) -> None:
            await take_turn(pacing, 1, Lane.REPLY)
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
        waiting = [asyncio.create_task(take_turn(pacing, chat_id, Lane.BULK)) for chat_id in range(8)]
        await asyncio.sleep(0)
        pacing.pause(40)
        late = asyncio.create_task(take_turn(pacing, 9, Lane.BULK))
        ends = await asyncio.gather(*waiting, late, return_exceptions=True)
        assert now() == 0.0
        return [type(end) for end in ends]

    assert play(work()) == [float] * BULK_AT_ONCE + [ChatPaused] * (9 - BULK_AT_ONCE)


@pytest.mark.parametrize(("refused", "others_went_at"), [([1, 2], 0.0), ([1, 2, 3], 5.0), ([1, 1, 1], 0.0)])
def test_when_three_chats_are_refused_within_a_second_everybody_waits(
    refused: list[int], others_went_at: float
) -> None:
    async def work() -> float:
        pacing = paced()
        for chat_id in refused:
            pacing.pause(5, chat_id)
        await take_turn(pacing, 9, Lane.REPLY)
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
        await take_turn(pacing, 9, Lane.REPLY)
        return now()

    assert play(work()) == 6.0


def test_three_chats_refused_one_after_the_other_hold_up_nobody_else() -> None:
    async def work() -> float:
        pacing = paced()
        for chat_id in (1, 2, 3):
            pacing.pause(30, chat_id)
            await asyncio.sleep(1)
        await take_turn(pacing, 9, Lane.REPLY)
        return now()

    assert play(work()) == 3.0


def test_a_pause_asked_for_while_processes_took_turns_counts() -> None:
    async def work() -> float:
        async def wait_s() -> float:
            pacing.pause(7, 1)
            return 0.1

        pacing = Pacing(LIMITS, asyncio.get_running_loop().time, wait_s)
        await take_turn(pacing, 1, Lane.REPLY)
        return now()

    assert play(work()) == 7.0


def test_the_longer_of_two_pauses_counts() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(30, 1)
        pacing.pause(5, 1)
        await take_turn(pacing, 1, Lane.REPLY)
        return now()

    assert play(work()) == 30.0


def test_bulk_is_sent_away_from_a_long_pause_and_told_how_long_it_is() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(40, 1)
        await asyncio.sleep(10)
        with pytest.raises(ChatPaused) as paused:
            await take_turn(pacing, 1, Lane.BULK)
        return paused.value.seconds

    assert play(work()) == 30.0


def test_bulk_that_already_waits_is_sent_away_too() -> None:
    async def work() -> list[object]:
        pacing = paced()
        await send(pacing, [2, 3, 4])  # as many as leave at once
        waiting = [asyncio.create_task(take_turn(pacing, 1, Lane.BULK)) for _ in range(3)]
        await asyncio.sleep(0)
        pacing.pause(1, 1)
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        return [type(end) for end in ends]

    assert play(work()) == [ChatPaused] * 3


def test_bulk_waits_for_the_end_of_a_short_pause_of_all() -> None:
    async def work() -> float:
        pacing = paced()
        pacing.pause(1)
        await take_turn(pacing, 1, Lane.BULK)
        return now()

    assert play(work()) == 1.0


def test_whoever_gives_up_takes_no_turn() -> None:
    async def work() -> list[float]:
        pacing = paced()
        await send(pacing, [1] * 5, Lane.REPLY)
        leaving = [asyncio.create_task(take_turn(pacing, 1, Lane.REPLY)) for _ in range(5)]
        staying = asyncio.create_task(send(pacing, [1], Lane.REPLY))
        await asyncio.sleep(0.5)
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
        return [moment for moment, _ in await staying]

    [moment] = play(work())
    assert moment == pytest.approx(1.0)


def test_whoever_gives_up_at_the_moment_of_their_turn_keeps_nobody_waiting() -> None:
    async def work() -> float:
        pacing = paced()
        await send(pacing, [1] * 5, Lane.REPLY)
        leaving = asyncio.create_task(take_turn(pacing, 1, Lane.REPLY))
        staying = asyncio.create_task(send(pacing, [1], Lane.REPLY))
        # The timer of the pacing was set before this one, so both run in the same round of the loop.
        asyncio.get_running_loop().call_later(1.0, leaving.cancel)
        await asyncio.sleep(0)
        await asyncio.gather(leaving, return_exceptions=True)
        [(moment, _)] = await staying
        return moment

    assert play(work()) == pytest.approx(1.0)


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


def test_bulk_leaves_a_quarter_of_a_group_s_minute_to_replies() -> None:
    async def work() -> list[float]:
        pacing = paced()
        bulk = asyncio.create_task(send(pacing, [GROUP] * 30))
        await asyncio.sleep(5)
        replies = await send(pacing, [GROUP] * 5, Lane.REPLY)
        await bulk
        return [moment for moment, _ in replies]

    assert play(work()) == pytest.approx([5.0] * 5)


def test_the_order_of_time_is_kept() -> None:
    given = play(_broadcast(100))
    assert all(earlier <= later for (earlier, _), (later, _) in pairwise(given))
