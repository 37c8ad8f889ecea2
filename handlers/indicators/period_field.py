"""The question of when a value is: taken from its words, else that of the round; asked where the two differ (J3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Option, Surroundings
from messages.rendering.texts import _
from twg.core.refusals import BadInput, Missing, NotAChoice, Refusal
from twg.language.periods import UnreadablePeriod, complete_period, is_same_period, read_period

#: In `Surroundings.facts`: the period of the open round, "" where that was not said; None while no round is open.
ROUND_PERIOD = "round_period"
#: In `Surroundings.facts`: the periods that the words of values name, by the name of their question.
TOLD = "told_periods"
#: A value so much older than today is asked about where the round does not say of when its values are.
_OLD = timedelta(days=366)


class OtherPeriod(BadInput):
    """The words of a value name another period than the round. data: `asked`, empty where it has none; `told`."""

    key = "indicators#other_period"


@dataclass(frozen=True, kw_only=True)
class PeriodField(Field):
    """Of when a value is.

    Raw: the period; {"told": "Q2 2026"} for the one that the words of the value name, until it is the round's or the
    person has chosen.
    """

    reads: ClassVar[bool] = True

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """Raises: OtherPeriod; UnreadablePeriod for one that does not exist, "Q5 2026"."""
        if isinstance(raw, str):
            return raw
        told, asked = raw["told"], surroundings.facts.get(ROUND_PERIOD)
        period = read_period(told)
        if period is None:
            raise UnreadablePeriod(text=told)
        if asked is None or (asked and is_same_period(asked, told)):
            return told
        if not asked and period.last >= surroundings.today - _OLD:
            return told
        raise OtherPeriod(asked=asked, told=told)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = " ".join(text.split())
        if not text:
            raise Missing
        completed = complete_period(text, today=surroundings.today)
        if not completed:
            raise UnreadablePeriod(text=text[:100])
        return completed

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        chosen = self._offered(surroundings).get(key)
        if not chosen:
            raise NotAChoice
        return chosen

    def _offered(self, surroundings: Surroundings) -> Mapping[str, str]:
        told = surroundings.facts.get(TOLD, {}).get(self.name, "")
        asked = surroundings.facts.get(ROUND_PERIOD) or str(surroundings.today.year)
        return {"asked": asked, "told": told if read_period(told) is not None else ""}

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        if not isinstance(refusal, OtherPeriod | UnreadablePeriod):
            return []
        return [Option(key, period) for key, period in self._offered(surroundings).items() if period]

    def join(self, kept: Any, new: Any) -> Any:  # noqa: ARG002 - the signature is the field's
        """What the newest words say."""
        return new


def told_periods(answers: Mapping[str, Any]) -> dict[str, str]:
    """The periods that the words of values name and nobody has chosen yet, by the name of the question."""
    return {name: raw["told"] for name, raw in answers.items() if isinstance(raw, dict) and "told" in raw}


PERIOD = PeriodField(
    question=_("Of which period is the value?"),
    hint=_("For example: Q3 2026, SY 2025/26, or as of 30 June 2026"),
    label=_("Period"),
    on_request=True,
)
