"""Tables with action points: agenda · action point · responsible · status or deadline, in English and Khmer (G6).

Columns are known by their headings, which may take two rows: "Responsible" above "Lead" and "Support". Cells that are
merged, upwards or sideways, count for each row that they cover; a cell with a list holds a point for each of its
entries.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storage.core.spelling import fold, normalize
from twg.language.handed_minutes.headings import At, Column, Row, columns_of, places_of
from twg.language.handed_minutes.model import Block, Cell, Point
from twg.language.list_entries import MARK

_DONE = re.compile(
    r"(?:already |fully |100 ?% )?"
    r"(?:done|completed?|finished|implemented|achieved|closed|cancelled|dropped|delivered)\b"
    r"|(?:បាន)?(?:ធ្វើ|បញ្ចប់|អនុវត្ត|សម្រេច)?(?:រួច|ចប់)|បានបញ្ចប់"
)
_NOT_DONE = re.compile(r"\b(?:not|partly|partially|to be|half)\b|មិនទាន់|ពុំទាន់")
_NOBODY = re.compile(normalize(r"t\.?b\.?[acdn]\.?|to be (?:confirmed|decided|determined|named|agreed)|មិនទាន់កំណត់|\?+"))
_NOTHING = re.compile(r"(?:n/?a|none|nil|no action(?: points?)?|-+|គ្មាន)?")
#: Between who and until when in one cell, and what looks like until when.
_BETWEEN = re.compile(
    r"\s*[/;,\n(]\s*|\s+[-–—]\s+|\s+\b(?:by|before|until|due)\b:?\s+|\s*(?=ត្រឹម|មុនថ្ងៃ|(?<!ត្រឹម)(?<!មុន)ថ្ងៃទី)"
)
_WHEN = re.compile(
    r"[0-9]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:end|mid|early|next|asap|tb[dc]|ongoing"
    r"|immediately|monthly|quarterly|weekly|quarter|month|week)\b|ថ្ងៃ|ខែ|ត្រីមាស|ឆ្នាំ|ភ្លាម|សប្តាហ៍"
)
#: Who is named there is named before, so it is no name.
_LISTS = {"attendance": re.compile(r"\bnames?\b|ឈ្មោះ|នាម")}


@dataclass(frozen=True)
class Table:
    """What a table with action points says.

    Attributes:
        columns: what each column holds.
        points: those that are not done.
        done: how many are.
        texts: what was discussed, below the agenda item of it.
    """

    columns: Mapping[int, Column]
    points: Sequence[Point]
    done: int
    texts: Sequence[str]


def points_of(block: Block, before: Mapping[int, Column] | None, *, agenda: str = "") -> Table | None:
    """What a table with action points says; None for any other table.

    Args:
        before: the columns of the table before it, where nothing stands between: a page may part a table.
        agenda: the heading above the table; a table with a column of its own has no need of it.
    """
    grid = _grid(block.rows)
    columns, first = columns_of(grid)
    if not columns and before and grid and max(before) < len(grid[0]):
        columns, first = dict(before), 0
    if not columns:
        return None
    heads = grid[first - 1] if first else None  # a page that begins may repeat them
    rows = [row for row in grid[first:] if row != heads]
    read = list(_read(rows, columns, "" if Column.AGENDA in columns.values() else agenda))
    points = [point for point, done in read if not done]
    return Table(columns, points, sum(done for _point, done in read), _texts(rows, columns))


def _texts(rows: Sequence[Row], columns: Mapping[int, Column]) -> list[str]:
    """The paragraphs of the column that says what was discussed, each below its agenda item."""
    texts: list[str] = []
    agenda = ""
    for row in rows:
        said = [line.strip() for line in _at(row, columns, Column.DISCUSSION).splitlines() if is_said(line)]
        stated = _plain(_at(row, columns, Column.AGENDA))
        if any(row[place].continues for place in places_of(columns, Column.DISCUSSION)):
            continue
        if said and stated and stated != agenda:
            texts.append(stated)
            agenda = stated
        texts += said
    return texts


def is_of_people(block: Block) -> bool:
    """Whether a table lists who was there."""
    heading = " ".join(cell.text for cell in block.rows[0]) if block.rows else ""
    return _LISTS["attendance"].search(fold(heading)) is not None


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[At]]:
    """What stands in each column of each row; a cell that is merged with the one above says what that one says."""
    grid: list[list[At]] = []
    for row in rows:
        cells: list[At] = []
        for cell in row:
            above = grid[-1][len(cells)].text if cell.continues and grid and len(cells) < len(grid[-1]) else cell.text
            wide = cell.span > 1
            cells += [At(above.strip(), cell.continues, wide), *[At("", cell.continues, wide)] * (cell.span - 1)]
        grid.append(cells)
    width = max(map(len, grid), default=0)
    return [[*cells, *[At()] * (width - len(cells))] for cells in grid]


def _read(rows: Sequence[Row], columns: Mapping[int, Column], agenda: str) -> Iterator[tuple[Point, bool]]:
    """Each point, and whether it is done."""
    waiting = list[tuple[Point, bool]]()
    in_columns = bool({Column.RESPONSIBLE, Column.DUE, Column.WHO_AND_WHEN, Column.STATUS} & set(columns.values()))
    certain = Column.DUE in columns.values()
    for row in rows:
        point = _at(row, columns, Column.POINT)
        continues = row[places_of(columns, Column.POINT)[-1]].continues
        filled = [each.text for each in row if is_said(each.text)]
        if len(filled) == 1 and not continues and (not point or _covers_others(row, columns)):
            agenda = _plain(filled[0])  # a row across the table
            continue
        agenda = _plain(_at(row, columns, Column.AGENDA)) or agenda
        status = _at(row, columns, Column.STATUS)
        owners, together = _at(row, columns, Column.RESPONSIBLE), _at(row, columns, Column.WHO_AND_WHEN)
        if continues and waiting:
            waiting = [(_also(each, owners), done) for each, done in waiting]
            continue
        yield from waiting
        until = _at(row, columns, Column.DUE) if certain else status
        if together:
            owners, until = _apart(together)
        points = _points(agenda, point, owners, until, certain=certain or bool(together))
        waiting = [(replace(each, in_columns=in_columns), is_done(status)) for each in points]
    yield from waiting


def _apart(text: str) -> tuple[str, str]:
    """Who, and until when, of a cell that says both: "WHO / UNICEF, by 5 March"."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    first = next((place for place, part in enumerate(parts) if _WHEN.search(fold(part))), len(parts))
    return ", ".join(part.strip() for part in parts[:first]), " ".join(part.strip(" )") for part in parts[first:])


