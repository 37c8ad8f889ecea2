"""The shape of the code: names of folders, cycles of imports, where telegram is imported, lengths of modules."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp  # comes with import-linter
import pytest

from bot.capabilities import CAPABILITIES

PROJECT = Path(__file__).parents[1]
#: The floors of the assistant.
FLOORS = ("bot", "handlers", "scheduler", "messages", "twg", "storage")
NAMES = {capability.name for capability in CAPABILITIES}

#: What a folder may hold beside modules and folders named after capabilities.
MACHINERY = {
    "storage": {"core", "engine", "migrations"},
    "twg": {"core", "language", "time"},
    "messages": {"locales", "rendering", "templates"},
    "messages/templates": {"forms"},
    "handlers": {"forms", "routing"},
    "scheduler": {"delivery", "leadership", "reading", "reminding"},
    "bot/demo/scenes": set(),
    "bot/training/history": set(),
}
#: Folders of tests that belong to no capability. `absences` is a small capability of the tests' own.
MACHINERY_OF_TESTS = {
    "absences",
    "bot",
    "browser",
    "delivery",
    "forms",
    "golden",
    "intake",
    "reading",
    "mutants",
    "packaging",
    "parsing",
    "understanding",
    "replicas",
    "sandbox",
    "soak",
    "storage",
    "support",
    "visibility",
}

#: Modules that may import python-telegram-bot, with everything inside.
SEAM = ("bot", "scheduler.delivery")

#: Most lines of a module, and from which on it is named below.
LONGEST, LONG = 400, 300
#: Most lines of each module over `LONG`, in tens. These numbers only fall; a module that is not long is taken out.
LONG_MODULES = {
    "bot/app.py": 330,
    "bot/cli.py": 310,
    "bot/outbound.py": 320,
    "bot/registry.py": 310,
    "bot/telegram_http.py": 310,
    "handlers/routing/incoming.py": 310,
    "twg/history/fields.py": 360,  # a table
    "twg/language/agenda_correcting.py": 310,
    "twg/language/agenda_texts.py": 325,
    "twg/language/rosters/rows.py": 310,
    "twg/records/keeping.py": 330,
}


def folders_and_modules(folder: Path) -> Iterator[str]:
    """The names of modules, without their ending, and of folders that hold more than compiled files."""
    for path in folder.iterdir():
        if path.is_dir():
            if any(inside.is_file() and inside.suffix != ".pyc" for inside in path.rglob("*")):
                yield path.name
        elif path.suffix == ".py" and path.name != "__init__.py":
            yield path.stem


@pytest.mark.parametrize("folder", MACHINERY)
def test_a_floor_holds_machinery_and_capabilities_by_their_names(folder: str) -> None:
    assert set(folders_and_modules(PROJECT / folder)) - NAMES - MACHINERY[folder] == set()


def test_tests_of_a_capability_are_in_a_folder_of_its_name() -> None:
    """Modules beside the folders are about all capabilities together."""
    folders = {name for name in folders_and_modules(PROJECT / "tests") if (PROJECT / "tests" / name).is_dir()}
    assert folders - NAMES - MACHINERY_OF_TESTS == set()


@cache
def import_graph() -> grimp.ImportGraph:
    """Which module imports which, also inside functions and for type checking only; each library is one module."""
    return grimp.build_graph(
        *FLOORS, include_external_packages=True, exclude_type_checking_imports=False, cache_dir=None
    )


def find_cycles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Strongly connected components of more than one module: modules that import each other over any way."""
    reachable = {module: _reach(module, imports) for module in imports}
    components = {
        frozenset(other for other in reached if module in reachable.get(other, ()))
        for module, reached in reachable.items()
        if module in reached
    }
    return sorted(sorted(component) for component in components)


def _reach(module: str, imports: dict[str, set[str]]) -> set[str]:
    """Everything that a module imports, and what that imports, and so on."""
    reached: set[str] = set()
    ahead = [module]
    while ahead:
        found = imports.get(ahead.pop(), set()) - reached
        reached |= found
        ahead += found
    return reached


def test_no_modules_import_each_other() -> None:
    """A package may import its modules where none of them imports the package."""
    graph = import_graph()
    assert find_cycles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


def _packages_of(module: str) -> set[str]:
    """The packages that Python runs before a module: "a" and "a.b" of "a.b.c"."""
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


def test_any_module_can_be_imported_first() -> None:
    """With a module Python imports the packages that it is in; none of them leads back to who imports it."""
    graph = import_graph()
    imports = {}
    for module in graph.modules:
        imported = graph.find_modules_directly_imported_by(module)
        around = {package for other in imported for package in _packages_of(other)}
        imports[module] = imported | (around - _packages_of(module) - {module})
    assert find_cycles(imports) == []


def test_cycles_are_found() -> None:
    imports = {"a": {"b", "x"}, "b": {"c"}, "c": {"a"}, "x": {"y"}, "p": {"p.m"}, "p.m": {"p"}, "q": {"q.m"}}
    assert find_cycles(imports) == [["a", "b", "c"], ["p", "p.m"]]


