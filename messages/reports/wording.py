"""How the facts of a JMI report are written, in documents and in the chat (J6)."""

from datetime import date
from decimal import Decimal

from messages.indicators import with_unit
from messages.rendering.charts import PathChart, Point
from messages.rendering.labels import label
from messages.rendering.templating import format_amount
from messages.rendering.texts import Name, Text, _, localize_digits
from storage.core.shortening import shorten
from storage.core.spelling import fold
from storage.indicators import Rating
from twg.reports.contents import Body, Contents, Figure, Line


def name_of(body: Body) -> Name:
    """A name in the reader's language."""
    return Name(body.name, km=body.name_km)


def names_of(bodies: tuple[Body, ...], locale: str) -> str:
    return ", ".join(name_of(body).render(locale) for body in bodies)


def twg_name(contents: Contents) -> Name:
    """The name of the TWG in full; the Khmer one says what it is already."""
    name = contents.twg.name
    full = name if "working group" in fold(name) else f"{name} Technical Working Group"
    return Name(full, km=contents.twg.name_km)


def stated_in(line: Line, locale: str) -> str:
    """The indicator in words, on one line: a tab or a line break would part its heading from its number."""
    return " ".join(Name(line.statement, km=line.statement_km).render(locale).split())


def title_in(line: Line, locale: str) -> str:
    """ "JMI 2008-4 – Deliveries by skilled staff"."""
    return f"JMI {line.number} – {stated_in(line, locale)}"


def amount(value: Decimal | None, unit: str, locale: str) -> str:
    return "" if value is None else with_unit(value, unit, locale)


def baseline_in(line: Line, locale: str) -> str:
    return amount(line.baseline, line.unit, locale) or line.baseline_note


def target_in(line: Line, locale: str) -> str:
    """The target; where it was revised, with what it was before."""
    target = amount(line.target, line.unit, locale)
    if target and line.target_before is not None:
        before = format_amount(line.target_before, locale=locale)
        return _("{target} (revised from {before})").with_(target=target, before=before).render(locale)
    return target


def reported_in(figure: Figure | None, line: Line, locale: str) -> str:
    """What was reported: the value, of a milestone the step."""
    if figure is None:
        return ""
    if figure.value is not None:
        return with_unit(figure.value, line.unit, locale)
    if figure.step:
        return f"✓ {figure.step}"
    return _("in words").render(locale)


def parts_in(figure: Figure, line: Line, locale: str) -> list[str]:
    """ "Sex: girls 61 %, boys 58 %" for each split."""
    return [
        f"{split}: "
        + ", ".join(f"{part} {with_unit(Decimal(value), line.unit, locale)}" for part, value in parts.items())
        for split, parts in figure.parts.items()
    ]


def day_in(day: date | None, locale: str) -> str:
    """ "23/11/2026", which fits into a narrow cell."""
    return "" if day is None else localize_digits(f"{day:%d/%m/%Y}", locale=locale)


def source_of(figure: Figure | None, line: Line, locale: str) -> str:
    """Who reported a figure, and where its data come from."""
    by = "" if figure is None else name_of(figure.by).render(locale)
    return "; ".join(filter(None, (by, line.source)))


def chart_of(line: Line, waiting: Figure | None, locale: str) -> PathChart | None:
    """The chart of an indicator; None where there is nothing to draw.

    Args:
        waiting: a report that is not accepted yet, for who may see it.
    """
    values = [Point(one.day, float(one.value), with_unit(one.value, line.unit, locale)) for one in line.history]
    if waiting is not None and waiting.value is not None:
        shown = with_unit(waiting.value, line.unit, locale)
        values.append(Point(waiting.reported_on, float(waiting.value), shown, open=True))
    path = [Point(one.day, float(one.value), with_unit(one.value, line.unit, locale)) for one in line.path]
    if not values and not path:
        return None
    return PathChart(
        title=f"JMI {line.number}",
        locale=locale,
        unit=line.unit,
        path=tuple(path),
        values=tuple(values),
        called_path=_("The way to the target").render(locale),
        called_values=_("Reported and accepted").render(locale),
        called_open=_("Reported, not accepted yet").render(locale),
    )


def rating_in(line: Line, locale: str) -> str:
    """The rating, with the reason of one that was set by hand."""
    shown = label(line.rating).render(locale)
    return f"{shown} ({line.rating_reason})" if line.rating_reason else shown


def status_of(line: Line, waiting: Figure | None) -> Text:
    """Whether the round has a report on an indicator."""
    if line.figure is not None:
        return _("Accepted")
    return _("No report") if waiting is None else _("Not accepted yet")


def count_lines(counts: dict[Rating, int], locale: str) -> list[str]:
    """ "On track: 12" for each rating that any indicator has."""
    line = _("{name}: {fact}")
    return [line.with_(name=label(rating), fact=count).render(locale) for rating, count in counts.items()]


def told_in(value: str | Decimal | date | Rating | None, unit: str, locale: str) -> str:
    """What a fact was, or is, in the words of a list of changes."""
    match value:
        case Rating():
            return label(value).render(locale)
        case Decimal():
            return with_unit(value, unit, locale)
        case date():
            return day_in(value, locale)
        case _:
            return value or "–"


def figures(line: Line, locale: str) -> str:
    """ "58 % → 65 %", of a milestone the step; without a mark, which the font of charts lacks."""
    value = reported_in(line.figure or line.earlier, line, locale)
    target = amount(line.target, line.unit, locale)
    return f"{value or '–'} → {target}" if target else shorten(value.removeprefix("✓ "), 40)


def why(line: Line) -> str:
    told = line.figure or line.earlier
    return "; ".join(filter(None, (line.rating_reason, "" if told is None else told.constraints)))
