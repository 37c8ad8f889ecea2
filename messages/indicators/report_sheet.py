"""The sheet in which reports are filled in outside of the chat, as an Excel file (J7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from messages.indicators import with_unit
from messages.rendering.labels import local_name, stated
from messages.rendering.templating import format_day
from messages.rendering.texts import LOCALES, Text, _
from storage.indicators import Indicator
from storage.members import Twg
from twg.indicators.defining import Standing
from twg.indicators.report_sheets import SheetContents
from twg.indicators.steps import find_step
from twg.language.report_sheets.layout import (
    HEADINGS_ROW,
    HIDDEN_SHEET,
    OPEN,
    Binding,
    Column,
    RowKind,
    SheetLine,
)
from twg.language.units import PERCENT, unit_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEADINGS: dict[Column, Text] = {
    Column.NUMBER: _("Number"),
    Column.INDICATOR: _("Indicator"),
    Column.BASELINE: _("Baseline"),
    Column.TARGET: _("Target"),
    Column.LAST: _("Last value"),
    Column.STATUS: _("Status"),
    Column.VALUE: _("Value"),
    Column.UNIT: _("Unit"),
    Column.PERIOD: _("Period"),
    Column.REACHED_ON: _("Reached on"),
    Column.NOTE: _("Note"),
    Column.CONSTRAINTS: _("Constraints"),
    Column.NEXT_STEPS: _("Next steps"),
}
#: Widths in characters.
_WIDTHS: dict[Column, int] = {
    Column.NUMBER: 10,
    Column.INDICATOR: 44,
    Column.BASELINE: 18,
    Column.TARGET: 20,
    Column.LAST: 18,
    Column.STATUS: 14,
    Column.VALUE: 16,
    Column.UNIT: 18,
    Column.PERIOD: 16,
    Column.REACHED_ON: 16,
    Column.NOTE: 36,
    Column.CONSTRAINTS: 30,
    Column.NEXT_STEPS: 30,
}
_REPORTED, _NO_DATA = _("Reported here"), _("No data")
_REACHED, _NOT_YET = _("Reached"), _("Not reached yet")
#: Height of a line in points: Khmer has signs above and below its letters.
_LINE_POINTS = 19
_TO_FILL, _FIXED, _HEAD = "FFF7D6", "F2F4F6", "DCE6F2"
#: Officials have it. LibreOffice Calc (7.4) gives Khmer the font of a workbook only where that has letters of Thai
#: or Arabic too, else one of its own, and leaves out the end of clusters such as that of តម្លៃ. No font
#: of fonts-khmeros, no size or alignment changes that; the cells hold the text whole, and Excel draws it.
_FONT = "Khmer OS Battambang"


def both(text: Text) -> str:
    """A heading in both languages, the one below the other: sheets are passed on."""
    return "\n".join(dict.fromkeys(text.render(locale) for locale in LOCALES))


def build_report_sheet(contents: SheetContents, twg: Twg, locale: str, zone: ZoneInfo) -> bytes:
    """The workbook: past values and fixed texts are protected, the cells to fill in are open. Called in a thread."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Reports").render(locale)[:31]
    round_ = contents.round
    binding = Binding(
        twg_id=twg.id,
        round_id=0 if round_ is None else round_.id,
        headings=tuple(both(_HEADINGS[column]) for column in Column),
        reported=_REPORTED.render(locale),
        no_data=_NO_DATA.render(locale),
        reached=_REACHED.render(locale),
        not_yet=_NOT_YET.render(locale),
        lines=tuple(_lines(contents.listed, locale)),
    )
    _write_head(sheet, contents, twg, locale, zone)
    _write_headings(sheet, binding)
    by_id = {indicator.id: (indicator, standing) for indicator, standing in contents.listed}
    for line in binding.lines:
        known = _known(line, *by_id[line.indicator_id], locale)
        if Column.PERIOD in OPEN[line.kind] and round_ is not None:
            known[Column.PERIOD] = round_.period
        _write_line(sheet, line, known)
    _add_lists(sheet, binding, locale)
    _protect(sheet)
    hidden = book.create_sheet(HIDDEN_SHEET)
    for row, cell in enumerate(binding.as_cells(), 1):
        hidden.cell(row, 1, cell).data_type = "s"
    hidden.sheet_state = "veryHidden"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lines(listed: Sequence[tuple[Indicator, Standing]], locale: str) -> Iterator[SheetLine]:
    """The rows to fill in: one for each indicator, and below it one for each of its parts or steps."""
    lines = (line for indicator, _standing in listed for line in _lines_of(indicator, locale))
    yield from (replace(line, row=row) for row, line in enumerate(lines, HEADINGS_ROW + 1))


