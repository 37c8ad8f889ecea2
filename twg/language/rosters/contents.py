"""What a column holds where its heading leaves it open: told by what stands below.

"Role" and "Function" head the positions of people in one list and their roles in the TWG in another.
"""

from collections.abc import Sequence
from dataclasses import replace

from storage.core.spelling import fold, is_visible
from twg.language.rosters.headings import Column, Headings
from twg.language.rosters.names import is_nobody
from twg.language.rosters.roles import names_group, read_role
from twg.language.tables.cells import Line

#: Rows below the headings that are looked at.
_ROWS = 60
#: What is put into a cell for "yes".
_MARKS = frozenset({"x", "v", "✓", "✔", "√", "☑", "☒", "●", "•", "*", "1", "yes", "y", "ok", fold("បាទ"), fold("ចាស")})


def settle(headings: Headings, above: Sequence[Line], below: Sequence[Line]) -> Headings:
    """The headings, with positions and roles told apart by what stands below them.

    Args:
        above: the rows of the headings.
    """
    ticked = _ticked(headings, below)
    columns = {index: column for index, column in headings.columns.items() if index not in ticked}
    headings = replace(headings, columns=columns, ticked=ticked)
    roles, positions = headings.of(Column.ROLE), headings.of(Column.POSITION, Column.TITLE)
    if len(roles) == 1 and not positions and not _name_the_group(roles[0], above):
        known = _known(roles[0], below)
        if known and not any(known):
            columns[roles[0]] = Column.POSITION
    positions = headings.of(Column.POSITION)
    if not roles and len(positions) == 2:
        first, second = (_known(index, below) for index in positions)
        if second and all(second) and not all(first):
            columns[positions[1]] = Column.ROLE
    return replace(headings, columns=columns)


def _ticked(headings: Headings, below: Sequence[Line]) -> frozenset[int]:
    """The columns headed by a role in which nothing but marks stand; none in a list of which one alone looks so."""
    found = set()
    for index, text in headings.texts.items():
        marks = [line.cells[index].text for line in below[:_ROWS] if index in line.cells and len(line.own()) > 1]
        if marks and all(is_mark(mark) for mark in marks) and read_role(text) is not None:
            found.add(index)
    return frozenset(found) if len(found) > 1 else frozenset()


def is_mark(text: str) -> bool:
    """Whether a cell has a mark, as in a column that is headed by a role."""
    return fold(text).strip(" .") in _MARKS


def _name_the_group(index: int, above: Sequence[Line]) -> bool:
    """Whether the heading of a column says that it is about the TWG."""
    return any(names_group(line.cells[index].text) for line in above if index in line.cells)


def _known(index: int, below: Sequence[Line]) -> list[bool]:
    """For each text of a column whether it is a role in a TWG."""
    texts = (line.cells[index].text for line in below[:_ROWS] if index in line.cells and len(line.own()) > 1)
    return [read_role(text) is not None for text in texts if is_visible(text) and not is_nobody(text)]
