"""Charts of indicators: what is written on them, in the reader's language (J5)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from messages.indicators import title_of, with_unit
from messages.rendering.charts import Bar, Chart, Glance, PathChart, Point, Row, Splits, Theme
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.labels import label, local_name
from messages.rendering.templating import format_amount, format_day
from messages.rendering.texts import _, localize_digits
from storage.indicators import Indicator, IndicatorStep, Rating, SubmissionState
from storage.members import Twg
from twg.indicators.charts import History
from twg.indicators.defining import Standing
from twg.indicators.rating_rule import is_late
from twg.indicators.ratings import Rated

#: Indicators on one picture.
MOST_ROWS = 12
_OTHER = {
    Theme.LIGHT: (_("On a dark background"), Theme.DARK),
    Theme.DARK: (_("On a light background"), Theme.LIGHT),
}


def path_chart(history: History, locale: str, theme: Theme) -> PathChart:
    """An indicator against the way to its targets."""
    indicator, unit = history.indicator, history.indicator.unit
    return PathChart(
        title=title_of(indicator, locale),
        subtitle=_rating_of(history, locale),
        theme=theme,
        locale=locale,
        unit=unit,
        path=tuple(
            Point(point.day, float(point.value), with_unit(point.value, unit, locale)) for point in history.path
        ),
        values=tuple(
            Point(
                history.of[report.id],
                float(report.value),
                with_unit(report.value, unit, locale),
                open=report.state is SubmissionState.SUBMITTED,
            )
            for report in history.reports
            if report.value is not None
        ),
        called_path=(_("The way to the target") if len(history.path) > 1 else _("Target")).render(locale),
        called_values=_("Reported and accepted").render(locale),
        called_open=_("Reported, awaits review").render(locale),
    )


def _rating_of(history: History, locale: str) -> str:
    """The rating in words; empty where it says nothing."""
    heading = _("Rating:").render(locale)
    rating = f"{heading} {label(history.rated.rating).render(locale)}"
    return rating if history.rated.tells else ""


def steps_charts(history: History, locale: str, theme: Theme) -> list[Glance]:
    """The steps of a milestone: by when each is due, and whether it was reached."""
    steps = sorted(history.indicator.steps, key=lambda step: step.position)
    marks = [_mark_of(step, history.today) for step in steps]
    rows = [
        Row(
            name=f"{localize_digits(step.position, locale=locale)}. {step.text}",
            progress=float(step.reached_on is not None),
            figures=step.period,
            mark=mark.value,
            called=_said_of(step, mark, locale),
        )
        for step, mark in zip(steps, marks, strict=True)
    ]
    counts = tuple(
        (mark.value, words.render(locale), marks.count(mark)) for mark, words in _CALLED.items() if mark in marks
    )
    return _pages(title_of(history.indicator, locale), _rating_of(history, locale), counts, rows, locale, theme)


#: What a step is called that is reached, late, or neither.
_CALLED = {Rating.ACHIEVED: _("Reached"), Rating.DELAYED: _("Late"), Rating.NOT_STARTED: _("Not reached yet")}


def _mark_of(step: IndicatorStep, today: date) -> Rating:
    if step.reached_on is not None:
        return Rating.ACHIEVED
    return Rating.DELAYED if is_late(step, today) else Rating.NOT_STARTED


def _said_of(step: IndicatorStep, mark: Rating, locale: str) -> str:
    if step.reached_on is None:
        return _CALLED[mark].render(locale)
    return _("Reached on {day}").with_(day=format_day(step.reached_on, locale=locale)).render(locale)


def splits_chart(history: History, locale: str, theme: Theme) -> Splits | None:
    """The newest value that stands with its parts; None where it has none."""
    report, unit = history.standing.accepted, history.indicator.unit
    if report is None or report.value is None or not report.parts:
        return None

    def bar(name: str, value: Decimal, *, whole: bool = False) -> Bar:
        return Bar(name, float(value), with_unit(value, unit, locale), whole=whole)

    parts = report.part_values
    return Splits(
        title=title_of(history.indicator, locale),
        subtitle=report.period,
        theme=theme,
        locale=locale,
        groups=(
            ("", (bar(_("In all").render(locale), report.value, whole=True),)),
            *((split, tuple(bar(name, value) for name, value in given.items())) for split, given in parts.items()),
        ),
    )


def glances(
    listed: Sequence[tuple[Indicator, Standing, Rated]], twg: Twg, today: date, locale: str, theme: Theme
) -> list[Glance]:
    """How the indicators of a TWG stand, in as many pictures as it needs."""
    counts = tuple(
        (rating.value, label(rating).render(locale), sum(rated.rating is rating for _one, _standing, rated in listed))
        for rating in Rating
    )
    rows = [_row(*each, locale) for each in listed]
    title = _("Joint monitoring indicators of the {twg} TWG").with_(twg=local_name(twg)).render(locale)
    return _pages(title, format_day(today, locale=locale), counts, rows, locale, theme)


def _pages(
    title: str, subtitle: str, counts: tuple[tuple[str, str, int], ...], rows: Sequence[Row], locale: str, theme: Theme
) -> list[Glance]:
    """Rows in as many pictures as they need, the first one with the counts."""
    pages = [tuple(rows[first : first + MOST_ROWS]) for first in range(0, len(rows), MOST_ROWS)]
    return [
        Glance(
            title=title,
            subtitle=subtitle,
            theme=theme,
            locale=locale,
            counts=counts if place == 0 else (),
            rows=page,
        )
        for place, page in enumerate(pages)
    ]


def _row(indicator: Indicator, standing: Standing, rated: Rated, locale: str) -> Row:
    return Row(
        name=title_of(indicator, locale),
        progress=_progress(indicator, standing),
        figures=_figures(indicator, standing, locale),
        mark=rated.rating.value,
        called=label(rated.rating).render(locale),
    )


def _progress(indicator: Indicator, standing: Standing) -> float | None:
    """How much of the way to its last target an indicator has gone; of a milestone, how many of its steps."""
    if indicator.milestone:
        reached = sum(step.reached_on is not None for step in indicator.steps)
        return reached / len(indicator.steps) if indicator.steps else None
    value, target = _value_of(standing), _last_target(indicator)
    begun = indicator.baseline or Decimal(0)
    if value is None or target is None or target == begun:
        return None
    return float(min(max((value - begun) / (target - begun), Decimal(0)), Decimal(1)))


def _value_of(standing: Standing) -> Decimal | None:
    return None if standing.accepted is None else standing.accepted.value


def _last_target(indicator: Indicator) -> Decimal | None:
    values = [target.value for target in indicator.targets_in_force if target.value is not None]
    return values[-1] if values else None


def _figures(indicator: Indicator, standing: Standing, locale: str) -> str:
    """ "58 → 65 %"; of a milestone "2 of 5 steps"."""
    if indicator.milestone:
        reached = sum(step.reached_on is not None for step in indicator.steps)
        steps = _("{n} of {total} steps").with_(n=reached, total=len(indicator.steps))
        return steps.render(locale) if indicator.steps else ""
    value, target = _value_of(standing), _last_target(indicator)
    if target is None:
        return "" if value is None else with_unit(value, indicator.unit, locale)
    shown = "–" if value is None else format_amount(value, locale=locale)
    return f"{shown} → {with_unit(target, indicator.unit, locale)}"


def chart_content(history: History, locale: str, theme: Theme) -> Content:
    """The chart of an indicator, or of the steps of a milestone, with its rating in words."""
    label_of_other, other = _OTHER[theme]
    indicator = history.indicator
    keyboard: Keyboard = (
        (
            button(label_of_other, "indicators:chart", indicator.id, other.value),
            button(indicator.number, "indicators:open", indicator.id),
        ),
    )
    context = {"indicator": indicator, "rated": history.rated, "standing": history.standing}
    files = _files(f"{indicator.number}.png", _drawn(history, locale, theme))
    return Content("indicators/chart", context, keyboard, files)


def _drawn(history: History, locale: str, theme: Theme) -> list[Chart]:
    if history.indicator.milestone:
        return [*steps_charts(history, locale, theme)]
    split = splits_chart(history, locale, theme)
    return [path_chart(history, locale, theme), *([] if split is None else [split])]


def glance_content(
    listed: Sequence[tuple[Indicator, Standing, Rated]], twg: Twg, today: date, locale: str, theme: Theme
) -> Content:
    """How the indicators of a TWG stand, as pictures."""
    label_of_other, other = _OTHER[theme]
    keyboard: Keyboard = ((button(label_of_other, "indicators:glance", other.value),),)
    counts = [(rating, sum(rated.rating is rating for _one, _standing, rated in listed)) for rating in Rating]
    context = {"twg": twg, "counts": [pair for pair in counts if pair[1]], "total": len(listed)}
    files = _files(f"{twg.code}-JMI.png", glances(listed, twg, today, locale, theme))
    return Content("indicators/glance", context, keyboard, files)


def _files(name: str, charts: Iterable[Chart]) -> tuple[Attachment, ...]:
    """The first one has the text as its caption."""
    return tuple(
        Attachment(name, kind="photo", chart=chart, captioned=place == 0) for place, chart in enumerate(charts)
    )
