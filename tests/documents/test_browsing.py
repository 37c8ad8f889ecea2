"""Browsing the library: pages, and by kind, meeting, year, language and source; a document's card (D2)."""

import pytest

from messages.documents.library import decode, encode
from storage.documents import DocumentKind
from tests.documents.conftest import circulate
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.documents.library import Browsed


async def listed(player: Player) -> list[str]:
    return [document.title for document in (await player.shown("documents/list"))["documents"]]


async def choices(player: Player) -> list[str]:
    """The labels of the values to choose from."""
    [seen] = await player.on_screen()
    found = [each.button.label for each in seen.buttons if each.name == "documents:browse"]
    return [value for value in found if "(" in value]


async def test_the_list_begins_with_ten_and_goes_on_by_pages(health: Stage, dara: Player, sokha: Player) -> None:
    titles = [f"Paper {number}" for number in range(1, 13)]
    for title in titles:
        await circulate(dara, title=title)
    await sokha.says("/documents")
    assert await listed(sokha) == titles[:1:-1]
    await sokha.presses("documents:browse", 2)
    assert await listed(sokha) == ["Paper 2", "Paper 1"]
    await sokha.presses("documents:browse", 1, "-")
    assert len(await listed(sokha)) == 10
    await sokha.presses("documents:sides", "kind")
    assert await choices(sokha) == ["Meeting paper (12)"]


async def test_it_is_narrowed_by_kind_language_and_source_and_widened_again(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara, title="A", language="km", source="UNFPA")
    await circulate(dara, title="B", kind=DocumentKind.MINUTES, language="en", source="unfpa ")
    await circulate(dara, title="C", kind=DocumentKind.MINUTES, language="km")
    await sokha.says("/documents")
    await sokha.forges("documents:sides:kind:-")
    assert await choices(sokha) == ["Meeting paper (1)", "Minutes (2)"]
    await sokha.presses("documents:browse", 1, "kmi")
    assert await listed(sokha) == ["C", "B"]
    await sokha.presses("documents:sides", "language")
    assert await choices(sokha) == ["Khmer (1)", "English (1)"]
    await sokha.presses("documents:browse", 1, "kmi.lkm")
    assert await listed(sokha) == ["C"]
    await sokha.presses("documents:browse", 1, "-")
    await sokha.forges("documents:sides:source:-")
    [source] = await choices(sokha)
    assert source == "unfpa (2)"
    await sokha.presses("documents:browse", 1, "s2")
    assert await listed(sokha) == ["B", "A"]


async def test_it_is_narrowed_by_the_year_of_the_twg(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, title="Old", acknowledge_by=None)
    await health.passes(days=60)
    await circulate(dara, title="New", acknowledge_by=None)
    await sokha.says("/documents")
    await sokha.forges("documents:sides:year:-")
    assert await choices(sokha) == ["2027 (1)", "2026 (1)"]
    await sokha.presses("documents:browse", 1, "y2026")
    assert await listed(sokha) == ["Old"]


async def test_it_is_narrowed_by_meeting_and_the_card_says_where_it_was_used(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await everybody_looks_away(dara)
    document_id = await circulate(dara, title="Paper", meeting_id=meeting_id)
    await circulate(dara, title="Another")
    await sokha.says("/documents")
    await sokha.forges("documents:sides:meeting:-")
    assert len(await choices(sokha)) == 1
    await sokha.presses("documents:browse", 1, f"m{meeting_id}")
    assert await listed(sokha) == ["Paper"]
    await sokha.presses("documents:open", document_id)
    card = (await sokha.shown("documents/card"))["card"]
    assert (card.meeting.id, card.sent_by, card.runs) == (meeting_id, "Dara", False)
    assert (card.acknowledged, card.waiting) == (0, 0)
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    card = (await dara.shown("documents/card"))["card"]
    assert (card.runs, card.acknowledged, card.waiting) == (True, 0, 1)


async def test_a_meeting_that_one_may_not_see_is_nowhere_named(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.GOVERNMENT)
    await everybody_looks_away(dara)
    document_id = await circulate(dara, title="Paper", meeting_id=meeting_id)
    await sokha.says("/documents")
    await sokha.forges("documents:sides:meeting:-")
    assert await choices(sokha) == []
    await sokha.forges(f"documents:browse:1:m{meeting_id}")
    await sokha.is_refused("general#not_found")
    await sokha.forges(f"documents:open:{document_id}")
    assert (await sokha.shown("documents/card"))["card"].meeting is None


@pytest.mark.parametrize("code", ["kxx", "lfr", "y99999", "s999", "m999", "zz", "k", "y20262026202620262026"])
async def test_made_up_data_is_refused_or_ignored(health: Stage, dara: Player, sokha: Player, code: str) -> None:
    await circulate(dara)
    await sokha.forges(f"documents:browse:1:{code}")
    assert [refusal.key for refusal in await sokha.refusals()] in (["general#not_found"], [])


@pytest.mark.parametrize(
    "browsed",
    [Browsed(), *(Browsed(kind=kind) for kind in DocumentKind), Browsed(DocumentKind.PAPER, 12, 2026, "km", 45)],
)
def test_what_is_chosen_is_read_back(browsed: Browsed) -> None:
    assert decode(encode(browsed)) == browsed
    assert len(f"documents:browse:999:{encode(browsed)}#123@12345".encode()) <= 64
