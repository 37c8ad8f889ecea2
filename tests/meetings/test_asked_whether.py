"""Whether a meeting takes place as it was announced is answered from the store (U2, G2)."""

from datetime import date, time

import pytest

from storage.meetings import MeetingState
from tests.meetings.conftest import local
from tests.support.setup_steps import access_actor, announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.meetings import changing

TITLE = "Second plenary meeting 2026"
WORDS = [
    "Is the plenary still on?",
    "is it still on?",
    "Still on?",
    "has it moved?",
    "is it confirmed?",
    "was the meeting cancelled?",
    "plenary cancelled?",
    "Is there any change to the date of the meeting?",
    "ប្រជុំនៅតែធ្វើទេ?",
    "តើកិច្ចប្រជុំលើកពេលហើយឬនៅ?",
    "តើកិច្ចប្រជុំពេញអង្គត្រូវបានលុបចោលឬទេ?",
    "នៅ\u200bដដែល\u200bទេ?",
    "បញ្ជាក់ហើយឬនៅ?",
    "prachum nov tae thver te?",
    "prochum lerk pel haey reu nov?",
    "meeting នៅ on ទេ bong?",
]


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player) -> int:
    """A plenary on Tuesday 15 December at nine to which everybody is invited; its id."""
    return await announce_meeting(dara)


async def moves(dara: Player, meeting_id: int, day: date, *, place: str = "") -> None:
    """Move a meeting to this day at nine, and to another place."""
    async with dara.stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), dara.stage.clock.now()
        await changing.move(session, actor, meeting_id, changing.NewTime(day=day, at=time(9)), now=now)
        if place:
            await changing.relocate(session, actor, meeting_id, place, now=now)
    await dara.stage.settle()
    await everybody_looks_away(dara)


@pytest.mark.parametrize("words", WORDS)
async def test_one_that_is_as_announced(announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    asked = await sokha.shown("meetings/asked", meeting__id=announced, meeting__state=MeetingState.ANNOUNCED)
    assert (asked["former"].starts_at, asked["former"].place) == (None, None)
    await sokha.offers("meetings:open", announced)


@pytest.mark.parametrize("words", WORDS)
async def test_one_that_was_moved(announced: int, dara: Player, sokha: Player, words: str) -> None:
    await moves(dara, announced, date(2026, 12, 16))
    await sokha.says(words)
    asked = await sokha.shown("meetings/asked", meeting__id=announced, meeting__starts_at=local(16, 9))
    assert asked["former"].starts_at == local(15, 9)


@pytest.mark.parametrize("words", WORDS)
async def test_one_that_was_cancelled(announced: int, dara: Player, sokha: Player, words: str) -> None:
    await cancel_meeting(dara, announced, "The Minister travels")
    await sokha.says(words)
    await sokha.sees("meetings/asked", meeting__id=announced, meeting__state=MeetingState.CANCELLED)
    await sokha.reads_fact("The Minister travels")


async def test_one_that_is_held_elsewhere(announced: int, dara: Player, sokha: Player) -> None:
    before = (await sokha.finds("meetings/card")).contexts("meetings/card")[-1]["meeting"].place
    await moves(dara, announced, date(2026, 12, 16), place="Hotel Cambodiana")
    await sokha.says("has the venue changed?")
    assert (await sokha.shown("meetings/asked"))["former"].place == before
    await sokha.reads_fact("Hotel Cambodiana", before)


async def test_moved_and_moved_back_it_is_as_announced(announced: int, dara: Player, sokha: Player) -> None:
    await moves(dara, announced, date(2026, 12, 16))
    await moves(dara, announced, date(2026, 12, 15))
    await sokha.says("Is the plenary still on?")
    assert (await sokha.shown("meetings/asked"))["former"].starts_at is None


@pytest.mark.parametrize(
    "words", ["Is the Budget review still on?", "budget review still on?", "Is Budget review confirmed?"]
)
async def test_one_that_is_called_by_its_title(announced: int, dara: Player, sokha: Player, words: str) -> None:
    review = await announce_meeting(dara, title="Budget review", day=date(2026, 12, 22))
    await sokha.says(words)
    await sokha.sees("meetings/asked", meeting__id=review)
    await sokha.does_not_see("meetings/asked", meeting__id=announced)


@pytest.mark.parametrize(
    "words",
    ["is it still on?", "has it moved?", "where is it?", "what time?", "នៅកន្លែងណា?", "នៅដដែលទេ?", "maong ponman?"],
)
async def test_of_several_it_is_asked_which(announced: int, dara: Player, sokha: Player, words: str) -> None:
    review = await announce_meeting(dara, title="Budget review", day=date(2026, 12, 22))
    await sokha.says(words)
    await sokha.sees("meetings/which")
    await sokha.offers("meetings:open", announced)
    await sokha.offers("meetings:open", review)
    await sokha.presses("meetings:open", review)
    await sokha.sees("meetings/card", meeting__id=review)


async def test_below_an_invitation_it_is_that_meeting(announced: int, dara: Player, sokha: Player) -> None:
    told = (await sokha.finds("meetings/card")).message
    await announce_meeting(dara, title="Budget review", day=date(2026, 12, 8))
    await sokha.says("is it still on?", reply_to=told)
    await sokha.sees("meetings/asked", meeting__id=announced)
    await cancel_meeting(dara, announced)
    await sokha.says("is it still on?", reply_to=told)
    await sokha.sees("meetings/asked", meeting__id=announced, meeting__state=MeetingState.CANCELLED)


@pytest.mark.parametrize(
    "words", ["Is the report confirmed?", "has the budget changed?", "will the value change?", "was action 1 moved?"]
)
async def test_of_what_is_no_meeting_nothing_is_said_of_meetings(announced: int, sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.does_not_see("meetings/asked")
    await sokha.does_not_see("meetings/which")


async def test_a_cancelled_meeting_of_others_is_not_told(health: Stage, dara: Player, sokha: Player) -> None:
    hidden = await announce_meeting(dara, audience=Audience.SECRETARIAT)
    await cancel_meeting(dara, hidden, "A secret")
    await sokha.says("Is the plenary still on?")
    await sokha.sees("meetings/asked", meeting=None)
    await sokha.does_not_read_fact("A secret")


async def test_a_question_moves_nothing(health: Stage, announced: int, dara: Player, sokha: Player) -> None:
    """Asked whether it was moved, in words that may also ask to move it."""
    await sokha.says("តើប្រជុំលើកពេលឬទេ?")
    await health.passes(minutes=15)
    await sokha.sees("meetings/asked", meeting__id=announced)
    await dara.is_not_told("request_made")
