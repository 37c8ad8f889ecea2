"""The questions about a step of a milestone: which one was reached, and when (J3)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.surroundings import Option, Surroundings
from handlers.indicators.choosing import INDICATORS
from messages.rendering.keyboards import shorten
from messages.rendering.templating import format_day
from messages.rendering.texts import _
from storage.indicators import Indicator, IndicatorStep
from twg.core.refusals import BadInput, NotAChoice
from twg.language.periods import UnreadablePast, read_past
from twg.language.told_steps import find_unclear_step


class OneStep(BadInput):
    """Words about several steps, or one that the milestone does not have. data: `text`."""

    key = "indicators#one_step"


def steps_of(indicator: Indicator | None) -> list[IndicatorStep]:
    """The steps of a milestone in their order; none of what has values."""
    if indicator is None or not indicator.milestone:
        return []
    return sorted(indicator.steps, key=lambda step: step.position)


def has_steps(values: dict[str, Any], around: Surroundings) -> bool:
    """Whether the indicator that was chosen is a milestone with steps."""
    return bool(steps_of(around.facts[INDICATORS].get(values.get("indicator"))))


def names_step(values: dict[str, Any], around: Surroundings) -> bool:
    """Whether a step was named."""
    return has_steps(values, around) and bool(values.get("step"))


def step_options(indicator: Indicator | None) -> list[Option]:
    """The steps to choose from, those that were not reached yet first."""
    ordered = sorted(steps_of(indicator), key=lambda step: step.reached_on is not None)
    return [Option(str(step.id), shorten(f"{step.position}. {step.text}", 60)) for step in ordered]


@dataclass(frozen=True, kw_only=True)
class StepField(OptionField):
    """A step, pressed, or typed by its number or its words. Words about several are refused with `OneStep`."""

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = text.strip(" .")
        for option in self.options(surroundings):
            if str(option.label).partition(".")[0] == wanted:
                return option.key
        words = [str(option.label).partition(". ")[2] for option in self.options(surroundings)]
        if unclear := find_unclear_step(text, words):
            raise OneStep(text=unclear)
        return super()._accept_text(text, surroundings)


@dataclass(frozen=True, kw_only=True)
class PastDayField(Field):
    """A day that is over, or today. Raw: ISO 8601."""

    reads: ClassVar[bool] = True

    def read(self, raw: Any, surroundings: Surroundings) -> Any:  # noqa: ARG002 - the signature is the field's
        return date.fromisoformat(raw)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        read = read_past(text, today=surroundings.today)
        if read is None:
            raise UnreadablePast(text=text[:100])
        return min(read.last, surroundings.today).isoformat()

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        if key != "today":
            raise NotAChoice
        return surroundings.today.isoformat()

    def choices(self, surroundings: Surroundings) -> list[Option]:  # noqa: ARG002 - the signature is the field's
        return [Option("today", _("Today"))]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return format_day(value, locale=surroundings.locale)


STEP = StepField(question=_("Which step was reached?"), label=_("Step"), when=has_steps)
REACHED_ON = PastDayField(
    question=_("When was it reached?"),
    hint=_("For example: 28/9/2026, or Sept 2026"),
    label=_("Reached on"),
    when=names_step,
)