def _covers_others(row: Row, columns: Mapping[int, Column]) -> bool:
    """Whether a cell goes from one column into another."""
    return any(row[place].wide for place, column in columns.items() if column is not Column.POINT)


def _at(row: Row, columns: Mapping[int, Column], column: Column) -> str:
    """What a row says in a column, which may be several beside each other; a number before a text is none of it."""
    texts = [row[place].text for place in places_of(columns, column)]
    said = [text for text in texts if text and not (len(texts) > 1 and text.strip(" .)").isdecimal())]
    return "\n".join(said)


def _points(agenda: str, text: str, owners: str, due: str, *, certain: bool) -> list[Point]:
    """A point for each entry of a cell; who does it and until when may be lists as long."""
    entries = [each for each in split_entries(text) if is_said(each)]
    by_owner, by_due = _beside(owners, len(entries)), _beside(due, len(entries))
    return [
        Point(agenda, entry, _one_line(who), " ".join(until.split()) if is_said(until) else "", due_certain=certain)
        for entry, who, until in zip(entries, by_owner, by_due, strict=True)
    ]


def _beside(text: str, count: int) -> list[str]:
    """What a cell says beside each of so many points: one line each, or all of it for each."""
    if count == 1:
        return [text]
    lines = split_entries(text)
    if len(lines) != count:
        lines = [line for line in text.splitlines() if line.strip()]
    return lines if len(lines) == count else [text] * count


def _also(point: Point, owners: str) -> Point:
    """The point with further owners, of a row with which it is merged."""
    known = point.responsible.split(", ")
    more = [each for each in _one_line(owners).split(", ") if each and each not in known]
    return replace(point, responsible=", ".join([*filter(None, known), *more]))


def split_entries(text: str) -> list[str]:
    """The entries of a list without what numbers them; a text that is none as one entry."""
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(MARK.match(line) is not None for line in lines) < (2 if len(lines) > 1 else 1):
        return [" ".join(" ".join(lines).split())] if lines else []
    entries: list[str] = []
    for line in lines:
        found = MARK.match(line)
        if found is None and entries:
            entries[-1] = f"{entries[-1]} {line.strip()}"
        else:
            entries.append(line[found.end() if found else 0 :].strip())
    return entries


def _one_line(text: str) -> str:
    """Names that stand in lines of their own, with commas between."""
    lines = [MARK.sub("", line, count=1).strip(" ,;/") for line in text.splitlines()]
    return ", ".join(line for line in lines if is_said(line) and _NOBODY.fullmatch(fold(line)) is None)


def _plain(text: str) -> str:
    return " ".join(MARK.sub("", text, count=1).split())


def is_said(text: str) -> bool:
    """Whether a cell says anything."""
    spelt = fold(text).strip(" .")
    return any(map(str.isalnum, spelt)) and _NOTHING.fullmatch(spelt) is None


def is_done(status: str) -> bool:
    """Whether a status says that nothing is left to do."""
    spelt = fold(status)
    return _DONE.match(spelt) is not None and _NOT_DONE.search(spelt) is None
