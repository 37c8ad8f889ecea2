"""An indicator against the way to its targets."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from babel.dates import format_date
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from messages.rendering.charts.canvas import MARGIN, NORMAL, SMALL, WIDTH, Canvas, Colours, font, line_height, overlaps
from messages.rendering.charts.model import PathChart, Point
from messages.rendering.templating import format_amount
from messages.rendering.texts import localize_digits

#: Height of the part with the lines, in pixels.
_PLOT = 620
#: Pixels between two days below the axis, and between the places at which a line is looked at.
_GAP, _STEP = 24, 8
#: Where the label of a point may stand, the best place first: pixels to the right and up, and how it is aligned.
_PLACES = (
    (0, 22, "center", "bottom"),
    (0, -22, "center", "top"),
    (-20, 14, "right", "bottom"),
    (20, 14, "left", "bottom"),
    (-20, -14, "right", "top"),
    (20, -14, "left", "top"),
    (-24, 0, "right", "center"),
    (24, 0, "left", "center"),
)


def draw_path(chart: PathChart) -> bytes:
    head = Canvas(100, chart.theme).head(chart.title, chart.subtitle)
    entries = _entries(chart)
    below = line_height(NORMAL) * len(entries)
    height = head + line_height(NORMAL) + _PLOT + line_height(SMALL) * 1.4 + below + MARGIN / 2
    canvas = Canvas(int(height), chart.theme)
    top = canvas.head(chart.title, chart.subtitle)
    canvas.write(chart.unit, MARGIN, top, size=NORMAL, colour=canvas.colours.faint)
    top += line_height(NORMAL)
    axes = canvas.axes(MARGIN, top, WIDTH - 2 * MARGIN, _PLOT)
    _prepare(canvas, axes, chart)
    left = MARGIN + max((canvas.width_of(text, SMALL) for text in _ticks(axes)), default=0) + 16
    bottom, wide, high = 1 - (top + _PLOT) / canvas.height, (WIDTH - MARGIN - left) / WIDTH, _PLOT / canvas.height
    axes.set_position([left / WIDTH, bottom, wide, high])
    _write_days(canvas, axes, chart, top + _PLOT)
    _lines(canvas, axes, chart)
    _labels(canvas, axes, chart)
    _legend(canvas, chart, entries, top + _PLOT + line_height(SMALL) * 1.4)
    return canvas.png()


def _entries(chart: PathChart) -> list[tuple[str, str]]:
    """What the legend explains: how it is drawn, and what it is called; of one point alone no line is drawn."""
    return [
        *([("path", chart.called_path)] if chart.path else []),
        *([("value", chart.called_values)] if any(not point.open for point in chart.values) else []),
        *([("open", chart.called_open)] if any(point.open for point in chart.values) else []),
    ]


def _prepare(canvas: Canvas, axes: Any, chart: PathChart) -> None:
    """Limits, ticks and grid."""
    points = [*chart.path, *chart.values]
    days, values = [_number(point.day) for point in points], [point.value for point in points]
    span, high = (max(days) - min(days)) or 365.0, (max(values) - min(values)) or abs(max(values)) or 1.0
    axes.set_xlim(min(days) - span * 0.1, max(days) + span * 0.1)
    axes.set_ylim(min(values) - high * 0.2, max(values) + high * 0.22)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: _amount(value, chart.locale)))
    axes.set_xticks([])
    axes.tick_params(length=0, pad=8, colors=canvas.colours.faint)
    for label in axes.get_yticklabels():
        label.set_fontproperties(font(SMALL))
    axes.grid(axis="y", color=canvas.colours.grid, linewidth=1)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _ticks(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def _lines(canvas: Canvas, axes: Any, chart: PathChart) -> None:
    colours = canvas.colours
    path = [(_number(point.day), point.value) for point in chart.path]
    values = [(_number(point.day), point.value) for point in chart.values]
    if path:
        axes.plot(*zip(*path, strict=True), **_way(colours))
    if values:
        axes.plot(*zip(*values, strict=True), color=colours.value, linewidth=2.4)
        for point, (day, value) in zip(chart.values, values, strict=True):
            axes.plot([day], [value], **_mark(colours, is_open=point.open))


def _way(colours: Colours) -> dict[str, Any]:
    """How the way to the targets is drawn."""
    line = {"linestyle": (0, (4, 2)), "linewidth": 1.6}
    return {"color": colours.path, **line, "marker": "D", "markersize": 5}


def _mark(colours: Colours, *, is_open: bool) -> dict[str, Any]:
    """How a value is marked."""
    edge = {"markeredgewidth": 2, "markeredgecolor": colours.value}
    return {"marker": "o", "markersize": 7.5, "color": colours.background if is_open else colours.value, **edge}


def _labels(canvas: Canvas, axes: Any, chart: PathChart) -> None:
    """Write beside the points what they are, the newest value and the last target first, where there is room."""
    frame = axes.get_window_extent(canvas.renderer)
    inside = Bbox.from_extents(frame.x0, frame.y0, WIDTH - 4, frame.y1)
    marks = [_around(axes, point, 12) for point in (*chart.path, *chart.values)]
    taken, lines = list(marks), [*_along(axes, chart.path), *_along(axes, chart.values)]
    colours = canvas.colours
    of_values = [(point, colours.value) for point in chart.values]
    reported = {(point.day, point.label) for point in chart.values}
    of_path = [(point, colours.path) for point in chart.path if (point.day, point.label) not in reported]
    first = [*of_values[-1:], *of_path[-1:], *of_path[:-1][:1], *reversed(of_values[:-1]), *reversed(of_path[1:-1])]
    for point, colour in first:
        _label(canvas, axes, point, colour, taken, lines, inside) or _label(
            canvas, axes, point, colour, taken, [], inside
        )


def _along(axes: Any, points: Sequence[Point]) -> list[Bbox]:
    """What the line through these points covers, in small pieces."""
    found = []
    for one, other in pairwise(axes.transData.transform((_number(point.day), point.value)) for point in points):
        count = int(max(abs(other - one))) // _STEP + 1
        for place in range(count + 1):
            at_x, at_y = one + (other - one) * place / count
            found.append(Bbox.from_extents(at_x - 4, at_y - 4, at_x + 4, at_y + 4))
    return found


def _label(
    canvas: Canvas, axes: Any, point: Point, colour: str, taken: list[Bbox], lines: list[Bbox], inside: Bbox
) -> bool:
    """Write what a point is at the first place that is free. Returns whether there was one."""
    at_x, at_y = axes.transData.transform((_number(point.day), point.value))
    for right, up, across, along in _PLACES:
        text = canvas.figure.text(
            (at_x + right) / WIDTH,
            (at_y + up) / canvas.height,
            point.label,
            ha=across,
            va=along,
            color=colour,
            fontproperties=font(SMALL, bold=True),
        )
        box = text.get_window_extent(canvas.renderer)
        own = _around(axes, point, 12)
        others = [other for other in taken if other.bounds != own.bounds] + lines
        if inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and not overlaps(box, others):
            taken.append(box)
            return True
        text.remove()
    return False


def _around(axes: Any, point: Point, pixels: float) -> Bbox:
    """The place that the mark of a point takes."""
    at_x, at_y = axes.transData.transform((_number(point.day), point.value))
    return Bbox.from_extents(at_x - pixels, at_y - pixels, at_x + pixels, at_y + pixels)


def _legend(canvas: Canvas, chart: PathChart, entries: Iterable[tuple[str, str]], top: float) -> None:
    colours = canvas.colours
    for kind, called in entries:
        axes = canvas.axes(MARGIN, top, 80, line_height(NORMAL))
        axes.set_axis_off()
        axes.set_xlim(0, 2)
        axes.set_ylim(-1, 1)
        if kind == "path":
            if len(chart.path) > 1:
                axes.plot([0, 2], [0, 0], **_way(colours) | {"marker": ""})
            axes.plot([1], [0], **_way(colours))
        else:
            if len(chart.values) > 1:
                axes.plot([0, 2], [0, 0], color=colours.value, linewidth=2.4)
            axes.plot([1], [0], **_mark(colours, is_open=kind == "open"))
        [line] = canvas.lines_of(called, WIDTH - 2 * MARGIN - 104, NORMAL, 1)
        canvas.write(line, MARGIN + 104, top, size=NORMAL)
        top += line_height(NORMAL)


def _number(day: date) -> float:
    return float(day.toordinal())


def _amount(value: float, locale: str) -> str:
    return format_amount(Decimal(f"{value:.10g}"), locale=locale)


def _write_days(canvas: Canvas, axes: Any, chart: PathChart, top: float) -> None:
    """Write below the axis when the points are, the last and the first day first, where there is room."""
    days = sorted({point.day for point in (*chart.path, *chart.values)})
    taken: list[tuple[float, float]] = []
    for day in dict.fromkeys([days[-1], days[0], *days]):
        text = localize_digits(format_date(day, "LLL y", locale=chart.locale), locale=chart.locale)
        half = canvas.width_of(text, SMALL) / 2
        middle = axes.transData.transform((_number(day), 0))[0]
        middle = min(max(middle, half + 8), WIDTH - half - 8)
        if all(middle + half + _GAP < begin or end < middle - half - _GAP for begin, end in taken):
            canvas.write(text, middle, top + 6, size=SMALL, colour=canvas.colours.faint, ha="center")
            taken.append((middle - half, middle + half))
