"""Word and Excel as LibreOffice shows them: contents name the right page, headings repeat (J6)."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from messages.rendering.pdf import find_office, to_pdf
from messages.rendering.texts import localize_digits
from messages.reports.consolidated import build_consolidated
from messages.reports.document import build_report
from messages.reports.tables import compose_tables
from tests.reports.conftest import book_of
from tests.reports.sample import STATE, consolidated, draw_here, odd_report

rendered = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")

_PICTURE = Path(__file__).parent.parent / "indicators" / "pictures" / "path-en-light.png"


@rendered
@pytest.mark.parametrize("locale", ["en", "km"])
def test_the_contents_name_the_page_of_each_indicator(locale: str) -> None:
    """Also where titles are long, or have tabs and marks, and values are huge."""
    made = odd_report(30)
    picture = _PICTURE.read_bytes()
    pictures: dict[int, bytes | None] = {line.indicator_id: picture for line in made.contents.lines if line.path}
    word = build_report(made, STATE, pictures, locale)
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(word))).pages]
    listed = [each.text for each in Document(BytesIO(word)).paragraphs if (each.style.name or "").startswith("toc 2")]
    assert [line.count("\t") for line in listed] == [1] * 30
    assert not any(mark in line for line in listed for mark in "\n\u202e")
    # Title and contents take two pages, the summary one.
    for place, line in enumerate(made.contents.lines, start=1):
        number = localize_digits(f"2.{place}", locale=locale)
        assert f"{number} JMI {line.number} " in pages[2 + place], f"page {3 + place}"
    assert len(pages) > 34
    if locale == "en":  # the table of all indicators goes on, with its headings; pypdf cannot read Khmer letters
        assert sum("Source and day" in " ".join(page.split()) for page in pages[33:]) >= 2


@rendered
@pytest.mark.parametrize("locale", ["en", "km"])
def test_the_contents_name_the_page_of_each_twg(locale: str) -> None:
    """Also where the summary takes two pages, and states, names and titles are long or odd."""
    together = consolidated(24, odd=True)
    drawn = [part for part in together.parts if not part.is_missing]
    picture = _PICTURE.read_bytes()
    word = build_consolidated(together, {part.code: picture for part in drawn}, locale)
    listed = [each.text for each in Document(BytesIO(word)).paragraphs if (each.style.name or "").startswith("toc 2")]
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(word))).pages]
    assert len(listed) == len(drawn)
    for part, line in zip(drawn, listed, strict=True):
        number, page = line.partition(" ")[0], int(line.partition("\t")[2])  # Khmer digits are digits too
        assert f"{number} {part.code} " in pages[page - 1], f"{part.code} is not on page {page}"
    if locale == "en":  # the tables of any length go on, with their headings; pypdf cannot read Khmer letters
        assert sum("Source and day" in " ".join(page.split()) for page in pages) >= 2
        assert sum("Value and target" in " ".join(page.split()) for page in pages) >= 2


async def test_figures_of_any_length_fit_their_column_and_titles_are_no_formula() -> None:
    book = book_of(await compose_tables(odd_report(), STATE, "en", (), draw_here))
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column_letter for cell in sheet[1]}
    values = [cell for cell in sheet[headings["Value"]][1:] if cell.value is not None]
    assert {-12.5, -98765432109876} <= {float(cell.value) for cell in values}
    assert sheet.column_dimensions[headings["Value"]].width >= len("123,456,789,012,345.6789")
    titles = {cell.value: cell.data_type for cell in sheet[headings["Indicator"]][1:]}
    assert titles["=1+1"] == "s"
