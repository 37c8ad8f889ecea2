"""What is stored because of a message at the forms and below the notices of dates, papers and agendas (U2).

A fixed sample runs in the suite; `make understanding` runs all and prints the figures by context and language.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.figures import report
from tests.understanding.notices_world import enter_notices

_HERE = Path(__file__).parent
_ASKS = frozenset({"asks"})
#: What a line after /newmeeting gives besides, by its kind.
_USUAL = ("kind", "audience", "number", "link")


@dataclass(frozen=True)
class Case:
    """A message with what may be stored because of it."""

    context: str
    text: str
    outcome: frozenset[str]
    also: frozenset[str]
    clear: bool

    def judge(self, found: frozenset[str]) -> str:
        """ "right", "asked" (though the message is clear), or "wrong" (stored what was not meant)."""
        found = _told(found, self.outcome | self.also) or _ASKS
        if found in (self.outcome, self.also):
            return "right"
        if found == _ASKS or found < self.outcome | self.also:
            return "asked" if self.clear or _ASKS not in {self.outcome, self.also} else "right"
        return "wrong"


def _told(found: frozenset[str], expected: frozenset[str]) -> frozenset[str]:
    """What is compared: values only of questions whose value the outcome names, of others that they are answered."""
    valued = {outcome.partition("=")[0] for outcome in expected if "=" in outcome}
    told = set()
    for outcome in found:
        outcome = "agenda" if outcome.startswith("agenda ") else outcome
        name, is_valued, _value = outcome.partition("=")
        if name.isdigit() or (name in valued if is_valued else name not in valued):
            told.add(outcome)
    if any(outcome.startswith("form ") for outcome in found) and "form plan_meeting" in found:
        told = {each for each in told if each.partition("=")[0] not in _USUAL and each != "form plan_meeting"}
        told -= {"duration"} if "duration" not in expected else set()
    if any(outcome.startswith("form ") for outcome in expected):
        return frozenset(each for each in told if each.startswith("form "))
    return frozenset(told)


def _outcomes(written: str) -> frozenset[str]:
    return frozenset(filter(None, written.split(" + ")))


CASES = [
    Case(context, text, _outcomes(outcome), _outcomes(also), clear)
    for path in sorted(_HERE.glob("notices_*.toml"))
    for context, text, outcome, also, clear in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
CONTEXTS = sorted({case.context for case in CASES})
Judged = list[tuple[Case, str, frozenset[str]]]


async def _judge(context: str, cases: list[Case], folder: Path, migrated: Path) -> Judged:
    async with enter_notices(context, folder, migrated) as world:
        found = [(case, await world.hears(case.text)) for case in cases]
    return [(case, case.judge(outcomes), outcomes) for case, outcomes in found]


@pytest.mark.corpus
@pytest.mark.parametrize("context", CONTEXTS)
async def test_nothing_is_stored_that_was_not_meant(
    context: str, tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = await _judge(context, [case for case in CASES if case.context == context], tmp_path, migrated_file)
    with capsys.disabled():
        print(f"\n{report(judged)}")  # noqa: T201 - the figures are what the target is run for
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"]


@pytest.mark.parametrize("context", CONTEXTS)
async def test_a_sample_of_messages_is_understood(context: str, tmp_path: Path, migrated_file: Path) -> None:
    sample = [case for case in CASES if case.context == context][::8]
    judged = await _judge(context, sample, tmp_path, migrated_file)
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"], report(judged)
