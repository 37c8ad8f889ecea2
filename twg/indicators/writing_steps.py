"""Correcting the steps of a milestone: which new line is which step, so that reports on it stay with it (J1)."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from storage.core.spelling import fold
from storage.indicators import Indicator, IndicatorStep
from twg.language.indicator_lines import StepLine

#: From which likeness on, of 1, other words at the same place are a correction of the step there.
_ALIKE = 0.6


def write_steps(indicator: Indicator, wanted: Sequence[StepLine]) -> None:
    """Let these be its steps; one that goes on keeps its id, and when it was reached.

    A line with the words of a step is that step, wherever it stands. Of the others, one goes on that stands at the same
    place among them, and is due at the same time or has similar words.
    """
    by_words = {fold(step.text): step for step in indicator.steps}
    found = {place: by_words.pop(fold(line.text), None) for place, line in enumerate(wanted)}
    new = [place for place, step in found.items() if step is None]
    if len(new) == len(by_words):
        left = sorted(by_words.values(), key=lambda step: step.position)
        found |= {place: step for place, step in zip(new, left, strict=True) if _is_corrected(step, wanted[place])}
    steps = []
    for place, line in enumerate(wanted):
        step = found[place] or IndicatorStep(reached_on=None)
        step.position, step.text, step.period, step.due_on = place + 1, line.text, line.period, line.due_on
        steps.append(step)
    indicator.steps = steps


def _is_corrected(step: IndicatorStep, line: StepLine) -> bool:
    """Whether a line is a step in other words, and not another one in its place."""
    if step.due_on is not None and step.due_on == line.due_on:
        return True
    return SequenceMatcher(None, fold(step.text), fold(line.text), autojunk=False).ratio() >= _ALIKE
