"""Reading a table of joint monitoring indicators: a workbook or text file in any of the layouts since 2006 (J1)."""

import re
from collections.abc import Sequence

from storage.core.spelling import fold, is_visible, key_of
from twg.language.indicator_lines import SplitLine, UnreadableSplit, read_split
from twg.language.indicator_sheets.cells import (
    find_year,
    is_nothing,
    number_of,
    split_listed,
    split_numbered,
    target_of,
)
from twg.language.indicator_sheets.drafts import (
    LONGEST_STATEMENT,
    LONGEST_TEXT,
    Draft,
    funding,
    responsible,
    steps,
    time_of_all,
)
from twg.language.indicator_sheets.figures import guess_unit, spelt_unit, value_of, wants_less, without_marks
from twg.language.indicator_sheets.headings import Column, Headings, read_headings
from twg.language.indicator_sheets.model import IndicatorSheet, Remark, SheetIndicator
from twg.language.indicator_sheets.refusals import (
    EmptyFormula,
    LongCell,
    NoIndicatorHeadings,
    NoIndicatorsBelow,
    NoNumber,
    NoStatement,
    NumberTaken,
    OtherTwgsIndicator,
    ReportsNotTaken,
    SheetRemark,
    TwiceInSheet,
    UnitTaken,
    UnreadableCell,
)
from twg.language.periods_beside import split_period
from twg.language.rosters.model import KnownTwg
from twg.language.tables.cells import Line, Table
from twg.language.tables.files import read_tables

_FOOTER = re.compile(r"(?:sub-?)?totals?\b|source:|notes?:|\*")


def read_indicators(data: bytes, file_name: str, twg: KnownTwg, others: Sequence[KnownTwg] = ()) -> IndicatorSheet:
    """The indicators that a file names, those of other TWGs left out with a remark.

    Args:
        file_name: may name the year from which numbers are made.
    Raises: NoIndicatorHeadings, NoIndicatorsBelow; why it is no table: `twg.language.tables.files.read_tables`.
    """
    tables = read_tables(data)
    sheet, found = IndicatorSheet(), 0
    readers = [_Reader(table, sheet, twg, others, file_name, several=len(tables) > 1) for table in tables]
    for reader in readers:
        found += reader.read()
    if not found:
        raise NoIndicatorHeadings
    if not sheet.indicators and not sheet.errors:
        raise NoIndicatorsBelow
    return sheet


