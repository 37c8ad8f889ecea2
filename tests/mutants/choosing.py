"""Which tests are likely to notice a fault: those that run its line, and of these the nearest and smallest first."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from tests.mutants.marking import Function
from tests.mutants.recording import Recorded

#: Of a function with more cases than this, so many run, spread over all of them.
MOST_CASES = 12


@dataclass(frozen=True)
class Running:
    """A test function that passed a mark.

    Attributes:
        cases: ids of those of its cases that are to run; its own id for all of them.
        took_s: processor time of these.
        passed: the number of marks that it passed: how much else it does.
    """

    file: str
    cases: tuple[str, ...]
    took_s: float
    passed: int


@dataclass(frozen=True)
class Choice:
    """The tests for a fault, those that should run first at the beginning.

    Attributes:
        cases: ids.
        took_s: processor time of all of them.
        left_out: how many test functions that run the line are not among them, because they would take too long.
    """

    cases: tuple[str, ...]
    took_s: float
    left_out: int


def marks_for(line: int, source: bytes, own: Sequence[Function], everywhere: Iterable[Function]) -> set[int]:
    """The marks of which a test passes one if it can notice a fault in this line.

    For a line outside functions, which runs when its module is imported, those of all functions that mention what it
    defines.

    Args:
        own: the functions of the file.
        everywhere: those of all files.
    """
    around = [function for function in own if function.first <= line <= function.last and function.marks]
    if around:
        innermost = max(around, key=lambda function: function.first)
        before = [mark for mark in innermost.marks if mark.line <= line <= mark.last]
        return {(before or innermost.marks)[-1].number}
    for names in _defined_at(line, source):
        found = {
            function.marks[0].number for function in everywhere if function.marks and names & function.marks[0].names
        }
        if found:
            return found
    return set()


def _defined_at(line: int, source: bytes) -> Iterator[set[str]]:
    """The names that the statement around a line defines; then that of its class."""
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and _first(node) <= line <= (node.end_lineno or node.lineno)
    ]
    for statement in reversed(around):
        yield set(_defined_by(statement))


def _first(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _defined_by(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def who_runs(wanted: Mapping[str, set[int]], recorded: Iterable[Recorded]) -> dict[str, list[Running]]:
    """The test functions that passed one of the marks, for each set of marks."""
    found: dict[str, list[Running]] = defaultdict(list)
    for one in recorded:
        passed = one.passed()
        chosen = _spread(one.cases)
        test = Running(one.file, chosen, one.took_s * min(len(one.cases), MOST_CASES), sum(passed))
        for name, marks in wanted.items():
            if any(passed[mark] for mark in marks):
                found[name].append(test)
    return found


def _spread(cases: tuple[str, ...]) -> tuple[str, ...]:
    if len(cases) <= MOST_CASES:
        return (cases[0].partition("[")[0],)
    return tuple(cases[place * (len(cases) - 1) // (MOST_CASES - 1)] for place in range(MOST_CASES))


def choose(
    running: Sequence[Running], beside: Sequence[Running], near: Sequence[str], root: Path, most_s: float
) -> Choice:
    """Those that run the line, then those that run something else of its module, as far as the time goes.

    Args:
        near: names, and beginnings of paths: files that have them come first.
        most_s: processor time of all together.
    """
    cases: dict[str, None] = {}
    taken_s, left_out = 0.0, 0
    for test in [*_in_turn(running, near, root), *_in_turn(beside, near, root)]:
        if cases and taken_s + test.took_s > most_s:
            left_out += test in running
            continue
        if not cases.keys() >= set(test.cases):
            taken_s += test.took_s
            cases |= dict.fromkeys(test.cases)
    return Choice(tuple(cases), taken_s, left_out)


def _in_turn(tests: Sequence[Running], near: Sequence[str], root: Path) -> Iterator[Running]:
    """Near files before others; one test of each file, then another of each; those that do little else first."""
    by_file: dict[str, list[Running]] = defaultdict(list)
    for test in sorted(tests, key=lambda test: test.passed):
        by_file[test.file].append(test)
    for is_near in (True, False):
        queues = [queue for file, queue in by_file.items() if _is_near(root / file, tuple(near)) == is_near]
        for row in zip_longest(*queues):
            yield from (test for test in row if test is not None)


@cache
def _is_near(file: Path, near: tuple[str, ...]) -> bool:
    return any(f"/{name}/" in str(file) for name in near) or bool(_words_of(file) & set(near))


@cache
def _words_of(file: Path) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", file.read_text(encoding="utf-8")))
