"""What a library keeps to itself may change with any version: one module uses it, and the minor version is pinned.

A private name begins with one underscore.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.packaging.conftest import PACKAGES, PROJECT, PYPROJECT

OURS = {*PACKAGES, "tests", "bench"}
#: The modules that use the private names of a library, with its distribution.
USED_IN = {
    "scheduler/delivery/bot_api.py": "python-telegram-bot",
    "storage/engine/sqlite.py": "aiosqlite",
    "messages/rendering/word.py": "python-docx",
    "messages/rendering/word_contents.py": "python-docx",
}


#: Names with an underscore that are documented for use: the value of an enumeration's member, `os._exit`,
#: `sys._current_frames`.
DOCUMENTED = {"_value_", "_exit", "_current_frames"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in {"_", *DOCUMENTED}


def modules(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((PROJECT / package).rglob("*.py"))


def defined_names(tree: ast.AST) -> set[str]:
    """The private names that a module's own functions, classes and assignments make."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                found.add(name)
    return {name for name in found if is_private(name)}


@cache
def our_names() -> frozenset[str]:
    """The private names that are made anywhere in the project, where no library's are used."""
    apart = {PROJECT / path for path in USED_IN}
    trees = [ast.parse(path.read_bytes()) for path in modules(*OURS) if path not in apart]
    return frozenset().union(*(defined_names(tree) for tree in trees))


def imported_names(tree: ast.AST) -> dict[str, str]:
    """What a module calls the things that it imports, with where they come from: {"Bot": "telegram.Bot"}."""
    found = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for name in names:
                    top = name.name.partition(".")[0]
                    found[name.asname or top] = name.name if name.asname else top
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found |= {name.asname or name.name: f"{module}.{name.name}" for name in names}
    return found


def private_uses(source: str) -> set[str]:
    """The private names of libraries that a module imports, reads from an object, or overrides in a class of its own.

    What has the same name as something that is made in the project is taken for that.
    """
    tree = ast.parse(source)
    imports = imported_names(tree)
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {name.name for name in names if _is_private_import(name.name)}
            case ast.ImportFrom(module=str(module), level=0, names=names):
                dotted = {f"{module}.{name.name}" for name in names}
                found |= {name for name in dotted if _is_private_import(name)}
            case ast.Attribute(attr=name) if is_private(name) and name not in our_names():
                found.add(ast.unparse(node))
            case ast.ClassDef():
                found |= set(_overrides(node, imports))
    return found


def _is_private_import(dotted: str) -> bool:
    package, *rest = dotted.split(".")
    return package not in OURS and any(is_private(name) for name in [package, *rest])


def _overrides(node: ast.ClassDef, imports: dict[str, str]) -> Iterator[str]:
    """The private names of a class that a class of a library, which it is derived from, has too."""
    names = defined_names(node)
    for base in node.bases:
        head, dot, rest = ast.unparse(base).partition("[")[0].partition(".")
        origin = imports.get(head, "")
        if names and origin and origin.partition(".")[0] not in OURS:
            library_class = resolve_name(f"{origin}{dot}{rest}")
            yield from (f"{node.name}.{name}" for name in names if hasattr(library_class, name))


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ("import telegram._utils.types", {"telegram._utils.types"}),
        ("from telegram._bot import Bot as B", {"telegram._bot.Bot"}),
        ("from telegram.request import _requestparameter", {"telegram.request._requestparameter"}),
        ("def f(bot): return bot.request._client_wrapper", {"bot.request._client_wrapper"}),
        ("def f(engine): engine._compiled_cache = {}", {"engine._compiled_cache"}),
        (
            "import aiosqlite\nclass C(aiosqlite.Connection):\n    async def _execute(self): self._tx.put(1)",
            {"C._execute", "self._tx"},
        ),
        ("from telegram import Bot\nclass C(Bot):\n    async def _post(self): pass", {"C._post"}),
    ],
)
def test_private_uses_are_found(source: str, uses: set[str]) -> None:
    assert private_uses(source) == uses


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations",
        "from messages.texts import _",
        "from twg.wording import _VAGUE",
        "import telegram\nclass C(telegram.Bot):\n    def _ours(self): self.__dict__",
    ],
)
def test_our_own_and_public_names_are_let_be(source: str) -> None:
    assert private_uses(source) == set()


def test_private_names_of_libraries_stay_in_their_modules() -> None:
    found = {str(path.relative_to(PROJECT)): private_uses(path.read_text("utf-8")) for path in modules(*OURS)}
    assert {path: uses for path, uses in found.items() if uses and path not in USED_IN} == {}


def test_no_module_is_named_that_uses_none() -> None:
    assert [path for path in USED_IN if not private_uses((PROJECT / path).read_text("utf-8"))] == []


@pytest.mark.parametrize("library", sorted(set(USED_IN.values())))
def test_a_library_whose_private_names_are_used_is_pinned_to_its_minor_version(library: str) -> None:
    dependencies = map(Requirement, PYPROJECT["project"]["dependencies"])
    [allowed] = [found for found in dependencies if found.name == library]
    [oldest] = [Version(part.version) for part in allowed.specifier if part.operator == ">="]
    assert f"{oldest.major}.{oldest.minor}.99" in allowed.specifier
    assert f"{oldest.major}.{oldest.minor + 1}" not in allowed.specifier
