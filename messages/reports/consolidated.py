"""The JMI reports of all TWGs together, as a Word document and a workbook (J6, R3).

As in the report of one TWG, the first pages have a fixed length: summary, points for decision, a page for each TWG; the
tables of any length are annexed.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from messages.rendering import word
from messages.rendering.charts import Glance, Row
from messages.rendering.content import Draw
from messages.rendering.labels import label
from messages.rendering.templating import format_day
from messages.rendering.texts import Name, _
from messages.reports import wording
from messages.reports.consolidated_tables import build_consolidated_tables
from messages.reports.document import add_line_row
from messages.reports.paper import Paper
from storage.core.shortening import shorten
from storage.indicators import Rating
from twg.reports.consolidating import Consolidated, Consolidation, Part
from twg.reports.contents import Line

_SUMMARY_MM = (19, 21, 19, 19, 14, 17, 15, 14, 32)
_ALL_MM = (18, 16, 30, 20, 21, 20, 18, 27)
_POINTS_MM = (19, 18, 42, 32, 59)
#: TWGs on a page of the summary, points on theirs, indicators on a chart and below it.
_PER_PAGE, _MOST_POINTS, _MOST_DRAWN, _MOST_NAMED = 15, 10, 5, 10
_CHART_MM = 96


class ConsolidatedFiles:
    """The Word document and the workbook of a consolidated report, of what is read once for both."""

    def __init__(self, wanted: Consolidation, locale: str) -> None:
        self._wanted, self._locale = wanted, locale
        self._read: Consolidated | None = None

    async def word(self, draw: Draw) -> bytes:
        """A .docx file; read and written in a thread, its charts drawn in another process."""
        report, locale = await self._report(), self._locale
        pictures = {part.code: await draw(chart_of(part, locale)) for part in report.parts if not part.is_missing}
        return await asyncio.to_thread(build_consolidated, report, pictures, locale)

    async def tables(self, _draw: Draw) -> bytes:
        """An .xlsx file."""
        report = await self._report()
        return await asyncio.to_thread(build_consolidated_tables, report, self._locale)

    async def _report(self) -> Consolidated:
        if self._read is None:
            self._read = await asyncio.to_thread(asyncio.run, self._wanted.read())
        return self._read


def chart_of(part: Part, locale: str) -> Glance:
    """How the indicators of a TWG stand, with those that are furthest behind."""
    order = [Rating.DELAYED, Rating.NOT_STARTED, Rating.ON_TRACK, Rating.ACHIEVED, Rating.NO_DATA]
    shown = sorted(part.lines, key=lambda line: order.index(line.rating))[:_MOST_DRAWN]
    return Glance(
        title=f"{part.code} – {wording.name_of(part.twg).render(locale)}",
        locale=locale,
        counts=tuple((rating.value, label(rating).render(locale), part.count(rating)) for rating in Rating),
        rows=tuple(
            Row(
                name=wording.title_in(line, locale),
                progress=_progress(line),
                figures=wording.figures(line, locale),
                mark=line.rating.value,
                called=label(line.rating).render(locale),
            )
            for line in shown
        ),
    )


def _progress(line: Line) -> float | None:
    """How much of the way from its baseline to its target an indicator has gone, from 0 to 1."""
    told = line.figure or line.earlier
    if line.milestone:
        return sum(reached for _text, reached in line.steps) / len(line.steps) if line.steps else None
    begun = line.baseline or Decimal(0)
    if told is None or told.value is None or line.target is None or line.target == begun:
        return None
    share = (told.value - begun) / (line.target - begun)
    return float(min(max(share, Decimal(0)), Decimal(1)))


def state_of(part: Part, locale: str) -> str:
    """How far a TWG is with its report, with the day on which it was signed."""
    progress = label(part.progress).render(locale)
    return progress if part.signed_on is None else f"{progress} {wording.day_in(part.signed_on, locale)}"


def build_consolidated(report: Consolidated, pictures: Mapping[str, bytes | None], locale: str) -> bytes:
    """Args: `pictures`: PNG files by code of the TWG."""
    title = _("Consolidated report on joint monitoring indicators")
    footer = f"{title.render(locale)} · {report.period}"
    paper = Paper(word.new_document(footer=footer), locale)
    paper.head()
    paper.title(title.render(locale), report.period)
    paper.fact(_("As of"), format_day(report.as_of, locale=locale))
    drawn = [part for part in report.parts if not part.is_missing]
    _add_contents(paper, report, drawn)
    _add_summary(paper, report)
    _add_points(paper, report)
    for place, part in enumerate(drawn, start=1):
        _add_part(paper, part, place, pictures.get(part.code))
    paper.section(_("Annexes"), "annexes")
    _add_all_points(paper, report)
    _add_all(paper, report)
    return word.save(paper.document)


_SUMMED = _("{n} of {total} TWGs have no accepted report; {done} of {lines} indicators have one.")
_ALL_REPORT = _("All {total} TWGs have an accepted report; {done} of {lines} indicators have one.")
_SUMMARY, _POINTS, _TWGS = _("Summary"), _("Points for decision"), _("The TWGs one by one")


def _part_heading(paper: Paper, part: Part, place: int) -> str:
    name = Name(part.twg.name, km=part.twg.name_km).render(paper.locale)
    return f"{paper.number(f'3.{place}')} {part.code} – {name}"


def _add_contents(paper: Paper, report: Consolidated, drawn: Sequence[Part]) -> None:
    before = -(-len(report.parts) // _PER_PAGE)
    entries = [
        (paper.heading(1, _SUMMARY), "summary", 1, 1),
        (paper.heading(2, _POINTS), "points", 1, 1 + before),
    ]
    if drawn:
        entries.append((paper.heading(3, _TWGS), "twgs", 1, 2 + before))
    entries += [
        (_part_heading(paper, part, place), f"twg_{place}", 2, 1 + before + place)
        for place, part in enumerate(drawn, start=1)
    ]
    paper.contents([*entries, (paper.say(_("Annexes")), "annexes", 1, 2 + before + len(drawn))])


def _add_summary(paper: Paper, report: Consolidated) -> None:
    """A row for each TWG, counted from its lines."""
    headings = (_("TWG"), _("Indicators"), _("Accepted"), *(label(rating) for rating in Rating), _("State"))
    for first in range(0, len(report.parts), _PER_PAGE):
        if first == 0:
            paper.section(paper.heading(1, _SUMMARY), "summary")
            missing = _SUMMED if report.missing else _ALL_REPORT
            facts = {"n": len(report.missing), "total": len(report.parts)}
            paper.line(missing.with_(**facts, done=report.reported, lines=report.lines))
        paper.caption(_("How the indicators stand, by TWG"), new_page=first > 0)
        table = word.add_table(paper.document, _SUMMARY_MM, [paper.say(text) for text in headings])
        for part in report.parts[first : first + _PER_PAGE]:
            counts = [part.count(rating) for rating in Rating]
            reported = sum(line.figure is not None for line in part.lines)
            cells = [part.code, *map(paper.number, (len(part.lines), reported, *counts)), state_of(part, paper.locale)]
            word.add_row(table, cells, size_pt=word.SMALL_PT)
    totals = [report.lines, report.reported, *(report.count(rating) for rating in Rating)]
    word.add_row(table, [paper.say(_("Total")), *map(paper.number, totals), ""], size_pt=word.SMALL_PT)


def _add_points(paper: Paper, report: Consolidated) -> None:
    """The TWGs that are missing, and the indicators that are behind, as many as a page has room for."""
    paper.section(paper.heading(2, _POINTS), "points")
    if report.missing:
        paper.fact(_("TWGs without an accepted report"), _missing_in(report.missing, paper.locale))
    paper.fact(_("Indicators without a status"), paper.number(len(report.without_status)))
    if not report.behind:
        paper.line(_("No indicator is rated as delayed."))
        return
    _add_points_table(paper, report.behind[:_MOST_POINTS], cut=True)
    if len(report.behind) > _MOST_POINTS:
        paper.line(_("… and {n} more, in the annex").with_(n=len(report.behind) - _MOST_POINTS), size_pt=10)


def _missing_in(parts: Iterable[Part], locale: str) -> str:
    return "; ".join(f"{part.code} ({label(part.progress).render(locale)})" for part in parts)


def _add_points_table(paper: Paper, points: Sequence[tuple[Part, Line]], *, cut: bool) -> None:
    headings = (_("TWG"), _("Number"), _("Indicator"), _("Value and target"), _("Constraints"))
    paper.caption(_("Indicators that are behind the way to their target"))
    table = word.add_table(paper.document, _POINTS_MM, [paper.say(text) for text in headings])
    for part, line in points:
        statement, reason = wording.stated_in(line, paper.locale), wording.why(line)
        if cut:
            statement, reason = shorten(statement, 52), shorten(reason, 76)
        cells = [part.code, line.number, statement, wording.figures(line, paper.locale), reason]
        word.add_row(table, cells, size_pt=word.SMALL_PT)


def _add_part(paper: Paper, part: Part, place: int, picture: bytes | None) -> None:
    """A page of a TWG: how far it is, a chart, and which lines have no status."""
    locale = paper.locale
    if place == 1:
        paper.section(paper.heading(3, _TWGS), "twgs")
    paper.section(_part_heading(paper, part, place), f"twg_{place}", level=2, new_page=place > 1)
    paper.fact(_("State"), state_of(part, locale))
    done = sum(line.figure is not None for line in part.lines)
    words = _("{done} of {total} indicators have an accepted report of this round.")
    paper.line(words.with_(done=done, total=len(part.lines)), size_pt=10)
    if picture is not None:
        word.add_picture(paper.document.add_paragraph(), picture, _CHART_MM)
    missing = [line for line in part.lines if line.figure is None]
    if missing:
        paper.line(_("Without an accepted report"), bold=True, size_pt=10)
        for line in missing[:_MOST_NAMED]:
            paper.line(f"• {shorten(wording.title_in(line, locale), 80)}", size_pt=10)
        if len(missing) > _MOST_NAMED:
            paper.line(_("… and {n} more, in the annex").with_(n=len(missing) - _MOST_NAMED), size_pt=10)


def _add_all_points(paper: Paper, report: Consolidated) -> None:
    if len(report.behind) > 0:
        _add_points_table(paper, report.behind, cut=False)


def _add_all(paper: Paper, report: Consolidated) -> None:
    """All lines of all TWGs, and those that have no status marked by their words."""
    headings = (
        _("TWG"),
        _("Number"),
        _("Indicator"),
        _("Baseline"),
        _("Target"),
        _("Value"),
        _("Rating"),
        _("Source and day"),
    )
    paper.caption(_("All indicators"))
    table = word.add_table(paper.document, _ALL_MM, [paper.say(text) for text in headings])
    for part in report.parts:
        for line in part.lines:
            add_line_row(paper, table, line, part.code)
