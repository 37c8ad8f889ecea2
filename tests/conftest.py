"""Fixtures for all tests: a database, a sandbox and an assistant for each test, and people of the Health TWG."""

import gc
import os
import shutil
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import settings

from bot import operator
from storage.engine import sqlite
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import find_twg
from tests.support.guard import Guard, guarding
from tests.support.postgres import Postgres, aside, running
from tests.support.stage import COMMON, HEALTH, Player, Stage, raise_curtain
from tests.support.statements import compiled_once

pytest_plugins = ("tests.support.hangs", "tests.support.sampling")

# Let Python write compiled modules even if the environment forbids it, as the Makefile does: otherwise each worker, and
# each program that a test starts, compiles all it imports. Workers inherit this from the process that starts them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples in each run, so that a change is judged by what it changes; `make soak` looks for others, 2000 each.
# No deadline for examples: their time depends on the load of the machine.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile("project")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: tests of whole processes wait for them a tenth of the time."""
    return (os.cpu_count() or 1) + 1


# Import all parts of anyio now. Otherwise it imports them on first use, when pytest parses them to rewrite assertions;
# deep in the stack of a request Python 3.11 may fail at that ("AST constructor recursion depth mismatch").
for _name in dir(anyio):
    getattr(anyio, _name)

#: When tests begin: a Monday morning, within working hours.
START = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
#: Fixtures that depend on `--database`.
_DATABASES = {"database_url", "empty_database_url"}
#: How many objects more Python lets be before it looks for unreachable ones; a test makes and drops many.
_GARBAGE_AFTER = 20_000
#: Folders of tests that start browsers, other processes or installations.
_LONG = {"packaging", "browser", "bot", "replicas"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the tests run on; PostgreSQL runs those with a database",
    )
    parser.addoption("--renew-golden", action="store_true", help="keep what people read now as the golden texts")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the folders whose tests take long; with `--database postgresql`, run only those with a database.

    A test of 20 seconds at the end would leave the other workers idle.
    """
    items.sort(key=lambda item: item.path.parent.name not in _LONG)
    if config.getoption("--database") == "sqlite":
        return
    differing = [item for item in items if _DATABASES & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(differing)])
    items[:] = differing


def pytest_collection_finish() -> None:
    """Keep the garbage collector from looking through all modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_AFTER)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each reason for skipping once, with the number of tests."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} skipped: {reason}")


@pytest.fixture(scope="session", autouse=True)
def _haste() -> Iterator[None]:
    """Compile each statement once, and let SQLite not wait for the disk: no test cuts off the machine's power."""
    hasty = tuple(pragma.replace("synchronous=NORMAL", "synchronous=OFF") for pragma in sqlite.PRAGMAS)
    with compiled_once(), patch.object(sqlite, "PRAGMAS", hasty):
        yield


@pytest.fixture(autouse=True)
def guard() -> Iterator[Guard]:
    """Fails a test in which a domain table is written without an operation, or without an audit row."""
    with guarding() as guard:
        yield guard


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when a test first needs it and stopped after the last test."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, which tests copy."""
    path = tmp_path_factory.mktemp("migrated") / "twgbot.db"

    async def migrate() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await prepare(database)
        await database.close()

    aside(migrate())
    return path


@pytest.fixture(scope="session")
def health_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the Health TWG, as the operator adds it."""
    path = tmp_path_factory.mktemp("health") / "twgbot.db"
    shutil.copy(migrated_file, path)

    async def add() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await operator.add_twg(database, HEALTH, COMMON, now=START)
        await database.close()

    aside(add())
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database for this test with all tables, empty: an SQLite file, or a database in PostgreSQL."""
    if request.config.getoption("--database") == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "twgbot.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/twgbot.db"
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@pytest.fixture
async def stage(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """The assistant running against the sandbox, without people, and without TWGs unless the test uses `health`."""
    if "health" in request.fixturenames and database_url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("health_file"), tmp_path / "twgbot.db")
    async with raise_curtain(tmp_path, database_url, START) as stage:
        yield stage


@pytest.fixture
async def health(stage: Stage) -> Stage:
    """The stage with the Health TWG."""
    async with stage.assistant.database.read() as session:
        is_there = await find_twg(session, HEALTH.code) is not None
    if not is_there:
        await stage.adds_twg()
    return stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """A member of the secretariat, who may plan meetings, circulate documents and run rounds."""
    return await health.member("Dara", "secretariat")


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """A development partner, who may not plan meetings and reports for UNFPA."""
    return await health.member("Sokha", "development_partner", "UNFPA")


@pytest.fixture
async def kenji(health: Stage) -> Player:
    """A development partner from JICA."""
    return await health.member("Kenji", "development_partner", "JICA")


@pytest.fixture
async def vichea(health: Stage) -> Player:
    """A government member of the ministry that hosts the TWG."""
    return await health.member("Vichea", "government", "MoH")
