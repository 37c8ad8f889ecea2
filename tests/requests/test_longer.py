"""More time until a later day than now, and lengths of time that count from the day on which it is due (A3, J2)."""

from datetime import date

import pytest

from storage.requests import RequestState
from tests.actions.conftest import DUE, given_to
from tests.indicators.conftest import defines, opens_round
from tests.requests.conftest import LATER, all_stored, asks_for_time, stored, told
from tests.support.stage import Player, Stage
from twg.language.longer import read_longer

TODAY = date(2026, 11, 23)
#: What is asked for of an action due on 23 December, typed on 23 November.
LENGTHS = {
    "one more week": date(2026, 12, 30),
    "One more week, please": date(2026, 12, 30),
    "another week": date(2026, 12, 30),
    "another 2 weeks": date(2027, 1, 6),
    "2 more weeks": date(2027, 1, 6),
    "two weeks more": date(2027, 1, 6),
    "can I have one more week?": date(2026, 12, 30),
    "extend by 10 days": date(2027, 1, 2),
    "10 days extension": date(2027, 1, 2),
    "1 month": date(2027, 1, 23),
    "2 weeks": date(2027, 1, 6),
    "a fortnight": date(2027, 1, 6),
    "the end of the month": date(2026, 12, 31),
    "until the end of the month": date(2026, 12, 31),
    "end of January": date(2027, 1, 31),
    "end of next month": date(2026, 12, 31),
    "មួយសប្តាហ៍ទៀត": date(2026, 12, 30),
    "មួយ​សប្ដាហ៍​ទៀត": date(2026, 12, 30),
    "សុំពន្យារពេលមួយសប្តាហ៍ទៀត": date(2026, 12, 30),
    "២ សប្តាហ៍ទៀត": date(2027, 1, 6),
    "១០ថ្ងៃទៀត": date(2027, 1, 2),
    "មួយអាទិត្យទៀត": date(2026, 12, 30),
    "សូមបន្ថែមពេល ១ខែ": date(2027, 1, 23),
    "ចុងខែ": date(2026, 12, 31),
    "muoy sabda tiet": date(2026, 12, 30),
    "som pon 2 atit tiet": date(2027, 1, 6),
}


@pytest.mark.parametrize(("text", "day"), LENGTHS.items())
def test_a_length_counts_from_the_day_it_is_due(text: str, day: date) -> None:
    longer = read_longer(text, due=DUE, today=TODAY)
    assert longer is not None
    assert (longer.days, longer.whole) == ((day,), True)


@pytest.mark.parametrize(
    "text",
    [
        *("in two weeks", "a week from now", "2-3 weeks", "about a week", "a week or two", "half a month"),
        *("a few more days", "a couple of weeks", "not one more week", "one more week is not enough", "2 weeks ago"),
        *("it takes 2 weeks", "two weeks after 3 January", "1 month and 2 weeks", "more time", "3 working days"),
        *("កន្លះខែ", "ប៉ុន្មានថ្ងៃទៀត", "ប្រហែល២សប្តាហ៍ទៀត"),
    ],
)
def test_what_is_not_certain_is_not_read(text: str) -> None:
    assert read_longer(text, due=DUE, today=TODAY) is None


def test_a_length_may_count_from_today_where_the_day_is_over_or_nothing_says_more() -> None:
    over = read_longer("one more week", due=date(2026, 11, 20), today=TODAY)
    assert over is not None
    assert over.days == (date(2026, 11, 27), date(2026, 11, 30))
    near = read_longer("2 weeks", due=date(2026, 11, 25), today=TODAY)
    assert near is not None
    assert near.days == (date(2026, 12, 7), date(2026, 12, 9))
    none = read_longer("one more week", due=None, today=TODAY)
    assert none is not None
    assert none.days == (date(2026, 11, 30),)


