"""Raw answers of the form for a report: those that a text gives, and those with which it was reported before (J3)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.indicators.evidence import raw_evidence
from handlers.indicators.lines import as_lines
from handlers.indicators.step_fields import steps_of
from handlers.indicators.value_field import as_raw, told_beside
from storage.indicators import Indicator, Submission, SubmissionState
from twg.core.refusals import Refusal, UnreadableNumber
from twg.language.asked import puts_off, says_something
from twg.language.doubts import Doubt, UnclearValue
from twg.language.periods_beside import find_past_day
from twg.language.reports import without_own_words
from twg.language.taking_back import corrects_value, find_new_figure, says_beside_correction
from twg.language.told_steps import find_told_step, find_unclear_step
from twg.language.told_values import read_told
from twg.language.values import parse_value
from twg.language.wish_details import find_day

#: Of a returned report, what its correction keeps where it says nothing else.
KEPT = ("period", "parts", "step", "reached_on", "constraints", "next_steps", "evidence")
#: So long after a report "sorry, 63%" corrects it, though it does not name the value.
_LATELY = timedelta(days=1)


class Unread(BaseModel):
    """What a message says of an indicator where that is asked about: `text` and `note` as typed."""

    indicator_id: int
    text: str
    note: str = ""


def raw_report(made: Submission) -> dict[str, Any]:
    """The raw answers with what a report says."""
    lines = [f"{part}: {value}" for parts in made.parts.values() for part, value in parts.items()]
    return {
        "indicator": str(made.indicator_id),
        **({} if made.value is None else {"value": str(made.value)}),
        "period": made.period or None,
        "parts": as_lines(lines),
        "step": None if made.step_id is None else str(made.step_id),
        "reached_on": None if made.reached_on is None else made.reached_on.isoformat(),
        **{name: getattr(made, name) or None for name in ("note", "constraints", "next_steps")},
        "evidence": raw_evidence(made),
    }


def adds_words(refusal: Refusal | None, text: str) -> bool:
    """Whether a reply to a returned report names no figure, and is not about one that comes later."""
    return isinstance(refusal, UnreadableNumber) and says_something(text) and not puts_off(text)


def answers_in(
    indicator: Indicator, said: Unread, *, today: date
) -> tuple[dict[str, str], dict[str, Any], Refusal | None]:
    """The answers in a text: those that are checked as if they were typed now, the value, or why it is not clear."""
    found: dict[str, Any] = {}
    refused: Refusal | None = None
    if indicator.milestone:
        typed = {"note": joined(said.text, said.note), **unclear_step(indicator, said.text, today=today)}
        found = told_step(indicator, said.text, today=today)
    else:
        try:
            text = without_own_words(said.text, indicator.statement) if indicator.unit == "%" else said.text
            value = read_told(text, unit=indicator.unit, splits=indicator.splits, today=today)
        except Refusal as refusal:
            is_figure = isinstance(refusal, UnclearValue) and refusal.data["why"] in (Doubt.SHARE, Doubt.THOUSANDS)
            typed = {"value": said.text, "note": joined("" if is_figure else said.text, said.note)}
            refused = refusal
        else:
            typed = {"note": joined(value.note, said.note)}
            beside = told_beside(value.period, value.parts)
            found = {"value": as_raw(value.value, value.figure, indicator.unit), **beside}
    return {name: text for name, text in typed.items() if text}, found, refused


def is_correction(made: Submission, said: Unread, *, now: datetime) -> bool:
    """Whether a message gives another value of a report that waits for its review: "63%, not 61". Args: `now`, UTC."""
    if made.state is not SubmissionState.SUBMITTED or made.value is None:
        return False
    return corrects_value(said.text, made.value, lately=now - made.submitted_at < _LATELY)


def correction_in(made: Submission, said: Unread, *, today: date) -> tuple[dict[str, str], dict[str, Any]]:
    """The answers with which a message corrects a report: those that are checked as if they were typed now, the others.

    Where it does not say for certain which figure is the right one, the question for the value offers its readings.
    The note stays, with what the message says beside the correction.
    """
    typed, found, refusal = answers_in(made.indicator, said, today=today)
    note, figure = typed.pop("note", ""), find_new_figure(said.text)
    worded = isinstance(refusal, UnclearValue) and refusal.data["why"] is Doubt.WORDS  # "sorry, 63%"
    readings: Sequence[Decimal] = refusal.data["readings"] if refusal is not None and worded else []
    if len(readings) == 1 and readings[0] != made.value:
        typed, found = {}, {"value": as_raw(readings[0], said.text, made.indicator.unit)}
    elif refusal is not None and figure and not _is_value(figure, made):
        typed = {"value": figure}
    beside = note if says_beside_correction(note) else ""
    return typed, {**found, "note": joined(made.note, beside) or None}


def _is_value(figure: str, made: Submission) -> bool:
    with suppress(Refusal):
        return parse_value(figure, unit=made.indicator.unit) == made.value
    return False


def told_step(indicator: Indicator, text: str, *, today: date) -> dict[str, Any]:
    """The raw answers about the step that a text says was reached, and about the day; today where it names none.

    None about a day that is ahead.
    """
    steps = steps_of(indicator)
    place = find_told_step(text, [step.text for step in steps])
    if place is None:
        return {}
    step, day = {"step": str(steps[place].id)}, find_past_day(text, today=today)
    if day is None and find_day(text, today=today + timedelta(days=1)) is not None:
        return step
    return {**step, "reached_on": (day or today).isoformat()}


def unclear_step(indicator: Indicator, text: str, *, today: date) -> dict[str, str]:
    """What a text says of steps and of the day that is asked about, as typed: several steps, a day that is ahead."""
    words = find_unclear_step(text, [step.text for step in steps_of(indicator)])
    ahead = (
        find_day(text, today=today + timedelta(days=1)) if "step" in told_step(indicator, text, today=today) else None
    )
    if words:
        return {"step": words}
    if ahead is not None and find_past_day(text, today=today) is None:
        return {"reached_on": f"{ahead:%d/%m/%Y}"}
    return {}


def joined(*notes: str) -> str:
    """Notes as one text."""
    return "\n".join(note for note in notes if note)
