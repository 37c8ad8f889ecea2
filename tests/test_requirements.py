"""docs/requirements.md has a row for every requirement that code and tests cite, and names tests that cite it."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.support.cases import all_cases

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "requirements.md"
FOLDERS = ("bot", "handlers", "scheduler", "messages", "twg", "storage", "tests", "bench")
#: An id such as G2, or a range such as A1-A4.
CITATION = re.compile(r"\b([MGDAIJSWPRUT])(\d{1,2})(?:-\1(\d{1,2}))?\b")
ROW = re.compile(r"^\| ([A-Z]\d{1,2}) \|(.*)\|$", re.MULTILINE)
TEST_FILE = re.compile(r"`(tests/[\w/]+\.py)`")


def read_prose(source: str) -> Iterator[str]:
    """The docstrings and comments of a module: code may contain look-alikes, such as the cell A1 of a workbook."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node, clean=False) or ""
    if not any(CITATION.search(line.partition("#")[2]) for line in source.splitlines()):
        return  # tokens take longer than all else
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def find_ids(source: str) -> set[str]:
    """The ids of the requirements that a module cites."""
    if not CITATION.search(source):  # most modules cite none, and reading their prose takes long
        return set()
    return {
        f"{letter}{number}"
        for prose in read_prose(source)
        for letter, first, last in CITATION.findall(prose)
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def find_cited() -> dict[str, set[str]]:
    """Requirement ids by the path of the module that cites them."""
    return {
        path.relative_to(ROOT).as_posix(): find_ids(path.read_text("utf-8"))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != Path(__file__)
    }


ROWS = dict(ROW.findall(PAGE.read_text("utf-8")))


def test_every_cited_requirement_has_a_row() -> None:
    missing = {path: sorted(ids - ROWS.keys()) for path, ids in find_cited().items() if ids - ROWS.keys()}
    assert not missing


def test_the_tests_that_a_row_names_exist_and_cite_it() -> None:
    with all_cases() as case:
        for row, words in ROWS.items():
            with case(row):
                named = TEST_FILE.findall(words)
                assert named, "the row names no test"
                assert [path for path in named if row not in find_cited().get(path, ())] == []


def test_ids_are_read_from_docstrings_and_comments_only() -> None:
    source = '"""Settings (G4, J2)."""\n\ndef read():\n    """Lists (A1-A3)."""\n    return "A9"  # late (T2)\n'
    assert find_ids(source) == {"G4", "J2", "A1", "A2", "A3", "T2"}
