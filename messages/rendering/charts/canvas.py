"""A picture as wide as a phone, with its colours, its letters, and texts that are cut to fit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from messages.rendering.charts.model import Theme

#: Width of a picture, and the margin at its sides, in pixels; a phone shows a picture in about a third of that.
WIDTH, MARGIN = 1080, 48
_DPI = 200
#: Sizes of letters in points, 2.8 pixels each: the smallest is readable on a phone.
SMALL, NORMAL, LARGE = 10.5, 11.5, 14.5
#: Height of a line of text, in its size. Khmer has signs above and below.
LINE = 1.55
_FONTS = Path(__file__).parent / "fonts"
REGULAR = _FONTS / "KantumruyPro-Regular.ttf"
BOLD = _FONTS / "KantumruyPro-SemiBold.ttf"
#: The pieces that a line is made of. Khmer has no spaces between words; its signs stay with their letter.
_PIECES = re.compile(
    "[^\\s\u200b\u1780-\u17ff]{1,24}|\\s+|\u200b|[\u1780-\u17ff](?:\u17d2.|[\u17b4-\u17d3\u17dd\u200c\u200d])*"
)


@dataclass(frozen=True)
class Colours:
    """Colours of a theme; those of ratings can be told apart by people who see no red or green."""

    background: str
    text: str
    faint: str
    grid: str
    path: str
    value: str
    marks: dict[str, str]


_LIGHT = {"achieved": "#1a7f37", "on_track": "#0b6bcb", "delayed": "#c4420a", "not_started": "#8a94a0"}
_DARK = {"achieved": "#3fb950", "on_track": "#58a6ff", "delayed": "#ff8f5c", "not_started": "#8fa3b5"}
COLOURS = {
    Theme.LIGHT: Colours(
        "#ffffff", "#1b1f24", "#5b6570", "#dde2e7", "#7a8591", "#0b6bcb", {**_LIGHT, "no_data": "#ccd3da"}
    ),
    Theme.DARK: Colours(
        "#17212b", "#e8edf2", "#a3b1bf", "#2c3c4c", "#9fb0c0", "#58a6ff", {**_DARK, "no_data": "#44586b"}
    ),
}


class Canvas:
    """A picture of `WIDTH` and a height in pixels, measured from its upper left corner."""

    def __init__(self, height: int, theme: Theme) -> None:
        self.colours = COLOURS[theme]
        self.height = height
        self.figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=self.colours.background)
        self._canvas = cast("Any", FigureCanvasAgg(self.figure))  # matplotlib does not type what draws its figures
        self.renderer = self._canvas.get_renderer()

    def axes(self, left: float, top: float, width: float, height: float) -> Any:
        """A part of the picture, in pixels."""
        place = (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(place)
        axes.set_facecolor(self.colours.background)
        return axes

    def write(
        self,
        text: str,
        left: float,
        top: float,
        *,
        size: float = NORMAL,
        bold: bool = False,
        colour: str = "",
        ha: str = "left",
    ) -> Text:
        """Write a line; `top` is that of the line, with its signs above."""
        middle = 1 - (top + line_height(size) / 2) / self.height
        return self.figure.text(
            left / WIDTH,
            middle,
            text,
            ha=ha,
            va="center",
            color=colour or self.colours.text,
            fontproperties=font(size, bold=bold),
        )

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """In pixels."""
        return float(self.renderer.get_text_width_height_descent(text, font(size, bold=bold), False)[0])

    def lines_of(self, text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
        """A text in lines no wider than `width` pixels; what does not fit into the last one ends in “…”."""
        lines, pieces = [""], _PIECES.findall(" ".join(text.split()))
        for place, piece in enumerate(pieces):
            if self.width_of(lines[-1] + piece, size, bold=bold) <= width or not lines[-1]:
                lines[-1] += piece
            elif len(lines) < most:
                begun = self._broken(lines, width, size, bold) if piece.strip() else ""
                lines.append(begun + piece.strip())
            else:
                lines[-1] = self._ended(lines[-1], pieces[place:], width, size, bold)
                break
        return [line.strip() for line in lines]

    def _broken(self, lines: list[str], width: float, size: float, bold: bool) -> str:
        """Take from the last line what is behind its last space, if more than half of it stays, and return it."""
        kept, _space, moved = lines[-1].rpartition(" ")
        if self.width_of(kept, size, bold=bold) < width / 2:
            return ""
        lines[-1] = kept
        return moved

    def _ended(self, line: str, rest: Sequence[str], width: float, size: float, bold: bool) -> str:
        if not "".join(rest).strip():
            return line
        pieces = _PIECES.findall(line)
        while pieces and self.width_of("".join(pieces) + "…", size, bold=bold) > width:
            pieces.pop()
        return "".join(pieces).rstrip() + "…"

    def head(self, title: str, subtitle: str) -> float:
        """Write title and subtitle at the top. Returns where they end."""
        top: float = MARGIN * 0.7
        for line in self.lines_of(title, WIDTH - 2 * MARGIN, LARGE, 3, bold=True):
            self.write(line, MARGIN, top, size=LARGE, bold=True)
            top += line_height(LARGE)
        for line in self.lines_of(subtitle, WIDTH - 2 * MARGIN, NORMAL, 2) if subtitle else ():
            self.write(line, MARGIN, top, size=NORMAL, colour=self.colours.faint)
            top += line_height(NORMAL)
        return top + 18

    def png(self) -> bytes:
        buffer = BytesIO()
        self._canvas.print_png(buffer, metadata={"Software": None})
        return buffer.getvalue()


def font(size: float, *, bold: bool = False) -> FontProperties:
    return FontProperties(fname=str(BOLD if bold else REGULAR), size=size)


def line_height(size: float) -> float:
    """In pixels."""
    return size * LINE * _DPI / 72


def overlaps(box: Bbox, others: Iterable[Bbox]) -> bool:
    return any(box.overlaps(other) for other in others)


#: A dollar is money, and begins no formula.
mpl.rcParams.update({"axes.unicode_minus": False, "text.parse_math": False})