def test_imports_of_every_kind_are_in_the_graph() -> None:
    graph = import_graph()
    assert graph.direct_import_exists(importer="bot.cli", imported="bot.app")  # inside functions
    assert {path for path in modules() if path not in graph.modules} == set()


def modules() -> Iterator[str]:
    """The dotted names of all modules of the floors."""
    for path in source_files():
        yield ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def source_files() -> Iterator[Path]:
    """All Python files of the floors, from the folder of the project."""
    for floor in FLOORS:
        yield from sorted(path.relative_to(PROJECT) for path in (PROJECT / floor).rglob("*.py"))


def test_telegrams_library_is_imported_at_the_seam_only() -> None:
    importers = import_graph().find_modules_that_directly_import("telegram")
    assert importers  # the library is in the graph
    assert [name for name in sorted(importers) if not f"{name}.".startswith(tuple(f"{seam}." for seam in SEAM))] == []


def test_meetings_are_judged_by_their_kind() -> None:
    """A role that may organise some meeting need not convene this kind: only `may_organise` knows."""
    by_audience = re.compile(r"(?:may_run|check_runs)\([^()]*Permission\.MEETING_ORGANISE")
    found = [path.as_posix() for path in source_files() if by_audience.search((PROJECT / path).read_text("utf-8"))]
    assert found == ["twg/meetings/convening.py"]


def test_modules_are_short() -> None:
    """Migrations are history, and are not rewritten."""
    lines = {
        path.as_posix(): len((PROJECT / path).read_text(encoding="utf-8").splitlines())
        for path in source_files()
        if not path.is_relative_to("storage/migrations")
    }
    long = {path: count for path, count in lines.items() if count > LONG}
    assert set(LONG_MODULES) == set(long), "name the module in LONG_MODULES, or take it out"
    assert {path: count for path, count in long.items() if count > LONG_MODULES[path]} == {}
    assert {path for path, count in long.items() if count > LONGEST} == set()


#: Where case is taken from text otherwise than by `storage.core.spelling`, or texts are compared as they were typed.
NOT_BY_THE_NORMALISER = {
    "storage/core/spelling.py": "the normaliser",
    "twg/language/plain.py": "the normaliser character by character, so that each keeps its place",
    "handlers/indicators/importing.py": "the ending of a file's name",
    "handlers/indicators/report_sheets.py": "the ending of a file's name, and what it is called",
    "handlers/rosters.py": "the ending of a file's name",
    "bot/roster_commands.py": "the ending of a file's name",
    "twg/language/file_names.py": "the ending of a file's name",
    "twg/language/tables/files.py": "the first bytes of a file",
    "twg/language/tables/text_files.py": "“sep=;”, which Excel writes",
    "scheduler/delivery/changing.py": "what Telegram says of an error",
    "scheduler/delivery/group_posts.py": "what Telegram says of an error",
    "scheduler/delivery/refused.py": "what Telegram says of an error",
    "bot/config.py": "the name of an environment variable",
    "twg/search/finding.py": "how a form is shown, by its folded spelling",
    "handlers/forms/effects.py": "which answer of a form is the very text of a message",
    "twg/decisions/registering.py": "whether a decision that was copied has to be copied again",
    "twg/language/agenda_orders.py": "whether the text was changed into the strict form",
}


def test_words_are_compared_by_the_one_normaliser() -> None:
    """Nothing but `fold`, `key_of` and `normalize` takes case, spaces and look-alikes from what people typed (U2)."""
    found = set()
    for floor in FLOORS:
        for path in (PROJECT / floor).rglob("*.py"):
            if "migrations" not in path.parts and _compares_otherwise(path.read_text(encoding="utf-8")):
                found.add(path.relative_to(PROJECT).as_posix())
    assert found == set(NOT_BY_THE_NORMALISER)


def _compares_otherwise(code: str) -> bool:
    """Whether code calls `casefold()` or `lower()`, or compares the result of a bare `split()` or `strip()`."""
    for node in ast.walk(ast.parse(code)):
        if _calls(node, "casefold", "lower"):
            return True
        is_equality = isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        if is_equality and any(_calls(each, "split", "strip") for each in (node.left, *node.comparators)):
            return True
    return False


def _calls(node: ast.AST, *methods: str) -> bool:
    """Whether a node is a call of one of these methods without arguments."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and not node.args
        and not node.keywords
    )


@pytest.mark.parametrize(
    ("code", "otherwise"),
    [
        ("a.casefold() == b", True),
        ("[each for each in x if each.lower() in y]", True),
        ("a.split() == b.split()", True),
        ("a.strip() != b", True),
        ("fold(a).split()", False),
        ("a.strip('.') == '1'", False),
        ("'\\t' in a.strip()", False),
    ],
)
def test_a_comparison_by_another_rule_is_found(code: str, otherwise: bool) -> None:
    assert _compares_otherwise(code) == otherwise
