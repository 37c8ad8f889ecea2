"""What people write in reply to a request to report: values, periods, parts, steps, and what is asked instead (J3)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers.indicators.asking import ASKED
from tests.parsing.test_told_values import SEX, STEPS, TODAY
from twg.core.refusals import Refusal
from twg.language.intents import read_intent
from twg.language.periods_beside import find_past_day
from twg.language.told_steps import find_told_step
from twg.language.told_values import read_told

TEXTS = tomllib.loads(Path(__file__).with_name("reported_texts.toml").read_text(encoding="utf-8"))["text"]


@pytest.mark.parametrize("said", TEXTS, ids=lambda said: said["text"][:40])
def test_what_is_written_in_reply_is_read(said: dict[str, Any]) -> None:
    expected = {name: value for name, value in said.items() if name != "text"}
    assert outcome(said["text"], expected) == expected


def outcome(text: str, expected: dict[str, Any]) -> dict[str, Any]:
    """How a text is read, of what is expected; what nobody expects is told too where it changes what is reported."""
    asked = read_intent(text, among=ASKED)
    if asked.clear:
        return {"intent": asked.intent.value}
    if not expected.keys() & {"value", "asked"}:
        return _step(text, with_day="day" in expected)
    try:
        told = read_told(text, unit="%", splits=SEX, today=TODAY)
    except Refusal:
        return {"asked": "unclear"}
    found: dict[str, Any] = {"value": str(told.value.normalize()), "period": told.period, "note": told.note}
    found["parts"] = {part.part: str(part.value.normalize()) for part in told.parts}
    return {name: value for name, value in found.items() if value}


def _step(text: str, *, with_day: bool) -> dict[str, Any]:
    place = find_told_step(text, STEPS)
    if place is None:
        return {}
    day = find_past_day(text, today=TODAY)
    return {"step": place + 1, **({"day": day} if with_day or day else {})}


def test_the_corpus_has_every_kind() -> None:
    kinds = [next((name for name in ("value", "step", "intent", "asked") if name in said), "none") for said in TEXTS]
    assert len(TEXTS) >= 60
    assert min(map(kinds.count, ("value", "step", "intent", "asked", "none"))) >= 2
