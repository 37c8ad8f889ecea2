"""Tables of a page of which only the places of its words are known: those of a PDF (G6).

A table begins at a line with headings of action points. What stands below a heading, or near it, is in its column.
"""

import re
from collections.abc import Sequence

from twg.language.handed_minutes.headings import heads_table, point_among
from twg.language.handed_minutes.model import Block, Cell
from twg.language.list_entries import MARK

#: Words that stand together: between columns are two spaces at least.
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_Segment = tuple[int, int, str]


#: Characters that a text reaches into the next column where it goes through both; places are not exact.
_INTO_NEXT = 2


def tables_in(text: str) -> list[Block]:
    """The lines of a page as paragraphs, and as tables where there are any."""
    blocks: list[Block] = []
    table: _Table | None = None
    for line in text.splitlines():
        segments = [(found.start(), found.end(), found[0]) for found in _SEGMENT.finditer(line)]
        if heads_table([words for _begin, _end, words in segments]):
            blocks += [] if table is None else table.blocks
            table = _Table(segments)
        elif segments and (table is None or not table.takes(segments)):
            blocks += [] if table is None else table.blocks
            table = None
            blocks.append(Block(_joined(segments)))
    return blocks if table is None else blocks + table.blocks


def _joined(segments: Sequence[_Segment]) -> str:
    return " ".join(words for _begin, _end, words in segments)


class _Table:
    """A table that begins with its headings."""

    def __init__(self, heads: Sequence[_Segment]) -> None:
        self._heads = heads
        self._rows = [[[words] for _begin, _end, words in heads]]
        self._point = point_among([words for _begin, _end, words in heads])
        #: By the number of the row below it, a line that goes across; one below which nothing came yet is behind all.
        self._across: dict[int, str] = {}

    @property
    def blocks(self) -> list[Block]:
        """The table, and what stands behind it."""
        wide = len(self._heads)
        rows: list[tuple[Cell, ...]] = []
        for number, row in enumerate(self._rows):
            if number in self._across:
                rows.append((Cell(self._across[number], wide),))
            rows.append(tuple(Cell("\n".join(cell)) for cell in row))
        behind = self._across.get(len(self._rows))
        return [Block(rows=tuple(rows)), *([] if behind is None else [Block(behind)])]

    def takes(self, segments: Sequence[_Segment]) -> bool:
        """Put a line into the last row, or begin one; False where it does not belong to the table."""
        placed = [(_column_of(segment, self._heads), segment[2]) for segment in segments]
        after_across = len(self._rows) in self._across
        if self._spans(segments):
            if after_across:
                return False
            self._across[len(self._rows)] = _joined(segments)
        elif self._begins(placed):
            self._rows.append([[] for _head in self._heads])
            self._put(placed)
        elif after_across:
            return False
        else:
            self._put(placed)
        return True

    def _put(self, placed: Sequence[tuple[int, str]]) -> None:
        for place, words in placed:
            self._rows[-1][place].append(words)

    def _spans(self, segments: Sequence[_Segment]) -> bool:
        """Whether a line is no row: one text that goes through several columns."""
        begin, end, _words = segments[0]
        over = [head for head in self._heads if begin < head[1] and end > head[0] + _INTO_NEXT]
        return len(segments) == 1 and len(over) > 1

    def _begins(self, placed: Sequence[tuple[int, str]]) -> bool:
        """Whether a line begins a row: most columns have something there, and what is to be done begins there."""
        filled = {place for place, _words in placed}
        first = next((words for place, words in placed if place == self._point), placed[0][1])
        most = len(filled) > 1 and len(filled) * 2 > len(self._heads) and not first[:1].islower()
        numbered = MARK.match(f"{placed[0][1]} ") is not None and placed[0][0] == 0
        return most or numbered or len(self._rows) == 1


def _column_of(segment: _Segment, heads: Sequence[_Segment]) -> int:
    """The column of the heading above, or of the nearest one."""
    begin, end, _words = segment

    def apart(place: int) -> tuple[int, int]:
        first, last, _heading = heads[place]
        overlap = min(end, last) - max(begin, first)
        return (-overlap if overlap > 0 else 0, abs(begin - first))

    return min(range(len(heads)), key=apart)
