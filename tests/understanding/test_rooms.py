"""What is stored because of a message at a meeting, in its record, about a shared action, by edits and albums (U2).

A fixed sample runs in the suite; `make understanding` runs all and prints the figures by context and language.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.figures import report
from tests.understanding.rooms_world import enter_room

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
        found = found or _ASKS
        if found in (self.outcome, self.also):
            return "right"
        if found == _ASKS or found < self.outcome | self.also:
            return "asked" if self.clear or _ASKS not in {self.outcome, self.also} else "right"
        return "wrong"


CASES = [
    Case(
        context, text, frozenset(filter(None, outcome.split(" + "))), frozenset(filter(None, also.split(" + "))), clear
    )
    for path in sorted(_HERE.glob("rooms_*.toml"))
    for context, text, outcome, also, clear in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
CONTEXTS = sorted({case.context for case in CASES})
Judged = list[tuple[Case, str, frozenset[str]]]


async def _judge(context: str, cases: list[Case], folder: Path, migrated: Path) -> Judged:
    async with enter_room(context, folder, migrated) as world:
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


#: In the suite: of these contexts every sixth message.
SAMPLED = ["record", "reply:shared", "under-way"]


@pytest.mark.parametrize("context", SAMPLED)
async def test_a_sample_of_messages_is_understood(context: str, tmp_path: Path, migrated_file: Path) -> None:
    sample = [case for case in CASES if case.context == context][::6]
    judged = await _judge(context, sample, tmp_path, migrated_file)
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"], report(judged)