class _Reader:
    """Reads one table into a sheet."""

    def __init__(
        self,
        table: Table,
        sheet: IndicatorSheet,
        twg: KnownTwg,
        others: Sequence[KnownTwg],
        file_name: str,
        *,
        several: bool,
    ) -> None:
        self._table, self._sheet, self._twg, self._others = table, sheet, twg, others
        self._prefix = f"{table.name}!" if several else ""
        self._file_name = file_name
        self._year, self._count, self._grouping, self._of = "", 0, "", ""
        self._draft: Draft | None = None

    def read(self) -> bool:
        """Add the indicators of the table. Returns: whether it has headings."""
        lines, headings, place = self._table.lines, None, 0
        above: list[str] = []
        while place < len(lines):
            below = lines[place + 1] if place + 1 < len(lines) else None
            again = read_headings(lines[place], below)
            if again is not None:
                self._finish(headings)
                headings, place = again[0], place + again[1]
                self._year = find_year([self._table.name, *above, self._file_name]) or self._year
                self._warn_of_reports(headings)
                continue
            if headings is None:
                above += [cell.text for cell in lines[place].own()]
            else:
                self._take(lines[place], headings)
            place += 1
        self._finish(headings)
        return headings is not None

    def _warn_of_reports(self, headings: Headings) -> None:
        warned = any(isinstance(remark.what, ReportsNotTaken) for remark in self._sheet.remarks)
        if headings.of(Column.PROGRESS, Column.CONSTRAINTS) and not warned:
            self._sheet.remarks.append(Remark("", ReportsNotTaken()))

    def _take(self, line: Line, headings: Headings) -> None:
        """A row: the heading over a part, an indicator, or more about the one above."""
        texts = list(dict.fromkeys(cell.text for cell in line.own() if is_visible(cell.text)))
        if len(texts) == 1 and self._is_over_part(texts[0], line, headings):
            self._finish(headings)
            named = self._twg_in(texts[0])
            self._of, self._grouping = (named, "") if named else (self._of, texts[0])
            return
        if not texts or _FOOTER.match(fold(texts[0])):
            return
        own = {cell.column for cell in line.own()}
        stated = headings.stated_in
        begins = {stated, *headings.of(Column.NUMBER)} & own
        if begins and any(is_visible(line.cells[index].text) for index in begins):
            self._finish(headings)
            self._begin(line, headings)
        if self._draft is not None:
            self._read_cells(self._draft, line, headings, own)

    def _is_over_part(self, text: str, line: Line, headings: Headings) -> bool:
        """Whether a single text is a heading over rows: it stands in the first column, or over all of them."""
        cell = line.own()[0]
        if cell.column == headings.stated_in and not any(one.spread for one in line.cells.values()):
            return self._twg_in(text) != "" and cell.column == min(headings.columns)
        return len(text) <= LONGEST_TEXT and cell.column == min([*headings.columns, cell.column])

    def _begin(self, line: Line, headings: Headings) -> None:
        stated = line.cells.get(headings.stated_in)
        number, statement = split_numbered("" if stated is None else stated.text)
        for index in headings.of(Column.NUMBER):
            if index in line.cells and is_visible(line.cells[index].text):
                number = number_of(line.cells[index].text, self._year) or number
        if not number:
            number, statement = split_listed(statement, self._year)
        self._draft = Draft(line, number, " ".join(without_marks(statement).lstrip("-–•↳ ").split()))

    def _read_cells(self, draft: Draft, line: Line, headings: Headings, own: set[int]) -> None:
        for index in sorted(set(line.cells) & set(headings.columns)):
            column, text = headings.columns[index], line.cells[index].text.strip()
            if index == headings.stated_in or column in (Column.NUMBER, Column.OTHER):
                continue
            if not line.cells[index].calculated:
                self._remark(draft, EmptyFormula())
            if is_nothing(text) or (index not in own and line is not draft.line):
                continue
            if column is Column.TARGET:
                draft.targets.append((headings.periods.get(index, ""), text))
            elif column is Column.TARGET_PERIOD and draft.targets:
                draft.targets[-1] = (text, draft.targets[-1][1])
            elif column is Column.ACTIONS:
                draft.actions.append((text, self._time_beside(line, headings, own)))
            else:
                draft.based_on = headings.periods.get(index, "") if column is Column.BASELINE else draft.based_on
                draft.add(column, text)

    @staticmethod
    def _time_beside(line: Line, headings: Headings, own: set[int]) -> str:
        """The time frame that begins in the row of an action; empty for none."""
        texts = [line.cells[index].text for index in headings.of(Column.TIME_FRAME) if index in own]
        return next((text.strip() for text in texts if not is_nothing(text)), "")

    def _remark(self, draft: Draft, what: SheetRemark) -> None:
        self._sheet.remarks.append(Remark(f"{self._prefix}{draft.line.number}", what))

    def _finish(self, headings: Headings | None) -> None:
        """Take the indicator whose rows are all read."""
        draft, self._draft = self._draft, None
        if draft is None or headings is None:
            return
        self._count += 1
        before = len(self._sheet.errors)
        if not draft.number and self._year:
            draft.number = f"{self._year}-{self._count}"
            self._remark(draft, NumberTaken(number=draft.number))
        for problem in self._problems(draft):
            self._remark(draft, problem)
        if len(self._sheet.errors) > before:
            return
        try:
            self._sheet.indicators.append(self._read_draft(draft))
        except SheetRemark as problem:
            self._remark(draft, problem)

    def _problems(self, draft: Draft) -> list[SheetRemark]:
        named = self._twg_in(draft.text(Column.TWG)) or ("" if draft.cells.get(Column.TWG) else self._of)
        if named and named != self._twg.code:
            return [OtherTwgsIndicator(named=named)]
        if not draft.number:
            return [NoNumber()]
        if not draft.statement:
            return [NoStatement(number=draft.number)]
        first = next((one for one in self._sheet.indicators if key_of(one.number) == key_of(draft.number)), None)
        if first is not None:
            return [TwiceInSheet(number=draft.number, row=first.place)]
        texts = [(draft.statement, LONGEST_STATEMENT), (draft.number, 20)]
        texts += [(draft.text(column), LONGEST_STATEMENT) for column in (Column.OUTCOME, Column.OUTPUT)]
        texts += [(draft.text(column), LONGEST_TEXT) for column in (Column.SOURCE, Column.VALIDATOR, Column.FUNDING)]
        return [LongCell(text=f"{text[:30]}…", limit=limit) for text, limit in texts if len(text) > limit]

    def _twg_in(self, text: str) -> str:
        """The code of the TWG that a text names; empty for none."""
        words = key_of(text).replace(key_of("twg"), "").strip("-:.")
        for twg in (self._twg, *self._others):
            if words and words in {key_of(twg.code), key_of(twg.name), key_of(twg.name_km)} - {""}:
                return twg.code
        return ""

    def _read_draft(self, draft: Draft) -> SheetIndicator:
        """Raises: UnreadableCell."""
        baseline = draft.text(Column.BASELINE)
        values = [text for _period, text in draft.targets] + ([baseline] if baseline else [])
        unit = spelt_unit(
            draft.text(Column.UNIT) or guess_unit(draft.statement, values or draft.cells.get(Column.PROGRESS, []))
        )
        if unit and not draft.cells.get(Column.UNIT):
            self._remark(draft, UnitTaken(number=draft.number, unit=unit))
        read = SheetIndicator(
            place=f"{self._prefix}{draft.line.number}",
            number=draft.number,
            statement=draft.statement,
            statement_km=draft.text(Column.STATEMENT_KM)[:LONGEST_STATEMENT],
            outcome=draft.text(Column.OUTCOME),
            output=draft.text(Column.OUTPUT),
            grouping=(draft.text(Column.AREA) or self._grouping)[:120],
            unit=unit,
            source=draft.text(Column.SOURCE),
            validator=draft.text(Column.VALIDATOR),
            funding=funding(draft),
            lower_is_better=any(wants_less(text) for text in values),
            responsible=responsible(draft),
        )
        self._read_baseline(read, baseline, draft.text(Column.BASELINE_PERIOD) or draft.based_on)
        frame = time_of_all(draft)
        read.targets = [target_of(text, unit, period or frame) for period, text in draft.targets]
        if not read.targets and frame and not unit:
            read.targets = [target_of(frame, "", frame)]
        read.steps = steps(draft)
        read.splits = [_split(text) for text in draft.cells.get(Column.SPLITS, ())]
        return read

    def _read_baseline(self, read: SheetIndicator, text: str, period: str) -> None:
        """A value with its own period, else the given one; words for a milestone, or where none was measured yet."""
        rest, own = split_period(text)
        if not text:
            return
        read.baseline_period = (own or period)[:40]
        if read.unit and any(map(str.isdigit, fold(rest))):
            read.baseline = value_of(rest, read.unit)
        else:
            read.baseline_note = (rest or text)[:LONGEST_TEXT]


def _split(text: str) -> SplitLine:
    """Raises: UnreadableCell."""
    try:
        return read_split(text)
    except UnreadableSplit:
        raise UnreadableCell(text=text[:60], unit="") from None