def _lines_of(indicator: Indicator, locale: str) -> Iterator[SheetLine]:
    """The rows of one indicator; in which they stand follows from the others."""
    number, unit = indicator.number, indicator.unit
    kind = RowKind.MILESTONE if indicator.milestone else RowKind.VALUE
    yield SheetLine(0, kind, indicator.id, (number, stated(indicator).render(locale)), unit)
    for split, parts in indicator.splits.items() if unit else ():
        for part in parts:
            yield SheetLine(0, RowKind.PART, indicator.id, (number, f"↳ {split}: {part}"), unit, split=split, name=part)
    label = _("Step {n}: {text}")
    for step in () if unit else sorted(indicator.steps, key=lambda step: step.position):
        kind = RowKind.STEP if step.reached_on is None else RowKind.REACHED_STEP
        shown = number, f"↳ {label.with_(n=step.position, text=step.text).render(locale)}"
        yield SheetLine(0, kind, indicator.id, shown, step_id=step.id)


def _write_head(sheet: "Worksheet", contents: SheetContents, twg: Twg, locale: str, zone: ZoneInfo) -> None:
    from openpyxl.styles import Font

    round_ = contents.round
    title = _("Reports on indicators of the {twg} TWG").with_(twg=local_name(twg))
    lines = [
        title.render(locale) + ("" if round_ is None else f" – {round_.title}"),
        _(
            "Please fill in the yellow cells alone, save the file and send it back in the chat. Nothing is recorded "
            "before you have seen what it says."
        ).render(locale),
    ]
    if round_ is not None:
        day = format_day(round_.due_at.astimezone(zone).date(), locale=locale)
        lines.append(_("Due: {day}").with_(day=day).render(locale))
    for row, line in enumerate(lines, 1):
        cell: Any = sheet.cell(row, 1, line)
        cell.data_type = "s"
        cell.font = Font(name=_FONT, bold=row == 1, size=14 if row == 1 else 11)
        sheet.row_dimensions[row].height = 26 if row == 1 else _LINE_POINTS


def _write_headings(sheet: "Worksheet", binding: Binding) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column in Column:
        cell: Any = sheet.cell(HEADINGS_ROW, column, binding.headings[column - 1])
        cell.font, cell.fill = Font(name=_FONT, bold=True), PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column]
    sheet.row_dimensions[HEADINGS_ROW].height = 2 * _LINE_POINTS + 8
    sheet.freeze_panes = f"C{HEADINGS_ROW + 1}"  # number and indicator stay in sight


