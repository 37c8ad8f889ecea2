"""Which tests run for a fault: what they run is known by marks in the code."""

import zlib
from pathlib import Path
from textwrap import dedent

import pytest

from tests.mutants.choosing import Running, choose, marks_for, who_runs
from tests.mutants.marking import functions_of, marked
from tests.mutants.ran import RAN
from tests.mutants.recording import Recorded

CODE = dedent(
    '''
    """A module."""
    from __future__ import annotations

    LIMIT = 3


    @str
    def plain():
        return 1


    def judge(value):
        """What it says."""
        if value > LIMIT:
            said = "much"
        elif value < 0:
            said = "owed"
        else:
            try:
                said = {1: "one"}[value]
            except KeyError:
                said = "some"
        def inner():
            return said
        return said
    '''
).encode()
#: Marks of the tests are numbered from here on.
FIRST = 100
FUNCTIONS = functions_of(CODE, FIRST)
NUMBERS = {mark.line: mark.number for function in FUNCTIONS for mark in function.marks}


@pytest.mark.parametrize(
    ("value", "lines"),
    [(5, {15, 16, 24, 26}), (-1, {15, 18, 24, 26}), (1, {15, 20, 21, 24, 26}), (2, {15, 20, 21, 23, 24, 26})],
)
def test_marks_tell_what_has_run(value: int, lines: set[int]) -> None:
    code = marked(CODE, FUNCTIONS)
    known: dict[str, object] = {}
    exec(code, known)  # noqa: S102 - the code above
    RAN[:] = bytes(len(RAN))
    assert known["judge"](value) == {5: "much", -1: "owed", 1: "one", 2: "some"}[value]  # type: ignore[operator]
    passed = {line for line, number in NUMBERS.items() if RAN[number]}
    assert passed == lines


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        (16, {16}),  # in a branch
        (17, {15}),  # the condition of another
        (23, {23}),
        (25, {25}),  # in a function within
        (5, {15}),  # a constant: what mentions it
        (8, {10}),  # a decorator: the function
        (3, set()),
    ],
)
def test_a_fault_can_be_noticed_by_what_passes_its_marks(line: int, marks: set[int]) -> None:
    assert marks_for(line, CODE, FUNCTIONS, FUNCTIONS) == {NUMBERS[mark] for mark in marks}


def recorded(test: str, *passed: int, cases: int = 1, took_s: float = 1) -> Recorded:
    ids = (test,) if cases == 1 else tuple(f"{test}[{case}]" for case in range(cases))
    ran = bytearray(10)
    for number in passed:
        ran[number] = 1
    return Recorded(ids, took_s, zlib.compress(bytes(ran)))


def test_tests_that_run_the_line_are_found_with_a_sample_of_their_cases() -> None:
    found = who_runs(
        {"line": {1, 2}, "module": {3}},
        [recorded("a::one", 1), recorded("b::two", 2, 3, cases=3), recorded("c::many", 4, 3, cases=100)],
    )
    assert found["line"] == [Running("a", ("a::one",), 1, 1), Running("b", ("b::two",), 3, 2)]
    [_two, many] = found["module"]
    assert (many.cases[0], many.cases[-1], len(many.cases), many.took_s) == ("c::many[0]", "c::many[99]", 12, 12)


def test_near_and_small_tests_of_many_files_run_first_as_far_as_the_time_goes(tmp_path: Path) -> None:
    for file, text in {"far.py": "", "near.py": "limits", "other.py": "limits", "beside.py": "limits"}.items():
        (tmp_path / file).write_text(text)
    running = [
        Running("far.py", ("far::small",), 1, 1),
        Running("near.py", ("near::big",), 1, 9),
        Running("near.py", ("near::small",), 1, 2),
        Running("other.py", ("other::small",), 1, 3),
    ]
    beside = [Running("beside.py", ("beside::one",), 1, 1)]
    order = ("near::small", "other::small", "near::big", "far::small", "beside::one")
    assert choose(running, beside, ["limits"], tmp_path, 60).cases == order
    few = choose(running, beside, ["limits"], tmp_path, 3)
    assert (few.cases, few.took_s, few.left_out) == (order[:3], 3, 1)
