"""Columns of which nothing is kept: said once each, so that nobody believes that it was (M5)."""

from collections.abc import Collection, Sequence

from twg.language.rosters.headings import Column, Headings
from twg.language.rosters.names import is_alternate
from twg.language.rosters.parts import is_serial
from twg.language.rosters.refusals import ColumnNotRead, HiddenColumn, RowRemark
from twg.language.rosters.roles import read_part
from twg.language.tables.cells import Cell, Line, letters


def find_unread(rows: Sequence[tuple[Headings, Line]], hidden: Collection[int], sheet: str) -> list[RowRemark]:
    """What is remarked on columns, from the left: those with content in rows that are about people.

    Args:
        rows: these rows, with the headings that hold for each.
        hidden: columns that nobody sees in the file.
        sheet: what stands before the letters of a column: "Members!", or nothing.
    """
    unread: dict[int, RowRemark] = {}
    for headings, line in rows:
        for cell in line.own():
            if cell.column not in unread and not _is_read(cell, headings):
                kind = HiddenColumn if cell.column in hidden else ColumnNotRead
                heading = headings.texts.get(cell.column, "")[:60]
                unread[cell.column] = kind(column=f"{sheet}{letters(cell.column)}", heading=heading)
    return [unread[column] for column in sorted(unread)]


def _is_read(cell: Cell, headings: Headings) -> bool:
    """Whether a cell is read, or says nothing that anybody would look for: a serial number, a role among remarks."""
    known = (columns[cell.column] for columns in (headings.columns, *headings.alternates) if cell.column in columns)
    column = next(known, None)
    if column is Column.NOTE:
        return read_part(cell.text) is not None or is_alternate(cell.text)
    return column is not None or cell.column in headings.ticked or is_serial(cell, headings)
