"""Every test gets an assistant, a sandbox and a database of its own."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from bot.app import Assistant
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.database import Database
from storage.migrate import prepare
from tests.support.postgres import Postgres, aside, running
from tests.support.stage import Stage

# How long an example takes depends on what else the machine does.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

#: A Monday morning in the office.
START = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the tests run on")


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
    clock = MovableClock(START, frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        config = config_for(server, tmp_path, database_url)
        stage = Stage(server, client, clock, config, Assistant(config, clock.now))
        await stage.assistant.start()
        yield stage
        await stage.assistant.stop()


@pytest.fixture
async def health(stage: Stage) -> Stage:
    """The same, with the Health TWG."""
    await stage.adds_twg()
    return stage
