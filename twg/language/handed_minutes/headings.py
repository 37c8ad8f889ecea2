"""Headings of tables with action points, in English and Khmer, and what they say of the columns (G6)."""

import re
from collections.abc import Collection, Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from storage.core.spelling import fold, normalize


class Column(Enum):
    """What a column holds."""

    RESPONSIBLE = auto()
    DUE = auto()
    WHO_AND_WHEN = auto()
    AGENDA = auto()
    DISCUSSION = auto()
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
            r"|implement(?:ed|ing) (?:by|agency|institution)"
            r"|^support(?:ing|ed)?(?: (?:by|agenc|institution|partner)\w*)?$"
            r"|ទទួលខុសត្រូវ|ទទួលបន្ទុក|អនុវត្តដោយ|អ្នកអនុវត្ត|ស្ថាប័នគាំទ្រ",
        ),
        (
            Column.DUE,
            r"deadline|\bdue\b|\bwhen\b|time ?-?(?:line|frame|table)|timing|(?:target|completion) date|\bdates?\b"
            r"|កាលកំណត់|ផុតកំណត់|ពេលវេលា|រយៈពេល|កាលបរិច្ឆេទ",
        ),
        (Column.AGENDA, r"agenda|\bitems?\b|\btopics?\b|\bsubjects?\b|\bmatters?\b|\bissues?\b|របៀបវារៈ|ប្រធានបទ"),
        (
            Column.DISCUSSION,
            r"^(?!.*(?:action|decision|សកម្មភាព|កិច្ចការ|ការងារ|សម្រេច))"
            r".*(?:discuss|key points|points raised|ពិភាក្សា)",
        ),
        (
            Column.POINT,
            r"\bactions?\b|^what\b|to be done|to[ -]?do|\btasks?\b|follow-? ?up|agreed|decisions?|recommendations?"
            r"|next steps?|activit"
            r"|ចំណុច|សកម្មភាព|កិច្ចការ|ការងារ|វិធានការ|សម្រេច",
        ),
        (Column.STATUS, r"status|progress|remarks?|comments?|updates?|ស្ថានភាព|វឌ្ឍនភាព|លទ្ធផល|ផ្សេងៗ|សម្គាល់"),
    )
)
_WORDS_OF = dict(_HEADINGS)
#: "Status / deadline" holds either.
_STATUS_TOO = re.compile(r"status|progress|remarks?|ស្ថានភាព|វឌ្ឍនភាព")
_LONGEST_HEADING = 60
#: Rows among which the headings are.
_FIRST_ROWS = 3
#: Headings of columns that hold nothing but actions.
_ACTIONS = re.compile(normalize(r"\bactions?\b|to[ -]?do|follow-? ?up|next steps|សកម្មភាព|កិច្ចការ"))


class At(NamedTuple):
    """What stands in a column of a row.

    Attributes:
        text: of a wide cell in its first column only.
        continues: whether the cell is merged with the one above.
        wide: whether the cell covers columns beside this one.
    """

    text: str = ""
    continues: bool = False
    wide: bool = False


Row = Sequence[At]
_UNDER_WIDE = At(wide=True)


def columns_of(grid: Sequence[Row]) -> tuple[dict[int, Column], int]:
    """What the columns hold, and the row below the headings; none where no row has headings of action points."""
    for number, row in enumerate(grid[:_FIRST_ROWS]):
        found: dict[int, Column] = {}
        for place, each in enumerate(row):
            column = _column_of(each.text)
            if column is not None and (column not in found.values() or column is Column.RESPONSIBLE):
                found[place] = column
        if _heads(set(found.values()), " ".join(each.text for each in row)):
            combined = {place: _combined(column, row[place].text) for place, column in found.items()}
            return _spread(combined, row), number + 1 + _goes_on(grid[number + 1 : number + 2], row)
    return {}, 0


def _heads(found: Collection[Column], heading: str) -> bool:
    """Whether headings are those of action points: beside who or until when, or called so beside what was discussed."""
    if Column.POINT not in found:
        return False
    if {Column.RESPONSIBLE, Column.DUE, Column.WHO_AND_WHEN, Column.STATUS} & set(found):
        return True
    beside = {Column.AGENDA, Column.DISCUSSION} <= set(found)
    return beside and _ACTIONS.search(fold(heading)) is not None


def _spread(columns: Mapping[int, Column], heads: Row) -> dict[int, Column]:
    """The columns with those that a wide heading covers: of days the last one, "until"."""
    spread: dict[int, Column] = {}
    for place, column in columns.items():
        covered = [place]
        while heads[place].wide and covered[-1] + 1 < len(heads) and heads[covered[-1] + 1] == _UNDER_WIDE:
            covered.append(covered[-1] + 1)
        if column in (Column.DUE, Column.STATUS, Column.NUMBER):
            covered = covered[-1:]
        spread |= dict.fromkeys(covered, column)
    return spread


def _goes_on(below: Sequence[Row], heads: Row) -> bool:
    """Whether the row below the headings belongs to them: it says something below wide headings only."""
    said = [place for row in below for place, each in enumerate(row) if each.text and not each.continues]
    return bool(said) and all(heads[place].wide and not _is_across(heads) for place in said)


def _is_across(row: Row) -> bool:
    return all(each.wide for each in row)


def _column_of(text: str) -> Column | None:
    spelt = fold(text)
    if not spelt or len(spelt) > _LONGEST_HEADING:
        return None
    return next((column for column, words in _HEADINGS if words.search(spelt)), None)


def _combined(column: Column, heading: str) -> Column:
    """A column of deadlines that is one of the status too is read as one of the status; one of who may say when too."""
    if column is Column.RESPONSIBLE and _WORDS_OF[Column.DUE].search(fold(heading)):
        return Column.WHO_AND_WHEN
    return Column.STATUS if column is Column.DUE and _STATUS_TOO.search(fold(heading)) else column


def places_of(columns: Mapping[int, Column], column: Column) -> list[int]:
    return sorted(place for place, each in columns.items() if each is column)


def heads_table(texts: Sequence[str]) -> bool:
    """Whether texts beside each other are the headings of action points."""
    columns, _first = columns_of([[At(text) for text in texts]])
    return bool(columns)


def point_among(heads: Sequence[str]) -> int:
    """The place of the heading below which is what is to be done."""
    columns, _first = columns_of([[At(text) for text in heads]])
    return places_of(columns, Column.POINT)[0]
