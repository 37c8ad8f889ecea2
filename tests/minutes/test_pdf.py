"""The PDF of minutes, where LibreOffice is installed (G6)."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from handlers.minutes import reading
from messages.rendering import pdf
from tests.minutes.conftest import held
from tests.support.stage import Player

__all__ = ["held"]

ASKED = "minutes:pdf:1:ph:en"


async def test_it_is_said_where_no_pdf_can_be_made(dara: Player, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "find_office", lambda: None)
    await dara.forges(ASKED)
    await dara.is_refused("minutes#no_office")


async def test_the_word_file_comes_where_the_pdf_is_not_made_in_time(
    dara: Player, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find_office", lambda: "/bin/soffice")
    monkeypatch.setattr(pdf, "find_office", lambda: "/bin/false")
    await dara.forges(ASKED)
    document = (await dara.person.last()).document
    assert document is not None
    assert document.name == "HLT-TWG-minutes-2026-12-15-ph-en.docx"


@pytest.mark.skipif(pdf.find_office() is None, reason="LibreOffice is not installed")
async def test_the_pdf_has_the_pages_and_the_words_of_the_word_file(dara: Player, held: int) -> None:
    await dara.forges(ASKED)
    message = await dara.person.last()
    assert message.document is not None
    assert message.document.name == "HLT-TWG-minutes-2026-12-15-ph-en.pdf"
    pages = [page.extract_text() for page in PdfReader(BytesIO(await dara.person.downloads(message))).pages]
    assert len(pages) == 2
    assert "58% of district hospitals are staffed" in pages[0]
    assert "Annex 1: Participants" in pages[1]
