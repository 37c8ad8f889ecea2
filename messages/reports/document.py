"""The JMI report of a TWG as a Word document (J6).

Its first pages have a fixed length, so that the contents name the right page: summary, then a page for each indicator,
with long texts cut. What may be of any length, the table of all indicators and the texts as a whole, is annexed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from messages.rendering import word
from messages.rendering.content import Draw
from messages.rendering.labels import label
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from messages.reports import wording
from messages.reports.paper import Paper
from storage.core.shortening import shorten
from twg.reports.contents import Contents, Line
from twg.reports.reading import JmiReport
from twg.reports.snapshots import Edition

if TYPE_CHECKING:
    pass

_FIGURES_MM = (34, 40, 28, 40, 28)
_COUNTS_MM = (100, 40)
_ALL_MM = (16, 34, 23, 24, 23, 22, 28)
_TEXTS_MM = (17, 51, 51, 51)
_AMENDMENTS_MM = (16, 44, 18, 26, 33, 33)
#: Characters of a text on the page of its indicator, and of a cell.
_TEXT, _CELL = 160, 60
#: Indicators that the summary names.
_MOST_NAMED = 5
_CHART_MM = 70
_MOST_STEPS = 8
_SUMMARY, _INDICATORS = _("Summary"), _("The indicators one by one")


async def compose_report(
    report: JmiReport, state: Text, locale: str, amendments: tuple[Edition, ...], draw: Draw
) -> bytes:
    """A .docx file; its charts are drawn in another process, and it is written in a thread.

    Args:
        state: whether it is a draft, or by whom it was signed.
        amendments: what was changed since it was signed first, oldest first.
    """
    charts = {
        line.indicator_id: wording.chart_of(line, report.waiting.get(line.indicator_id), locale)
        for line in report.contents.lines
    }
    pictures = {number: await draw(chart) for number, chart in charts.items() if chart is not None}
    return await asyncio.to_thread(build_report, report, state, pictures, locale, amendments)


def build_report(
    report: JmiReport,
    state: Text,
    pictures: Mapping[int, bytes | None],
    locale: str,
    amendments: Sequence[Edition] = (),
) -> bytes:
    """Args: `pictures`: PNG files by indicator id."""
    contents = report.contents
    title = _("Report on joint monitoring indicators")
    footer = f"{contents.code} TWG · {title.render(locale)} · {state.render(locale)}"
    paper = Paper(word.new_document(footer=footer), locale)
    paper.head()
    paper.title(f"{wording.twg_name(contents).render(locale)} ({contents.code})", title.render(locale), contents.title)
    paper.fact(_("Values of"), contents.period)
    paper.fact(_("Reports were due"), format_day(contents.due_on, locale=locale))
    paper.fact(_("As of"), format_day(contents.as_of, locale=locale))
    paper.fact(_("State"), state.render(locale))
    _add_contents(paper, contents)
    _add_summary(paper, report)
    for place, line in enumerate(contents.lines, start=1):
        _add_indicator(paper, report, line, place, pictures.get(line.indicator_id))
    paper.section(_("Annexes"), "annexes")
    _add_amendments(paper, amendments)
    _add_all(paper, report)
    _add_texts(paper, contents)
    return word.save(paper.document)


def _heading_of(paper: Paper, line: Line, place: int) -> str:
    return f"{paper.number(f'2.{place}')} {shorten(wording.title_in(line, paper.locale), _TEXT)}"


def _add_contents(paper: Paper, contents: Contents) -> None:
    entries = [(paper.heading(1, _SUMMARY), "summary", 1, 1), (paper.heading(2, _INDICATORS), "indicators", 1, 2)]
    entries += [
        (_heading_of(paper, line, place), f"indicator_{line.indicator_id}", 2, 1 + place)
        for place, line in enumerate(contents.lines, start=1)
    ]
    paper.contents([*entries, (paper.say(_("Annexes")), "annexes", 1, 2 + len(contents.lines))])


def _add_summary(paper: Paper, report: JmiReport) -> None:
    """How many indicators stand how, which have no report, and which are behind."""
    contents, locale = report.contents, paper.locale
    paper.section(paper.heading(1, _SUMMARY), "summary")
    done = _("{done} of {total} indicators have an accepted report of this round.")
    paper.line(done.with_(done=len(contents.reported), total=len(contents.lines)))
    if report.waiting:
        paper.line(_("Not accepted yet, and marked below: {n}").with_(n=len(report.waiting)))
    paper.caption(_("Ratings"))
    table = word.add_table(paper.document, _COUNTS_MM, [paper.say(_("Rating")), paper.say(_("Indicators"))])
    for rating, count in contents.counts.items():
        word.add_row(table, [paper.say(label(rating)), paper.number(count)])
    word.add_row(table, [paper.say(_("Total")), paper.number(len(contents.lines))])
    add_list(paper, _("Without an accepted report"), contents.missing, lambda _line: "")
    add_list(paper, _("Behind the way to their target"), contents.behind, lambda line: _why_behind(line, locale))


def _why_behind(line: Line, locale: str) -> str:
    told = line.figure or line.earlier
    value = wording.reported_in(told, line, locale)
    target = wording.amount(line.target, line.unit, locale)
    why = shorten("" if told is None else told.constraints, 60)
    return "; ".join(filter(None, (f"{value} → {target}" if value and target else value, line.rating_reason, why)))


def add_list(paper: Paper, title: Text, lines: Sequence[Line], fact_of: Callable[[Line], str]) -> None:
    """Indicators by name, as many as a summary has room for, and how many more there are; nothing without any."""
    if not lines:
        return
    paper.line(title, bold=True)
    for line in lines[:_MOST_NAMED]:
        text = shorten(wording.title_in(line, paper.locale), 90)
        fact = fact_of(line)
        paper.line(f"• {text}{': ' if fact else ''}{fact}", size_pt=10)
    if len(lines) > _MOST_NAMED:
        paper.line(_("… and {n} more, in the annex").with_(n=len(lines) - _MOST_NAMED), size_pt=10)


def _add_indicator(paper: Paper, report: JmiReport, line: Line, place: int, picture: bytes | None) -> None:
    if place == 1:
        paper.section(paper.heading(2, _INDICATORS), "indicators")
    paper.section(_heading_of(paper, line, place), f"indicator_{line.indicator_id}", level=2, new_page=place > 1)
    _add_figures(paper, report, line)
    told, locale = line.figure or line.earlier, paper.locale
    paper.fact(_("Rating"), shorten(wording.rating_in(line, locale), _TEXT))
    paper.fact(_("Responsible"), shorten(wording.names_of(line.responsible, locale), 120))
    if line.steps:
        steps = [f"{'✓' if reached else '–'} {shorten(text, 90)}" for text, reached in line.steps[:_MOST_STEPS]]
        paper.fact(_("Steps"), "; ".join(steps))
    if told is not None:
        paper.fact(_("Parts"), shorten("; ".join(wording.parts_in(told, line, locale)), _TEXT))
        paper.fact(_("Note"), shorten(told.note, _TEXT))
        paper.fact(_("Constraints"), shorten(told.constraints, _TEXT))
        paper.fact(_("Further steps"), shorten(told.next_steps, _TEXT))
    if picture is not None:
        word.add_picture(paper.document.add_paragraph(), picture, _CHART_MM)


def _add_figures(paper: Paper, report: JmiReport, line: Line) -> None:
    """Every figure of an indicator with its period, its source and its day."""
    locale = paper.locale
    paper.caption(_("Figures of {number}").with_(number=line.number))
    headings = (_("Figure"), _("Value"), _("Period"), _("Source"), _("Reported"))
    table = word.add_table(paper.document, _FIGURES_MM, [paper.say(text) for text in headings])
    waiting = report.waiting.get(line.indicator_id)
    rows = [
        (_("Baseline"), wording.baseline_in(line, locale), line.baseline_period, line.source, ""),
        (_("Target"), wording.target_in(line, locale), line.target_period, "", ""),
    ]
    for name, figure in ((_("Before this round"), line.earlier), (_("This round"), line.figure)):
        if figure is not None or name.msgid == "This round":
            value = wording.reported_in(figure, line, locale) or paper.say(_("No accepted report"))
            source = wording.source_of(figure, line, locale) if figure is not None else ""
            when = wording.day_in(None if figure is None else figure.reported_on, locale)
            rows.append((name, value, "" if figure is None else figure.period, source, when))
    if waiting is not None:
        shown = wording.reported_in(waiting, line, locale), waiting.period, wording.source_of(waiting, line, locale)
        rows.append((_("Not accepted yet"), *shown, wording.day_in(waiting.reported_on, locale)))
    for name, *texts in rows:
        word.add_row(table, [paper.say(name), *(shorten(text, _CELL) for text in texts)], size_pt=10)


def _add_amendments(paper: Paper, amendments: Sequence[Edition]) -> None:
    """What was changed since the first edition was signed, and why; nothing where nothing was."""
    if not amendments:
        return
    headings = (_("Edition"), _("Reason"), _("Number"), _("Fact"), _("Before"), _("Now"))
    paper.caption(_("Amendments to what was signed"))
    table = word.add_table(paper.document, _AMENDMENTS_MM, [paper.say(text) for text in headings])
    for one in amendments:
        for change in one.changes:
            told = [wording.told_in(value, change.unit, paper.locale) for value in (change.old, change.new)]
            edition, label_ = paper.number(one.snapshot.edition), paper.say(Text(change.label))
            row = [edition, one.snapshot.reason, change.number, label_, *told]
            word.add_row(table, row, size_pt=word.SMALL_PT)


def _add_all(paper: Paper, report: JmiReport) -> None:
    """All indicators in one table."""
    headings = (
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
    for line in report.contents.lines:
        add_line_row(paper, table, line)


def add_line_row(paper: Paper, table: object, line: Line, *first: str) -> None:
    """An indicator as a row, with its newest accepted figure; of one from before the round, that is said."""
    locale, told = paper.locale, line.figure or line.earlier
    value = wording.reported_in(told, line, locale)
    if told is not None and line.figure is None:
        value = with_period(value, paper.say(_("before this round")))
    cells = [
        *first,
        line.number,
        wording.stated_in(line, locale),
        with_period(wording.baseline_in(line, locale), line.baseline_period),
        with_period(wording.target_in(line, locale), line.target_period),
        with_period(value or paper.say(_("No report")), "" if told is None else told.period),
        paper.say(label(line.rating)),
        with_period(
            wording.source_of(told, line, locale), wording.day_in(None if told is None else told.reported_on, locale)
        ),
    ]
    word.add_row(table, cells, size_pt=word.SMALL_PT)


def with_period(text: str, period: str) -> str:
    """A figure with its period below it."""
    return "\n".join(filter(None, (text, period)))


def _add_texts(paper: Paper, contents: Contents) -> None:
    """Notes, constraints and next steps as a whole."""
    told = [(line, line.figure or line.earlier) for line in contents.lines]
    rows = [
        [line.number, figure.note, figure.constraints, figure.next_steps]
        for line, figure in told
        if figure is not None and (figure.note or figure.constraints or figure.next_steps)
    ]
    if not rows:
        return
    paper.caption(_("Notes, constraints and next steps"))
    headings = (_("Number"), _("Note"), _("Constraints"), _("Further steps"))
    table = word.add_table(paper.document, _TEXTS_MM, [paper.say(text) for text in headings])
    for row in rows:
        word.add_row(table, row, size_pt=word.SMALL_PT)
