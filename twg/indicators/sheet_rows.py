"""What the rows of a returned sheet report (J7)."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from storage.core.spelling import fold
from storage.indicators import REPORTED_ON, Indicator
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.indicators.reporting import Report, ValueExpected
from twg.language.report_sheets.layout import Column, cell_of
from twg.language.report_sheets.reading import FilledRow, ReturnedSheet
from twg.language.report_sheets.refusals import (
    LongText,
    NotAsked,
    NotInList,
    NotInSheetAnyMore,
    NotYours,
    ReasonExpected,
    UnitChanged,
)
from twg.language.values import parse_value

#: Longest text of a cell, as that of a report in the chat.
LONGEST_TEXT = 1000
_TEXTS = {Column.NOTE: "note", Column.CONSTRAINTS: "constraints", Column.NEXT_STEPS: "next_steps"}


@dataclass
class SheetReport:
    """What a sheet says of an indicator.

    Attributes:
        report: None where it says nothing.
        no_data: why there are no data; empty where there are.
        last: the newest value that is known; None without.
        errors: cells that cannot be used.
    """

    number: str
    indicator: Indicator | None
    report: Report | None = None
    no_data: str = ""
    last: Decimal | None = None
    errors: list[tuple[str, Refusal]] = field(default_factory=list)


def read_rows(
    sheet: ReturnedSheet, listed: Mapping[int, Indicator], actor: Actor, owed: Container[int]
) -> Iterator[SheetReport]:
    """What a sheet says of each of its indicators, in its order.

    Args:
        listed: the indicators of the TWG by id.
        owed: ids of those for which the actor was asked and owes a report.
    """
    for row in sheet.rows:
        yield _Reader(sheet, row, listed.get(row.line.indicator_id), actor, owed).read()


class _Reader:
    """Reads the row of one indicator."""

    def __init__(
        self,
        sheet: ReturnedSheet,
        row: FilledRow,
        indicator: Indicator | None,
        actor: Actor,
        owed: Container[int],
    ) -> None:
        self._binding, self._row, self._indicator = sheet.binding, row, indicator
        self._actor, self._owed = actor, owed
        self._read = SheetReport(row.line.shown[0], indicator)
        self._read.errors += [(cell, why) for cell, number, why in sheet.errors if number == row.line.row]

    def read(self) -> SheetReport:
        if not self._is_filled() or not self._may_report():
            return self._read
        indicator = self._indicator
        assert indicator is not None  # noqa: S101 - otherwise it may not be reported on
        texts = {name: self._text(column) for column, name in _TEXTS.items()}
        if self._says_no_data():
            self._read.no_data = texts["note"]
            if not texts["note"]:
                self._refuse(Column.NOTE, ReasonExpected())
            elif indicator.id not in self._owed:
                self._refuse(Column.STATUS, NotAsked())
            return self._read
        value = self._value()
        if value is None and not indicator.milestone and not self._read.errors:
            self._refuse(Column.VALUE, ValueExpected(indicator=indicator, text=""))
        if not self._read.errors:
            self._read.report = Report.model_validate({"indicator_id": indicator.id, "value": value, **texts})
        return self._read

    def _is_filled(self) -> bool:
        """Whether anything was filled in besides what the sheet came with, the unit."""
        return bool(self._row.cells.keys() - {Column.UNIT} or self._read.errors)

    def _may_report(self) -> bool:
        indicator = self._indicator
        if indicator is None or indicator.state not in REPORTED_ON:
            self._refuse(Column.NUMBER, NotInSheetAnyMore())
        elif not indicator.is_reported_by(self._actor.person) and not self._actor.may(Permission.ROUND_RUN):
            self._refuse(Column.NUMBER, NotYours(indicator=indicator))
        elif indicator.unit != self._row.line.unit:
            self._refuse(Column.UNIT, UnitChanged(unit=indicator.unit))
        else:
            return not self._read.errors
        return False

    def _says_no_data(self) -> bool:
        said = fold(self._row.cells.get(Column.STATUS, ""))
        if said and said not in (fold(self._binding.no_data), fold(self._binding.reported)):
            self._refuse(Column.STATUS, NotInList(text=said[:40]))
        return said == fold(self._binding.no_data)

    def _text(self, column: Column) -> str:
        text = self._row.cells.get(column, "")
        if len(text) > LONGEST_TEXT:
            self._refuse(column, LongText(limit=LONGEST_TEXT))
        return text

    def _value(self) -> Decimal | None:
        text, unit = self._row.cells.get(Column.VALUE, ""), self._row.cells.get(Column.UNIT, "")
        if not text:
            return None
        is_bare = text.lstrip("-").replace(",", "").replace(".", "").isdecimal()
        try:
            return parse_value(f"{text} {unit}".strip() if is_bare else text, unit=self._row.line.unit)
        except Refusal as refusal:
            self._refuse(Column.VALUE, refusal)
            return None

    def _refuse(self, column: Column, why: Refusal) -> None:
        self._read.errors.append((cell_of(self._row.line.row, column), why))
