"""The JMI reports of all TWGs together, as a workbook (J6, R3)."""

from collections.abc import Iterable
from typing import Any

from messages.rendering.labels import label
from messages.rendering.texts import Text, _
from messages.rendering.workbook import COUNT, DAY, Column, Table, build_tables
from messages.reports import wording
from messages.reports.tables import lines_table, values_table
from storage.indicators import Rating
from twg.reports.consolidating import Consolidated, Part
from twg.reports.contents import Line
from twg.reports.reading import JmiReport

_TRACKED: tuple[tuple[Text, int, str], ...] = (
    (_("TWG"), 10, ""),
    (_("Name"), 36, ""),
    (_("State"), 24, ""),
    (_("Reporting round"), 28, ""),
    (_("Period"), 14, ""),
    (_("Reports asked for"), 12, COUNT),
    (_("Reports that came"), 12, COUNT),
    (_("Indicators"), 12, COUNT),
    (_("Accepted reports"), 12, COUNT),
    *((label(rating), 12, COUNT) for rating in Rating),
    (_("Edition"), 10, COUNT),
    (_("Signed on"), 14, DAY),
)
_DECIDED: tuple[tuple[Text, int, str], ...] = (
    (_("Id"), 10, COUNT),
    (_("TWG"), 10, ""),
    (_("Number"), 12, ""),
    (_("Indicator"), 44, ""),
    (_("Value and target"), 26, ""),
    (_("Constraints"), 44, ""),
    (_("Further steps"), 44, ""),
)
_OPEN: tuple[tuple[Text, int, str], ...] = (
    (_("Id"), 10, COUNT),
    (_("TWG"), 10, ""),
    (_("Number"), 12, ""),
    (_("Indicator"), 44, ""),
    (_("Status"), 20, ""),
    (_("Rating"), 16, ""),
    (_("Responsible"), 30, ""),
)


def build_consolidated_tables(report: Consolidated, locale: str) -> bytes:
    """An .xlsx file: the TWGs, points for decision, lines without a status, all indicators, their values."""
    title = _("Consolidated report on joint monitoring indicators").render(locale)
    contents = [part.contents for part in report.parts if part.contents is not None]
    tables = [
        Table(
            _("TWGs").render(locale), _columns(_TRACKED, locale), [_tracked_row(part, locale) for part in report.parts]
        ),
        Table(
            _("Points for decision").render(locale),
            _columns(_DECIDED, locale),
            [_point_row(part, line, locale) for part, line in report.behind],
        ),
        Table(
            _("Without a status").render(locale),
            _columns(_OPEN, locale),
            [_open_row(part, line, locale) for part, line in report.without_status],
        ),
        lines_table([JmiReport(one, is_open=False) for one in contents], locale),
        values_table(contents, locale),
    ]
    return build_tables(tables, f"{title} – {report.period}", locale)


def _columns(declared: Iterable[tuple[Text, int, str]], locale: str) -> list[Column]:
    return [Column(text.render(locale), width, shown_as) for text, width, shown_as in declared]


def _tracked_row(part: Part, locale: str) -> list[Any]:
    contents = part.contents
    return [
        part.code,
        wording.name_of(part.twg).render(locale),
        label(part.progress).render(locale),
        "" if contents is None else contents.title,
        "" if contents is None else contents.period,
        part.asked,
        part.come,
        len(part.lines),
        sum(line.figure is not None for line in part.lines),
        *(part.count(rating) for rating in Rating),
        part.edition or None,
        part.signed_on,
    ]


def _point_row(part: Part, line: Line, locale: str) -> list[Any]:
    told = line.figure or line.earlier
    return [
        line.indicator_id,
        part.code,
        line.number,
        wording.stated_in(line, locale),
        wording.figures(line, locale),
        wording.why(line),
        "" if told is None else told.next_steps,
    ]


def _open_row(part: Part, line: Line, locale: str) -> list[Any]:
    return [
        line.indicator_id,
        part.code,
        line.number,
        wording.stated_in(line, locale),
        wording.status_of(line, None).render(locale),
        label(line.rating).render(locale),
        wording.names_of(line.responsible, locale),
    ]
