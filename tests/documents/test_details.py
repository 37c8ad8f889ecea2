"""Source, theme, language, date and agenda item are seen, not asked, and corrected by one line (D2)."""

from datetime import date

import pytest

from sandbox.client_origins import from_channel, from_hidden_user, from_user
from storage.documents import Document
from tests.documents.conftest import PAPER, circulate, stored_document
from tests.documents.test_replacing import lets_go
from tests.forms.steps import open_forms
from tests.reading import files
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.document_facts import (
    Detail,
    find_details,
    find_item_number,
    language_of,
    read_details,
    read_language,
)


async def circulates_file(dara: Player, name: str, *, data: bytes = PAPER, lines: str = "", **sent: object) -> Document:
    """Circulate a file that arrives as given to all members, with no question answered about its details."""
    await dara.sends_file(name, data, **sent)
    await dara.presses("documents:take")
    asked = {"title": "Paper", "kind": "Meeting paper"}
    while any(seen.contexts("forms/ask") for seen in await dara.on_screen()):
        field = (await dara.shown("forms/ask"))["field"].name
        if field in asked:
            await dara.says(asked[field])
        elif field == "audience":
            await dara.presses("form:choice=all")
        else:
            await dara.presses("form:skip")
    if lines:
        await dara.says(lines)
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    return await stored_document(dara.stage, 1)


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        ("kenji", "JICA"),
        (from_hidden_user("Kenji"), "JICA"),
        (from_hidden_user("Somebody Else"), "Somebody Else"),
        (from_channel("Ministry of Health news"), "Ministry of Health news"),
        (None, ""),
    ],
)
async def test_the_source_is_the_institution_of_who_sent_it_first(
    health: Stage, dara: Player, kenji: Player, origin: object, source: str
) -> None:
    given = from_user("Kenji", id=kenji.person.id) if origin == "kenji" else origin
    document = await circulates_file(dara, "paper.pdf", **({"forward_origin": given} if given else {}))
    assert document.source == source


@pytest.mark.parametrize(
    ("name", "caption", "source", "theme", "language"),
    [
        ("ADB_comments.pdf", "", "ADB", "", ""),
        ("Budget paper (MoH).pdf", "", "MoH", "", ""),
        ("Budget of MoH 2027.pdf", "", "", "", ""),
        ("paper.pdf", "Corrected. Source: World Bank. Please read", "World Bank", "", ""),
        ("paper.pdf", "ប្រភព៖ ក្រសួងសុខាភិបាល\nប្រធានបទ៖ ហិរញ្ញប្បទានសុខាភិបាល", "ក្រសួងសុខាភិបាល", "ហិរញ្ញប្បទានសុខាភិបាល", ""),
        ("ADB_comments.pdf", "Source: WHO; theme: gender; language: Khmer", "WHO", "gender", "km"),
        ("ថវិកាសុខាភិបាល.pdf", "", "", "", "km"),
    ],
)
async def test_what_name_and_caption_say_is_taken_and_the_caption_stays_the_note(
    health: Stage, dara: Player, sokha: Player, name: str, caption: str, source: str, theme: str, language: str
) -> None:
    document = await circulates_file(dara, name, caption=caption)
    assert (document.source, document.theme, document.language) == (source, theme, language)
    assert document.circulation.note == caption


async def test_one_line_corrects_what_was_seen_before_it_goes(health: Stage, dara: Player, sokha: Player) -> None:
    document = await circulates_file(
        dara,
        "ADB_comments.pdf",
        lines="source: JICA; theme: Health financing; date: 3 November; language: English",
    )
    assert (document.source, document.theme, document.language) == ("JICA", "Health financing", "en")
    assert document.dated_on == date(2026, 11, 3)


async def test_a_known_theme_is_seen_in_the_next_paper(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, theme="health financing")
    await circulate(dara, theme="financing", title="Another")
    await lets_go(dara)
    await dara.sends_album([("Note on Health_Financing.pdf", PAPER), ("Cold chain.pdf", PAPER)], caption="Please read")
    for button in ("documents:take", "form:choice=all", "form:skip", "form:save"):
        await dara.presses(button)
    assert [(await stored_document(health, each)).theme for each in (3, 4)] == ["health financing", ""]


async def test_the_agenda_item_is_seen_by_number_title_or_who_presents_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara, day=date(2026, 12, 7))
    names = ("Item 3 annex.pdf", "Progress on JMI 2008-4 (final).pdf", "UNFPA_tables.pdf", "Letter.pdf")
    await dara.sends_album([(name, PAPER) for name in names], caption="Papers")
    for button in ("documents:take", "form:choice=1", "form:skip", "form:save"):
        await dara.presses(button)
    items = [(await stored_document(health, each)).agenda_item_id for each in (1, 2, 3, 4)]
    assert items == [3, 2, 2, None]


