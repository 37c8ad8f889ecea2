"""What is read of each kind of file, good and bad, by the process that reads it (D3)."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.reading.legacy_khmer import is_illegible, is_legacy_font
from tests.reading import files

LIMON = (
    "RBHraCaNacRkkm<úCa Cati sasna RBHmhakSRt RksYgsuxaPi)al éf¶TI17 ExvicäikaqñaM2026 emtþaCUndMNwg "
    "eKalkarN_ENnaM sRmab;Rkumkargar bec©keTs KNkmµaFikar rdæaPi)al KeRmagfvika qñaM2027"
)
KHMER = "ព្រះរាជាណាចក្រកម្ពុជា ជាតិ សាសនា ព្រះមហាក្សត្រ ក្រសួងសុខាភិបាល ផែនការថវិកាឆ្នាំ២០២៧"


async def read(tmp_path: Path, data: bytes, seconds: int = 60) -> tuple[str, list[dict[str, Any]], list[str]]:
    """State, parts and tokens as the process of its own tells them."""
    path = tmp_path / "file"
    path.write_bytes(data)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scheduler.reading.child", str(path), str(seconds)), stdout=asyncio.subprocess.PIPE
    )
    out, _err = await child.communicate()
    lines = [json.loads(line) for line in out.splitlines()]
    return lines[-1]["state"], lines[:-1], lines[-1]["tokens"]


def places(parts: list[dict[str, Any]]) -> list[tuple[str, int, str, str]]:
    return [(part["place"], part["number"], part["name"], part["text"].strip()) for part in parts]


async def test_the_pages_of_a_pdf(tmp_path: Path) -> None:
    state, parts, tokens = await read(tmp_path, files.pdf(["Budget of midwifery", "", "Annex on vaccines"]))
    assert (state, places(parts)) == (
        "read",
        [("page", 1, "", "Budget of midwifery"), ("page", 3, "", "Annex on vaccines")],
    )
    assert {"wmidwifery", "wvaccines", "svaccin"} <= set(tokens)


async def test_the_pages_of_a_word_file(tmp_path: Path) -> None:
    state, parts, _tokens = await read(tmp_path, files.word([KHMER, "Second page"]))
    assert (state, places(parts)) == ("read", [("page", 1, "", KHMER), ("page", 2, "", "Second page")])


async def test_a_page_that_word_has_saved_behind_a_break_is_counted_once(tmp_path: Path) -> None:
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    saved, set_by_hand = "<w:lastRenderedPageBreak/>", '<w:br w:type="page"/>'
    runs = [
        f"<w:r>{run}</w:r>"
        for run in ("<w:t>One</w:t>", set_by_hand, f"{saved}<w:t>Two</w:t>", f"{saved}<w:t>Three</w:t>")
    ]
    body = "".join(f"<w:p>{run}</w:p>" for run in runs)
    data = files.archive({"word/document.xml": f"<w:document {words}><w:body>{body}</w:body></w:document>".encode()})
    _state, parts, _tokens = await read(tmp_path, data)
    assert [(number, text.strip()) for _place, number, _name, text in places(parts)] == [
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
    ]


@pytest.mark.parametrize("break_", ["<w:pageBreakBefore/>", '<w:pStyle w:val="Part"/>'])
async def test_paragraphs_and_sections_that_begin_a_page(tmp_path: Path, break_: str) -> None:
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    new_section = "<w:pPr><w:sectPr/></w:pPr>"
    paragraphs = ["", f"<w:pPr>{break_}</w:pPr>", new_section, ""]
    body = "".join(f"<w:p>{form}<w:r><w:t>Text {n}</w:t></w:r></w:p>" for n, form in enumerate(paragraphs))
    style = '<w:style w:styleId="Part"><w:pPr><w:pageBreakBefore/></w:pPr></w:style>'
    made = {
        "word/document.xml": f"<w:document {words}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {words}>{style}</w:styles>",
    }
    _state, parts, _tokens = await read(tmp_path, files.archive({name: text.encode() for name, text in made.items()}))
    assert [(number, text) for _place, number, _name, text in places(parts)] == [
        (1, "Text 0"),
        (2, "Text 1\nText 2"),
        (3, "Text 3"),
    ]


async def test_an_opendocument_text_by_page(tmp_path: Path) -> None:
    style = '<style:style style:name="{}" style:parent-style-name="{}">{}</style:style>'
    styles = style.format("Part", "", '<style:paragraph-properties fo:break-before="page"/>')
    body = (
        f"{style.format('P1', 'Part', '')}<office:body><office:text><text:h>Title</text:h>"
        f"<text:p>{KHMER}<text:soft-page-break/>Two<text:tab/>words</text:p>"
        '<text:p text:style-name="P1">Three<text:s text:c="2"/>times</text:p></office:text></office:body>'
    )
    state, parts, _tokens = await read(tmp_path, files.opendocument(body, styles=styles))
    assert (state, places(parts)) == (
        "read",
        [("page", 1, "", f"Title\n{KHMER}"), ("page", 2, "", "Two\twords"), ("page", 3, "", "Three  times")],
    )


async def test_opendocument_sheets_and_slides(tmp_path: Path) -> None:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Vaccines", KHMER))
    table = f'<table:table table:name="Budget"><table:table-row>{cells}</table:table-row></table:table>'
    empty = '<table:table table:name="Empty"/>'
    book = f"<office:body><office:spreadsheet>{empty}{table}</office:spreadsheet></office:body>"
    _state, parts, _tokens = await read(tmp_path, files.opendocument(book))
    assert places(parts) == [("sheet", 2, "Budget", f"Budget\nVaccines\t{KHMER}")]
    pages = "".join(f"<draw:page><text:p>{text}</text:p></draw:page>" for text in ("First", "Second"))
    shown = f"<office:body><office:presentation>{pages}</office:presentation></office:body>"
    _state, parts, _tokens = await read(tmp_path, files.opendocument(shown))
    assert places(parts) == [("slide", 1, "", "First"), ("slide", 2, "", "Second")]
    locked = '<manifest xmlns="m"><file-entry><encryption-data/></file-entry></manifest>'
    assert (await read(tmp_path, files.opendocument(shown, manifest=locked)))[0] == "encrypted"


async def test_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    data = files.workbook({"ថវិកា": [["Item", "Cost"], ["Vaccines", 1250.5]], "Empty": [], "Notes": [["Cold chain"]]})
    state, parts, _tokens = await read(tmp_path, data)
    assert (state, [(part["place"], part["number"], part["name"]) for part in parts]) == (
        "read",
        [("sheet", 1, "ថវិកា"), ("sheet", 3, "Notes")],
    )
    assert "Vaccines\t1250.5" in parts[0]["text"]


async def test_the_slides_of_a_presentation_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    state, parts, _tokens = await read(tmp_path, files.slides(["First", "Second", KHMER]))
    assert (state, places(parts)) == (
        "read",
        [("slide", 1, "", "First"), ("slide", 2, "", "Second"), ("slide", 3, "", KHMER)],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
async def test_a_plain_text(tmp_path: Path, encoding: str) -> None:
    state, parts, _tokens = await read(tmp_path, "Résumé of the plenary\nsecond line".encode(encoding))
    assert (state, [part["text"] for part in parts]) == ("read", ["Résumé of the plenary\nsecond line"])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
async def test_a_khmer_text_without_a_mark_of_its_encoding(tmp_path: Path, encoding: str) -> None:
    state, parts, _tokens = await read(tmp_path, KHMER.encode(encoding))
    assert (state, [part["text"] for part in parts]) == ("read", [KHMER])


async def test_a_rich_text_without_its_fonts_pictures_and_codes(tmp_path: Path) -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil Arial;}{\f1\fnil Limon S1;}}{\*\generator Riched20 10.0;}"
        rb"{\info{\title Draft}}\uc1\f0 R\'e9sum\'e9 of the \b plenary\b0\par{\pict 0a0b}\u6016?\u6070?\u6021?"
        rb"\tab {\field{\*\fldinst HYPERLINK}{\fldrslt the site}} \{1\} \f1 RBHraCaNacRkkm\f0 end}"
    )
    state, parts, tokens = await read(tmp_path, data)
    assert (state, places(parts)) == (
        "read",
        [("page", 0, "", "Résumé of the plenary\n\u1780\u17b6\u1785\tthe site {1} end")],
    )
    assert {"wplenary", "whyperlink"} & set(tokens) == {"wplenary"}


async def test_a_rich_text_in_an_encoding_of_several_bytes_a_letter(tmp_path: Path) -> None:
    data = rb"{\rtf1\ansicpg65001 \'e1\'9e\'80\'e1\'9e\'b6\'e1\'9e\'85\uc1\u6016\'3f.}"
    _state, parts, _tokens = await read(tmp_path, data)
    assert [part["text"] for part in parts] == ["\u1780\u17b6\u1785\u1780."]


@pytest.mark.parametrize("before", [b"", rb"{\rtf1 "])
async def test_a_long_text_without_a_space_is_read_in_little_time(tmp_path: Path, before: bytes) -> None:
    state, parts, _tokens = await read(tmp_path, before + b"abcdefgh" * 40_000, seconds=5)
    assert (state, sum(len(part["text"]) for part in parts)) == ("read", 320_000)


async def test_a_rich_text_in_a_legacy_font_says_so(tmp_path: Path) -> None:
    data = rb"{\rtf1{\fonttbl{\f1\fnil Limon S1;}}\f1 RBHraCaNacRkkm}"
    assert (await read(tmp_path, data))[0] == "broken"


async def test_of_a_web_page_what_it_shows(tmp_path: Path) -> None:
    data = (
        b"<html><head><title>x</title><style>p {color: red}</style></head><body><script>run()</script>"
        b"<p>Health &amp; <b>budget</b> 2027</p><table><tr><td>MoH</td><td>20</td></tr></table></body></html>"
    )
    _state, parts, tokens = await read(tmp_path, data)
    assert [part["text"].strip() for part in parts] == ["Health & budget 2027\n\tMoH\t20"]
    assert "wcolor" not in tokens


async def test_of_tracked_changes_what_is_deleted_or_moved_away_is_no_text(tmp_path: Path) -> None:
    words = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    moved = "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>"
    deleted = "<w:del><w:r><w:delText>deleted </w:delText></w:r></w:del>"
    kept = "<w:moveTo><w:r><w:t>moved </w:t></w:r></w:moveTo><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
    body = f"<w:p>{moved}<w:r><w:t>kept </w:t></w:r>{deleted}{kept}</w:p>"
    data = files.archive({"word/document.xml": f"<w:document {words}><w:body>{body}</w:body></w:document>".encode()})
    _state, parts, _tokens = await read(tmp_path, data)
    assert [part["text"].strip() for part in parts] == ["kept moved inserted"]


#: What is wrong with a file, how it is made, and its state. It is made by its test: making all of them takes seconds.
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "empty"),
    "PDF with a password": (lambda: files.pdf(["Secret"], password="open sesame"), "encrypted"),
    "Office with a password": (lambda: files.ENCRYPTED_OFFICE, "encrypted"),
    "old Office": (lambda: files.OLD_OFFICE, "unknown"),
    "PDF without text": (lambda: files.pdf(["", ""]), "without_text"),
    "Word without text": (lambda: files.word([""]), "without_text"),
    "PDF cut off": (lambda: files.pdf(["Truncated"])[:300], "damaged"),
    "PDF by its first bytes alone": (lambda: b"%PDF-1.7\nand nothing of it", "damaged"),
    "Word cut off": (lambda: files.word(["Truncated " * 500])[:4_000], "damaged"),
    "workbook cut off": (lambda: files.workbook({"A": [["a"]]})[:-200], "damaged"),
    "entities": (files.with_entities, "damaged"),
    "archive of a photo": (lambda: files.archive({"photo.jpg": b"\xff\xd8"}), "unknown"),
    "image": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "unknown"),
    "Word in a legacy font": (lambda: files.word([LIMON], font="Limon S1"), "broken"),
    "Word in a legacy font that it does not name": (lambda: files.word([LIMON]), "broken"),
    "text in a legacy font": (LIMON.encode, "broken"),
    "loose vowels": (("\u17b6\u17c1 \u17d2 \u17b7\u17c1" * 20).encode, "broken"),
}


@pytest.mark.parametrize(("make", "state"), BAD.values(), ids=BAD)
async def test_each_kind_of_bad_file_has_one_state(tmp_path: Path, make: Callable[[], bytes], state: str) -> None:
    assert await read(tmp_path, make()) == (state, [], [])


async def test_a_file_is_read_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert (await read(tmp_path, files.word(["A Word file named paper.pdf"])))[0] == "read"


async def test_macros_are_no_text(tmp_path: Path) -> None:
    data = files.archive(
        {
            "word/document.xml": b'<w:document xmlns:w="w"><w:p><w:r><w:t>Only this</w:t></w:r></w:p></w:document>',
            "word/vbaProject.bin": b"Sub AutoOpen: Shell",
        }
    )
    state, parts, tokens = await read(tmp_path, data)
    assert (state, places(parts)) == ("read", [("page", 1, "", "Only this")])
    assert "wshell" not in tokens


async def test_what_a_password_only_restricts_is_read(tmp_path: Path) -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(files.pdf(["Open to readers"]))))
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    assert (await read(tmp_path, made.getvalue()))[0] == "read"


async def test_an_english_page_of_a_file_with_others_in_a_legacy_font_is_found(tmp_path: Path) -> None:
    state, parts, _tokens = await read(tmp_path, files.word(["An English summary of this document " * 20, LIMON]))
    assert (state, len(parts)) == ("read", 1)


@pytest.mark.parametrize("make", [files.word_bomb, files.workbook_bomb], ids=["Word", "workbook"])
async def test_a_small_file_with_huge_contents_ends_in_bounded_memory(
    tmp_path: Path, make: Callable[[int], bytes]
) -> None:
    bomb = make(300)
    assert len(bomb) < 8_000_000
    state, parts, _tokens = await read(tmp_path, bomb)
    assert state in ("cut", "too_large")
    assert sum(len(part["text"]) for part in parts) < 2_100_000


@pytest.mark.parametrize("count", [3_001, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_of_a_pdf_of_many_pages_the_first_3000_are_read(tmp_path: Path, count: int) -> None:
    state, parts, tokens = await read(tmp_path, files.pdf_of_equal_pages("Midwifery", count))
    assert (state, len(parts), parts[-1]["number"]) == ("cut", 3_000, 3_000)
    assert tokens == ["wmidwifery", "smidwiferi"]


async def test_past_its_time_what_was_read_is_kept(tmp_path: Path) -> None:
    text = "\n".join("A line of the annex with some words" for _number in range(60))
    state, parts, tokens = await read(tmp_path, files.pdf([text] * 3_000), seconds=3)
    assert state == "cut"
    assert 0 < len(parts) < 3_000
    assert "wannex" in tokens


@pytest.mark.parametrize("name", ["Limon S1", "ABCDEF+LimonR1", "ABC-TEXT-05", "Limon F7"])
def test_fonts_that_show_latin_letters_as_khmer(name: str) -> None:
    assert is_legacy_font(name)


@pytest.mark.parametrize("name", ["Khmer OS Siemreap", "ABCDEF+KhmerOS", "Times New Roman", "Calibri", "Arial"])
def test_other_fonts(name: str) -> None:
    assert not is_legacy_font(name)


@pytest.mark.parametrize(
    "text",
    [
        KHMER,
        "The Ministry of Health (MoH) and UNICEF/WHO met on 12/03/2026; see https://moh.gov.kh/a?b=c&d=e for more.",
        "Procès-verbal de la réunion : les activités réalisées à l’hôpital, l’été dernier, ont été évaluées.",
        "def isValid(x): return x.getValue() == someObject.fieldName and otherThing[0] != 'abc'",
        "2008-4 58% 12.5 1,250,000 KHR 45$ #7 A/B C&D (iv) [2] e.g. i.e. 3/4",
        "",
    ],
)
def test_what_people_can_read_is_no_broken_khmer(text: str) -> None:
    assert not is_illegible(text)


@pytest.mark.parametrize("text", [LIMON, "\ufffd" * 10 + "abc", "(cid:12)(cid:7)" * 30, "\ue001\ue002\ue003 " * 20])
def test_what_nobody_can_read(text: str) -> None:
    assert is_illegible(text)
