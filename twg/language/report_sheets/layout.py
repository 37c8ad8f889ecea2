"""How the sheet for reports is laid out, and what its hidden sheet says of that."""

import enum
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

#: First cell of the hidden sheet: what it is, and the edition of this layout.
MARK = "TWG report sheet 3"
HIDDEN_SHEET = "twg"
#: Row of the headings; the rows to fill in follow.
HEADINGS_ROW = 5
#: Most characters of a cell of the hidden sheet; Excel takes 32,767.
_PIECE = 30_000


class Column(enum.IntEnum):
    """The columns, from 1."""

    NUMBER = 1
    INDICATOR = 2
    BASELINE = 3
    TARGET = 4
    LAST = 5
    STATUS = 6
    VALUE = 7
    UNIT = 8
    PERIOD = 9
    REACHED_ON = 10
    NOTE = 11
    CONSTRAINTS = 12
    NEXT_STEPS = 13


class RowKind(enum.StrEnum):
    """What a row is about."""

    VALUE = "value"
    #: A part of the value above, by sex or by province.
    PART = "part"
    #: A milestone, reported on in words.
    MILESTONE = "milestone"
    #: A step of the milestone above.
    STEP = "step"
    #: A step that was reached already.
    REACHED_STEP = "reached_step"


_WORDS = (Column.STATUS, Column.NOTE, Column.CONSTRAINTS, Column.NEXT_STEPS)
#: The cells of each kind of row that are filled in.
OPEN: dict[RowKind, tuple[Column, ...]] = {
    RowKind.VALUE: (*_WORDS, Column.VALUE, Column.UNIT, Column.PERIOD),
    RowKind.PART: (Column.VALUE,),
    RowKind.MILESTONE: _WORDS,
    RowKind.STEP: (Column.STATUS, Column.REACHED_ON),
    RowKind.REACHED_STEP: (),
}
#: What stands in open cells when the sheet is sent; alone it reports nothing.
GIVEN = frozenset({Column.UNIT, Column.PERIOD})


@dataclass(frozen=True)
class SheetLine:
    """A row to fill in.

    Attributes:
        row: from 1.
        shown: what its cells `NUMBER` and `INDICATOR` say; nobody changes them.
        unit: of its indicator; empty for a milestone.
        split, name: of a part the name of its split and its own.
        step_id: of a step; 0 for none.
    """

    row: int
    kind: RowKind
    indicator_id: int
    shown: tuple[str, str]
    unit: str = ""
    split: str = ""
    name: str = ""
    step_id: int = 0


@dataclass(frozen=True)
class Binding:
    """What a sheet was made for.

    Attributes:
        round_id: 0 where no round was open.
        headings: as they are written in the sheet.
        reported, no_data: what the list of states to choose from calls these.
        reached, not_yet: what the list of a step calls these.
    """

    twg_id: int
    round_id: int
    headings: tuple[str, ...]
    reported: str
    no_data: str
    reached: str
    not_yet: str
    lines: tuple[SheetLine, ...]

    @property
    def edition(self) -> str:
        """Differs for any two sheets that are not the same."""
        return hashlib.sha256(self._as_json().encode()).hexdigest()[:16]

    def _as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def as_cells(self) -> list[str]:
        """The cells of the first column of the hidden sheet."""
        text = self._as_json()
        return [MARK, self.edition, *(text[first : first + _PIECE] for first in range(0, len(text), _PIECE))]

    @classmethod
    def of_cells(cls, cells: Sequence[str]) -> "Binding | None":
        """None where these are not the cells of a sheet, or were changed."""
        if len(cells) < 3 or cells[0] != MARK:
            return None
        try:
            said = json.loads("".join(cells[2:]))
            lines = tuple(
                SheetLine(**{**line, "kind": RowKind(line["kind"]), "shown": tuple(line["shown"])})
                for line in said.pop("lines")
            )
            found = cls(**{**said, "headings": tuple(said["headings"])}, lines=lines)
        except (ValueError, TypeError, KeyError):
            return None
        return found if found.edition == cells[1] else None


def cell_of(row: int, column: int) -> str:
    """ "G7"."""
    return f"{chr(ord('A') + column - 1)}{row}"
