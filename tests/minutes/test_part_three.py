"""Minutes as Part Three of the Guideline asks, clause by clause (G6, A1)."""

import pytest

from storage.actions import ActionState, find_action
from storage.documents import DocumentKind, find_document
from storage.members import Adoption
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by, circulates, held, newest, sends_document
from tests.minutes.steps import drafts
from tests.subgroups.steps import sets_up
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]


@pytest.mark.parametrize("language", ["en", "km"])
async def test_d_ii_minutes_are_kept_and_circulated_after_the_meeting_to_everybody_invited(
    health: Stage, dara: Player, sokha: Player, held: int, language: str
) -> None:
    bopha = await health.member("Bopha", "government", "MEF", language=language)
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    for member in (bopha, sokha):
        await member.says("/minutes")
        await member.presses("minutes:show", 1)
        await member.presses("minutes:text", 1, 1)
        await member.reads_fact("58% of district hospitals are staffed", "D-2026-01")
    await health.becomes(local(23, 9))
    await sends_document(dara, held)
    await bopha.is_told("minutes_adopted", "document_replaced")
    async with health.assistant.database.read() as session:
        document = await find_document(session, 1)
    assert document is not None
    assert (document.kind, document.minutes_of_id, len(document.versions)) == (DocumentKind.MINUTES, held, 2)


async def test_d_ii_minutes_of_sub_groups_are_kept_for_those_in_them(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    token = f"subgroup_{await sets_up(dara, chair=sokha)}"
    version = await drafts(dara, audience=token, title="Gender budget")
    await sokha.says("/minutes")
    await sokha.presses("minutes:show", version.id)
    await kenji.says("/minutes")
    await kenji.does_not_offer("minutes:show", version.id)


async def test_d_iii_what_the_minutes_agree_is_followed_up_as_it_was_adopted(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    """An action goes on after the adoption; the minutes say what was agreed, the list of actions what became of it."""
    await adopts_by(health, Adoption.SILENCE)
    await circulates(dara, held)
    await sokha.says("3: by district → by province")
    await dara.forges("minutes:accept:1")
    await health.becomes(local(23, 9))
    await everybody_looks_away(dara)
    await sokha.says("/done 1 sent on Monday")
    async with health.assistant.database.read() as session:
        action = await find_action(session, 1)
    assert action is not None
    assert (action.text, action.state) == ("send the figures by province", ActionState.DONE)
    version = await newest(health, held)
    agreed = next(each for each in version.paragraphs if each.number == 3)
    assert (agreed.text, agreed.details["owners"]) == ("send the figures by province", "UNFPA")
