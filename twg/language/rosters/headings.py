"""Which column holds what: the row of headings, in English, Khmer or both, in one row or two.

A row is one of headings where at least two cells, and half of all, consist of nothing but words of headings, one of
them for a name. In such a row the other cells are read more freely: "Mobile (Telegram)" is the phone.
"""

import enum
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from storage.core.spelling import fold
from twg.language.rosters.words import load_words, pattern
from twg.language.tables.cells import Line


class Column(enum.StrEnum):
    """What a column holds. `CONTACT` is phones and addresses mixed, `TITLE` an honorific or, alone, a position."""

    SERIAL = "serial"
    NAME_KM = "name_km"
    NAME_LATIN = "name_latin"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    ALTERNATE = "alternate"
    NAME = "name"
    SEX = "sex"
    #: Below a heading for the sex: a mark in one of two columns.
    FEMALE = "female"
    MALE = "male"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    ROLE = "role"
    THEME = "theme"
    CONSTITUENCY = "constituency"
    POSITION = "position"
    TITLE = "title"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    TWG = "twg"
    NOTE = "note"


NAMES = frozenset({Column.NAME, Column.NAME_KM, Column.NAME_LATIN, Column.FAMILY_NAME, Column.GIVEN_NAME})

#: What may stand once more behind the name of an alternate.
_OF_ALTERNATES = frozenset(
    {
        Column.SEX,
        Column.EMAIL,
        Column.PHONE,
        Column.CONTACT,
        Column.POSITION,
        Column.TITLE,
        Column.DEPARTMENT,
        Column.INSTITUTION,
    }
)
_LONGEST = 70
_MARKED = {
    **dict.fromkeys(map(fold, ("f", "female", "women", "w", "ស", "ស្រី")), Column.FEMALE),
    **dict.fromkeys(map(fold, ("m", "male", "men", "ប", "ប្រុស")), Column.MALE),
}


def _load() -> tuple[tuple[tuple[Column, re.Pattern[str]], ...], re.Pattern[str]]:
    """What is looked for in headings, in its order, and what may stand beside it."""
    words = load_words()["headings"]
    parts = {name: words[name] for name in ("group", "khmer_name", "khmer_language", "latin")}
    columns = tuple((Column(entry["column"]), pattern(entry["words"], parts)) for entry in words["columns"])
    beside = pattern([*words["beside"], *words["beside_khmer"]]).pattern
    return columns, re.compile(rf"{beside}|[^\w\u1780-\u17d3]|(?<!\d)\d(?!\d)")


_PATTERNS, _BESIDES = _load()


@lru_cache(4096)  # each row of a list is asked for headings, and institutions stand in many rows
def read_heading(text: str, *, freely: bool = False) -> Column | None:
    """What a heading announces; None for a text that is none.

    Args:
        freely: the text may have other words too.
    """
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return None
    for column, words in _PATTERNS:
        found = words.search(folded)
        if found is not None and (freely or _only_headings(folded)):
            return column
    return None


def _only_headings(folded: str) -> bool:
    """Whether nothing is left of the text without words of headings."""
    for _column, words in _PATTERNS:
        folded = words.sub(" ", folded)
    return not _BESIDES.sub("", folded).strip()


