"""Each kind of bad file is refused, warned of or taken in one sentence, and nothing is lost by it (D1, D3, D4)."""

from collections.abc import Callable

import pytest

from storage.core.file_texts import TextState
from tests.documents.conftest import MEGABYTE, PAPER, circulate, received, stored_document, stored_files
from tests.forms.steps import open_forms
from tests.reading import files
from tests.search.conftest import circulates, finds
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage

LONG = "Health centres of Takeo " * 13


@pytest.mark.parametrize(
    ("name", "size", "key", "data"),
    [
        ("plan.pdf", 0, "general#file_empty", {}),
        ("plan.pdf", 20 * MEGABYTE + 1, "general#file_too_big", {"size_mb": 21, "limit_mb": 20}),
        ("plan.pdf", 2_000 * MEGABYTE, "general#file_too_big", {"size_mb": 2000, "limit_mb": 20}),
        ("plan.exe", None, "general#file_dangerous", {"extension": "exe"}),
        ("plan.pdf.scr", None, "general#file_dangerous", {"extension": "scr"}),
        ("plan\u202efdp.exe", None, "general#file_dangerous", {"extension": "exe"}),
        ("plan.JS ", None, "general#file_dangerous", {"extension": "js"}),
        ("plan.pdf.url", None, "general#file_dangerous", {"extension": "url"}),
        ("plan.ｅｘｅ", None, "general#file_dangerous", {"extension": "exe"}),
    ],
)
@pytest.mark.parametrize("where", ["chat", "form"])
async def test_it_is_refused_in_the_chat_and_in_the_form_which_goes_on(
    health: Stage, dara: Player, where: str, name: str, size: int | None, key: str, data: dict[str, object]
) -> None:
    if where == "form":
        await dara.says("/documents")
        await dara.presses("documents:new")
    await dara.sends_file(name, PAPER, declared_size=size)
    await dara.is_refused(key, **data)
    assert await stored_files(health) == []
    if where == "form":
        await dara.sends_file("good.pdf", PAPER)
        await dara.asks("title")
    else:
        await dara.offers_only()


async def test_over_the_limit_of_the_configuration_it_is_refused(health: Stage, dara: Player) -> None:
    limits = health.config.limits.model_copy(update={"max_file_mb": 3})
    health.config = health.config.model_copy(update={"limits": limits})
    await health.restarts()
    await dara.sends_file("plan.pdf", PAPER, declared_size=3 * MEGABYTE)
    await dara.offers("documents:take")
    await dara.sends_file("plan2.pdf", PAPER, declared_size=3 * MEGABYTE + 1)
    await dara.is_refused("general#file_too_big", size_mb=4, limit_mb=3)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\dara\\Budget 2027.xlsx", "C:/Users/dara/Budget 2027"),
        ("annex\u202efdp.docx", "Annexfdp"),
        ("\u200f\u202bថវិកា២០២៧\u202c.pdf", "ថវិកា២០២៧"),
        (f"{LONG}.pdf", "Health centres of Takeo Health centres of Takeo"),
        ("Health\ncentres\t2.pdf", "Health centres 2"),
        ("NUL.pdf", "NUL"),
        ("..", "What is its title?"),
    ],
)
async def test_a_strange_name_is_taken_as_a_readable_title_and_names_no_place(
    health: Stage, dara: Player, sokha: Player, name: str, title: str
) -> None:
    await dara.sends_file(name, PAPER)
    await dara.presses("documents:take")
    await dara.asks("title")
    await dara.reads_fact(title)
    await dara.says("Budget 2027")
    for answer in ("choice=paper", "choice=all", "skip", "skip", "save"):
        await dara.presses(f"form:{answer}")
    [file] = await stored_files(health)
    assert len(file.name) <= 255
    root = health.assistant.archive.root
    assert [path.parent.parent for path in root.rglob("*") if path.is_file()] == [root]
    assert (await received(sokha)).document is not None


