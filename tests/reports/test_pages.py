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
from tests.reports.sample import STATE, consolidated, report
from tests.support.cases import one_language

pytestmark = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")

_PICTURE = Path(__file__).parent.parent / "indicators" / "pictures" / "path-en-light.png"


@pytest.mark.parametrize("locale", one_language("km"))
def test_the_contents_name_the_page_of_each_indicator(locale: str) -> None:
    made = report(30)
    picture = _PICTURE.read_bytes()
    pictures: dict[int, bytes | None] = {line.indicator_id: picture for line in made.contents.lines if line.path}
    word = build_report(made, STATE, pictures, locale)
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(word))).pages]
    # Title and contents take two pages, the summary one.
    for place in range(1, 31):
        number = localize_digits(f"2.{place}", locale=locale)
        assert f"{number} JMI 2008-{place} " in pages[2 + place], f"page {3 + place}"
    assert len(pages) > 34
    if locale == "en":  # the table of all indicators goes on, with its headings; pypdf cannot read Khmer letters
        assert sum("Source and day" in " ".join(page.split()) for page in pages[33:]) >= 2


@pytest.mark.parametrize("locale", one_language("en"))
def test_the_contents_name_the_page_of_each_twg(locale: str) -> None:
    """Also where the summary takes two pages, and states and names are long."""
    together = consolidated(24)
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
