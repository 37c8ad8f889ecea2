"""Tables of a page of which only the places of its words are known: those of a PDF (G6).

A table begins at a line with headings of action points. What stands below a heading, or near it, is in its column.
"""

import re
from collections.abc import Sequence

from twg.language.handed_minutes.model import Block, Cell
from twg.language.handed_minutes.tables import MARK, heads_table

#: Words that stand together: between columns are two spaces at least.
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_Segment = tuple[int, int, str]


def tables_in(text: str) -> list[Block]:
    """The lines of a page as paragraphs, and as tables where there are any."""
    blocks: list[Block] = []
    heads: list[_Segment] = []
    rows: list[list[list[str]]] = []

    def end_table() -> None:
        if rows:
            blocks.append(Block(rows=tuple(tuple(Cell("\n".join(cell)) for cell in row) for row in rows)))
        rows.clear()
        heads.clear()

    for line in text.splitlines():
        segments = [(found.start(), found.end(), found[0]) for found in _SEGMENT.finditer(line)]
        if heads_table([words for _begin, _end, words in segments]):
            end_table()
            heads += segments
            rows.append([[words] for _begin, _end, words in segments])
        elif heads and segments and not _spans(segments, heads):
            _add(rows, heads, segments)
        elif segments:
            end_table()
            blocks.append(Block(" ".join(words for _begin, _end, words in segments)))
    end_table()
    return blocks


def _spans(segments: Sequence[_Segment], heads: Sequence[_Segment]) -> bool:
    """Whether a line is no row: one text that goes through several columns."""
    begin, end, _words = segments[0]
    over = [head for head in heads if begin < head[1] and end > head[0]]
    return len(segments) == 1 and len(over) > 2


def _add(rows: list[list[list[str]]], heads: Sequence[_Segment], segments: Sequence[_Segment]) -> None:
    """Put a line into the last row, or begin one: most of the columns have something that begins there."""
    placed = [(_column_of(segment, heads), segment[2]) for segment in segments]
    filled = {place for place, _words in placed}
    begins = len(filled) > 1 and len(filled) * 2 > len(heads) and all(not words[:1].islower() for _at, words in placed)
    numbered = MARK.match(f"{placed[0][1]} ") is not None and placed[0][0] == 0
    if begins or numbered or len(rows) == 1:
        rows.append([[] for _head in heads])
    for place, words in placed:
        rows[-1][place].append(words)


def _column_of(segment: _Segment, heads: Sequence[_Segment]) -> int:
    """The column of the heading above, or of the nearest one."""
    begin, end, _words = segment

    def apart(place: int) -> tuple[int, int]:
        first, last, _heading = heads[place]
        overlap = min(end, last) - max(begin, first)
        return (-overlap if overlap > 0 else 0, abs(begin - first))

    return min(range(len(heads)), key=apart)
