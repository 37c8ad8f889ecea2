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
from twg.core.refusals import Missing, NotAChoice, OutOfRange, Refusal, TooLong
from twg.language.doubts import Doubt, OtherUnit, UnclearValue
from twg.language.values import HIGHEST, parse_value, read_value

#: In `Surroundings.facts`: the units of values, by the name of their question.
UNITS = "units"
#: In `Surroundings.facts`, where they are known: baselines, by the name of the question for the value.
BASELINES = "baselines"
#: A value so many times larger or smaller than the baseline may lack a magnitude, or be in another unit.
_FAR = 100


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

    def unit(self, surroundings: Surroundings) -> str:
        units: Mapping[str, str] = surroundings.facts[UNITS]
        return self.look_up(units, "")

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """The value of a stored answer. If the indicator was changed, the typed text is read again in its unit."""
        unit = self.unit(surroundings)
        if isinstance(raw, str):
            return parse_value(raw, unit=unit)
        return Decimal(raw["value"]) if raw["unit"] == unit else read_value(raw["typed"], unit=unit).value

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text, unit = text.strip(), self.unit(surroundings)
        if not text:
            raise Missing
        length = utf16_length(text)
        if length > self.limit:
            raise TooLong(limit=self.limit, length=length)
        if not self.rest:
            return as_raw(parse_value(text, unit=unit), text, unit)
        found = read_value(text, unit=unit, year=surroundings.today.year)
        return as_raw(found.value, found.figure, unit)

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        """One of the readings offered with a refusal."""
        try:
            value = Decimal(key)
        except InvalidOperation:
            raise NotAChoice from None
        if not value.is_finite() or abs(value) > HIGHEST or value != round(value, 4):
            raise OutOfRange(lowest=-HIGHEST, highest=HIGHEST, unit=self.unit(surroundings))
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
        if value < 0:
            return _("Note: the value is negative.")
        if value > 100 and self.unit(surroundings) == "%":
            return _("Note: the value is above 100 %.")
        baseline = self.look_up(surroundings.facts.get(BASELINES, {}), None)
        if baseline and value and not 1 / Decimal(_FAR) < abs(value / baseline) < _FAR:
            was = with_unit(baseline, self.unit(surroundings), surroundings.locale)
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
