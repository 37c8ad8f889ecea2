"""Answers in words: read whole, or asked (G14)."""

from datetime import datetime

import pytest

from storage.dates import Choice
from tests.dates.conftest import ZONE, proposes, said_by
from tests.support.stage import Player, Stage
from twg.language.date_answers import read_date_answers

DATES = [datetime(2026, 12, *when, tzinfo=ZONE) for when in ((17, 9), (18, 14), (21, 9))]
_C, _N, _I = Choice.CAN, Choice.CANNOT, Choice.IF_NEED_BE

READ = {
    "17 and 21 are fine": {0: _C, 2: _C},
    "17 and 21 are fine, not 18": {0: _C, 1: _N, 2: _C},
    "I can on the 17th but not on the 18th": {0: _C, 1: _N},
    "17 yes 18 no 21 if need be": {0: _C, 1: _N, 2: _I},
    "18 only if need be": {1: _I},
    "all fine": {0: _C, 1: _C, 2: _C},
    "none of them": {0: _N, 1: _N, 2: _N},
    "all except 18": {0: _C, 1: _N, 2: _C},
    "I can on all but 18": {0: _C, 1: _N, 2: _C},
    "only the 17th works": {0: _C, 1: _N, 2: _N},
    "Thursday is ok": {0: _C},
    "not 18, 21": {1: _N, 2: _N},
    "neither 17 nor 18": {0: _N, 1: _N},
    "17 Dec works; 18 Dec does not work": {0: _C, 1: _N},
    "17 at 9:00 ok": {0: _C},
    "sorry busy on 18": {1: _N},
    "ថ្ងៃទី១៧ និង ២១ បាន": {0: _C, 2: _C},
    "ថ្ងៃ១៨មិនបានទេ": {1: _N},
    "១៧បាន ១៨អត់បាន": {0: _C, 1: _N},
    "17 nung 18 ban": {0: _C, 1: _C},
    "17 morning ok": {0: _C},
    "ថ្ងៃទី១៨ រសៀលបាន": {1: _C},
    "Good morning, 17 is fine": {0: _C},
    "17 and 21 ok but not 18": {0: _C, 1: _N, 2: _C},
    "17 and 18 ok for me, 21 im travelling": {0: _C, 1: _C, 2: _N},
    "all of them work, but prefer 18": {0: _C, 1: _C, 2: _C},
    "sory, 18 not possible anymore": {1: _N},
    "17 & 21 ok pls": {0: _C, 2: _C},
    "ថ្ងៃទី១៧ បានបង": {0: _C},
    "ថ្ងៃទី១៨ ជាប់បេសកកម្ម": {1: _N},
}
NOT_READ = [
    "I can",
    "yes",
    "the 20th is fine",
    "17 or 18",
    "17 is fine for Dr Sok",
    "17 Jan is fine",
    "17 at 14:00 ok",
    "is the 17th a holiday?",
    "17 possible?",
    "is 17 ok",
    "can we do 18",
    "17 not possible? 18 yes",
    "18 morning ok",
    "ថ្ងៃទី១៧ រសៀលបាន",
    "17 ok (morning only)",
    "not 17 but 18",
    "17 ok but 18",
    "can't except 21",
    "លើកលែងតែថ្ងៃទី១៨ បានទាំងអស់",
    "17-21 ok",
    "17 to 21 no",
    "17 and 18, 21 not",
    "thank you",
    "ប្រធានជាប់បេសកកម្មថ្ងៃ១៨",
    "I will send it on the 17th",
]


@pytest.mark.parametrize("text", READ)
def test_what_is_said_of_each_date_is_read(text: str) -> None:
    assert read_date_answers(text, DATES) == READ[text]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_may_mean_something_else_is_not_read(text: str) -> None:
    assert read_date_answers(text, DATES) is None


async def test_a_reply_in_words_is_recorded(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    asked = await sokha.finds("dates/card")
    await sokha.says("17 and 21 are fine, not 18", reply_to=asked.message)
    assert await said_by(sokha) == {"17 09": "can", "18 14": "cannot", "21 09": "can"}
    await sokha.reads_fact("17 and 21 are fine, not 18")


async def test_a_reply_that_is_unclear_is_asked_with_the_buttons(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    asked = await sokha.finds("dates/card")
    await sokha.says("17 is fine for Dr Sok", reply_to=asked.message)
    await sokha.is_refused("dates#unclear")
    assert await said_by(sokha) == {}
    await sokha.offers("dates:answer", 1, 1, "can")


async def test_a_plain_message_that_names_the_dates_is_taken(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await sokha.says("17 and 18 are fine")
    assert await said_by(sokha) == {"17 09": "can", "18 14": "can"}


async def test_of_two_searches_a_plain_message_is_not_taken(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await proposes(dara, title="Another")
    await sokha.says("17 and 18 are fine")
    assert (await said_by(sokha, 1), await said_by(sokha, 2)) == ({}, {})


async def test_a_plain_message_that_is_not_read_is_offered_to_be_the_answer(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await proposes(dara)
    await sokha.says("17 and 18 would suit our team")
    await sokha.offers("dates:take", 1)
    assert await said_by(sokha) == {}
    await sokha.presses("dates:take", 1)
    await sokha.is_refused("dates#unclear")
    await sokha.offers("dates:answer", 1, 1, "can")


async def test_who_has_answered_is_offered_it_only_below_the_days_that_were_proposed(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await proposes(dara)
    await sokha.says("something else altogether")
    await sokha.offers("dates:take", 1)
    await sokha.says("17 is fine")
    await sokha.says("something else altogether again")
    await sokha.does_not_offer("dates:take", 1)
    await sokha.says("the 18th is a bad day")
    await sokha.offers("dates:take", 1)