@pytest.mark.parametrize(
    "text", ["3 December", "23/12/2026", "ថ្ងៃទី៣ ខែធ្នូ", "until 3 December please", "សូមដល់ថ្ងៃទី៣ ខែធ្នូ"]
)
async def test_a_day_that_is_no_later_is_refused_with_the_day_it_is_due(
    health: Stage, sokha: Player, action_id: int, text: str
) -> None:
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says(text)
    await sokha.is_refused("requests#not_later", due=DUE)
    await sokha.asks("until")
    await sokha.presses("form:choice=2026-12-23")
    await sokha.is_refused("requests#not_later")
    await sokha.says("30/12/2026")
    await sokha.asks("reason")


@pytest.mark.parametrize("words", ["Please give me until 3 December", "MEF is late, give me until 23 December"])
async def test_the_same_in_one_line_is_said_to_be_still_in_time(
    health: Stage, sokha: Player, action_id: int, words: str
) -> None:
    await sokha.says(words, reply_to=await given_to(sokha))
    await sokha.sees("requests/still_in_time", due=DUE)
    await sokha.does_not_ask()
    assert await all_stored(health) == []


@pytest.mark.parametrize("words", ["I need one more week", "សុំពន្យារពេលមួយសប្តាហ៍ទៀត"])
async def test_a_length_in_one_line_is_shown_as_a_day_before_it_is_sent(
    health: Stage, sokha: Player, action_id: int, words: str
) -> None:
    await sokha.says(words, reply_to=await given_to(sokha))
    assert set(await sokha.summary()) == {"until", "reason"}
    assert await all_stored(health) == []
    await sokha.presses("form:save")
    made = await stored(health)
    assert (made.until, made.text) == (LATER, words)


async def test_words_beside_a_length_are_the_reason(health: Stage, sokha: Player, action_id: int) -> None:
    words = "2 more weeks because MEF sends the ceilings late"
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says(words)
    assert (await sokha.summary())["reason"] == words
    await sokha.presses("form:save")
    assert (await stored(health)).until == date(2027, 1, 6)


async def test_a_length_with_two_readings_is_asked(health: Stage, sokha: Player, action_id: int) -> None:
    await health.passes(days=29)  # the day before it is due
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says("2 weeks")
    await sokha.is_refused("general#which_day")
    await sokha.presses("form:choice=2027-01-06")
    await sokha.asks("reason")


async def test_agreeing_to_a_day_that_is_no_later_by_now_is_refused(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await dara.forges(f"actions:move:{action_id}")
    await dara.says("31/12/2026")
    await dara.presses("form:save")
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#not_later", due=date(2026, 12, 31))
    assert (await stored(health)).state is RequestState.WAITING
    await dara.forges("requests:day:1")
    await dara.says("31/12/2026")
    await dara.is_refused("requests#not_later")
    await dara.says("one more week")
    await dara.presses("form:save")
    assert (await stored(health)).until == date(2027, 1, 7)


async def test_more_time_for_a_report_is_until_after_its_round(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await sokha.forges("requests:ask:more_time:report_request:1")
    await sokha.says("20/12/2026")
    await sokha.is_refused("requests#not_later", due=date(2026, 12, 23))
    await sokha.says("one more week")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await told(health)
    await dara.forges("requests:agree:1")
    await sokha.forges("requests:ask:more_time:report_request:1")
    await sokha.says("30/12/2026")
    await sokha.is_refused("requests#not_later", due=date(2026, 12, 30))


async def test_a_second_request_says_which_one_it_replaces(health: Stage, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says("6/1/2027", "The ceilings came yesterday")
    await sokha.reads_fact("Wednesday 30 December 2026")
    await sokha.presses("form:save")
    assert (await sokha.shown("requests/card", heading="sent"))["replaced"].until == LATER


async def test_a_second_request_in_one_line_says_it_too(health: Stage, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await sokha.says("I need more time until 6 January", reply_to=await given_to(sokha))
    assert (await sokha.shown("requests/card", heading="sent"))["replaced"].until == LATER
    await sokha.presses("general:undo")
    assert (await stored(health)).until == LATER
