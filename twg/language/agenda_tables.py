"""Agendas that were pasted from a table: rows with tabs between their cells."""

import csv
import io
import re

from storage.core.spelling import is_visible, normalize
from twg.language.agenda_labels import read_columns
from twg.language.agenda_times import find_slot
from twg.language.lengths import whole_minutes

_BARRED = re.compile(r"\|.+\|.+\|")
#: Between the heading row and the others: "|---|---|".
_RULE = re.compile(r"[|:\s-]+")


def read_table(text: str) -> tuple[list[str] | None, list[list[str]], list[str]] | None:
    """The columns, the rows and the lines above them of a table pasted with tabs; None for a text that is none."""
    text = _without_commas(_without_bars(text))
    lines = text.strip("\n").splitlines()
    if sum("\t" in line.strip() for line in lines) < max(1, len(lines) // 2):
        return None
    rows = [[" ".join(cell.split()) for cell in row] for row in csv.reader(io.StringIO(text), delimiter="\t")]
    rows = [row for row in rows if any(map(is_visible, row))]
    place = next((place for place, row in enumerate(rows[:6]) if read_columns(row)), None)
    if place is None:
        return None if len(rows) < 2 else (None, rows, [])
    return read_columns(rows[place]), rows[place + 1 :], ["\t".join(row) for row in rows[: place + 1]]


def _without_bars(text: str) -> str:
    """A table that was drawn with strokes, "| 1 | Opening | Chair |", with tabs; any other text as it is."""
    lines = [line.strip() for line in text.splitlines() if is_visible(line)]
    if len(lines) < 2 or not all(_BARRED.fullmatch(line) for line in lines):
        return text
    return "\n".join("\t".join(line[1:-1].split("|")) for line in lines if not _RULE.fullmatch(line))


def _without_commas(text: str) -> str:
    """A table with commas between its cells, below a heading row, with tabs; any other text as it is."""
    lines = [line.strip() for line in text.splitlines() if is_visible(line)]
    if len(lines) < 2 or "," not in lines[0] or "\t" in text:
        return text
    rows = list(csv.reader(lines, skipinitialspace=True))
    if read_columns(rows[0]) is None or any(len(row) != len(rows[0]) for row in rows):
        return text
    return "\n".join("\t".join(row) for row in rows)


def minutes_of(text: str) -> int | None:
    """The minutes of a text that is a length and nothing else, in brackets or not; a bare figure counts as minutes."""
    figure = normalize(text).strip(" ()[]")
    if re.fullmatch(r"\d{1,3}", figure):
        return int(figure)
    return whole_minutes(figure)


def guess_columns(cells: list[str]) -> list[str]:
    """What the cells of a row without a heading row are: a number, a time, a length, then title, presenter, note."""
    columns, left = [], ["title", "presenter", "note"]
    for place, cell in enumerate(cells):
        plain = normalize(cell)
        if not plain:
            columns.append("")
        elif place == 0 and re.fullmatch(r"\(?[\dIVXivx]{1,4}[.)]?", plain):
            columns.append("number")
        elif (slot := find_slot(cell)) and not is_visible(slot.without(cell)):
            columns.append("time")
        elif minutes_of(cell):
            columns.append("minutes")
        else:
            columns.append(left.pop(0) if len(left) > 1 else left[0])
    return columns
