"""Requests made in words, and replies to messages about requests (A3, U2)."""

from datetime import date

import pytest

from storage.requests import RequestKind, RequestState
from tests.requests.conftest import LATER, all_stored, asks, asks_for_time, stored, told
from tests.support.stage import Player, Stage
from twg.language.until import find_until

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I need more time until 30 December", LATER),
        ("Please give me until 30/12/2026, thank you.", LATER),
        ("Could it wait till 30 December 2026 please", LATER),
        ("សូមពន្យារពេលដល់ ៣០/១២/២០២៦", LATER),
        ("MEF is late, may I have until 30 December?", LATER),
        ("I need until 30 December, we wait for MEF", None),
        ("សុំបន្ថែមពេលដល់ថ្ងៃទី៣០ ខែធ្នូ អរគុណ", LATER),
        ("I need more time", None),
        ("by the time the ministry answers", None),
        ("until the plenary", None),
        ("until 30 December or later", None),
        ("until 30 October 2026", None),
        ("", None),
    ],
)
def test_the_day_is_read_whole_or_not_at_all(text: str, day: date | None) -> None:
    assert find_until(text, today=TODAY) == day


async def test_a_reply_answers_a_question(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("Takeo, Kampot and Kep", reply_to=made)
    assert (await stored(health)).answer == "Takeo, Kampot and Kep"
    await told(health)
    await sokha.is_told_only("request_decided")
    await sokha.reads_fact("Takeo, Kampot and Kep")


async def test_a_reply_to_a_request_for_time_is_asked_what_it_shall_do(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("until 28 December", reply_to=made)
    await dara.sees_only("requests/reply")
    assert (await stored(health)).state is RequestState.WAITING
    await dara.presses("requests:agree_day", 1)
    found = await stored(health)
    assert (found.state, found.until) == (RequestState.GRANTED, date(2026, 12, 28))


@pytest.mark.parametrize(
    ("verb", "state"), [("answer_with", RequestState.ANSWERED), ("decline_with", RequestState.DECLINED)]
)
async def test_the_words_of_a_reply_are_kept(
    health: Stage, dara: Player, sokha: Player, action_id: int, verb: str, state: RequestState
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("The plenary cannot wait", reply_to=made)
    await dara.presses(f"requests:{verb}", 1)
    found = await stored(health)
    assert (found.state, found.answer) == (state, "The plenary cannot wait")


async def test_who_asked_adds_to_it_by_reply(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await sokha.forges("requests:open:1")
    card = (await sokha.finds("requests/card", heading="")).message
    more = "The letter came today"
    await sokha.says(more, reply_to=card)
    found = await stored(health)
    assert found.text.splitlines() == ["MEF is late", more]
    await told(health)
    await dara.sees("requests/card", heading="changed")


async def test_a_reply_to_the_outcome_is_a_question(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await dara.presses("requests:agree", 1)
    decided = (await sokha.finds("requests/card", heading="decided")).message
    await sokha.says("May I send it in two parts?", reply_to=decided)
    assert (await sokha.summary())["text"] == "May I send it in two parts?"
    await sokha.presses("form:save")
    assert [made.kind for made in await all_stored(health)] == [RequestKind.MORE_TIME, RequestKind.QUESTION]
