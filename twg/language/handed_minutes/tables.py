"""Tables with action points: agenda · action point · responsible · status or deadline, in English and Khmer (G6).

Columns are known by their headings. Cells that are merged, upwards or sideways, count for each row that they cover; a
cell with a list holds a point for each of its entries.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto

from storage.core.spelling import fold, normalize
from twg.language.handed_minutes.model import Block, Cell, Point


class Column(Enum):
    """What a column holds."""

    RESPONSIBLE = auto()
    DUE = auto()
    AGENDA = auto()
    POINT = auto()
    STATUS = auto()
    NUMBER = auto()


_HEADINGS = tuple(
    (column, re.compile(normalize(words)))
    for column, words in (
        (Column.NUMBER, r"^(?:no|nos|nr|n°|#|ល\.? ?រ|លេខ|លេខរៀង)\.?$"),
        (
            Column.RESPONSIBLE,
            r"respons|\bresp\b|\bowners?\b|assigned|by whom|\bwho\b|\blead\b|in charge"
            r"|implement(?:ed|ing) (?:by|agency|institution)|ទទួលខុសត្រូវ|ទទួលបន្ទុក|អនុវត្តដោយ|អ្នកអនុវត្ត",
        ),
        (
            Column.DUE,
            r"deadline|\bdue\b|\bwhen\b|time ?-?(?:line|frame|table)|timing|(?:target|completion) date|\bdates?\b"
            r"|កាលកំណត់|ផុតកំណត់|ពេលវេលា|រយៈពេល|កាលបរិច្ឆេទ",
        ),
        (Column.AGENDA, r"agenda|\bitems?\b|\btopics?\b|\bsubjects?\b|\bmatters?\b|\bissues?\b|របៀបវារៈ|ប្រធានបទ"),
        (
            Column.POINT,
            r"\bactions?\b|to[ -]?do|\btasks?\b|follow-? ?up|agreed|decisions?|recommendations?|next steps?|activit"
            r"|ចំណុច|សកម្មភាព|កិច្ចការ|ការងារ|វិធានការ|សម្រេច",
        ),
        (Column.STATUS, r"status|progress|remarks?|comments?|updates?|ស្ថានភាព|វឌ្ឍនភាព|លទ្ធផល|ផ្សេងៗ|សម្គាល់"),
    )
)
#: "Status / deadline" holds either.
_STATUS_TOO = re.compile(r"status|progress|remarks?|ស្ថានភាព|វឌ្ឍនភាព")
_LONGEST_HEADING = 60
#: Rows among which the headings are.
_FIRST_ROWS = 3
_DONE = re.compile(
    r"(?:already |fully |100 ?% )?"
    r"(?:done|completed?|finished|implemented|achieved|closed|cancelled|dropped|delivered)\b"
    r"|(?:បាន)?(?:ធ្វើ|បញ្ចប់|អនុវត្ត|សម្រេច)?(?:រួច|ចប់)|បានបញ្ចប់"
)
_NOT_DONE = re.compile(r"\b(?:not|partly|partially|to be|half)\b|មិនទាន់|ពុំទាន់")
_NOTHING = re.compile(r"(?:n/?a|none|nil|no action(?: points?)?|-+|គ្មាន)?")
#: What begins an entry of a list.
MARK = re.compile(r"\s*(?:[•●▪■◦‣·–—-]|\(?[0-9០-៩]{1,2}[.)]|\(?[a-z][.)]|\(?[ក-អ][.)])\s+", re.IGNORECASE)
#: Who is named there is named before, so it is no name.
_LISTS = {"attendance": re.compile(r"\bnames?\b|ឈ្មោះ|នាម")}


def points_of(block: Block, before: Mapping[int, Column] | None) -> tuple[dict[int, Column], list[Point], int] | None:
    """The action points of a table, with its columns and how many points are done; None for any other table.

    Args:
        before: the columns of the table before it, where nothing stands between: a page may part a table.
    """
    grid = _grid(block.rows)
    columns, first = _columns(grid)
    if not columns and before and grid and max(before) < len(grid[0]):
        columns, first = dict(before), 0
    if not columns:
        return None
    heads = grid[first - 1] if first else None  # a page that begins may repeat them
    read = list(_read([row for row in grid[first:] if row != heads], columns))
    return columns, [point for point, done in read if not done], sum(done for _point, done in read)


def is_of_people(block: Block) -> bool:
    """Whether a table lists who was there."""
    heading = " ".join(cell.text for cell in block.rows[0]) if block.rows else ""
    return _LISTS["attendance"].search(fold(heading)) is not None


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[str, bool]]]:
    """Texts by row and column, and whether they are merged with the one above; wide cells are in their first column."""
    grid: list[list[tuple[str, bool]]] = []
    for row in rows:
        cells: list[tuple[str, bool]] = []
        for cell in row:
            above = grid[-1][len(cells)][0] if cell.continues and grid and len(cells) < len(grid[-1]) else cell.text
            cells += [(above.strip(), cell.continues), *[("", cell.continues)] * (cell.span - 1)]
        grid.append(cells)
    width = max(map(len, grid), default=0)
    return [[*cells, *[("", False)] * (width - len(cells))] for cells in grid]


def _columns(grid: Sequence[Sequence[tuple[str, bool]]]) -> tuple[dict[int, Column], int]:
    """What the columns hold, and the row below the headings; none where no row has headings of action points."""
    for number, row in enumerate(grid[:_FIRST_ROWS]):
        found: dict[int, Column] = {}
        for place, (text, _continues) in enumerate(row):
            column = _column_of(text)
            if column is not None and column not in found.values():
                found[place] = column
        if Column.AGENDA in found.values() and Column.POINT not in found.values():
            continue
        if Column.POINT in found.values() and {Column.RESPONSIBLE, Column.DUE, Column.STATUS} & set(found.values()):
            combined = {place: _combined(column, row[place][0]) for place, column in found.items()}
            return combined, number + 1
    return {}, 0


def _column_of(text: str) -> Column | None:
    spelt = fold(text)
    if not spelt or len(spelt) > _LONGEST_HEADING:
        return None
    return next((column for column, words in _HEADINGS if words.search(spelt)), None)


def _combined(column: Column, heading: str) -> Column:
    """A column of deadlines that is one of the status too is read as one of the status."""
    return Column.STATUS if column is Column.DUE and _STATUS_TOO.search(fold(heading)) else column


def _read(rows: Sequence[Sequence[tuple[str, bool]]], columns: Mapping[int, Column]) -> Iterator[tuple[Point, bool]]:
    """Each point, and whether it is done."""
    places = {column: place for place, column in columns.items()}
    agenda, waiting = "", list[tuple[Point, bool]]()
    for row in rows:
        filled = [text for text, _continues in row if is_said(text)]
        point, continues = row[places[Column.POINT]]
        if len(filled) == 1 and (not point or places[Column.POINT] == 0) and not continues:
            agenda = _plain(filled[0])  # a row across the table
            continue
        stated = _at(row, places, Column.AGENDA)
        agenda = _plain(stated) or agenda
        due, status = _at(row, places, Column.DUE), _at(row, places, Column.STATUS)
        owners = _at(row, places, Column.RESPONSIBLE)
        if continues and waiting:
            waiting = [(_also(each, owners), done) for each, done in waiting]
            continue
        yield from waiting
        until = due if Column.DUE in places else status
        points = _points(agenda, point, owners, until, certain=Column.DUE in places)
        waiting = [(each, is_done(status)) for each in points]
    yield from waiting


def _at(row: Sequence[tuple[str, bool]], places: Mapping[Column, int], column: Column) -> str:
    return row[places[column]][0] if column in places else ""


def _points(agenda: str, text: str, owners: str, due: str, *, certain: bool) -> list[Point]:
    """A point for each entry of a cell; who does it and until when may be lists as long."""
    entries = [each for each in split_entries(text) if is_said(each)]
    by_owner, by_due = _beside(owners, len(entries)), _beside(due, len(entries))
    return [
        Point(agenda, entry, _one_line(who), " ".join(until.split()), due_certain=certain)
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
    return Point(point.agenda, point.text, ", ".join([*filter(None, known), *more]), point.due)


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
    return ", ".join(line for line in lines if is_said(line))


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


def heads_table(texts: Sequence[str]) -> bool:
    """Whether texts beside each other are the headings of action points."""
    columns, _first = _columns([[(text, False) for text in texts]])
    return bool(columns)