#: Name of a file, how it is made, and what is known of its text. It is made by its test: all of them take a second.
BAD_TEXTS: list[tuple[str, Callable[[], bytes], TextState]] = [
    ("secret.pdf", lambda: files.pdf(["Secret"], password="open sesame"), TextState.ENCRYPTED),
    ("secret.docx", lambda: files.ENCRYPTED_OFFICE, TextState.ENCRYPTED),
    ("bomb.docx", lambda: files.word_bomb(200), TextState.TOO_LARGE),
    ("bomb.xlsx", lambda: files.workbook_bomb(200), TextState.TOO_LARGE),
    ("entities.docx", files.with_entities, TextState.DAMAGED),
    ("long.pdf", lambda: files.pdf_of_equal_pages("Midwifery", 3_001), TextState.CUT),
    ("broken.pdf", lambda: b"%PDF-1.7\nand nothing of it", TextState.DAMAGED),
    ("scan.pdf", lambda: files.pdf(["", ""]), TextState.WITHOUT_TEXT),
    ("old.doc", lambda: files.OLD_OFFICE, TextState.UNKNOWN),
    ("locked.xlsx", lambda: files.ENCRYPTED_OFFICE, TextState.ENCRYPTED),
    (
        "ថវិកា.pdf",
        lambda: files.pdf(["RBHraCaNacRkkm CatisasnaRBHmhakSRt RksYgsuxaPibal " * 4], font="LimonS1"),
        TextState.BROKEN,
    ),
]


@pytest.mark.parametrize(("name", "make", "state"), BAD_TEXTS, ids=[name for name, _make, _state in BAD_TEXTS])
async def test_it_is_circulated_whole_and_its_card_says_what_cannot_be_searched(
    health: Stage, dara: Player, sokha: Player, name: str, make: Callable[[], bytes], state: TextState
) -> None:
    data = make()
    document_id = await circulates(dara, name, data, "Paper")
    document = (await received(sokha)).document
    assert document is not None
    assert document.name == name
    await sokha.forges(f"documents:open:{document_id}")
    await sokha.sees("documents/card", text=state)
    assert await finds(sokha, "paper") == ["Paper"]
    sha256 = (await stored_document(health, document_id)).file.sha256
    assert sha256 is not None
    assert health.assistant.archive.get(sha256) == data


async def test_macros_are_warned_of_and_are_no_text(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_file("Budget.xlsm", files.workbook({"Budget": [["Vaccines", 1250]]}))
    await dara.presses("documents:take")
    await dara.says("Budget 2027")
    for answer in ("choice=paper", "choice=all", "skip", "skip"):
        await dara.presses(f"form:{answer}")
    assert any("macros" in note.msgid for note in (await dara.shown("forms/confirm"))["notes"])
    await dara.presses("form:save")
    await dara.sends_file("Budget.xlsx", files.workbook({"Budget": [["Vaccines", 1250]]}))
    await dara.presses("documents:take")
    await dara.says("Budget 2027")
    for answer in ("choice=paper", "choice=all", "skip", "skip"):
        await dara.presses(f"form:{answer}")
    assert not any("macros" in note.msgid for note in (await dara.shown("forms/confirm"))["notes"])


async def test_a_version_of_somebody_elses_document_is_refused_in_every_way(
    health: Stage, dara: Player, sokha: Player
) -> None:
    document_id = await circulate(dara)
    with all_cases() as case:
        for verb in ("replace", "replaces", "recall"):
            with case(verb):
                await sokha.sends_file("health-budget-2027_v2.pdf", PAPER)
                await sokha.does_not_offer("documents:replaces")
                await sokha.forges(f"documents:{verb}:{document_id}")
                await sokha.is_refused("general#not_allowed")
    assert len((await stored_document(health, document_id)).versions) == 1


async def test_an_audience_with_nobody_in_it_is_told_before_and_who_joins_it_finds_the_document(
    health: Stage, dara: Player
) -> None:
    await dara.sends_file("Budget.pdf", PAPER)
    await dara.presses("documents:take")
    await dara.says("Budget 2027")
    for answer in ("choice=paper", "choice=partners", "skip", "skip"):
        await dara.presses(f"form:{answer}")
    assert any("Nobody else" in note.msgid for note in (await dara.shown("forms/confirm"))["notes"])
    await dara.presses("form:save")
    assert await open_forms(health) == []
    partner = await health.member("Anna", "development_partner")
    assert await finds(partner, "budget") == ["Budget 2027"]
