"""What says in words that it is a request is made one (A3, U2)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.capabilities import CAPABILITIES
from bot.registry import Capability, assemble
from handlers.requests import ask_in_words
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import Text
from storage.requests import RequestState
from tests.actions.conftest import local
from tests.requests.conftest import LATER, all_stored, stored, told
from tests.support.stage import Player, Stage, raise_curtain
from twg.actions.access import access_action

router = Router("saying")


@router.command("saying", Text("Language, digest and TWG"), hidden=True)
async def saying(request: Request, rest: str) -> Reply:
    """`/saying more_time 1 the words` takes the words as a request about an action; 0 is the TWG."""
    kind, number, words = rest.split(" ", 2)
    subject = None
    if int(number):
        subject = await access_action(request.session, request.member, int(number))
    return await ask_in_words(request, subject, kind, words)


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    registry = assemble((*CAPABILITIES, Capability("saying", router=router)))
    async with raise_curtain(tmp_path, database_url, local(23, 9, month=11), registry) as stage:
        yield stage


async def test_what_is_clear_is_sent_at_once_and_undone(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await sokha.says("/saying more_time 1 I need more time until 30 December, MEF is late")
    await sokha.asks("until")  # more follows the day
    await sokha.says("/cancel")
    words = "MEF is late, I need more time until 30 December"
    await sokha.says(f"/saying more_time 1 {words}")
    await sokha.sees("requests/card", heading="sent")
    made = await stored(health)
    assert (made.until, made.text) == (LATER, words)
    await sokha.presses("general:undo")
    assert (await stored(health)).state is RequestState.WITHDRAWN


async def test_a_missing_day_is_asked_and_the_words_are_kept(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    words = "I need more time"
    await sokha.says(f"/saying more_time 1 {words}")
    await sokha.asks("until")
    await sokha.says("30/12/2026")
    assert (await sokha.summary())["reason"] == words
    await sokha.presses("form:save")
    assert (await stored(health)).text == words


async def test_the_one_who_is_named_is_read(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await sokha.says("/saying hand_over 1 please ask somebody else")
    await sokha.asks("named")
    await sokha.says("/cancel")
    await sokha.says("/saying hand_over 1 please give it to kenji")
    made = await stored(health)
    assert made.named is not None
    assert made.named.name == "Kenji"


@pytest.mark.parametrize("kind", ["not_mine", "still_needed", "question"])
async def test_other_kinds_are_sent_as_they_are(
    health: Stage, dara: Player, sokha: Player, action_id: int, kind: str
) -> None:
    await sokha.says(f"/saying {kind} 1 the words")
    await sokha.says("/saying question 0 which districts?")
    assert [made.text for made in await all_stored(health)] == ["the words", "which districts?"]
    await told(health)
    await dara.is_told_only("request_made", "request_made")


async def test_who_is_not_the_owner_is_told_so(
    health: Stage, dara: Player, sokha: Player, kenji: Player, action_id: int
) -> None:
    await kenji.says("/saying more_time 1 more time until 30 December please")
    await kenji.is_refused("requests#not_theirs")


@pytest.mark.parametrize("words", ["need until 23 December", "I need more time until 22 December", "សុំពេលដល់ថ្ងៃទី២៣ ធ្នូ"])
async def test_time_until_a_day_on_which_it_is_due_is_not_asked_for(
    health: Stage, dara: Player, sokha: Player, action_id: int, words: str
) -> None:
    given = await sokha.finds("actions/card")
    await sokha.says(words, reply_to=given.message)
    await sokha.sees("requests/still_in_time")
    await sokha.does_not_ask()
    assert await all_stored(health) == []


async def test_who_does_it_after_all_is_told_that_the_own_request_is_withdrawn(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    given = await sokha.finds("actions/card")
    await sokha.says("not mine, please ask MoP", reply_to=given.message)
    assert (await stored(health)).state is RequestState.WAITING
    await sokha.says("all done, sent on Monday", reply_to=given.message)
    await sokha.sees("requests/ended_by_you")
    assert (await stored(health)).state is RequestState.OVER
