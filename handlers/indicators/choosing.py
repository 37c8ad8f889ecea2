"""The question on which indicator somebody reports (J3)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.forms.choice_fields import OptionField
from handlers.forms.surroundings import Option, Surroundings
from messages.indicators import title_of
from messages.rendering.keyboards import shorten
from messages.rendering.texts import _
from storage.indicators import ENDED, Indicator
from twg.language.mentions import Kind, Nameable, named_among

#: In `Surroundings.facts`: the indicators of the TWG, by id as a string.
INDICATORS = "indicators"


def is_numeric(values: dict[str, Any], around: Surroundings) -> bool:
    """Whether a value is asked for: only once the indicator is known, and has a unit."""
    indicator = around.facts[INDICATORS].get(values.get("indicator"))
    return indicator is not None and not indicator.milestone


def reportable(indicators: list[Indicator]) -> list[Indicator]:
    """Those on which reports are taken."""
    return [indicator for indicator in indicators if indicator.state not in ENDED]


def named_in(text: str, known: Sequence[Indicator], today: date) -> list[Indicator]:
    """The indicators that a text names, by number or by words of the statement."""
    whats = [Nameable(Kind.REPORT, indicator.statement, indicator.number) for indicator in known]
    return [known[place] for place in named_among(text, whats, today=today, by_kind=False)]


def options_of(indicators: list[Indicator], locale: str) -> list[Option]:
    """The indicators to choose from."""
    return [Option(str(item.id), shorten(title_of(item, locale))) for item in indicators]


INDICATOR = OptionField(question=_("On which indicator would you like to report?"), label=_("Indicator"))