async def test_lines_that_cannot_be_are_refused_one_by_one(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_album([("a.pdf", PAPER), ("b.pdf", PAPER)], caption="x")
    for button in ("documents:take", "form:choice=all", "form:skip"):
        await dara.presses(button)
    await dara.says("1: language: French\n2: source: ADB\n3: source: WHO\nitem: 3")
    await dara.is_refused("forms#lines_left_out")
    await dara.presses("form:save")
    assert [(await stored_document(health, each)).source for each in (1, 2)] == ["", "ADB"]


async def test_a_word_that_is_no_detail_changes_nothing_at_the_summary_of_one(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await dara.sends_file("a.pdf", PAPER, caption="x")
    await dara.presses("documents:take")
    await dara.says("Paper")
    await dara.presses("form:choice=paper")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.says("source")
    assert len(await open_forms(health)) == 1


async def test_the_card_is_corrected_by_its_button_and_by_a_reply(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    document_id = await circulate(dara, meeting_id=meeting_id)
    await everybody_looks_away(dara)
    await dara.says("/documents")
    await dara.presses("documents:open", document_id)
    await dara.presses("documents:describe", document_id)
    await dara.says("theme")
    await dara.is_refused("documents#no_detail")
    await dara.says("language: Klingon")
    await dara.is_refused("documents#unknown_language", text="Klingon")
    await dara.says("item: 9")
    await dara.is_refused("documents#no_such_item", most=3)
    await dara.says("theme: Health financing; item: 3; language: km")
    document = await stored_document(health, document_id)
    assert (document.theme, document.language, document.agenda_item_id) == ("Health financing", "km", 3)
    card = await dara.finds("documents/card")
    await dara.says("source: WHO; theme: –", reply_to=card.message)
    document = await stored_document(health, document_id)
    assert (document.source, document.theme, document.language) == ("WHO", "", "km")
    await sokha.sees_nothing_new()
    await sokha.says("/search WHO")
    assert [found.entry.subject_id for found in (await sokha.shown("search/results"))["found"]] == [document_id]


async def test_members_are_not_offered_to_correct_it(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    await sokha.says("/documents")
    await sokha.presses("documents:open", document_id)
    await sokha.does_not_offer("documents:describe")
    await sokha.forges(f"documents:describe:{document_id}")
    await sokha.is_refused("general#not_allowed")


@pytest.mark.parametrize(
    ("name", "data", "language"),
    [
        ("paper.docx", files.word(["ថវិកាសុខាភិបាលឆ្នាំ២០២៧ (MoH)"]), "km"),
        ("paper.docx", files.word(["The budget of the health sector"]), "en"),
        ("Budget of the sector.pdf", b"%PDF-1.4 nothing", "en"),  # nothing can be read: by its title
        ("ថវិកា.pdf", b"%PDF-1.4 nothing", "km"),
    ],
)
async def test_the_text_of_the_file_tells_its_language(
    health: Stage, dara: Player, sokha: Player, name: str, data: bytes, language: str
) -> None:
    await circulates_file(dara, name, data=data)
    await health.assistant.leader.texts.read_all()
    assert (await stored_document(health, 1)).language == language


async def test_what_was_said_of_the_language_stays(health: Stage, dara: Player, sokha: Player) -> None:
    await circulates_file(dara, "paper.docx", data=files.word(["The budget"]), caption="Language: Khmer")
    await health.assistant.leader.texts.read_all()
    assert (await stored_document(health, 1)).language == "km"


async def test_the_same_bytes_have_their_language_at_once(health: Stage, dara: Player, sokha: Player) -> None:
    data = files.word(["ថវិកាសុខាភិបាលឆ្នាំ២០២៧"])
    for name in ("a.docx", "b.docx"):
        await circulate(dara, name=name, title=name, data=data, acknowledge_by=None)
        await health.assistant.leader.texts.read_all()
    assert [(await stored_document(health, each)).language for each in (1, 2)] == ["km", "km"]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("source: ADB", {Detail.SOURCE: "ADB"}),
        ("Source = ADB; Theme: health financing", {Detail.SOURCE: "ADB", Detail.THEME: "health financing"}),
        ("item 3", {Detail.ITEM: "3"}),
        ("ចំណុចទី៣", {Detail.ITEM: "3"}),
        ("ភាសា៖ ខ្មែរ", {Detail.LANGUAGE: "ខ្មែរ"}),
        ("theme: none", {Detail.THEME: ""}),
        ("Budget annex", None),
        ("The source: of all evil", None),
        ("source: ADB and more\nplease", None),
    ],
)
def test_a_line_of_details(text: str, details: dict[Detail, str] | None) -> None:
    assert read_details(text) == details


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("Please read. Source: ADB. Thank you", {Detail.SOURCE: "ADB"}),
        ("Source: U.S. Embassy", {Detail.SOURCE: "U.S. Embassy"}),
        ("The theme is clear", {}),
        ("Comments by: Friday", {}),
        ("(Source: WHO)", {Detail.SOURCE: "WHO"}),
    ],
)
def test_details_within_a_caption(text: str, details: dict[Detail, str]) -> None:
    assert find_details(text) == details


def test_numbers_of_items() -> None:
    texts = ("Item_3_budget.pdf", "agenda item no. 4", "ចំណុចទី៥", "items 3 and 4", "item 2027", "line item", "point 2")
    assert [find_item_number(text) for text in texts] == [3, 4, 5, None, None, None, 2]


def test_languages() -> None:
    assert [read_language(word) for word in ("Khmer", "ភាសាខ្មែរ", "EN", "french")] == ["km", "km", "en", None]
    texts = ("Budget", "ថវិកា JMI", "2027", "The report of the ក្រសួង")
    assert [language_of(text) for text in texts] == ["en", "km", "", "en"]
