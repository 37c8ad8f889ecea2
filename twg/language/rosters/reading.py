"""Reading a roster as secretariats keep them (M5): `read_roster` is pure, and the only entrance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from storage.core.spelling import fold, key_of
from twg.language.rosters.columns import find_unread
from twg.language.rosters.contents import settle
from twg.language.rosters.headings import NAMES, Column, Headings, read_headings
from twg.language.rosters.model import KnownTwg, Remark, Roster, RosterPerson
from twg.language.rosters.names import read_people
from twg.language.rosters.naming import check_named, find_named
from twg.language.rosters.parts import Part, read_part_above, with_repeated
from twg.language.rosters.refusals import (
    HiddenRow,
    NobodyInRoster,
    NoHeadings,
    OtherTwgsRows,
    RosterOfAnotherTwg,
    TakenAsInstitution,
    TwiceInRoster,
    WrongTotal,
)
from twg.language.rosters.roles import RoleWords, read_part
from twg.language.rosters.rows import RowReader
from twg.language.rosters.words import load_words
from twg.language.tables.cells import LAST_COLUMN, Line, Table, letters
from twg.language.tables.files import read_tables

#: Rows with content among which the headings are looked for.
_ROWS_ABOVE = 60
#: What stands below a list, or between its parts.
_WORDS = load_words()["footers"]
_FOOTER = re.compile(rf"^[\s(*]*(?:{'|'.join(_WORDS['words'])}|{'|'.join(map(fold, _WORDS['khmer']))})")
_COUNT = re.compile(r"(?:fe)?males? *(?:[:=(-]|$)|(?:wo)?men *[:=(-]")
#: The number behind a word for a sex: "M: 4, F: 2".
_BY_SEX = re.compile(rf"(?:\b(?:m|f|(?:fe)?male|(?:wo)?men)|{fold('ប្រុស')}|{fold('ស្រី')}|(?<![ក-៓])[បស])[^\w(ក-៓]*(\d+)")
_TOTAL = re.compile(rf"^(?:grand )?total|^{fold('សរុប')}")


@dataclass(frozen=True)
class _Found:
    """A table with headings, or one of several lists side by side.

    Attributes:
        above: the texts above the headings.
        words: what the row above the headings says of those below.
        first: where its people begin.
        side: letters of the column in which a list beside another one begins; else empty.
    """

    table: Table
    headings: Headings
    above: list[str]
    words: RoleWords | None
    first: int
    side: str = ""


def read_roster(data: bytes, file_name: str, twg: KnownTwg, others: Sequence[KnownTwg] = ()) -> Roster:
    """Read a file.

    Args:
        twg: the TWG that it is imported into; `others` are those that it may be about by mistake.
    Raises: a RosterRefusal where the file as a whole cannot be taken; nothing of it is read then.
    """
    tables = read_tables(data)
    found = [one for table in tables if (whole := _find_headings(table)) is not None for one in _apart(whole)]
    check_named(_texts_that_name(file_name, tables, found), twg, others)
    if not found:
        raise NoHeadings
    people: list[RosterPerson] = []
    remarks: list[Remark] = []
    several = len({one.table.name for one in found}) > 1
    for one in found:
        prefix = (f"{one.table.name}!" if several else "") + one.side
        _read_table(one, people, remarks, prefix=prefix, twg=twg, others=others)
    if not people and not any(remark.what.error for remark in remarks):
        raise NobodyInRoster
    named = {remark.what.data["named"] for remark in remarks if isinstance(remark.what, OtherTwgsRows)}
    if not people and named:
        raise RosterOfAnotherTwg(named=min(named), twg=twg.code)
    return _without_doubles(Roster(people, remarks))


def _texts_that_name(file_name: str, tables: Sequence[Table], found: Sequence[_Found]) -> Iterator[str]:
    yield file_name.rpartition(".")[0] or file_name
    yield from (table.name for table in tables)
    for one in found:
        yield from one.above


def _find_headings(table: Table) -> _Found | None:
    """The table with its headings; None without any."""
    for place, line in enumerate(table.lines[:_ROWS_ABOVE]):
        below = table.lines[place + 1] if place + 1 < len(table.lines) else None
        read = read_headings(line, below)
        if read is not None:
            headings, two_rows = read
            above = [cell.text for before in table.lines[:place] for cell in before.own()]
            words = read_part_above(table.lines[:place])
            first = place + (2 if two_rows else 1)
            settled = settle(headings.without(table.hidden), table.lines[place:first], table.lines[first:])
            return _Found(table, settled, above, words, first)
    return None


def _apart(one: _Found) -> list[_Found]:
    """The lists in a table that stand side by side; the whole where there is one."""
    begins = one.headings.repeated()
    ends = [*begins[1:], LAST_COLUMN + 1]
    sides = [_side(one, first, last) for first, last in zip(begins, ends, strict=True)] if begins else []
    return sides if any(map(_names_others, one.table.lines[one.first :], repeat(sides))) else [one]


def _side(one: _Found, first: int, last: int) -> _Found:
    """The list in the columns from `first` up to before `last`."""
    lines = [
        replace(line, cells={index: cell for index, cell in line.cells.items() if first <= index < last})
        for line in one.table.lines
    ]
    headings = one.headings.between(first, last)
    above = read_part_above(lines[: one.first - 1])
    return replace(one, table=replace(one.table, lines=lines), headings=headings, words=above, side=letters(first))


def _names_others(line: Line, sides: Sequence[_Found]) -> bool:
    """Whether a row names people in several lists: the same person may stand in two columns, in each script."""
    names = [line.cells[index].text for one in sides for index in one.headings.of(*NAMES)[:1] if index in line.cells]
    read = [one[0].name for name in names if (one := read_people(name))]
    scripts = {bool(name.name_km) for name in read}
    return len(read) > 1 and len(scripts) == 1 and len({key_of(name.name) for name in read}) == len(read)


def _read_table(
    one: _Found,
    people: list[RosterPerson],
    remarks: list[Remark],
    *,
    prefix: str,
    twg: KnownTwg,
    others: Sequence[KnownTwg],
) -> None:
    """Add the people and remarks of a table to these."""
    lines, headings = one.table.lines, one.headings
    part = Part(headings, read_part(one.table.name) or one.words)
    before, place, ended = len(people), one.first, False
    about_people: list[tuple[Headings, Line]] = []
    while place < len(lines):
        line = lines[place]
        below = lines[place + 1] if place + 1 < len(lines) else None
        again = read_headings(line, below)
        if again is not None:  # printed again on each page, or over each part
            first = place + (2 if again[1] else 1)
            settled = settle(again[0].without(one.table.hidden), lines[place:first], lines[first:])
            part.headings, place, ended = settled, first, False
            continue
        place += 1
        line = with_repeated(line, part.headings, about_people[-1][1] if about_people else None)
        if _is_footer(line):
            _check_total(line, people, len(people) - before, remarks, prefix)
            ended = True
            continue
        named = _other_twg(line, part.headings, twg, others)
        if named not in (None, twg.code):
            remarks.append(Remark(f"{prefix}{line.number}", OtherTwgsRows(named=named)))
            continue
        if part.take(line, ended=ended):
            if part.guessed:
                remarks.append(Remark(f"{prefix}{line.number}", TakenAsInstitution(text=part.guessed)))
            continue
        count = len(people)
        reader = RowReader(part, line, f"{prefix}{line.number}", people)
        reader.read()
        remarks += reader.remarks
        if len(people) > count:
            about_people.append((part.headings, line))
            if line.hidden:
                remarks.append(Remark(f"{prefix}{line.number}", HiddenRow()))
    sheet = prefix.removesuffix(one.side)
    remarks += [Remark("", what) for what in find_unread(about_people, one.table.hidden, sheet)]


def _is_footer(line: Line) -> bool:
    texts = [fold(cell.text) for cell in line.own()]
    counts = len(texts) <= 2 and bool(texts) and _COUNT.match(texts[0]) is not None
    return counts or (bool(texts) and len(texts) <= 4 and any(_FOOTER.match(text) for text in texts[:2]))


def _check_total(line: Line, people: Sequence[RosterPerson], added: int, remarks: list[Remark], prefix: str) -> None:
    """Remark on a total that is neither the number of rows above it nor of the people among them."""
    words = fold(" ".join(cell.text for cell in line.own()))
    numbers = re.findall(r"\d+", words)
    if not _TOTAL.match(words) or not numbers or not added:
        return
    named = sum(not person.vacant for person in people[len(people) - added :])
    by_sex = _BY_SEX.findall(words)
    said = sum(map(int, by_sex)) if len(by_sex) > 1 and by_sex[0] == numbers[0] else int(numbers[0])
    if said not in (added, named):
        remarks.append(Remark(f"{prefix}{line.number}", WrongTotal(said=said, read=added)))


def _other_twg(line: Line, headings: Headings, twg: KnownTwg, others: Sequence[KnownTwg]) -> str | None:
    """The code of the TWG that the row names in a column for it; None where it names none that is known."""
    for column in headings.of(Column.TWG):
        if column in line.cells:
            found = find_named(line.cells[column].text, (twg, *others))
            return None if found is None else found.code
    return None


def _without_doubles(roster: Roster) -> Roster:
    """The roster with each person once; those further down are remarked on."""
    kept: list[RosterPerson] = []
    remarks = list(roster.remarks)
    places: list[int] = []
    by_name: dict[str, list[int]] = {}
    for person in roster.people:
        names = {key_of(person.name), key_of(person.name_km)} - {""}
        alike = (place for name in names for place in by_name.get(name, []))
        first = next((place for place in alike if _same(person, kept[place])), None)
        if first is not None:
            places.append(first)
            twice = TwiceInRoster(row=kept[first].place, name=person.name)
            remarks.append(Remark(person.place, twice, person.cells.get("name", "")))
            continue
        places.append(len(kept))
        for name in names:
            by_name.setdefault(name, []).append(len(kept))
        moved = None if person.alternate_of is None else places[person.alternate_of]
        kept.append(replace(person, alternate_of=moved))
    return Roster(kept, remarks)


def _same(one: RosterPerson, other: RosterPerson) -> bool:
    """Whether two rows with one name are one person: a number, an address or the institution is the same too.

    With other numbers and other positions they are two people of one institution.
    """
    if set(one.phones) & set(other.phones) or set(one.emails) & set(other.emails):
        return True
    if one.phones and other.phones and len({key_of(one.position), key_of(other.position)} - {""}) == 2:
        return False
    return len({key_of(one.institution), key_of(other.institution)} - {""}) <= 1
