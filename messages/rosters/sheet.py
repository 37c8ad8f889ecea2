"""The sheet of personal links: a Word file, A4, to be cut or handed over, each person with the QR code of their link.

Words for the reader are in the sheet's language; what the people themselves are asked is in both.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from messages.rendering import word
from messages.rendering.codes import qr_code
from messages.rendering.labels import label, local_name
from messages.rendering.templating import format_day
from messages.rendering.texts import LOCALES, _
from storage.members import Twg
from storage.rosters import RosterEntry

if TYPE_CHECKING:
    from messages.rendering.word import Cell

_SMALL_PT = 8
_QR_MM = 30
_WIDTHS_MM = (10, 123, 37)
_HEADINGS = (_("No."), _("Who it is for, and the link"), _("Code to scan"))


def build_sheet(twg: Twg, addressed: Sequence[tuple[RosterEntry, str]], until: date, locale: str) -> bytes:
    """A .docx file. Called in a thread.

    Args:
        addressed: the people, each with the link that is theirs.
        until: the last day on which the links work, local date.
    """
    document = word.new_document()
    word.add_line(document, f"{local_name(twg).render(locale)} ({twg.code})", size_pt=word.LARGE_PT, bold=True)
    word.add_line(document, _("Personal links to the assistant").render(locale), bold=True)
    for language in LOCALES:
        asked = _("Please scan the code or open the link, and press Start. Then share your number with the button.")
        ends = _("The link is yours alone and works until {day}.").with_(day=format_day(until, locale=language))
        word.add_line(document, f"{asked.render(language)} {ends.render(language)}")
    table = word.add_table(document, _WIDTHS_MM, [heading.render(locale) for heading in _HEADINGS])
    for number, (entry, link) in enumerate(addressed, 1):
        cells = word.add_row(table, [str(number)])
        _describe(cells[1], entry, link, locale)
        word.add_picture(cells[2].paragraphs[0], qr_code(link), _QR_MM)
    return word.save(document)


def _describe(cell: "Cell", entry: RosterEntry, link: str, locale: str) -> None:
    """Name in both scripts, position and institution, role, link."""
    name = " ".join(filter(None, (entry.title, entry.full_name)))
    other = entry.name_km if entry.name_km != entry.name else ""
    word.write(cell.paragraphs[0], " · ".join(filter(None, (name, other))), bold=True)
    word.write(
        cell.add_paragraph(), ", ".join(filter(None, (entry.position, local_name(entry.institution).render(locale))))
    )
    role = label(entry.role).render(locale)
    word.write(cell.add_paragraph(), f"{role} ({', '.join(entry.themes)})" if entry.themes else role)
    word.write(cell.add_paragraph(), link, size_pt=_SMALL_PT)
