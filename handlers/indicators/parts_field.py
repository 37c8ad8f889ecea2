"""The question for the parts of a value, by sex or by province: one a line (J3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.forms.surroundings import Surroundings
from handlers.indicators.lines import KeyedLinesField
from handlers.indicators.value_field import MEASURES
from messages.indicators import with_unit
from messages.rendering.texts import Text, _
from storage.core.spelling import fold
from twg.indicators.measures import Measure
from twg.language.told_parts import PartLine, read_part


@dataclass(frozen=True, kw_only=True)
class PartsField(KeyedLinesField):
    """The values of the parts of an indicator's splits. Its own measure is that of the value beside it."""

    def measure(self, surroundings: Surroundings) -> Measure:
        path, dot, _own = self.name.rpartition(".")
        measures: dict[str, Measure] = surroundings.facts[MEASURES]
        return measures.get(f"{path}{dot}value", Measure())

    def _check_line(self, line: str, surroundings: Surroundings) -> None:
        self._read_line(line, surroundings)

    def _read_line(self, line: str, surroundings: Surroundings) -> PartLine:
        measure = self.measure(surroundings)
        return read_part(line, splits=measure.splits, unit=measure.unit)

    def _key(self, line: str, surroundings: Surroundings) -> object:
        part = self._read_line(line, surroundings)
        return part.split, fold(part.part)

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return [self._read_line(line, surroundings) for line in raw["lines"]]

    def lines(self, raw: Any, surroundings: Surroundings) -> list[str]:
        return [self._told(self._read_line(line, surroundings), surroundings) for line in raw["lines"]]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return ", ".join(self._told(part, surroundings) for part in value)

    def _told(self, part: PartLine, surroundings: Surroundings) -> str:
        return f"{part.part} {with_unit(part.value, self.measure(surroundings).unit, surroundings.locale)}"


def has_parts(values: dict[str, Any], around: Surroundings) -> bool:
    """Whether the indicator that was chosen is split."""
    indicator = around.facts["indicators"].get(values.get("indicator"))
    return indicator is not None and bool(indicator.splits) and not indicator.milestone


def by_split(parts: Sequence[PartLine]) -> dict[str, dict[str, Decimal]]:
    """The parts as an operation takes them."""
    found: dict[str, dict[str, Decimal]] = {}
    for one in parts:
        found.setdefault(one.split, {})[one.part] = one.value
    return found


_CORRECTING: Text = _("A line about the same part takes its place. “Remove 2” takes the second one out.")
PARTS = PartsField(
    question=_("What are the values of its parts? One a line."),
    hint=_("For example: girls: 61"),
    label=_("Parts"),
    limit=200,
    most=80,
    when=has_parts,
    key_of=lambda part: part,
    correcting=_CORRECTING,
)
