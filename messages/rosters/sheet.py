"""The sheet of personal links: a Word file, A4, to be cut or handed over, each person with the QR code of their link.

Words for the reader are in the sheet's language; what the people themselves are asked is in both.
"""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from messages.rendering.codes import qr_code
from messages.rendering.labels import label, local_name
from messages.rendering.templating import format_day
from messages.rendering.texts import LOCALES, _
from storage.members import Twg
from storage.rosters import RosterEntry

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_LATIN_FONT, _KHMER_FONT = "Arial", "Khmer OS Siemreap"
#: Runs of Khmer letters, with the spaces between them: they are set in a font of their own.
_KHMER = re.compile(r"([\u1780-\u17ff\u19e0-\u19ff\u200b]+(?:\s+[\u1780-\u17ff\u19e0-\u19ff\u200b]+)*)")
_SIZE_PT, _SMALL_PT, _LARGE_PT = 11, 8, 15
_QR_MM = 30
_WIDTHS_MM = (10, 123, 37)
_HEADINGS = (_("No."), _("Who it is for, and the link"), _("Code to scan"))
_MARGIN_MM = 20


def build_sheet(twg: Twg, addressed: Sequence[tuple[RosterEntry, str]], until: date, locale: str) -> bytes:
    """A .docx file. Called in a thread.

    Args:
        addressed: the people, each with the link that is theirs.
        until: the last day on which the links work, local date.
    """
    import docx
    from docx.shared import Mm, Pt

    document = docx.Document()
    _set_up(document)
    _write(document.add_paragraph(), f"{local_name(twg).render(locale)} ({twg.code})", size_pt=_LARGE_PT, bold=True)
    _write(document.add_paragraph(), _("Personal links to the assistant").render(locale), bold=True)
    for language in LOCALES:
        asked = _("Please scan the code or open the link, and press Start. Then share your number with the button.")
        ends = _("The link is yours alone and works until {day}.").with_(day=format_day(until, locale=language))
        _write(document.add_paragraph(), f"{asked.render(language)} {ends.render(language)}")
    table = document.add_table(rows=0, cols=len(_WIDTHS_MM), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _add_headings(table, locale)
    for number, (entry, link) in enumerate(addressed, 1):
        row = table.add_row()
        _keep_whole(row._tr)
        for cell, width in zip(row.cells, _WIDTHS_MM, strict=True):
            cell.width = Mm(width)
        _write(row.cells[0].paragraphs[0], str(number))
        _describe(row.cells[1], entry, link, locale)
        picture = row.cells[2].paragraphs[0]
        picture.paragraph_format.space_before = Pt(3)
        picture.add_run().add_picture(BytesIO(qr_code(link)), width=Mm(_QR_MM))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_headings(table: Any, locale: str) -> None:
    """A row that Word repeats on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    row = table.add_row()
    for cell, width, heading in zip(row.cells, _WIDTHS_MM, _HEADINGS, strict=True):
        cell.width = Mm(width)
        _write(cell.paragraphs[0], heading.render(locale), size_pt=_SMALL_PT, bold=True)
    _keep_whole(row._tr)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _describe(cell: "_Cell", entry: RosterEntry, link: str, locale: str) -> None:
    """Name in both scripts, position and institution, role, link."""
    name = " ".join(filter(None, (entry.title, entry.full_name)))
    other = entry.name_km if entry.name_km != entry.name else ""
    _write(cell.paragraphs[0], " · ".join(filter(None, (name, other))), bold=True)
    _write(
        cell.add_paragraph(), ", ".join(filter(None, (entry.position, local_name(entry.institution).render(locale))))
    )
    role = label(entry.role).render(locale)
    _write(cell.add_paragraph(), f"{role} ({', '.join(entry.themes)})" if entry.themes else role)
    _write(cell.add_paragraph(), link, size_pt=_SMALL_PT)


def _set_up(document: "Document") -> None:
    """A4, its margins, and a font for each script."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN_FONT, Pt(_SIZE_PT)
    style.paragraph_format.space_after = Pt(3)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), _KHMER_FONT)


def _write(paragraph: "Paragraph", text: str, *, size_pt: int = _SIZE_PT, bold: bool = False) -> None:
    """Add the text in runs of one script each: Word chooses the font of Khmer runs by `w:cs`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for place, part in enumerate(_KHMER.split(text)):
        if not part:
            continue
        run = paragraph.add_run(part)
        run.font.size, run.font.bold = Pt(size_pt), bold
        if place % 2 == 0:
            continue
        run.font.cs_bold, run.font.complex_script = bold, True
        run.font.name = _LATIN_FONT
        properties = run._r.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:cs"), _KHMER_FONT)
        size = OxmlElement("w:szCs")
        size.set(qn("w:val"), str(2 * size_pt))
        properties.append(size)
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi"), "km-KH")
        properties.append(language)


def _keep_whole(row: Any) -> None:
    """Let a row of a table stand on one page."""
    from docx.oxml import OxmlElement

    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
