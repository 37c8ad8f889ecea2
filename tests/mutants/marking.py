"""Marks in source code that note which parts of functions run.

Python 3.11 has no cheap way to ask: a trace function makes the tests take several times as long. A mark is a statement
that sets a byte, at the start of each block of a function and after each statement that has blocks.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARKED = ("bot", "handlers", "messages", "scheduler", "storage", "twg")
_IMPORT = b"from tests.mutants.ran import RAN as __ran__\n"
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mark:
    """A place in a function.

    Attributes:
        number: of its byte.
        line: the first line after it, of the file without marks.
        last: the last line of its block.
        names: what the whole function mentions, itself included.
    """

    number: int
    line: int
    last: int
    names: frozenset[str]


@dataclass(frozen=True)
class Function:
    """The lines of a function's body, and its marks in the order of lines."""

    first: int
    last: int
    marks: tuple[Mark, ...]


def functions_of(source: bytes, number: int) -> list[Function]:
    """The functions of a file, those within others included; marks are numbered from `number` on."""
    lines = source.splitlines()
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, _Function):
            continue
        names = frozenset(_names_in(node)) | {node.name}
        starts = [span for span in sorted(_starts(node)) if not lines[span[0] - 1].lstrip().startswith(b"elif")]
        marks = tuple(Mark(number + place, *span, names) for place, span in enumerate(starts))
        number += len(marks)
        found.append(Function(node.body[0].lineno, node.end_lineno or node.lineno, marks))
    return found


def marked(source: bytes, functions: list[Function]) -> bytes:
    """The file with these marks."""
    lines = source.splitlines(keepends=True)
    before: dict[int, list[bytes]] = {}
    for function in functions:
        for mark in function.marks:
            indent = lines[mark.line - 1][: _indent(lines[mark.line - 1])]
            before.setdefault(mark.line, []).append(indent + b"__ran__[%d] = 1\n" % mark.number)
    before.setdefault(_first_line(source), []).insert(0, _IMPORT)
    return b"".join(part for number, line in enumerate([*lines, b""], 1) for part in (*before.get(number, ()), line))


def mark_project(root: Path) -> dict[str, list[Function]]:
    """Write marks into all files of the program. Returns their functions, by the path from the root."""
    functions: dict[str, list[Function]] = {}
    number = 0
    for file in (file for part in MARKED for file in sorted((root / part).rglob("*.py"))):
        if "versions" in file.parts:
            continue
        source = file.read_bytes()
        found = functions[str(file.relative_to(root))] = functions_of(source, number)
        number += sum(len(function.marks) for function in found)
        file.write_bytes(marked(source, found))
    return functions


def _starts(function: _Function) -> Iterator[tuple[int, int]]:
    """The lines before which a mark belongs, where a block begins or goes on after one in it; and its last line."""
    blocks = [function.body]
    while blocks:
        before: ast.stmt | None = None
        block = blocks.pop()
        last = block[-1].end_lineno or block[-1].lineno
        for statement in block:
            inner = list(_blocks_in(statement))
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if (before is None or list(_blocks_in(before))) and not is_text:
                yield _line_of(statement), last
            if before is None and is_text:
                continue  # what follows a docstring begins the block
            before = statement
            if not isinstance(statement, _Function | ast.ClassDef):
                blocks += inner


def _blocks_in(statement: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in _BLOCKS:
        part = getattr(statement, name, None) or []
        if name in ("handlers", "cases"):
            yield from (inner.body for inner in part)
        elif part:
            yield part


def _line_of(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _indent(line: bytes) -> int:
    return len(line) - len(line.lstrip())


def _names_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def _first_line(source: bytes) -> int:
    """The line of the first statement after the docstring and what must come first."""
    body = ast.parse(source).body
    for statement in body:
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if not is_text and not is_future:
            return _line_of(statement)
    return len(source.splitlines()) + 1
