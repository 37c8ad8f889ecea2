"""An indicator as the cells of its rows say it, before its values are read (J1)."""

import re
from dataclasses import dataclass, field

from storage.core.spelling import key_of
from twg.language.indicator_lines import StepLine, last_day, read_step
from twg.language.indicator_sheets.cells import institutions_in, is_nothing
from twg.language.indicator_sheets.figures import without_marks
from twg.language.indicator_sheets.headings import Column
from twg.language.tables.cells import Line

#: Longest statement, and longest of the shorter texts, in characters.
LONGEST_STATEMENT, LONGEST_TEXT = 300, 200
_FIRST = re.compile(r"^\s*(?:[-•*]|\(?\d{1,2}[.)])\s+")
_STEPS = re.compile(r"\s*\n\s*(?:[-•*]|\(?\d{1,2}[.)])?\s*|\s*[;•]\s*")


@dataclass
class Draft:
    """The cells of an indicator, of one row or several below each other."""

    line: Line
    number: str
    statement: str
    cells: dict[Column, list[str]] = field(default_factory=dict)
    #: (period of the heading, text) of each target; the period of a baseline's heading.
    targets: list[tuple[str, str]] = field(default_factory=list)
    based_on: str = ""
    #: Each row of actions, with the time that stands beside it.
    actions: list[tuple[str, str]] = field(default_factory=list)

    def add(self, column: Column, text: str) -> None:
        texts = self.cells.setdefault(column, [])
        if text not in texts:
            texts.append(text)

    def text(self, column: Column) -> str:
        return " ".join(" ".join(self.cells.get(column, ())).split())


def funding(draft: Draft) -> str:
    amount = " ".join(draft.text(column) for column in (Column.FUNDING, Column.AMOUNT)).strip()
    source = draft.text(Column.MONEY_FROM)
    return (f"{amount} ({source})" if amount and source else amount or source)[:LONGEST_TEXT]


def responsible(draft: Draft) -> list[str]:
    """The institutions that report: the coordinating ones first, the implementing ones after them."""
    texts = [*draft.cells.get(Column.RESPONSIBLE, ()), *draft.cells.get(Column.IMPLEMENTING, ())]
    found: dict[str, str] = {}
    for text in texts:
        for name in institutions_in(text):
            found.setdefault(key_of(name), name[:120])
    return list(found.values())


def time_of_all(draft: Draft) -> str:
    """The time frame of an indicator: where each of its actions has one, the last of them."""
    beside = [time for _text, time in draft.actions]
    return beside[-1] if len(beside) > 1 and all(beside) else draft.text(Column.TIME_FRAME)


def steps(draft: Draft) -> list[StepLine]:
    """The actions of an indicator, one of each line of its cells, with the time beside its row where each has one."""
    beside = [time for _text, time in draft.actions]
    is_each = len(beside) > 1 and all(beside)
    steps: dict[str, StepLine] = {}
    for text, time in draft.actions:
        for line in _STEPS.split(_FIRST.sub("", text)):
            if is_nothing(line):
                continue
            step = read_step(without_marks(line).strip(" .-•")[:LONGEST_STATEMENT])
            if is_each and not step.period:
                step = StepLine(step.text, time[:40], last_day(time))
            steps.setdefault(key_of(step.text), step)
    return list(steps.values())
