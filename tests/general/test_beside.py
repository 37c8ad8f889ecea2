"""A reply about one thing that says something of another too (U2)."""

from datetime import date
from typing import TypeVar

import pytest
from sqlalchemy import select

from storage.actions import Action, ActionState, ActionUpdate
from storage.engine.database import Base
from storage.meetings import Attendance, Rsvp
from storage.requests import MemberRequest
from tests.actions.conftest import records
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

_Row = TypeVar("_Row", bound=Base)


async def every(stage: Stage, table: type[_Row]) -> list[_Row]:
    """All rows of a table, in their order."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(table).order_by(table.__table__.c.id)))


_INVITATION = "meetings/card"
_ACTION = "actions/card"


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """A member with two actions and an invitation."""
    dara = await health.member("Chan Dara", "secretariat")
    player = await health.member("Sok Sokha", "development_partner", "UNFPA")
    await records(dara, player, "Send the draft budget", due_on=date(2026, 12, 1))
    await records(dara, player, "Translate the study", due_on=date(2026, 12, 1))
    await announce_meeting(dara)
    await everybody_looks_away(dara)
    return player


@pytest.mark.parametrize(
    ("below", "words", "closed", "rsvp"),
    [
        (_ACTION, "Done. By the way, I cannot come to the plenary", {1}, Rsvp.NO),
        (_ACTION, "រួចហើយ ហើយខ្ញុំក៏ចូលរួមប្រជុំពេញអង្គដែរ", {1}, Rsvp.YES),
        (_ACTION, "I will come to the plenary", set(), Rsvp.YES),
        (_INVITATION, "yes, and action 2 is done", {2}, Rsvp.YES),
        (_INVITATION, "ចូលរួមបាទ ហើយការងារទី២រួចហើយ", {2}, Rsvp.YES),
        (_INVITATION, "Yes. Shall I bring the draft budget?", set(), Rsvp.YES),
    ],
)
async def test_each_gets_what_is_said_of_it(
    health: Stage, sokha: Player, below: str, words: str, closed: set[int], rsvp: Rsvp
) -> None:
    notice = next(seen for seen in await sokha.messages() if below in seen.keys)
    await sokha.says(words, reply_to=notice.message)
    actions = await every(health, Action)
    assert {action.id for action in actions if action.state is ActionState.DONE} == closed
    answers = [each.rsvp for each in await every(health, Attendance) if each.rsvp is not None]
    assert answers == [rsvp]
    for action in actions:
        assert action.closing_note in words


async def test_words_below_one_action_about_another_are_asked_about(health: Stage, sokha: Player) -> None:
    notice = next(seen for seen in await sokha.messages() if _ACTION in seen.keys)
    await sokha.says("action 2 is done", reply_to=notice.message)
    await sokha.sees_only("general/which")
    await sokha.presses("actions:take", 2)
    actions = await every(health, Action)
    assert [action.state for action in actions] == [ActionState.OPEN, ActionState.DONE]


async def test_a_request_goes_with_the_action_that_it_names(health: Stage, sokha: Player) -> None:
    notice = next(seen for seen in await sokha.messages() if _ACTION in seen.keys)
    await sokha.says("not done yet, and action 2 needs more time until 20 December", reply_to=notice.message)
    assert [note.action_id for note in await every(health, ActionUpdate)] == [1]
    assert [request.subject_id for request in await every(health, MemberRequest)] == [2]
