"""The JMI report of a TWG as a workbook: a row for each indicator, with stable ids (J6)."""

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import Any

from messages.rendering.content import Draw
from messages.rendering.labels import label
from messages.rendering.texts import Text, _
from messages.rendering.workbook import AMOUNT, COUNT, DAY, Column, Table, build_tables
from messages.reports import wording
from messages.reports.wording import told_in
from twg.reports.contents import Contents, Figure, Line
from twg.reports.reading import JmiReport
from twg.reports.snapshots import Edition

_LINES: tuple[tuple[Text, int, str], ...] = (
    (_("Id"), 10, COUNT),
    (_("TWG"), 10, ""),
    (_("Reporting round"), 26, ""),
    (_("Period of the round"), 14, ""),
    (_("Number"), 12, ""),
    (_("Indicator"), 44, ""),
    (_("Unit"), 10, ""),
    (_("Baseline"), 14, AMOUNT),
    (_("Baseline in words"), 22, ""),
    (_("Period of the baseline"), 14, ""),
    (_("Target"), 14, AMOUNT),
    (_("Target date"), 14, ""),
    (_("Value"), 14, AMOUNT),
    (_("Step"), 24, ""),
    (_("Period"), 14, ""),
    (_("Source of data"), 24, ""),
    (_("Reported by"), 24, ""),
    (_("Reported"), 14, DAY),
    (_("Status"), 18, ""),
    (_("Rating"), 16, ""),
    (_("Reason for the rating"), 26, ""),
    (_("Responsible"), 26, ""),
    (_("Note"), 36, ""),
    (_("Constraints"), 36, ""),
    (_("Further steps"), 36, ""),
)
_VALUES: tuple[tuple[Text, int, str], ...] = (
    (_("Id"), 10, COUNT),
    (_("TWG"), 10, ""),
    (_("Number"), 12, ""),
    (_("Unit"), 10, ""),
    (_("Value"), 16, AMOUNT),
    (_("Day"), 14, DAY),
)
_AMENDMENTS: tuple[tuple[Text, int, str], ...] = (
    (_("Edition"), 10, COUNT),
    (_("Reason"), 36, ""),
    (_("Number"), 12, ""),
    (_("Fact"), 22, ""),
    (_("Before"), 36, ""),
    (_("Now"), 36, ""),
)


async def compose_tables(
    report: JmiReport, state: Text, locale: str, amendments: tuple[Edition, ...], _draw: Draw
) -> bytes:
    """An .xlsx file, written in a thread. Args: as `compose_report`."""
    heading = f"{report.contents.code} TWG – {report.contents.title} – {state.render(locale)}"
    tables = [lines_table([report], locale), values_table([report.contents], locale)]
    tables += [_amendments_table(amendments, locale)] if amendments else []
    return await asyncio.to_thread(partial(build_tables, tables, heading, locale))


def lines_table(reports: Iterable[JmiReport], locale: str) -> Table:
    """The indicators; one with a report that awaits review has a second row, marked, for who may see that."""
    rows: list[list[Any]] = []
    for report in reports:
        for line in report.contents.lines:
            rows.append(_line_row(report.contents, line, line.figure, None, locale))
            waiting = report.waiting.get(line.indicator_id)
            if waiting is not None:
                rows.append(_line_row(report.contents, line, waiting, waiting, locale))
    return Table(_("Indicators").render(locale), _columns(_LINES, locale), rows)


def values_table(all_contents: Iterable[Contents], locale: str) -> Table:
    """The accepted values of all rounds."""
    rows = [
        [line.indicator_id, contents.code, line.number, line.unit, one.value, one.day]
        for contents in all_contents
        for line in contents.lines
        for one in line.history
    ]
    return Table(_("Values so far").render(locale), _columns(_VALUES, locale), rows)


def _amendments_table(amendments: Iterable[Edition], locale: str) -> Table:
    """What later editions have changed, and why."""
    rows = [
        [
            one.snapshot.edition,
            one.snapshot.reason,
            change.number,
            Text(change.label).render(locale),
            *(told_in(value, change.unit, locale) for value in (change.old, change.new)),
        ]
        for one in amendments
        for change in one.changes
    ]
    return Table(_("Amendments").render(locale), _columns(_AMENDMENTS, locale), rows)


def _columns(declared: tuple[tuple[Text, int, str], ...], locale: str) -> list[Column]:
    return [Column(text.render(locale), width, shown_as) for text, width, shown_as in declared]


def _line_row(contents: Contents, line: Line, figure: Figure | None, waiting: Figure | None, locale: str) -> list[Any]:
    return [
        line.indicator_id,
        contents.code,
        contents.title,
        contents.period,
        line.number,
        wording.stated_in(line, locale),
        line.unit,
        line.baseline,
        line.baseline_note,
        line.baseline_period,
        line.target,
        line.target_period,
        None if figure is None else figure.value,
        "" if figure is None else figure.step,
        "" if figure is None else figure.period,
        line.source,
        "" if figure is None else wording.name_of(figure.by).render(locale),
        None if figure is None else figure.reported_on,
        (_("Not accepted yet") if waiting is not None else wording.status_of(line, None)).render(locale),
        label(line.rating).render(locale),
        line.rating_reason,
        wording.names_of(line.responsible, locale),
        *(("", "", "") if figure is None else (figure.note, figure.constraints, figure.next_steps)),
    ]
