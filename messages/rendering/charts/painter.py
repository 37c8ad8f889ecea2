"""Draws charts with matplotlib. Imported by the process that draws them alone."""

from messages.rendering.charts.canvas import (
    MARGIN,
    NORMAL,
    SMALL,
    WIDTH,
    Canvas,
    line_height,
)
from messages.rendering.charts.model import Chart, Glance, PathChart, Row, Splits
from messages.rendering.charts.path_painter import draw_path
from messages.rendering.texts import localize_digits

#: Heights in pixels: of the bar of all ratings, of an indicator among others, and of a bar.
_SUMMARY, _ROW, _BAR = 40, 150, 26
_GAP = 14


def draw(chart: Chart) -> bytes:
    """A chart as a PNG file."""
    match chart:
        case PathChart():
            return draw_path(chart)
        case Glance():
            return _draw_glance(chart)
        case Splits():
            return _draw_splits(chart)


def _draw_glance(chart: Glance) -> bytes:
    shown = [count for count in chart.counts if count[2]]
    summary = _SUMMARY + 20 + line_height(NORMAL) * ((len(shown) + 1) // 2) + 24 if shown else 0
    canvas = Canvas(int(_height_of_head(chart) + summary + _ROW * len(chart.rows) + MARGIN / 2), chart.theme)
    top = canvas.head(chart.title, chart.subtitle)
    if shown:
        _summarise(canvas, top, shown, chart.locale)
    for place, row in enumerate(chart.rows):
        _draw_row(canvas, row, top + summary + place * _ROW)
    return canvas.png()


def _summarise(canvas: Canvas, top: float, shown: list[tuple[str, str, int]], locale: str) -> None:
    """How many there are of each rating: as one bar, and in words."""
    _stack(canvas, top, [(mark, number) for mark, _called, number in shown])
    top += _SUMMARY + 20
    for place, (mark, called, number) in enumerate(shown):
        left = MARGIN + place % 2 * (WIDTH - 2 * MARGIN) / 2
        down = top + place // 2 * line_height(NORMAL)
        _box(canvas, left, down + line_height(NORMAL) / 2 - 14, 28, 28, canvas.colours.marks[mark])
        counted = localize_digits(number, locale=locale)
        canvas.write(f"{called}  {counted}", left + 44, down, size=NORMAL)


def _height_of_head(chart: Chart) -> float:
    return Canvas(100, chart.theme).head(chart.title, chart.subtitle)


def _stack(canvas: Canvas, top: float, counts: list[tuple[str, int]]) -> None:
    """The ratings as one bar, as wide as the picture."""
    total, left = sum(number for _mark, number in counts), float(MARGIN)
    for mark, number in counts:
        width = (WIDTH - 2 * MARGIN) * number / total
        _box(canvas, left, top, max(width - 3, 1), _SUMMARY, canvas.colours.marks[mark])
        left += width


def _box(canvas: Canvas, left: float, top: float, width: float, height: float, colour: str) -> None:
    axes = canvas.axes(left, top, width, height)
    axes.set_facecolor(colour)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_row(canvas: Canvas, row: Row, top: float) -> None:
    """An indicator or a step: its name, its rating beside its figures, and how far it has come."""
    wide, colour = WIDTH - 2 * MARGIN, canvas.colours.marks[row.mark]
    [name] = canvas.lines_of(row.name, wide, NORMAL, 1)
    canvas.write(name, MARGIN, top, size=NORMAL)
    top += line_height(NORMAL)
    called = canvas.width_of(row.called, SMALL, bold=True)
    _box(canvas, MARGIN, top + line_height(SMALL) / 2 - 10, 20, 20, colour)
    canvas.write(row.called, MARGIN + 34, top, size=SMALL, bold=True)
    [figures] = canvas.lines_of(row.figures, wide - called - 70, SMALL, 1) or [""]
    canvas.write(figures, WIDTH - MARGIN, top, size=SMALL, colour=canvas.colours.faint, ha="right")
    top += line_height(SMALL)
    _box(canvas, MARGIN, top, wide, _BAR / 2, canvas.colours.grid)
    if row.progress:
        _box(canvas, MARGIN, top, max(wide * min(row.progress, 1), 6), _BAR / 2, colour)


def _draw_splits(chart: Splits) -> bytes:
    bars = sum(len(group) for _name, group in chart.groups)
    each = line_height(NORMAL) + _BAR + _GAP
    head = _height_of_head(chart)
    height = head + bars * each + len(chart.groups) * (line_height(NORMAL) + _GAP) + MARGIN / 2
    canvas = Canvas(int(height), chart.theme)
    top = canvas.head(chart.title, chart.subtitle)
    most = max((abs(bar.value) for _name, group in chart.groups for bar in group), default=1) or 1
    for name, group in chart.groups:
        if name:
            canvas.write(name, MARGIN, top, size=NORMAL, bold=True)
            top += line_height(NORMAL)
        for bar in group:
            wide = WIDTH - 2 * MARGIN
            beside = canvas.width_of(bar.label, NORMAL, bold=True)
            [called] = canvas.lines_of(bar.name, wide - beside - 30, NORMAL, 1)
            canvas.write(called, MARGIN, top, size=NORMAL)
            canvas.write(bar.label, WIDTH - MARGIN, top, size=NORMAL, bold=True, ha="right")
            top += line_height(NORMAL)
            colour = canvas.colours.path if bar.whole else canvas.colours.value
            _box(canvas, MARGIN, top, wide, _BAR, canvas.colours.grid)
            _box(canvas, MARGIN, top, max(wide * abs(bar.value) / most, 4), _BAR, colour)
            top += _BAR + _GAP
        top += _GAP
    return canvas.png()
