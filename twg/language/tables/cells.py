"""A roster's file as rows of cells, whatever kind of file it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from twg.language.tables.refusals import TooManyRows

#: Most rows with content in a file. The largest TWG has about a hundred members.
MOST_ROWS = 2000
#: The last column that is read, from 0.
LAST_COLUMN = 100


@dataclass(frozen=True)
class Cell:
    """A cell with content.

    Attributes:
        text: as it is shown; a number without its format, so a phone without its leading 0.
        column: its index, from 0.
        number: whether the file keeps it as a number.
        link: the address that it links to.
        calculated: false for a formula whose value the file does not have.
        spread: whether the text is that of a merged cell, which begins elsewhere.
    """

    text: str
    column: int
    number: bool = False
    link: str = ""
    calculated: bool = True
    spread: bool = False


@dataclass(frozen=True)
class Line:
    """A row: its number as the file counts, from 1, and its cells with content by column."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False

    def own(self) -> list[Cell]:
        """The cells that begin in this row, from the left."""
        return [self.cells[column] for column in sorted(self.cells) if not self.cells[column].spread]


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook, or a text file, whose name is empty; `hidden` are columns that nobody sees, from 0."""

    name: str
    lines: Sequence[Line] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()


def letters(column: int) -> str:
    """The letters of a column: "A" for 0, "AB" for 27."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def plain_number(text: str) -> str:
    """A number as a person would write it: "1.2345678E7" is "12345678", "3.0" is "3"."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > 27:  # as many digits as a Decimal keeps
        return text
    return format(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize(), "f")


def check_rows(count: int) -> None:
    """Raises: TooManyRows."""
    if count > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
