"""Questions and one-liners as people type them, with what answers them (U2): `questions_*.toml`.

The suite plays every sixth; `make understanding` plays all and prints the figures by context and language.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.asking import STORED, enter_asking
from tests.understanding.figures import language_of, list_figures

_HERE = Path(__file__).parent
#: The share of the questions whose answer is clear to a person that are answered so.
ANSWERED_AT_LEAST = 0.9


@dataclass(frozen=True)
class Case:
    """A message of somebody, with what a person would expect."""

    who: str
    context: str
    text: str
    outcome: str
    also: str
    clear: bool

    @property
    def language(self) -> str:
        return language_of(self.text)

    def judge(self, found: frozenset[str]) -> str:
        """ "right"; "wrong", where something was changed that was not meant; else "missed"."""
        expected = {self.outcome, self.also} - {""}
        if (found & STORED) - expected - ({"answer"} if "form move" in expected else set()):
            return "wrong"
        return "right" if found & expected else "missed"


CASES = [
    Case(*case)
    for path in sorted(_HERE.glob("questions_*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
CONTEXTS = sorted({case.context for case in CASES})
Judged = list[tuple[Case, str, frozenset[str]]]


async def _judge(context: str, cases: list[Case], folder: Path, migrated: Path) -> Judged:
    async with enter_asking(context, folder, migrated) as asking:
        found = [(case, await asking.hears(case.who, case.text)) for case in cases]
    return [(case, case.judge(outcomes), outcomes) for case, outcomes in found]


def _report(judged: Judged) -> str:
    """The figures by context and language, and each message that was not judged right."""
    groups = ((f"{case.context:10} {case.who:12} {case.language}", verdict) for case, verdict, _found in judged)
    lines = list_figures(groups, ["right", "missed", "wrong"])
    amiss = [
        f"{verdict}: {case.who}: {case.text!r}: {', '.join(sorted(found)) or 'nothing'}; expected {case.outcome}"
        for case, verdict, found in judged
        if verdict != "right"
    ]
    return "\n".join([*lines, *amiss])


def _check(judged: Judged) -> None:
    assert not [case.text for case, verdict, _found in judged if verdict == "wrong"], _report(judged)
    clear = [verdict for case, verdict, _found in judged if case.clear]
    assert clear.count("right") >= ANSWERED_AT_LEAST * len(clear), _report(judged)


@pytest.mark.corpus
@pytest.mark.parametrize("context", CONTEXTS)
async def test_questions_are_answered(
    context: str, tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = await _judge(context, [case for case in CASES if case.context == context], tmp_path, migrated_file)
    with capsys.disabled():
        print(f"\n{_report(judged)}")  # noqa: T201 - the figures are what the target is run for
    _check(judged)


@pytest.mark.parametrize("context", CONTEXTS)
async def test_a_sample_of_questions_is_answered(context: str, tmp_path: Path, migrated_file: Path) -> None:
    sample = [case for case in CASES if case.context == context][::6]
    _check(await _judge(context, sample, tmp_path, migrated_file))
