"""The question for the value of an indicator: the whole text is read, or asked about with the readings as buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Option, Sent, Surroundings, Typed
from messages.indicators import with_unit
from messages.rendering.content import utf16_length
from messages.rendering.texts import Text, _
from twg.core.audit import to_plain
from twg.core.refusals import BadInput, Missing, NotAChoice, OutOfRange, Refusal, TooLong
from twg.indicators.measures import Measure
from twg.indicators.plausibility import Implausible
from twg.language.doubts import Doubt, OtherUnit, UnclearValue
from twg.language.told_parts import PartLine
from twg.language.told_values import ToldValue, read_told
from twg.language.units import PERCENT, unit_of
from twg.language.values import HIGHEST, parse_value, read_value

#: In `Surroundings.facts`: the `Measure` of each value, by the name of its question.
MEASURES = "measures"
#: An example of a value that is no percentage.
_OTHER_HINT = _("For example: 1,250 or 1.2 million")
#: Key of the option to type another value instead of one that is doubted.
_CORRECT = "correct"


class ValueAwaited(BadInput):
    """Another value is typed instead of one that was doubted. data: `unit`."""

    key = "indicators#value_awaited"


@dataclass(frozen=True, kw_only=True)
class ValueField(Field):
    """The value of an indicator, in its unit.

    Raw: {"value": "58.5", "unit": "%", "typed": "58,5 %"}; with "sure" the person has said so. In forms opened by
    earlier versions, and for a value that was reported before, the text alone.

    Attributes:
        rest: name of the question, in the same form or item, that takes the words beside the value; with "" a value
            with other words is refused.
    """

    limit: int = 1000
    rest: str = ""
    reads: ClassVar[bool] = True

    def measure(self, surroundings: Surroundings) -> Measure:
        measures: Mapping[str, Measure] = surroundings.facts[MEASURES]
        return self.look_up(measures, Measure())

    def hint_for(self, surroundings: Surroundings) -> Text | None:
        """An example of a value in this unit."""
        return self.hint if unit_of(self.unit(surroundings)).family == PERCENT else _OTHER_HINT

    def unit(self, surroundings: Surroundings) -> str:
        return self.measure(surroundings).unit

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """The value of a stored answer. If the indicator was changed, the typed text is read again in its unit.

        Raises: BelowLowest, AboveHighest, Implausible; the refusals of `read_value`.
        """
        measure = self.measure(surroundings)
        if isinstance(raw, str):
            value = parse_value(raw, unit=measure.unit)
        elif raw["unit"] == measure.unit:
            value = Decimal(raw["value"])
        else:
            value = read_value(raw["typed"], unit=measure.unit).value
        measure.check(value)
        if not isinstance(raw, str) and not raw.get("sure"):
            measure.check_plausible(value)
        return value

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text, measure = text.strip(), self.measure(surroundings)
        if not text:
            raise Missing
        length = utf16_length(text)
        if length > self.limit:
            raise TooLong(limit=self.limit, length=length)
        if not self.rest:
            value, figure = parse_value(text, unit=measure.unit), text
        else:
            told = self._told(text, surroundings)
            value, figure = told.value, told.figure
        measure.check(value)
        measure.check_plausible(value)
        return as_raw(value, figure, measure.unit)

    def _told(self, text: str, surroundings: Surroundings) -> ToldValue:
        measure = self.measure(surroundings)
        return read_told(text, unit=measure.unit, splits=measure.splits, today=surroundings.today)

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        """One of the readings offered with a refusal, which the person is sure of; or that another one follows."""
        if key == _CORRECT:
            raise ValueAwaited(unit=self.unit(surroundings))
        try:
            value = Decimal(key)
        except InvalidOperation:
            raise NotAChoice from None
        if not value.is_finite() or abs(value) > HIGHEST or value != round(value, 4):
            raise OutOfRange(lowest=-HIGHEST, highest=HIGHEST, unit=self.unit(surroundings))
        self.measure(surroundings).check(value)
        return as_raw(value, key, self.unit(surroundings), sure=True)

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        """The words beside the value as its note, its period and its parts.

        Of a text with several readings, of which one is chosen next, all of it is the note.
        """
        text = entry.text if isinstance(entry, Typed) else entry.caption if isinstance(entry, Sent) else ""
        text = text.strip()
        if not self.rest or not text or utf16_length(text) > self.limit:
            return {}
        try:
            told = self._told(text, surroundings)
        except Refusal as refusal:
            said: dict[str, Any] = {self.rest: note_beside(text, refusal)}
        else:
            said = {self.rest: told.note, **told_beside(told.period, told.parts)}
        prefix, _dot, _name = self.name.rpartition(".")
        return {f"{prefix}.{name}" if prefix else name: raw for name, raw in said.items() if raw}

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        """The readings of a text that is not clear, of a figure in another unit, or of one that is doubted."""
        if isinstance(refusal, Implausible):
            return self._doubted(refusal, surroundings)
        if not isinstance(refusal, UnclearValue | OtherUnit):
            return []
        unit = self.unit(surroundings)
        return [Option(f"{value:f}", with_unit(value, unit, surroundings.locale)) for value in refusal.data["readings"]]

    def _doubted(self, refusal: Implausible, surroundings: Surroundings) -> list[Option]:
        """Both readings; where there is one only, that it stays, and that another one follows."""
        unit, locale = self.unit(surroundings), surroundings.locale
        options = [Option(to_plain(one), with_unit(one, unit, locale)) for one in refusal.data["readings"]]
        if len(options) > 1:
            return options
        as_typed = _("{value}, as typed").with_(value=options[0].label)
        return [Option(options[0].key, as_typed), Option(_CORRECT, _("Correct it"))]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return with_unit(value, self.unit(surroundings), surroundings.locale)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        measure = self.measure(surroundings)
        if value < 0 and measure.lowest is None:
            return _("Note: the value is negative.")
        return None


def as_raw(value: Decimal, typed: str, unit: str, *, sure: bool = False) -> dict[str, Any]:
    """The raw answer for a value that was read from a text. Args: `sure`: the person has said that it is so."""
    return {"value": f"{value:f}", "unit": unit, "typed": typed, **({"sure": True} if sure else {})}


def told_beside(period: str, parts: Sequence[PartLine]) -> dict[str, Any]:
    """The raw answers about the period and the parts that the words of a value give."""
    lines = [f"{one.part}: {one.value:f}" for one in parts]
    return {
        **({"period": {"told": period}} if period else {}),
        **({"parts": {"lines": lines, "done": True}} if lines else {}),
    }


def note_beside(text: str, refusal: Refusal) -> str:
    """The note that an unclear text, or one in another unit, leaves.

    None for a single figure with two readings, and none without a reading.
    """
    if isinstance(refusal, OtherUnit):
        return text if refusal.data["readings"] else ""
    if not isinstance(refusal, UnclearValue) or refusal.data["why"] in (Doubt.SHARE, Doubt.THOUSANDS):
        return ""
    return text
