"""The fields of one person in a row, by what the columns hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.core.spelling import fold, is_visible
from twg.language.contacts import read_contact
from twg.language.rosters.headings import Column
from twg.language.rosters.names import (
    Named,
    PersonName,
    is_nobody,
    is_title,
    is_to_be_named,
    read_name,
    read_people,
    without_contact,
)
from twg.language.rosters.roles import role_of_institution
from twg.language.tables.cells import Cell, Line, letters

_NAMES = (Column.NAME, Column.NAME_LATIN, Column.NAME_KM, Column.FAMILY_NAME, Column.GIVEN_NAME)
_FEMALE = frozenset(map(fold, ("f", "female", "woman", "w", "ស", "ស.", "ស្រី", "ស្ត្រី", "នារី", "f.", "fem")))
_MALE = frozenset(map(fold, ("m", "male", "man", "ប", "ប.", "ប្រុស", "បុរស", "m.", "h")))
#: What stands in a column for one sex where it is the other.
_UNMARKED = frozenset({"", "-", "0", "no", "n", "_"})


@dataclass
class Values:
    """The cells of a row by their columns; `used` collects from which cell each field was read."""

    line: Line
    columns: Mapping[int, Column]
    used: dict[str, str] = field(default_factory=dict)

    def cells(self, *wanted: Column) -> list[Cell]:
        """The cells of these columns, from the left; of all known columns where none is given."""
        known = (index for index in sorted(self.columns) if not wanted or self.columns[index] in wanted)
        return [self.line.cells[index] for index in known if index in self.line.cells]

    def has(self, column: Column) -> bool:
        """Whether the list has such a column."""
        return column in self.columns.values()

    def place(self, *wanted: Column) -> str:
        """The first cell of these columns that has content, as "C7"; empty for none."""
        found = self.cells(*wanted)
        return f"{letters(found[0].column)}{self.line.number}" if found else ""

    def text(self, *wanted: Column) -> str:
        """The text of the first cell of these columns that has any, as typed, in one line."""
        found = next((cell for cell in self.cells(*wanted) if is_visible(cell.text)), None)
        if found is None:
            return ""
        self.used.setdefault(wanted[0].value, f"{letters(found.column)}{self.line.number}")
        return " ".join(found.text.split("\n")).strip()

    def people(self) -> list[Named] | None:
        """Whom the columns of names name; empty for a vacant seat, None where all of these are empty."""
        filled = [cell for cell in self.cells(*_NAMES) if is_visible(without_contact(cell.text)[0])]
        if not filled:
            return None
        self.used["name"] = f"{letters(filled[0].column)}{self.line.number}"
        people = self._by_column(Column.NAME) or self._from_parts()
        latin, khmer = self._by_column(Column.NAME_LATIN), self._by_column(Column.NAME_KM)
        for other in (latin, khmer):
            people = [
                _joined(one, other[place] if place < len(other) else None) for place, one in enumerate(people)
            ] or other
        return people

    def alternates(self) -> list[Named]:
        """Whom a column for alternates names, beside the person whose seat it is."""
        named = self._by_column(Column.ALTERNATE)
        awaited = not named and is_to_be_named(self.text(Column.ALTERNATE))
        return [Named(PersonName(""), alternate=True)] if awaited else named

    def _by_column(self, column: Column) -> list[Named]:
        texts = [name for cell in self.cells(column) if is_visible(name := without_contact(cell.text)[0])]
        if len(texts) > 1 and all(len(read_people(text)) == 1 for text in texts):  # one below "Name", in two columns
            texts = [" / ".join(dict.fromkeys(texts))] if not is_title(texts[0]) else [" ".join(texts)]
        return [named for text in texts[:1] for named in read_people(text)]

    def _from_parts(self) -> list[Named]:
        """A name whose family name and given name stand in columns of their own."""
        parts = [self._line_of(cell) for cell in self.cells(Column.FAMILY_NAME, Column.GIVEN_NAME)]
        whole = " ".join(filter(is_visible, parts))
        return [] if not parts or is_nobody(whole) or is_nobody(parts[0]) else [Named(read_name(whole))]

    def _line_of(self, cell: Cell) -> str:
        return " ".join(without_contact(cell.text)[0].split())

    def title(self) -> str:
        """The title in a column of its own; empty where that holds positions, or there is none."""
        text = self.text(Column.TITLE)
        return text if is_title(text) else ""

    def position(self) -> str:
        """The position, with the department where the institution has a column of its own."""
        text = self.text(Column.POSITION)
        other = self.text(Column.TITLE)
        position = text or (other if not is_title(other) else "")
        if is_nobody(position):
            return ""
        if not self._has_institutions():
            return self._split_institution(position)[0]
        department = self.text(Column.DEPARTMENT) if self.cells(Column.INSTITUTION) else ""
        return ", ".join(filter(None, (position, department)))

    def institution(self) -> str:
        """The institution; in a list without a column for it, what follows the position: "Officer, MoH"."""
        if self._has_institutions():
            return self.text(Column.INSTITUTION) or self.text(Column.DEPARTMENT)
        other = self.text(Column.TITLE)
        return self._split_institution(self.text(Column.POSITION) or ("" if is_title(other) else other))[1]

    def _has_institutions(self) -> bool:
        return not {Column.INSTITUTION, Column.DEPARTMENT}.isdisjoint(self.columns.values())

    def _split_institution(self, text: str) -> tuple[str, str]:
        """(position, institution) of a text that ends with a known kind of institution; else all is the position."""
        position, _comma, institution = text.rpartition(",")
        known = role_of_institution(institution) is not None
        return (position.strip(), institution.strip()) if position and known else (text, "")

    def sex(self) -> str | None:
        """ "female", "male", or empty where nothing is said; None for words that are not known."""
        marked = [column for column in (Column.FEMALE, Column.MALE) if fold(self.text(column)) not in _UNMARKED]
        if marked:
            return marked[0].value if len(marked) == 1 else None
        folded = fold(self.text(Column.SEX))
        if not folded or is_nobody(folded):
            return ""
        return "female" if folded in _FEMALE else "male" if folded in _MALE else None

    def contact(self, number: int, count: int) -> tuple[str, str]:
        """Phone and e-mail, as typed, of the person with this number of those in the row.

        Where a cell has as many lines as there are people, each has a line; else all is the first one's.
        """
        phones: list[str] = []
        emails: list[str] = []
        for cell in self.cells(Column.PHONE, Column.EMAIL, Column.CONTACT):
            text = _share(cell.text, number, count)
            if cell.link and number == 0 and not read_contact(text).emails:
                text = f"{text}\n{cell.link}" if not self._is(cell, Column.EMAIL) else cell.link
            if not is_visible(text) or is_nobody(text):
                continue
            read = read_contact(text)
            name = "email" if self._is(cell, Column.EMAIL) or (read.emails and not read.phones) else "phone"
            (emails if name == "email" else phones).append(text)
            self.used.setdefault(name, f"{letters(cell.column)}{self.line.number}")
        for cell in self.cells(*_NAMES):
            lines = without_contact(cell.text)[1].split("\n")
            text = lines[number] if len(lines) == count else "; ".join(lines) if number == 0 else ""
            read = read_contact(text)
            phones += read.phones
            emails += read.emails
        return "; ".join(phones), "; ".join(emails)

    def _is(self, cell: Cell, column: Column) -> bool:
        return self.columns[cell.column] is column


def _share(text: str, number: int, count: int) -> str:
    """The part of a cell that is about one of several people."""
    lines = [line for line in re.split(r"[\n\r\v]+", text) if is_visible(line)]
    if count > 1 and len(lines) == count:
        return lines[number].strip()
    return "; ".join(line.strip() for line in lines) if number == 0 else ""


def _joined(one: Named, other: Named | None) -> Named:
    """A person named in two columns, one in each script."""
    if other is None:
        return one
    first, second = one.name, other.name
    name_km, title_km = first.name_km or second.name_km, first.title_km or second.title_km
    latin = first if first.name != first.name_km else second
    if latin.name == latin.name_km:  # both in Khmer
        latin = first
    title = latin.title or first.title or second.title
    return Named(
        replace(PersonName(latin.name, title), name_km=name_km, title_km=title_km), one.alternate or other.alternate
    )
