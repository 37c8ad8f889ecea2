"""The list of documents, opening one, and those outside its audience (D2, D5)."""

import pytest

from tests.documents.conftest import PAPER, circulate, local
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def listed(player: Player) -> list[str]:
    """The titles on the list of documents, in its order."""
    return [document.title for document in (await player.shown("documents/list"))["documents"]]


async def test_the_list_shows_what_was_circulated_the_newest_first(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await health.passes(days=1)
    await circulate(dara, title="Minutes of the plenary")
    await sokha.says("/documents")
    documents = (await sokha.shown("documents/list"))["documents"]
    assert [(document.title, document.circulation.circulated_at) for document in documents] == [
        ("Minutes of the plenary", local(24, 9)),
        ("Health budget 2027", local(23, 9)),
    ]
    await sokha.offers_only("documents:open", "documents:open")
    await sokha.reads_fact("[Minutes of the plenary]\n[Health budget 2027]", "24 Nov, 09:00", "23 Nov, 09:00")
    screen = await sokha.screen()
    assert screen.index("Minutes of the plenary") < screen.index("Health budget 2027")


async def test_an_empty_list_says_so(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/documents")
    assert await listed(sokha) == []
    await sokha.offers_only()


async def test_a_document_opened_from_the_list_comes_with_its_file_and_can_be_acknowledged(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await sokha.says("/documents")
    await sokha.presses("documents:open")
    [message] = await sokha.new_messages()
    assert message.document is not None
    assert await sokha.person.downloads(message) == PAPER
    await sokha.offers_only("documents:acknowledge")
    await sokha.presses("documents:acknowledge")
    await sokha.sees("documents/card", acknowledged=True)


async def test_an_acknowledged_document_opens_without_the_button(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await sokha.says("/documents")
    await sokha.presses("documents:open")
    await sokha.sees("documents/card", acknowledged=True)
    await sokha.reads_fact("[health-budget-2027.pdf]")
    await sokha.offers_only()


async def test_an_organiser_opens_a_document_with_who_has_not_acknowledged(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara)
    await dara.says("/documents")
    await dara.presses("documents:open")
    await dara.presses("documents:receipts")
    receipts = (await dara.shown("documents/receipts"))["receipts"]
    assert [receipt.person.name for receipt in receipts.waiting] == ["Sokha"]
    await dara.reads_fact("Sokha, UNFPA")


async def test_it_is_found_by_words_of_title_note_and_file_name(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara, note="Read part 2 ថវិកាជាតិ")
    for words in ("budget", "ថវិកា", "health-budget-2027.pdf"):
        await sokha.says(f"/search {words}")
        await sokha.sees("search/results")
        await sokha.reads_fact("Health budget 2027")
        await sokha.offers_only("documents:open")
        await sokha.offers("documents:open", document_id)


async def test_a_member_who_joined_later_finds_and_opens_it(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    await maria.says("/documents")
    await maria.presses("documents:open")
    await maria.sees("documents/card")
    await maria.reads_fact("[health-budget-2027.pdf]")


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
    assert await listed(sokha) == []


async def test_whoever_is_outside_the_audience_does_not_find_it(for_government: int, sokha: Player) -> None:
    await sokha.says("/search budget")
    await sokha.sees("search/results", found=[])


@pytest.mark.parametrize("action", ["documents/open", "documents/acknowledge"])
async def test_whoever_is_outside_the_audience_gets_nowhere_with_a_guessed_id(
    for_government: int, sokha: Player, action: str
) -> None:
    await sokha.forges(f"{action}:{for_government}")
    await sokha.is_refused("general#not_found")
    await sokha.does_not_read_fact("Health budget 2027")


@pytest.mark.parametrize("guess", ["0", "-1", "99", "99999999999999999999999", "x", ""])
@pytest.mark.parametrize("action", ["documents/open", "documents/acknowledge", "documents/receipts"])
async def test_a_made_up_id_gets_the_same_answer(health: Stage, dara: Player, action: str, guess: str) -> None:
    await dara.forges(f"{action}:{guess}")
    await dara.is_refused("general#not_found")
