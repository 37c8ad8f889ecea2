"""The question for the value of an indicator: the whole text is read, or asked about with the readings as buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Option, Sent, Surroundings, Typed
from messages.indicators import with_unit
from messages.rendering.content import utf16_length
from messages.rendering.texts import Text, _
from storage.indicators import Indicator
from twg.core.refusals import BadInput, Missing, NotAChoice, OutOfRange, Refusal, TooLong
from twg.language.doubts import Doubt, OtherUnit, UnclearValue
from twg.language.values import HIGHEST, ReadValue, parse_value, read_value

#: In `Surroundings.facts`: the `Measure` of each value, by the name of its question.
MEASURES = "measures"
#: A value so many times larger or smaller than the baseline may lack a magnitude, or be in another unit.
_FAR = 100


class AboveHighest(BadInput):
    """A value above the limit of its indicator. data: `highest`, `unit`."""

    key = "indicators#above_highest"


class BelowLowest(BadInput):
    """A value below the limit of its indicator. data: `lowest`, `unit`."""

    key = "indicators#below_lowest"


@dataclass(frozen=True)
class Measure:
    """How a value is measured: its unit, with what it is compared, and its limits; None without one."""

    unit: str = ""
    baseline: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def check(self, value: Decimal) -> None:
        """Raises: BelowLowest, AboveHighest."""
        if self.lowest is not None and value < self.lowest:
            raise BelowLowest(lowest=self.lowest, unit=self.unit)
        if self.highest is not None and value > self.highest:
            raise AboveHighest(highest=self.highest, unit=self.unit)


def measure_of(indicator: Indicator | None) -> Measure:
    """How values of an indicator are measured; of one that is not chosen yet, nothing."""
    if indicator is None:
        return Measure()
    return Measure(indicator.unit, indicator.baseline, indicator.lowest, indicator.highest)


@dataclass(frozen=True, kw_only=True)
class ValueField(Field):
    """The value of an indicator, in its unit.

    Raw: {"value": "58.5", "unit": "%", "typed": "58,5 %"}; in forms opened by earlier versions the text alone.

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

    def unit(self, surroundings: Surroundings) -> str:
        return self.measure(surroundings).unit

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """The value of a stored answer. If the indicator was changed, the typed text is read again in its unit.

        Raises: BelowLowest, AboveHighest; the refusals of `read_value`.
        """
        measure = self.measure(surroundings)
        if isinstance(raw, str):
            value = parse_value(raw, unit=measure.unit)
        elif raw["unit"] == measure.unit:
            value = Decimal(raw["value"])
        else:
            value = read_value(raw["typed"], unit=measure.unit).value
        measure.check(value)
        return value

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text, measure = text.strip(), self.measure(surroundings)
        if not text:
            raise Missing
        length = utf16_length(text)
        if length > self.limit:
            raise TooLong(limit=self.limit, length=length)
        if not self.rest:
            found = ReadValue(parse_value(text, unit=measure.unit), text, "")
        else:
            found = read_value(text, unit=measure.unit, year=surroundings.today.year)
        measure.check(found.value)
        return as_raw(found.value, found.figure, measure.unit)

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        """One of the readings offered with a refusal."""
        try:
            value = Decimal(key)
        except InvalidOperation:
            raise NotAChoice from None
        if not value.is_finite() or abs(value) > HIGHEST or value != round(value, 4):
            raise OutOfRange(lowest=-HIGHEST, highest=HIGHEST, unit=self.unit(surroundings))
        self.measure(surroundings).check(value)
        return as_raw(value, key, self.unit(surroundings))

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        """The words beside the value as its note; all of a text with several readings, of which one is chosen next."""
        text = entry.text if isinstance(entry, Typed) else entry.caption if isinstance(entry, Sent) else ""
        text = text.strip()
        if not self.rest or not text or utf16_length(text) > self.limit:
            return {}
        try:
            note = read_value(text, unit=self.unit(surroundings), year=surroundings.today.year).note
        except Refusal as refusal:
            note = note_beside(text, refusal)
        prefix, _dot, _name = self.name.rpartition(".")
        return {f"{prefix}.{self.rest}" if prefix else self.rest: note} if note else {}

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        """The readings of a text that is not clear, or of a figure in another unit."""
        if not isinstance(refusal, UnclearValue | OtherUnit):
            return []
        unit = self.unit(surroundings)
        return [Option(f"{value:f}", with_unit(value, unit, surroundings.locale)) for value in refusal.data["readings"]]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return with_unit(value, self.unit(surroundings), surroundings.locale)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        measure = self.measure(surroundings)
        if value < 0 and measure.lowest is None:
            return _("Note: the value is negative.")
        if value > 100 and measure.unit == "%" and measure.highest is None:
            return _("Note: the value is above 100 %.")
        if measure.baseline and value and not 1 / Decimal(_FAR) < abs(value / measure.baseline) < _FAR:
            was = with_unit(measure.baseline, measure.unit, surroundings.locale)
            return _("Note: the baseline was {baseline}.").with_(baseline=was)
        return None


def as_raw(value: Decimal, typed: str, unit: str) -> dict[str, str]:
    """The raw answer for a value that was read from a text."""
    return {"value": f"{value:f}", "unit": unit, "typed": typed}


def note_beside(text: str, refusal: Refusal) -> str:
    """The note that an unclear text, or one in another unit, leaves.

    None for a single figure with two readings, and none without a reading.
    """
    if isinstance(refusal, OtherUnit):
        return text if refusal.data["readings"] else ""
    if not isinstance(refusal, UnclearValue) or refusal.data["why"] in (Doubt.SHARE, Doubt.THOUSANDS):
        return ""
    return text
