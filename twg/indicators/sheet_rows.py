"""What the rows of a returned sheet report (J7)."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from storage.core.spelling import fold
from storage.indicators import REPORTED_ON, Indicator, IndicatorStep
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, Refusal
from twg.indicators.measures import Measure, Values, measure_of
from twg.indicators.plausibility import Implausible
from twg.indicators.reporting import Report, ValueExpected
from twg.indicators.splitting import check_parts
from twg.indicators.steps import find_step
from twg.language.doubts import Doubt, UnclearValue
from twg.language.figures import tidy
from twg.language.periods import UnreadablePast, UnreadablePeriod, complete_period, read_past
from twg.language.report_sheets.layout import GIVEN, Column, cell_of
from twg.language.report_sheets.reading import FilledRow, ReturnedSheet
from twg.language.report_sheets.refusals import (
    DayNotReached,
    LongText,
    NotAsked,
    NotInList,
    NotInSheetAnyMore,
    NotYours,
    ReasonExpected,
    UnitChanged,
    ValueWithoutData,
)
from twg.language.units import PERCENT, unit_of
from twg.language.values import parse_value

#: Longest text of a cell, as that of a report in the chat.
LONGEST_TEXT = 1000
_TEXTS = {Column.NOTE: "note", Column.CONSTRAINTS: "constraints", Column.NEXT_STEPS: "next_steps"}
#: Doubts about what one figure says; other words beside a figure are refused.
_OF_FIGURE = (Doubt.SHARE, Doubt.THOUSANDS, Doubt.HIGH)


@dataclass(frozen=True)
class Occasion:
    """In which circumstances a sheet is read.

    Attributes:
        listed: the indicators of the TWG by id.
        owed: ids of those for which the actor was asked and owes a report.
        values: what new values are held against.
        period: of the open round; empty without one.
        today: local date.
        chosen: how doubted values are meant, by the id of their indicator; "" for one that is left out.
    """

    actor: Actor
    listed: Mapping[int, Indicator]
    owed: Container[int]
    values: Values
    period: str
    today: date
    chosen: Mapping[str, str]


@dataclass
class SheetReport:
    """What a sheet says of an indicator, or of one step of a milestone.

    Attributes:
        report: None where it says nothing.
        no_data: why there are no data; empty where there are.
        last: the newest value that is known; None without.
        doubt: why its value is asked about, with `readings`; nothing is reported before one of them is chosen.
        left_out: whether its value was doubted and is left out.
        errors: cells that cannot be used.
    """

    number: str
    indicator: Indicator | None
    report: Report | None = None
    no_data: str = ""
    last: Decimal | None = None
    doubt: BadInput | None = None
    left_out: bool = False
    errors: list[tuple[str, Refusal]] = field(default_factory=list)

    @property
    def step(self) -> str:
        """The words of the step that was reached; empty where the report is about none."""
        if self.indicator is None or self.report is None:
            return ""
        step = find_step(self.indicator, self.report.step_id)
        return "" if step is None else step.text


def read_rows(sheet: ReturnedSheet, occasion: Occasion) -> Iterator[SheetReport]:
    """What a sheet says of each of its indicators, in its order; of a milestone once for each step."""
    for row_id, rows in groupby(sheet.rows, key=lambda row: row.line.indicator_id):
        yield from _Reader(sheet, list(rows), occasion.listed.get(row_id), occasion).read()


class _Reader:
    """Reads the row of one indicator, and those of its parts or its steps below."""

    def __init__(
        self, sheet: ReturnedSheet, rows: Sequence[FilledRow], indicator: Indicator | None, occasion: Occasion
    ) -> None:
        self._row, *self._below = rows
        self._binding, self._indicator, self._occasion = sheet.binding, indicator, occasion
        self._read = SheetReport(self._row.line.shown[0], indicator)
        own = {row.line.row for row in rows}
        self._read.errors += [(cell, why) for cell, number, why in sheet.errors if number in own]

    def read(self) -> list[SheetReport]:
        indicator = self._indicator
        if not self._is_filled() or not self._may_report() or indicator is None:
            return [self._read]
        texts = {name: self._text(column) for column, name in _TEXTS.items()}
        if self._says_no_data():
            self._read_no_data(indicator, texts["note"])
            return [self._read]
        made = self._steps(indicator, texts) if indicator.milestone else self._value(indicator, texts)
        return [self._read] if self._read.errors or not made else made

    def _is_filled(self) -> bool:
        """Whether anything was filled in besides what the sheet came with."""
        filled = bool(self._row.cells.keys() - GIVEN) or any(row.cells for row in self._below)
        return filled or bool(self._read.errors)

    def _may_report(self) -> bool:
        indicator, actor = self._indicator, self._occasion.actor
        if indicator is None or indicator.state not in REPORTED_ON:
            self._refuse(Column.NUMBER, NotInSheetAnyMore())
        elif not indicator.is_reported_by(actor.person) and not actor.may(Permission.ROUND_RUN):
            self._refuse(Column.NUMBER, NotYours(indicator=indicator))
        elif indicator.unit != self._row.line.unit:
            self._refuse(Column.UNIT, UnitChanged(unit=indicator.unit))
        else:
            return not self._read.errors
        return False

    def _says_no_data(self) -> bool:
        said = self._chosen(self._row, (self._binding.reported, self._binding.no_data))
        return said == self._binding.no_data

    def _chosen(self, row: FilledRow, choices: Sequence[str]) -> str:
        """What was chosen as the state of a row; empty where nothing was, or nothing of the list."""
        text = row.cells.get(Column.STATUS, "")
        found = next((choice for choice in choices if fold(choice) == fold(text)), "")
        if text and not found:
            self._refuse(Column.STATUS, NotInList(text=text[:40]), row)
        return found

    def _read_no_data(self, indicator: Indicator, reason: str) -> None:
        self._read.no_data = reason
        valued = next((row for row in (self._row, *self._below) if row.cells.get(Column.VALUE)), None)
        if valued is not None:
            self._refuse(Column.VALUE, ValueWithoutData(), valued)
        elif not reason:
            self._refuse(Column.NOTE, ReasonExpected())
        elif indicator.id not in self._occasion.owed:
            self._refuse(Column.STATUS, NotAsked())

    def _text(self, column: Column) -> str:
        text = self._row.cells.get(column, "")
        if len(text) > LONGEST_TEXT:
            self._refuse(column, LongText(limit=LONGEST_TEXT))
        return text

    def _value(self, indicator: Indicator, texts: Mapping[str, str]) -> list[SheetReport]:
        """The value with its period and its parts."""
        measure = measure_of(indicator, self._occasion.values.get(indicator.id, ()), today=self._occasion.today)
        value, parts, period = self._figure(self._row), self._parts(indicator), self._period()
        if value is None:
            if not self._read.errors:
                self._refuse(Column.VALUE, ValueExpected(indicator=indicator, text=""))
            return []
        try:
            check_parts(indicator, value, parts)
            factor = self._meant(indicator, value, measure)
        except Refusal as refusal:
            self._refuse(Column.VALUE, refusal)
            return []
        given = {split: {name: tidy(one * factor) for name, one in of.items()} for split, of in parts.items()}
        told = {"indicator_id": indicator.id, "value": tidy(value * factor), "period": period, "parts": given}
        self._read.report = Report.model_validate({**told, **texts})
        return [self._read]

    def _figure(self, row: FilledRow) -> Decimal | None:
        """The figure in a row, in the unit that is chosen for the indicator; the one as typed where it is doubted."""
        text, unit = row.cells.get(Column.VALUE, ""), self._row.cells.get(Column.UNIT, "")
        if not text:
            return None
        own, is_bare = self._row.line.unit, text.lstrip("-").replace(",", "").replace(".", "").isdecimal()
        try:
            if is_bare and unit_of(own).family == PERCENT:
                self._doubt_share(text, own, row)
            return parse_value(f"{text} {unit}".strip() if is_bare else text, unit=own)
        except UnclearValue as refusal:
            if row is self._row and refusal.data["why"] in _OF_FIGURE and refusal.data["readings"]:
                self._read.doubt = refusal
                typed: Decimal = refusal.data["readings"][-1]
                return typed
            self._refuse(Column.VALUE, refusal, row)
        except Refusal as refusal:
            self._refuse(Column.VALUE, refusal, row)
        return None

    def _doubt_share(self, text: str, unit: str, row: FilledRow) -> None:
        """Doubt a figure that may be a share: Excel has 58 % as 0.58, and the sign stands in a column of its own."""
        if row is not self._row:
            return
        try:
            parse_value(text, unit=unit)
        except UnclearValue as refusal:
            self._read.doubt = refusal if refusal.data["why"] is Doubt.SHARE else None

    def _meant(self, indicator: Indicator, value: Decimal, measure: Measure) -> Decimal:
        """What a value is multiplied by to be as it was chosen; 1 for one that is not doubted, or not chosen yet."""
        read = self._read
        if read.doubt is None:
            measure.check(value)
            try:
                measure.check_plausible(value)
            except Implausible as refusal:
                read.doubt = refusal
        chosen = self._occasion.chosen.get(str(indicator.id))
        if read.doubt is None or chosen is None:
            return Decimal(1)
        if chosen and Decimal(chosen) not in read.doubt.data["readings"]:
            return Decimal(1)  # what is known has changed since, and so have the readings
        read.doubt, read.left_out = None, not chosen
        if read.left_out or not value:
            return Decimal(1)
        measure.check(Decimal(chosen))
        return Decimal(chosen) / value

    def _parts(self, indicator: Indicator) -> dict[str, dict[str, Decimal]]:
        found: dict[str, dict[str, Decimal]] = {}
        for row in self._below:
            figure = self._figure(row)
            if figure is None:
                continue
            if row.line.name not in indicator.splits.get(row.line.split, ()):
                self._refuse(Column.INDICATOR, NotInSheetAnyMore(), row)
            else:
                found.setdefault(row.line.split, {})[row.line.name] = figure
        return found

    def _period(self) -> str:
        text = " ".join(self._row.cells.get(Column.PERIOD, "").split())
        if not text or fold(text) == fold(self._occasion.period):
            return self._occasion.period
        completed = complete_period(text, today=self._occasion.today)
        if not completed:
            self._refuse(Column.PERIOD, UnreadablePeriod(text=text[:40]))
        return completed

    def _steps(self, indicator: Indicator, texts: Mapping[str, str]) -> list[SheetReport]:
        """A report for each step that was reached, the last one with the words; the words alone where none was."""
        found = [step for row in self._below if (step := self._step(indicator, row)) is not None]
        told = [Report(indicator_id=indicator.id, step_id=step.id, reached_on=day) for step, day in found]
        reports = [one for one, (step, day) in zip(told, found, strict=True) if step.reached_on != day]
        if any(texts.values()):
            last = told[-1] if told else Report(indicator_id=indicator.id)
            reports = [*(one for one in reports if one is not last), last.model_copy(update=texts)]
        return [SheetReport(self._read.number, indicator, one) for one in reports]

    def _step(self, indicator: Indicator, row: FilledRow) -> tuple[IndicatorStep, date] | None:
        """A step that was reached, and when: where its row leaves the day out, on the one that is known, else today."""
        said = self._chosen(row, (self._binding.reached, self._binding.not_yet))
        text, today = row.cells.get(Column.REACHED_ON, ""), self._occasion.today
        if said == self._binding.not_yet and text:
            self._refuse(Column.REACHED_ON, DayNotReached(), row)
        if said == self._binding.not_yet or not row.cells:
            return None
        read = read_past(text, today=today) if text else None
        if text and read is None:
            self._refuse(Column.REACHED_ON, UnreadablePast(text=text[:40]), row)
        step = find_step(indicator, row.line.step_id)
        if step is None:
            self._refuse(Column.INDICATOR, NotInSheetAnyMore(), row)
            return None
        return step, (step.reached_on or today) if read is None else min(read.last, today)

    def _refuse(self, column: Column, why: Refusal, row: FilledRow | None = None) -> None:
        line = (row or self._row).line
        self._read.errors.append((cell_of(line.row, column), why))
