"""Every test gets an assistant, a sandbox and a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Assistant
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from tests.support.stage import TOKEN, HandClock, Stage, config_for


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/twgbot.db"


@pytest.fixture
async def stage(tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """The assistant running against the sandbox, and nobody registered yet."""
    clock = HandClock()
    async with (
        SandboxServer(token=TOKEN, username="twg_bot", clock=clock) as server,
        SandboxClient(server.url) as client,
    ):
        config = config_for(server, tmp_path, database_url)
        stage = Stage(server, client, clock, config, Assistant(config, clock))
        await stage.assistant.start()
        yield stage
        await stage.assistant.stop()


@pytest.fixture
async def health(stage: Stage) -> Stage:
    """The same, with the Health TWG."""
    await stage.adds_twg()
    return stage
