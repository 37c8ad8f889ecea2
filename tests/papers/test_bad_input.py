"""Each paper that cannot be taken gets one clear sentence, and nothing is stored (D6)."""

from collections.abc import Callable
from datetime import date

import pytest

from storage.core.file_texts import TextState
from tests.documents.conftest import received
from tests.papers.conftest import PAPER, burst_ends, hands_in, local, papers_of
from tests.reading import files
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.papers.handing_in import LONGEST_TITLE


async def test_a_paper_for_a_meeting_that_is_over_is_refused(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 1))
    await announce_meeting(dara, title="Third plenary", day=date(2026, 12, 20))
    await health.becomes(local(2, 9, month=12))
    await everybody_looks_away(dara)
    await sokha.sends_file("Brief.pdf", PAPER, caption="for the meeting of 1 December, item 2")
    await sokha.is_refused("meetings#already_held")
    await sokha.forges(f"papers:new:{meeting_id}")
    await sokha.is_refused("meetings#already_held")
    assert await papers_of(health) == []


async def test_a_paper_for_a_cancelled_meeting_is_refused(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await cancel_meeting(dara, meeting_id)
    await announce_meeting(dara, title="Third plenary", day=date(2026, 12, 20))
    await sokha.sends_file("Brief.pdf", PAPER, caption="for the meeting of 15 December")
    await sokha.is_refused("meetings#already_cancelled")
    await sokha.forges(f"papers:new:{meeting_id}")
    await sokha.is_refused("meetings#already_cancelled")


async def test_a_meeting_that_is_cancelled_while_the_form_is_open_takes_no_paper(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await sokha.sends_file("Brief.pdf", PAPER, caption="for the plenary, item 2")
    await cancel_meeting(dara, meeting_id)
    await sokha.presses("form:save")
    assert await papers_of(health) == []


async def test_a_meeting_that_is_not_visible_is_not_there(
    health: Stage, dara: Player, sokha: Player, vichea: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS)
    await announce_meeting(dara, title="Core planning", day=date(2026, 12, 20))
    await vichea.forges(f"papers:new:{meeting_id}")
    await vichea.is_refused("general#not_found")


async def test_a_paper_of_somebody_else_is_not_there(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    for verb in ("open", "again", "withdraw", "replaces"):
        await kenji.forges(f"papers:{verb}:{paper_id}")
        await kenji.is_refused("general#not_found")
        await kenji.looks_away()


async def test_an_item_that_does_not_exist_is_asked_for(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.sends_file("Brief.pdf", PAPER, caption="for the plenary, item 9")
    await sokha.asks("item")
    await sokha.says("3")
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.item is not None
    assert paper.item.position == 3


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("Brief.pdf", b"", "general#file_empty"),
        ("Brief.exe", PAPER, "general#file_dangerous"),
        ("Brief.pdf", b"x" * (21 * 1024 * 1024), "general#file_too_big"),
    ],
)
async def test_files_that_cannot_be_taken_are_refused(
    health: Stage, dara: Player, sokha: Player, name: str, data: bytes, refusal: str
) -> None:
    await announce_meeting(dara)
    await sokha.sends_file(name, data, caption="for the plenary, item 2")
    await sokha.is_refused(refusal)
    assert await papers_of(health) == []


#: Name of a file, how it is made, and what is known of its text.
UNREADABLE: list[tuple[str, Callable[[], bytes], TextState]] = [
    ("secret.pdf", lambda: files.pdf(["Secret"], password="open sesame"), TextState.ENCRYPTED),
    ("long.pdf", lambda: files.pdf_of_equal_pages("Midwifery", 10_000), TextState.CUT),
    ("bomb.docx", lambda: files.word_bomb(200), TextState.TOO_LARGE),
    ("broken.pdf", lambda: b"%PDF-1.7\nand nothing of it", TextState.DAMAGED),
]


@pytest.mark.parametrize(("name", "make", "state"), UNREADABLE, ids=[name for name, _make, _state in UNREADABLE])
async def test_a_file_that_cannot_be_searched_is_taken_whole_and_its_card_says_so(
    health: Stage, dara: Player, sokha: Player, name: str, make: Callable[[], bytes], state: TextState
) -> None:
    data = make()
    await announce_meeting(dara)
    await sokha.sends_file(name, data, caption="for the plenary, item 2")
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    await health.assistant.leader.texts.read_all()
    await burst_ends(health)
    for player in (dara, sokha):
        await player.forges(f"papers:open:{paper.id}")
        await player.sees("papers/card", text=state)
    await dara.presses("papers:accept")
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    document = (await received(sokha)).document
    assert document is not None
    assert (document.name, await sokha.person.downloads(await received(sokha))) == (name, data)


async def test_macros_and_long_names_are_taken_with_a_word(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.sends_file("Budget.xlsm", PAPER, caption="for the plenary, item 2")
    assert any("macros" in note.msgid for note in (await sokha.shown("forms/confirm"))["notes"])
    await sokha.presses("form:save")
    await sokha.sends_file("Health centres of Takeo " * 13 + ".pdf", PAPER, caption="for the plenary, item 3")
    await sokha.presses("form:save")
    papers = await papers_of(health)
    assert [len(paper.title) <= LONGEST_TITLE and len(paper.file.name) <= 255 for paper in papers] == [True, True]


async def test_the_file_that_is_there_is_no_new_version(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    sent = [message for message in await sokha.person.messages() if message.document is not None][-1]
    await sokha.forges(f"papers:again:{paper_id}")
    await sokha.forwards(sent)
    await sokha.presses("general:answer")
    await sokha.presses("form:save")
    await sokha.is_refused("papers#same_file")


async def test_words_about_coming_hand_nothing_in(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.sends_file("Letter.pdf", PAPER, caption="I cannot come to the meeting on 15 December")
    assert await papers_of(health) == []
    await sokha.does_not_ask()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Item budget_FINAL(2).pdf", "Item budget (Item budget_FINAL(2).pdf)"),
        ("annex\u202egpj.pdf", "Annexgpj (annexgpj.pdf)"),
        ("../../etc/passwd.pdf", "etc/passwd (../../etc/passwd.pdf)"),
        (".pdf", "Document 1 (.pdf)"),
        ("លិខិត_កំណែទី២.pdf", "លិខិត កំណែទី២ (លិខិត_កំណែទី២.pdf)"),
    ],
)
async def test_the_title_that_a_file_gets_is_shown_before_it_is_handed_in(
    health: Stage, dara: Player, sokha: Player, name: str, shown: str
) -> None:
    await announce_meeting(dara)
    await sokha.sends_file(name, b"%PDF-1.4 a paper", caption="for the plenary, item 3")
    assert (await sokha.summary())["file"].startswith(shown)
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.title == shown.partition(" (")[0]
    assert paper.file.name == name


async def test_what_a_nameless_file_is_called_says_nothing_of_its_language(health: Stage, dara: Player) -> None:
    mony = await health.member("Mony", "development_partner", "UNFPA", language="km")
    await announce_meeting(dara)
    await mony.sends_file("🙂.pdf", b"%PDF-1.4 a paper", caption="for the plenary, item 3")
    assert "ភាសាខ្មែរ" not in (await mony.summary())["file"]