def _write_line(sheet: "Worksheet", line: SheetLine, known: Mapping[Column, str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    edge = Side(style="thin", color="C5CCD3")
    for column in Column:
        cell: Any = sheet.cell(line.row, column, known.get(column) or None)
        if isinstance(cell.value, str):
            cell.data_type = "s"
        is_open = column in OPEN[line.kind]
        cell.protection = Protection(locked=not is_open)
        cell.fill = PatternFill("solid", fgColor=_TO_FILL if is_open else _FIXED)
        cell.font = Font(name=_FONT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        cell.number_format = _FORMATS.get(column, "@") if is_open else "@"
    longest = max(_lines_in(known.get(column), column) for column in Column)
    sheet.row_dimensions[line.row].height = longest * _LINE_POINTS + 4


#: Texts are kept as they are typed; a value is a number where it is typed as one.
_FORMATS: dict[Column, str] = {Column.VALUE: "#,##0.####", Column.REACHED_ON: "dd/mm/yyyy"}


def _lines_in(value: Any, column: Column) -> int:
    """How many lines a text takes in its column, Khmer letters being as wide as others on the whole."""
    width = max(_WIDTHS[column] - 2, 1)
    return max(1, sum(-(-max(len(line), 1) // width) for line in str(value or "").split("\n")))


def _known(line: SheetLine, indicator: Indicator, standing: Standing, locale: str) -> dict[Column, str]:
    """What is known of what a row is about, in words."""
    known = {Column.NUMBER: line.shown[0], Column.INDICATOR: line.shown[1]}
    match line.kind:
        case RowKind.PART:
            return known | _known_of_part(line, standing, locale)
        case RowKind.STEP | RowKind.REACHED_STEP:
            return known | _known_of_step(line, indicator, standing, locale)
        case RowKind.VALUE:
            known[Column.UNIT] = indicator.unit
    return known | _known_of_indicator(indicator, standing, locale)


def _known_of_part(line: SheetLine, standing: Standing, locale: str) -> dict[Column, str]:
    """The last value of a part."""
    latest = standing.accepted or standing.waiting
    value = None if latest is None else latest.part_values.get(line.split, {}).get(line.name)
    return {} if value is None else {Column.LAST: with_unit(value, line.unit, locale)}


def _known_of_step(line: SheetLine, indicator: Indicator, standing: Standing, locale: str) -> dict[Column, str]:
    """Until when a step is to be reached, and when it was; or that a report on it awaits review."""
    step, waiting = find_step(indicator, line.step_id), standing.waiting
    if step is None:
        return {}
    last = "" if step.reached_on is None else format_day(step.reached_on, locale=locale)
    if not last and waiting is not None and waiting.step_id == step.id:
        last = _("awaits review").render(locale)
    return {Column.TARGET: step.period, Column.LAST: last}


def _known_of_indicator(indicator: Indicator, standing: Standing, locale: str) -> dict[Column, str]:
    """The baseline of an indicator, its targets, and the last value."""
    unit = indicator.unit
    baseline = indicator.baseline_note
    if indicator.baseline is not None:
        baseline = with_unit(indicator.baseline, unit, locale)
    latest = standing.accepted or standing.waiting
    last = ""
    if latest is not None:
        last = (latest.step or latest.note)[:80] if latest.value is None else with_unit(latest.value, unit, locale)
        last = _with_period(last, latest.period)
    targets = (
        target.period if target.value is None else _with_period(with_unit(target.value, unit, locale), target.period)
        for target in indicator.targets_in_force
    )
    return {
        Column.BASELINE: _with_period(baseline, indicator.baseline_period),
        Column.TARGET: "\n".join(targets),
        Column.LAST: last,
    }


def _with_period(text: str, period: str) -> str:
    return f"{text} ({period})" if text and period else text or period


def _add_lists(sheet: "Worksheet", binding: Binding, locale: str) -> None:
    """The lists to choose from: the status of an indicator and of a step, and the unit."""
    status, reached = _list_of([binding.reported, binding.no_data]), _list_of([binding.reached, binding.not_yet])
    units: dict[str, Any] = {}
    for line in binding.lines:
        if Column.STATUS in OPEN[line.kind]:
            (reached if line.kind is RowKind.STEP else status).add(sheet.cell(line.row, Column.STATUS))
        if Column.UNIT in OPEN[line.kind]:
            units.setdefault(line.unit, _list_of(units_of(line.unit, locale))).add(sheet.cell(line.row, Column.UNIT))
    for one in (status, reached, *units.values()):
        if one.sqref:
            sheet.add_data_validation(one)


def _list_of(choices: Sequence[str]) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(choice.replace(",", " ").replace('"', "") for choice in choices)
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)


def units_of(unit: str, locale: str) -> list[str]:
    """The units in which a value may be given: that of the indicator, and thousands and millions of it."""
    read = unit_of(unit)
    if read.family == PERCENT or read.factor != Decimal(1):
        return [unit]
    return [unit, *(text.with_(unit=unit).render(locale) for text in (_("thousand {unit}"), _("million {unit}")))]


def _protect(sheet: Any) -> None:
    """Only the open cells can be changed; there is no password: it prevents slips."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADINGS_ROW}:{HEADINGS_ROW}"
