"""The list of documents, opening one, and those outside its audience (D2, D5)."""

import pytest

from tests.documents.conftest import PAPER, circulate
from tests.support.doings import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

GONE = "That is no longer there, or it is not open to you."


async def test_the_list_shows_what_was_circulated_the_newest_first(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await health.passes(days=1)
    await circulate(dara, title="Minutes of the plenary")
    await sokha.says("/documents")
    await sokha.reads(
        "Documents\n\nMinutes of the plenary\nMeeting paper · Tue 24 Nov, 09:00\n\n"
        "Health budget 2027\nMeeting paper · Mon 23 Nov, 09:00",
        "[Minutes of the plenary]\n[Health budget 2027]",
    )


async def test_an_empty_list_says_so(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/documents")
    await sokha.reads("No document has been circulated to you yet.")
    await sokha.does_not_read("[Circulate a document]")


async def test_a_document_opened_from_the_list_comes_with_its_file_and_can_be_acknowledged(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await sokha.says("/documents")
    await sokha.taps("Health budget 2027")
    [message] = await sokha.new_messages()
    assert message.document is not None
    assert await sokha.person.downloads(message) == PAPER
    assert message.labels == ["I have received it"]
    await sokha.taps("I have received it")
    await sokha.reads("You acknowledged it.")


async def test_an_acknowledged_document_opens_without_the_button(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.taps("I have received it")
    await sokha.says("/documents")
    await sokha.taps("Health budget 2027")
    await sokha.reads("You acknowledged it.", "[health-budget-2027.pdf]")
    await sokha.does_not_read("[I have received it]")


async def test_an_organiser_opens_a_document_with_who_has_not_acknowledged(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await dara.says("/documents")
    await dara.taps("Health budget 2027", "Who has not acknowledged")
    await dara.reads("Not acknowledged (1)\nSokha, UNFPA")


async def test_it_is_found_by_words_of_title_note_and_file_name(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, note="Read part 2 ថវិកាជាតិ")
    for words in ("budget", "ថវិកា", "health-budget-2027.pdf"):
        await sokha.says(f"/search {words}")
        await sokha.reads("Health budget 2027")


async def test_a_member_who_joined_later_finds_and_opens_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await maria.says("/documents")
    await maria.taps("Health budget 2027")
    await maria.reads("[health-budget-2027.pdf]")


@pytest.fixture
async def for_government(health: Stage, dara: Player, sokha: Player) -> int:
    """A document for the government only; its id."""
    await health.member("Vichea", "government", "MEF")
    document_id = await circulate(dara, audience=Audience.GOVERNMENT)
    await everybody_looks_away(dara)
    return document_id


async def test_whoever_is_outside_the_audience_is_not_sent_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, audience=Audience.GOVERNMENT)
    await sokha.sees_nothing_new()


async def test_whoever_is_outside_the_audience_does_not_see_it_listed(for_government: int, sokha: Player) -> None:
    await sokha.says("/documents")
    await sokha.reads("No document has been circulated to you yet.")


async def test_whoever_is_outside_the_audience_does_not_find_it(for_government: int, sokha: Player) -> None:
    await sokha.says("/search budget")
    await sokha.reads("Nothing was found")


@pytest.mark.parametrize("action", ["documents/open", "documents/acknowledge"])
async def test_whoever_is_outside_the_audience_gets_nowhere_with_a_guessed_id(
    for_government: int, sokha: Player, action: str
) -> None:
    await sokha.forges(f"{action}:{for_government}")
    await sokha.reads(GONE)
    await sokha.does_not_read("Health budget 2027")


@pytest.mark.parametrize("guess", ["0", "-1", "99", "99999999999999999999999", "x", ""])
@pytest.mark.parametrize("action", ["documents/open", "documents/acknowledge", "documents/receipts"])
async def test_a_made_up_id_gets_the_same_answer(health: Stage, dara: Player, action: str, guess: str) -> None:
    await dara.forges(f"{action}:{guess}")
    await dara.reads(GONE)
