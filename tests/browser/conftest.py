"""Fixtures: one browser for each test process; a window with an assistant or with a bare sandbox for each test."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from tests.browser.screen import Screen, open_screen
from tests.conftest import START
from tests.sandbox.conftest import Api
from tests.support.browser import CHROMIUM, open_browser
from tests.support.stage import Player, Stage, raise_curtain

#: For async fixtures: the browser is shared by tests, so all of them use one event loop.
in_one_loop = pytest_asyncio.fixture(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium to try the chat page with: apt-get install chromium fonts-khmeros")
    async with open_browser() as opened:
        yield opened


@in_one_loop
async def stage(browser: Browser, tmp_path: Path, database_url: str) -> AsyncIterator[Stage]:
    """The assistant running against the sandbox, without TWGs and people."""
    async with raise_curtain(tmp_path, database_url, START) as stage:
        yield stage


@pytest.fixture
def window() -> dict[str, Any]:
    """Options of the browser window; tests set them by parametrizing this fixture."""
    return {}


@in_one_loop
async def screen(browser: Browser, stage: Stage, window: dict[str, Any]) -> AsyncIterator[Screen]:
    """A window with the stage's chat page. An error in the browser fails the test."""
    async with open_screen(browser, stage.server.url, stage.settle, **window) as opened:
        yield opened
        assert opened.complaints == []


@in_one_loop
async def bare(browser: Browser) -> AsyncIterator[Api]:
    """A sandbox without an assistant; the test calls the Bot API itself."""
    clock = MovableClock(START, frozen=True)
    async with SandboxServer("1:test", "twg_bot", clock=clock) as server, aiohttp.ClientSession() as session:
        yield Api(server, session)


@in_one_loop
async def sandbox(bare: Api) -> AsyncIterator[SandboxClient]:
    """A client for the people of the bare sandbox."""
    async with SandboxClient(bare.server.url) as client:
        yield client


@in_one_loop
async def view(browser: Browser, bare: Api, window: dict[str, Any]) -> AsyncIterator[Screen]:
    """A window with the bare sandbox's chat page. An error in the browser fails the test."""

    async def nobody_reacts() -> None:
        return None

    async with open_screen(browser, bare.server.url, nobody_reacts, **window) as opened:
        yield opened
        assert opened.complaints == []


@in_one_loop
async def health(stage: Stage) -> Stage:
    await stage.adds_twg()
    return stage


@in_one_loop
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Dara", "secretariat")


@in_one_loop
async def sokha(health: Stage, dara: Player) -> Player:
    """A member who reports for UNFPA."""
    return await health.member("Sokha", "development_partner", "UNFPA")
