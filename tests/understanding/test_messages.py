"""What is stored because of a message, for messages written without sight of the code (U2).

A fixed sample runs in the suite; `make understanding` runs all and prints the figures by context and language.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.figures import is_romanised, language_of, report
from tests.understanding.world import ANSWERED, enter

_HERE = Path(__file__).parent
_ASKS = frozenset({"asks"})


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
        if found == {ANSWERED}:  # as good as to send it to who knows
            asks = any(outcome.startswith("question") for outcome in self.outcome | self.also)
            found = frozenset({"question"}) if asks else _ASKS
        found = found or _ASKS
        if found in (self.outcome, self.also):
            return "right"
        if found == _ASKS or found < self.outcome | self.also:
            return "asked" if self.clear or _ASKS not in {self.outcome, self.also} else "right"
        return "wrong"


def _outcomes(written: str) -> frozenset[str]:
    """ "done 1 + yes" and "report 2008-4=58 2008-3=43500974" as sets of single outcomes."""
    found = set()
    for part in filter(None, written.split(" + ")):
        head, *rest = part.split()
        found |= {f"report {figure}" for figure in rest} if head == "report" else {part}
    return frozenset(found)


def _read() -> Iterator[Case]:
    for path in sorted(_HERE.glob("messages_*.toml")):
        for context, text, outcome, also, clear in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield Case(context, text, _outcomes(outcome), _outcomes(also), clear)


CASES = list(_read())
#: The least share of messages in Khmer letters alone, and of those romanised or in two languages.
IN_KHMER, ROMANISED = 1 / 3, 1 / 10
CONTEXTS = sorted({case.context for case in CASES})


def test_a_third_is_khmer_and_a_tenth_romanised_or_mixed() -> None:
    assert len(CASES) >= 2000
    khmer = sum(language_of(case.text) == "Khmer" for case in CASES)
    romanised = sum(is_romanised(case.text) for case in CASES)
    assert (khmer / len(CASES) >= IN_KHMER, romanised / len(CASES) >= ROMANISED) == (True, True), (khmer, romanised)


async def _judge(
    context: str, cases: list[Case], folder: Path, migrated: Path
) -> list[tuple[Case, str, frozenset[str]]]:
    judged = []
    async with enter(context, folder, migrated) as world:
        for case in cases:
            found = await world.hears(case.text)
            judged.append((case, case.judge(found), found))
    return judged


@pytest.mark.corpus
@pytest.mark.parametrize("context", CONTEXTS)
async def test_nothing_is_stored_that_was_not_meant(
    context: str, tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = await _judge(context, [case for case in CASES if case.context == context], tmp_path, migrated_file)
    with capsys.disabled():
        print(f"\n{report(judged)}")  # noqa: T201 - the figures are what the target is run for
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"]


#: In the suite: of these contexts every eighth message, of the others every sixteenth.
OFTEN = {"plain", "reply:action", "reply:meeting", "reply:several"}


@pytest.mark.parametrize("context", CONTEXTS)
async def test_a_sample_of_messages_is_understood(context: str, tmp_path: Path, migrated_file: Path) -> None:
    sample = [case for case in CASES if case.context == context][:: 8 if context in OFTEN else 16]
    judged = await _judge(context, sample, tmp_path, migrated_file)
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"], report(judged)
