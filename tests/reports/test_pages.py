"""Word and Excel as LibreOffice shows them: contents name the right page, headings repeat (J6)."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from messages.rendering.pdf import find_office, to_pdf
from messages.rendering.texts import localize_digits
from messages.reports.document import build_report
from tests.reports.sample import STATE, report

pytestmark = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")

_PICTURE = Path(__file__).parent.parent / "indicators" / "pictures" / "path-en-light.png"


@pytest.mark.parametrize("locale", ["en", "km"])
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
