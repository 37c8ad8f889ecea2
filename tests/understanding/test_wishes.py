"""What is offered for requests in words, and what words take back: `wishes_*.toml` (U2, A3).

The suite plays every eighth; `make understanding` plays all and prints the figures by context and language.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.understanding.figures import language_of, list_figures
from tests.understanding.wishes_world import STORED, WishesWorld, enter_wishes

_HERE = Path(__file__).parent
#: The share of the messages whose outcome is clear to a person that are answered so.
ANSWERED_AT_LEAST = 0.9
_FILL = re.compile(r" (?=\w+=)")


@dataclass(frozen=True)
class Expected:
    """An outcome with what the form has to have filled in: "invite role=government uses=5"."""

    outcome: str
    fills: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, written: str) -> "Expected":
        head, *fills = _FILL.split(written)
        return cls(head, tuple((name, value) for name, _, value in (each.partition("=") for each in fills)))


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
    def expected(self) -> list[Expected]:
        return [Expected.read(each) for each in (self.outcome, self.also) if each]


CASES = [
    Case(*case)
    for path in sorted(_HERE.glob("wishes_*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
CONTEXTS = sorted({case.context for case in CASES})
Judged = list[tuple[Case, str, str]]


async def _judge(world: WishesWorld, case: Case) -> tuple[Case, str, str]:
    """The verdict: "right"; "wrong", where something was changed that was not meant; else "missed"."""
    found = await world.hears(case.who, case.text)
    if (found & STORED) - {each.outcome for each in case.expected}:
        return case, "wrong", ", ".join(sorted(found))
    for each in case.expected:
        if each.outcome == "asks" and not found & STORED:
            return case, "right", ""
        if each.outcome not in found:
            continue
        answers = await world.fills(case.who, each.outcome) if each.fills else {}
        if all(answers.get(_FIELDS.get(name, name)) == value for name, value in each.fills):
            return case, "right", ""
        found |= {f"filled {answers}"}
    return case, "missed", ", ".join(sorted(found))


#: What the corpus calls an answer otherwise than its form.
_FIELDS: dict[str, str] = {}


async def _judge_all(context: str, cases: list[Case], folder: Path, migrated: Path) -> Judged:
    async with enter_wishes(context, folder, migrated) as world:
        return [await _judge(world, case) for case in cases]


def _report(judged: Judged) -> str:
    """The figures by context and language, and each message that was not judged right."""
    groups = ((f"{case.context:12} {language_of(case.text)}", verdict) for case, verdict, _found in judged)
    lines = list_figures(groups, ["right", "missed", "wrong"])
    amiss = [
        f"{verdict}: {case.who}: {case.text!r}: {found or 'nothing'}; expected {case.outcome}"
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
async def test_wishes_are_offered(
    context: str, tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [case for case in CASES if case.context == context]
    judged = await _judge_all(context, cases, tmp_path, migrated_file)
    with capsys.disabled():
        print(f"\n{_report(judged)}")  # noqa: T201 - the figures are what the target is run for
    _check(judged)


@pytest.mark.parametrize("context", CONTEXTS)
async def test_a_sample_of_wishes_is_offered(context: str, tmp_path: Path, migrated_file: Path) -> None:
    sample = [case for case in CASES if case.context == context][::8]
    _check(await _judge_all(context, sample, tmp_path, migrated_file))
