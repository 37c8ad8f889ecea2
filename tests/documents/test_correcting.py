"""The message that gave a document its title or its note was edited (D1, U2)."""

import pytest

from tests.documents.conftest import PAPER, stored_document
from tests.support.scene import Scene
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def circulates(dara: Player, title: str, note: str) -> None:
    """Circulate a paper to all, with its title and its note typed."""
    await dara.sends_file("budget.pdf", PAPER)
    await dara.presses("documents:take")
    await dara.says(title)
    await dara.presses("form:choice=paper")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.says(note)
    await dara.presses("form:save")


async def edits(player: Player, old: str, new: str) -> None:
    """Edit the own message with this text."""
    [mine] = [message for message in await player.person.messages() if message.mine and message.text == old]
    await player.does(player.person.edits(mine, new))


async def corrects(player: Player, old: str, new: str) -> None:
    """Edit the own message with this text, and say that the document follows it."""
    await edits(player, old, new)
    await player.presses("general:change_edit")


async def _stored(health: Stage, field: str) -> str:
    """The title of the document, or the note of its circulation."""
    document = await stored_document(health, 1)
    return document.title if field == "title" else document.circulation.note


@pytest.mark.parametrize(("old", "field"), [("Budgt 2027", "title"), ("Please read part 2", "note")])
async def test_title_and_note_follow_an_edit_when_its_author_says_so(
    health: Stage, dara: Player, sokha: Player, old: str, field: str
) -> None:
    await circulates(dara, "Budgt 2027", "Please read part 2")
    await edits(dara, old, "Budget 2027")
    await dara.sees("general/edited", changeable=True, saved=True)
    assert await _stored(health, field) == old
    await dara.presses("general:change_edit")
    await dara.sees("documents/corrected")
    assert await _stored(health, field) == "Budget 2027"
    await sokha.says("/search Budget 2027")
    await sokha.offers("documents:open", 1)


async def _takes(dara: Player, caption: str) -> None:
    """Circulate a file by the button below it, with its caption as the note, up to the question before saving."""
    await dara.sends_file("budget.pdf", PAPER, caption=caption)
    await dara.presses("documents:take")
    await dara.says("Budget")
    await dara.presses("form:choice=paper")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")


async def test_the_caption_of_the_file_is_its_note_and_an_edit_of_it_corrects_the_note(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await _takes(dara, "Please raed part 2")
    await dara.presses("form:save")
    await corrects(dara, "Please raed part 2", "Please read part 2")
    await dara.sees("documents/corrected")
    assert await _stored(health, "note") == "Please read part 2"


async def test_an_edit_of_the_caption_before_it_is_saved_changes_the_answer(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await _takes(dara, "Please raed part 2")
    await edits(dara, "Please raed part 2", "Please read part 2")
    await dara.sees("general/edited", changeable=True, saved=False)
    await dara.presses("general:change_edit")
    await dara.presses("form:save")
    assert await _stored(health, "note") == "Please read part 2"


async def test_an_edit_of_what_has_changed_is_no_note_of_the_circulation(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulates(dara, "Budget 2027", "Please read part 2")
    await dara.sends_file("budget_v2.pdf", b"%PDF-1.4 another", caption="Table 3")
    await dara.presses("documents:replaces")
    await dara.presses("form:save")
    await edits(dara, "Table 3", "Table 4")
    await dara.sees("general/edited", changeable=False, saved=True)
    await dara.offers("documents:open", 1)
    assert await _stored(health, "note") == "Please read part 2"


async def test_those_who_have_it_are_told_once_and_without_a_sound(health: Stage, dara: Player, sokha: Player) -> None:
    await circulates(dara, "Budgt 2027", "Please read part 2")
    await sokha.is_told("document_circulated")
    await everybody_looks_away(dara)
    await corrects(dara, "Budgt 2027", "Budget 2027")
    await dara.sees("documents/corrected", told=True)
    await dara.is_not_told("document_corrected")
    await sokha.is_told_only("document_corrected")
    assert (await sokha.shown("documents/told_corrected"))["was"] == "Budgt 2027"
    [notice] = [message for message in await sokha.new_messages() if message.text]
    assert notice.raw["silent"]
    await sokha.presses("documents:open", 1)


async def test_a_correction_that_nobody_has_read_is_replaced_by_the_next(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulates(dara, "Budgt 2027", "Please read part 2")
    await everybody_looks_away(dara)
    await Scene(health, dara, dara, sokha).holds_back(sokha)
    await corrects(dara, "Budgt 2027", "Budget")
    await corrects(dara, "Budget", "Budget 2027")
    await health.sandbox.mend()
    await health.passes(minutes=20)
    await sokha.is_told_only("document_corrected")
    context = await sokha.shown("documents/told_corrected")
    assert (context["was"], context["document"].title) == ("Budgt 2027", "Budget 2027")


async def test_who_gets_it_afterwards_reads_the_new_title_only(health: Stage, dara: Player, sokha: Player) -> None:
    await Scene(health, dara, dara, sokha).holds_back(sokha)
    await circulates(dara, "Budgt 2027", "Please read part 2")
    await corrects(dara, "Budgt 2027", "Budget 2027")
    await dara.sees("documents/corrected", told=False)
    await sokha.looks_away()
    await health.sandbox.mend()
    await health.passes(minutes=20)
    await sokha.is_told_only("document_circulated")


async def test_a_title_is_not_emptied_nor_made_too_long(health: Stage, dara: Player) -> None:
    await circulates(dara, "Budget 2027", "Please read part 2")
    await edits(dara, "Budget 2027", "x" * 201)
    await dara.presses("general:change_edit")
    await dara.is_refused("general#too_long", limit=200)
    assert (await stored_document(health, 1)).title == "Budget 2027"
