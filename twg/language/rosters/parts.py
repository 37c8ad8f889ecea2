"""Headings over parts of a list, and what else the rows above say about a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.core.roles import Role
from storage.core.spelling import fold
from twg.language.rosters.headings import NAMES, Column, Headings
from twg.language.rosters.model import RosterPerson
from twg.language.rosters.names import has_title, is_nobody
from twg.language.rosters.roles import RoleWords, read_part, role_of_institution
from twg.language.tables.cells import Cell, Line

_OUTLINE = re.compile(r"^\s*(?:[IVX]{1,5}|[A-Z]|[0-9០-៩]{1,2}|[ក-អ])\s*[.)\-–/:]\s*")
#: A serial number, or the letter of a part: "12.", "I", "ក".
_SERIAL = re.compile(r"[\W\d]*|\W*(?:[IVX]{1,5}|[A-Za-z]|[ក-អ])\W*")
#: What stands for the text above, and in which columns.
_DITTO = re.compile(
    r"[-–— ]*(?:[\"“”″〃]|''|,,|do\.?|ditto|idem|id\.|same(?: as above)?|as above"
    rf"|{'|'.join(map(fold, ('ដូចខាងលើ', 'ដដែល', 'ដូចលើ')))})[-–— .]*"
)
_REPEATED = frozenset(
    {Column.INSTITUTION, Column.DEPARTMENT, Column.POSITION, Column.CONSTITUENCY, Column.ROLE, Column.TITLE}
)


@dataclass
class Part:
    """What the rows above say.

    Attributes:
        words: what the heading over this part says, or the name of the sheet.
        institution: where the heading is one.
        side: of the row above, by its constituency; rows below that leave that empty may mean the same.
        last: index and person of the row above, whose alternate may follow.
        block: the institution of the rows above; rows below that leave it empty may be of the same.
    """

    headings: Headings
    words: RoleWords | None = None
    institution: str = ""
    side: Role | None = None
    last: tuple[int, RosterPerson] | None = None
    block: str = ""
    #: The institutions stand in rows of their own, above their people.
    sectioned: bool = False
    #: The row was taken for an institution because the others of the list stand like that.
    guessed: str = ""

    def take(self, line: Line, *, ended: bool) -> bool:
        """Whether the row is done with: a heading over a part, or a row of no meaning.

        Args:
            ended: a total or a footer stands above, so that lines of unknown meaning belong to it.
        """
        self.guessed = ""
        own = [cell for cell in line.own() if not is_serial(cell, self.headings)]
        texts = list(dict.fromkeys(cell.text for cell in own))
        if not texts:
            return True
        if len(texts) > 1:
            return ended and not any(index in line.cells for index in self.headings.of(*NAMES))
        text = _OUTLINE.sub("", texts[0])
        if not own[0].calculated or has_title(text):
            return False
        words = read_part(text)
        if words is not None:
            self.words, self.institution, self.side, self.last, self.block = words, "", None, None, ""
            return True
        if self.headings.columns.get(own[0].column) in NAMES and len(own) < len(line.own()):
            return False  # a name with a serial number
        known = role_of_institution(fold(text)) is not None
        if not ended and not is_nobody(text) and (known or self._is_section(line)):
            self.institution, self.last, self.block = text, None, ""
            self.sectioned = self.sectioned or not self._has_institutions()
            self.guessed = "" if known else text
            return True
        return ended

    def _has_institutions(self) -> bool:
        return not {Column.INSTITUTION, Column.DEPARTMENT}.isdisjoint(self.headings.columns.values())

    def _is_section(self, line: Line) -> bool:
        """Whether a row of one text stands where the others of this list name the institution of those below."""
        return self.sectioned and not self._has_institutions() and len({cell.text for cell in line.own()}) == 1


def read_part_above(lines: Sequence[Line]) -> RoleWords | None:
    """What the last of some rows says of the part below, where it is a heading over it; else None."""
    texts = list(dict.fromkeys(cell.text for cell in lines[-1].own())) if lines else []
    words = read_part(_OUTLINE.sub("", texts[0])) if len(texts) == 1 else None
    return words if words is not None and words.role is not None else None


def is_serial(cell: Cell, headings: Headings) -> bool:
    """Whether the cell is a serial number: in a column for them, or in one without a heading before all others."""
    column = headings.columns.get(cell.column)
    before = column is None and cell.column not in headings.texts and cell.column < min(headings.columns)
    return (column is Column.SERIAL or before) and _SERIAL.fullmatch(cell.text) is not None


def with_repeated(line: Line, headings: Headings, above: Line | None) -> Line:
    """The row, with the texts of the row above where it has marks that repeat them: a ditto mark, "same as above"."""
    repeated = {
        index: above.cells[index]
        for index, cell in line.cells.items()
        if above is not None
        and index in above.cells
        and headings.columns.get(index) in _REPEATED
        and _DITTO.fullmatch(fold(cell.text)) is not None
    }
    return replace(line, cells={**line.cells, **repeated}) if repeated else line
