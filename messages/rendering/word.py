"""Word documents: A4, a font for each script, tables whose heads are repeated and whose rows stay whole.

Only this module uses python-docx. It is loaded with the first document, and works in a thread.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

    Cell = _Cell

_LATIN_FONT, _KHMER_FONT = "Arial", "Khmer OS Siemreap"
#: Runs of Khmer letters, with the spaces between them: they are set in a font of their own.
_KHMER = re.compile(r"([\u1780-\u17ff\u19e0-\u19ff\u200b]+(?:\s+[\u1780-\u17ff\u19e0-\u19ff\u200b]+)*)")
#: Characters that XML, and so a document, cannot contain; and marks that turn the direction of what follows them, with
#: which a title would turn the page number behind it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
SIZE_PT, SMALL_PT, LARGE_PT = 11, 9, 15
_MARGIN_MM = 20
#: The day that the parts of a document bear in its file: the earliest that there is.
_MADE = (1980, 1, 1, 0, 0, 0)
#: Width of the text of a page.
TEXT_MM = 210 - 2 * _MARGIN_MM


def new_document(*, footer: str = "") -> "Document":
    """An empty A4 document. Args: `footer`: below each page, before its number; empty for no footer."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN_FONT, Pt(SIZE_PT)
    style.paragraph_format.space_after = Pt(3)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), _KHMER_FONT)
    if footer:
        paragraph = section.footer.paragraphs[0]
        write(paragraph, f"{footer} · ", size_pt=SMALL_PT)
        _add_page_number(paragraph)
    return document


def save(document: "Document") -> bytes:
    """The bytes of a .docx file: of the same document the same, whenever it is made."""
    file, plain = BytesIO(), BytesIO()
    document.save(file)
    with ZipFile(file) as parts, ZipFile(plain, "w", ZIP_DEFLATED) as dated:
        for part in parts.infolist():
            dated.writestr(ZipInfo(part.filename, _MADE), parts.read(part), ZIP_DEFLATED)
    return plain.getvalue()


def add_line(
    document: "Document", text: str, *, size_pt: int = SIZE_PT, bold: bool = False, centred: bool = False
) -> "Paragraph":
    """Add a paragraph with a text."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, size_pt=size_pt, bold=bold)
    return paragraph


def add_heading(document: "Document", text: str, *, size_pt: int = 12, new_page: bool = False) -> None:
    """Add a heading that stays on the page of what follows it."""
    from docx.shared import Pt

    paragraph = add_line(document, text, size_pt=size_pt, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.space_before = Pt(10)


def add_numbered(document: "Document", number: str, parts: Sequence[tuple[str, bool]]) -> None:
    """Add a paragraph whose number hangs before it. Args: `parts`: texts, each with whether it is bold."""
    from docx.shared import Mm

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(10), Mm(-10)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(10))
    write(paragraph, f"{number}.\t")
    for text, bold in parts:
        write(paragraph, text, bold=bold)


def add_table(document: "Document", widths_mm: Sequence[int], headings: Sequence[str]) -> "Table":
    """Add a table of fixed widths with a row of headings, which is repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table: Table = document.add_table(rows=0, cols=len(widths_mm), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for cell, heading in zip(add_row(table), headings, strict=True):
        write(cell.paragraphs[0], heading, size_pt=SMALL_PT, bold=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def add_row(table: Any, texts: Sequence[str] = (), *, size_pt: int = SIZE_PT) -> "Sequence[Cell]":
    """Add a row that stands on one page. Args: `texts`: of its cells, each line a paragraph; none for empty cells."""
    from docx.oxml import OxmlElement

    row = table.add_row()
    cells: Sequence[Cell] = row.cells
    for cell, column in zip(cells, table.columns, strict=True):
        cell.width = column.width
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text in zip(cells, texts, strict=False):
        for place, line in enumerate(text.splitlines()):
            write(cell.add_paragraph() if place else cell.paragraphs[0], line, size_pt=size_pt)
    return cells


def add_picture(paragraph: "Paragraph", png: bytes, width_mm: int) -> None:
    """Add a picture to a paragraph."""
    from docx.shared import Mm, Pt

    paragraph.paragraph_format.space_before = Pt(3)
    paragraph.add_run().add_picture(BytesIO(png), width=Mm(width_mm))


def write(paragraph: "Paragraph", text: str, *, size_pt: int = SIZE_PT, bold: bool = False) -> None:
    """Add the text in runs of one script each: Word chooses the font of Khmer runs by `w:cs`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for place, part in enumerate(_KHMER.split(_UNPRINTABLE.sub("", text))):
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
        properties.find(qn("w:sz")).addnext(size)  # the order of these elements is fixed
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi"), "km-KH")
        properties.append(language)


def _add_page_number(paragraph: Any) -> None:
    """A field that Word fills in, with Latin digits in Khmer documents too.

    Neither the numbering formats of WordprocessingML (ST_NumberFormat, ISO/IEC 29500-1, 17.18.59), which LibreOffice
    follows, nor the switches of the field have one for Khmer digits.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind in ("begin", "", "end"):
        run = paragraph.add_run()  # of its own: a run of several such parts loses its size in LibreOffice
        run.font.size = Pt(SMALL_PT)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run._r.append(element)