@dataclass(frozen=True)
class Headings:
    """What the columns hold.

    Attributes:
        columns: by index.
        alternates: the columns of each alternate who stands in the row of the person whose seat it is.
        texts: all headings as they stand there, also of columns that hold nothing that is known.
        ticked: columns that are headed by a role and have a mark in the rows of those who have it.
    """

    columns: Mapping[int, Column]
    alternates: tuple[Mapping[int, Column], ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    ticked: frozenset[int] = frozenset()

    def of(self, *wanted: Column) -> list[int]:
        """The indices of these columns, from the left."""
        return [index for index in sorted(self.columns) if self.columns[index] in wanted]

    def repeated(self) -> list[int]:
        """Where each of several lists begins that stand side by side, with the same headings; empty for one list."""
        indices = [index for index in sorted(self.columns) if self.columns[index] is not Column.SERIAL]
        kinds = [self.columns[index] for index in indices]
        for length in range(2, len(kinds) // 2 + 1):
            times, rest = divmod(len(kinds), length)
            if not rest and kinds == kinds[:length] * times and not NAMES.isdisjoint(kinds[:length]):
                return [min(self.columns), *(self._begins(indices[length * time]) for time in range(1, times))]
        return []

    def _begins(self, index: int) -> int:
        """The column of the serial numbers before one, if there is any."""
        return index - 1 if self.columns.get(index - 1) is Column.SERIAL else index

    def between(self, first: int, last: int) -> "Headings":
        """Those of the columns from `first` up to before `last`."""
        columns = {index: column for index, column in self.columns.items() if first <= index < last}
        texts = {index: text for index, text in self.texts.items() if first <= index < last}
        return Headings(columns, texts=texts, ticked=frozenset(self.ticked & texts.keys()))

    def without(self, hidden: Collection[int]) -> "Headings":
        """Those of the other columns; all where nothing would name anybody."""
        columns = {index: column for index, column in self.columns.items() if index not in hidden}
        if NAMES.isdisjoint(columns.values()):
            return self
        alternates = tuple({index: each[index] for index in each if index not in hidden} for each in self.alternates)
        return Headings(columns, alternates, self.texts, self.ticked)


def read_headings(line: Line, below: Line | None) -> tuple[Headings, bool] | None:
    """The columns that a row of headings announces, and whether the row below belongs to it; None for another row."""
    strict = {index: read_heading(cell.text) for index, cell in line.cells.items()}
    headings = [cell for cell in line.own() if strict[cell.column] is not None]
    if len(headings) < max(2, len(line.own()) / 2):
        return None
    known = {column for column in strict.values() if column is not None}
    marked = {} if below is None else _marked(line, below)
    cells_below = {} if below is None else below.cells
    lower = {index: marked.get(index) or read_heading(cell.text) for index, cell in cells_below.items()}
    two_rows = _belongs(line, below, lower)
    if two_rows:
        known |= {column for column in lower.values() if column is not None}
    if not known & (NAMES | {Column.ALTERNATE}) or len(known) < 2:
        return None
    columns: dict[int, Column] = {}
    alternate: dict[int, Column] = {}
    texts: dict[int, str] = {}
    indices = sorted({*line.cells, *(below.cells if two_rows and below is not None else ())})
    for index in indices:
        above = line.cells[index].text if index in line.cells else ""
        under = below.cells[index].text if two_rows and below is not None and index in below.cells else ""
        texts[index] = " ".join(dict.fromkeys(" ".join(text.split()) for text in (above, under) if text))
        group, column = _combine(above, under if under != above else "")
        if two_rows and index in marked:
            group, column = False, marked[index]
        if column is not None:
            (alternate if group else columns)[index] = column
    if alternate:
        return Headings(columns, (alternate,), texts), two_rows
    own, alternates = _with_alternates(columns)
    return Headings(own, alternates, texts), two_rows


def _with_alternates(columns: Mapping[int, Column]) -> tuple[dict[int, Column], tuple[dict[int, Column], ...]]:
    """The columns apart from those of alternates, and those of each alternate.

    A column of alternates takes along those behind it of a kind that stands before the first one too: "Member, Phone,
    Alternate, Phone". Without any it stays as it is, a name in the row of the person whose seat it is.
    """
    own: dict[int, Column] = {}
    taken: list[dict[int, Column]] = []
    for index in sorted(columns):
        column = columns[index]
        if column is Column.ALTERNATE:
            taken.append({index: column})
        elif taken and column in _OF_ALTERNATES and column in own.values() and column not in taken[-1].values():
            taken[-1][index] = column
        else:
            own[index] = column
    if not NAMES.isdisjoint(own.values()) and any(len(each) > 1 for each in taken):
        return own, tuple({**each, min(each): Column.NAME} for each in taken)
    return dict(columns), ()


def _marked(line: Line, below: Line) -> dict[int, Column]:
    """The columns below a heading for the sex in which a mark stands for one: "M", "F"."""
    sexes = {index for index, cell in line.cells.items() if read_heading(cell.text) is Column.SEX}
    sexes |= {index + 1 for index in sexes if index + 1 not in line.cells}
    found = {index: _MARKED.get(fold(cell.text)) for index, cell in below.cells.items() if index in sexes}
    return {index: column for index, column in found.items() if column is not None}


def _belongs(line: Line, below: Line | None, lower: Mapping[int, Column | None]) -> bool:
    """Whether the row below has headings too: every own text of it is one, below a wider heading or below none.

    Below a wider heading one of several may be a word that is not known.
    """
    if below is None or below.number > line.number + 1 or not below.own():
        return False
    own = below.own()
    wider = any(cell.spread for cell in line.cells.values())
    unknown = [cell for cell in own if lower[cell.column] is None]
    if unknown and not (wider and len(unknown) == 1 and len(own) > 3 and not any(map(str.isdigit, unknown[0].text))):
        return False
    return len(own) > 1 or wider


def _combine(above: str, under: str) -> tuple[bool, Column | None]:
    """Whether a column is one of alternates, and what it holds, from its headings in two rows."""
    upper, lower = read_heading(above, freely=True), read_heading(under, freely=True) if under else None
    if lower is None:
        return False, upper
    if upper is Column.ALTERNATE:
        return True, lower
    together = read_heading(f"{above} {under}", freely=True)
    if lower in (Column.NAME_KM, Column.NAME_LATIN) and upper not in NAMES | {None}:
        return False, upper  # the position in Khmer and in English
    if together in (Column.NAME_KM, Column.NAME_LATIN, Column.ROLE):
        return False, together
    return False, lower
