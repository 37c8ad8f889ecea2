"""What a longer Word document has besides: headings of a style, contents that lead to them, numbered tables.

As `messages.rendering.word`, loaded with the first document and working in a thread.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from messages.rendering.word import TEXT_MM, write

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: Sizes of the headings by level, in points, and their colour.
_SIZES = {1: 15, 2: 12}
_COLOUR = "1F3864"


@dataclass(frozen=True)
class Entry:
    """A line of the contents.

    Attributes:
        bookmark: of the heading to which it leads.
        page: on which that is, as it is printed.
    """

    text: str
    bookmark: str
    page: str
    level: int = 1


def add_titled(document: "Document", text: str, bookmark: str, *, level: int = 1, new_page: bool = False) -> None:
    """Add a heading of the style of its level, to which a line of the contents leads."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style=f"Heading {level}")
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(6)
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(len(document.element.findall(f".//{qn('w:bookmarkStart')}")))
    for element in (begin, end):
        element.set(qn("w:id"), number)
    begin.set(qn("w:name"), bookmark)
    paragraph._p.append(begin)
    write(paragraph, text, size_pt=_SIZES[level], bold=True)
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(_COLOUR)
        if run.font.name is None:
            run.font.name = "Arial"
    paragraph._p.append(end)


def add_contents(
    document: "Document", entries: Sequence[Entry], *, new_pages: Collection[int] = (), size_pt: int = 10
) -> None:
    """Add the contents, filled: a field that Word can compute again, whose lines lead to the headings.

    Args:
        new_pages: places of entries, from 0, that begin a page.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    for level in sorted({entry.level for entry in entries}):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = document.styles["Normal"]
    for place, entry in enumerate(entries):
        paragraph = document.add_paragraph(style=document.styles[f"toc {entry.level}"])
        shape = paragraph.paragraph_format
        shape.left_indent, shape.space_after = Mm(6 * (entry.level - 1)), Pt(2)
        shape.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        shape.page_break_before = place in new_pages
        if place == 0:
            _add_field_part(paragraph, "begin")
            _add_field_part(paragraph, "", 'TOC \\o "1-2" \\h \\z \\u')
            _add_field_part(paragraph, "separate")
        _add_link(paragraph, entry, size_pt)
        if place == len(entries) - 1:
            _add_field_part(paragraph, "end")


def _add_link(paragraph: "Paragraph", entry: Entry, size_pt: int) -> None:
    """The text and the page of a line, in a link to its heading."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    before = len(paragraph._p)
    write(paragraph, entry.text, size_pt=size_pt, bold=entry.level == 1)
    write(paragraph, "\t", size_pt=size_pt)
    _add_field(paragraph, f"PAGEREF {entry.bookmark} \\h", entry.page, size_pt)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), entry.bookmark)
    link.set(qn("w:history"), "1")
    for element in list(paragraph._p)[before:]:
        link.append(element)
    paragraph._p.append(link)


def add_caption(
    document: "Document", word: str, number: int, shown: str, title: str, *, new_page: bool = False
) -> None:
    """Add the caption of a table, above it: "Table 3 – …".

    Word can count its number again; one in Khmer digits is written as it is, since Word has none.

    Args:
        word: "Table" in the language of the document; `shown`: the number in its digits.
    """
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(8), Pt(3)
    write(paragraph, f"{word} ", size_pt=10, bold=True)
    if shown == str(number):
        _add_field(paragraph, "SEQ Table \\* ARABIC", shown, 10, bold=True)
    else:
        write(paragraph, shown, size_pt=10, bold=True)
    write(paragraph, f" – {title}", size_pt=10, bold=True)
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(_COLOUR)


def _add_field(paragraph: "Paragraph", code: str, shown: str, size_pt: int, *, bold: bool = False) -> None:
    """A field that Word can compute again, with what it shows until then."""
    _add_field_part(paragraph, "begin")
    _add_field_part(paragraph, "", code)
    _add_field_part(paragraph, "separate")
    write(paragraph, shown, size_pt=size_pt, bold=bold)
    _add_field_part(paragraph, "end")


def _add_field_part(paragraph: Any, kind: str, code: str = "") -> None:
    """Args: `kind`: "begin", "separate", "end"; empty for what the field computes, `code`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.set(qn("xml:space"), "preserve")
        element.text = f" {code} "
    run._r.append(element)
