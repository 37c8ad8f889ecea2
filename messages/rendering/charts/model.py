"""What is on a chart: texts in the reader's language, and figures. It is handed to another process as JSON."""

import enum
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter


class Theme(enum.StrEnum):
    """The background: that of Telegram by day or by night."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What every chart has. `locale` is for the numbers and dates on its axes."""

    title: str
    subtitle: str = ""
    theme: Theme = Theme.LIGHT
    locale: str = "en"


@dataclass(frozen=True)
class Point:
    """A figure on a day, with what stands beside it: "58 %"."""

    day: date
    value: float
    label: str
    #: Whether it may still change: a report that awaits review.
    open: bool = False


@dataclass(frozen=True, kw_only=True)
class PathChart(Picture):
    """Reported values of an indicator, and the way over its targets.

    Attributes:
        unit: above the vertical axis.
        called_path, called_values, called_open: what the legend calls the way, the values, those that may change.
    """

    unit: str
    path: tuple[Point, ...]
    values: tuple[Point, ...]
    called_path: str
    called_values: str
    called_open: str


@dataclass(frozen=True)
class Row:
    """An indicator among others, or a step of a milestone.

    Attributes:
        name: number and statement; what is too long is cut.
        progress: how much of the way to its last target it has gone, from 0 to 1; None where that is not known.
        figures: "58 → 65 %".
        mark: value of a `Rating`, which decides the colour.
        called: the rating in words, or whether the step was reached.
    """

    name: str
    progress: float | None
    figures: str
    mark: str
    called: str


@dataclass(frozen=True, kw_only=True)
class Glance(Picture):
    """How the indicators of a TWG stand, or the steps of a milestone.

    `counts` has the mark, the words and the number of each rating; it is empty on further pictures.
    """

    counts: tuple[tuple[str, str, int], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Bar:
    """A part of a value with what stands beside it. `whole`: it is the value itself."""

    name: str
    value: float
    label: str
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Splits(Picture):
    """A value and its parts; each group has a heading: "Sex"."""

    groups: tuple[tuple[str, tuple[Bar, ...]], ...]


Chart = PathChart | Glance | Splits
_KINDS: dict[str, type[PathChart | Glance | Splits]] = {kind.__name__: kind for kind in (PathChart, Glance, Splits)}


def to_json(chart: Chart) -> bytes:
    """A chart as one line."""
    kind = type(chart).__name__
    return kind.encode() + b" " + TypeAdapter(_KINDS[kind]).dump_json(chart)


def from_json(line: bytes) -> Chart:
    kind, _space, data = line.partition(b" ")
    return TypeAdapter(_KINDS[kind.decode()]).validate_json(data)
