"""Every test gets an assistant, a sandbox and a database of its own."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import settings

from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.support.guard import Guard, guarding
from tests.support.postgres import Postgres, aside, running
from tests.support.stage import Player, Stage, raise_curtain
from tests.support.statements import compiled_once

# How long an example takes depends on what else the machine does.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

# anyio imports its parts when they are first used. pytest rewrites them, and deep within a request Python 3.11 may fail
# to parse them for that ("AST constructor recursion depth mismatch").
for _name in dir(anyio):
    getattr(anyio, _name)

#: A Monday morning in the office.
START = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
#: The fixtures that give a test the database that `--database` chooses.
_DATABASES = {"database_url", "empty_database_url"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the tests run on; PostgreSQL runs those with a database",
    )
    parser.addoption("--renew-golden", action="store_true", help="keep what people read now as the golden texts")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what differs there: the tests with a database."""
    if config.getoption("--database") == "sqlite":
        return
    differing = [item for item in items if _DATABASES & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(differing)])
    items[:] = differing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was missing once, and not for each test that was skipped for it."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} skipped: {reason}")


@pytest.fixture(scope="session", autouse=True)
def _statements() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(autouse=True)
def guard() -> Iterator[Guard]:
    """Fails a test in which a domain table is written without an operation, or without an audit row."""
    with guarding() as guard:
        yield guard


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started for the first test that needs one."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "twgbot.db"

    async def migrate() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await prepare(database)
        await database.close()

    aside(migrate())
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with every table: an SQLite file, or one in PostgreSQL."""
    if request.config.getoption("--database") == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "twgbot.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/twgbot.db"
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """The assistant running against the sandbox, and nobody registered yet."""
    async with raise_curtain(tmp_path, database_url, START) as stage:
        yield stage


@pytest.fixture
async def health(stage: Stage) -> Stage:
    """The same, with the Health TWG."""
    await stage.adds_twg()
    return stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat, who organises, circulates and runs rounds."""
    return await health.member("Dara", "secretariat")


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """A development partner, who organises nothing and reports for UNFPA."""
    return await health.member("Sokha", "development_partner", "UNFPA")


@pytest.fixture
async def kenji(health: Stage) -> Player:
    """Another development partner."""
    return await health.member("Kenji", "development_partner", "JICA")


@pytest.fixture
async def vichea(health: Stage) -> Player:
    """A government member of the ministry that hosts the TWG."""
    return await health.member("Vichea", "government", "MoH")
