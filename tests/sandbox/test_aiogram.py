"""A bot written with another library runs unchanged against the sandbox."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.client import SandboxPerson, SeenMessage
from sandbox.server import SandboxServer

PROJECT = Path(__file__).parents[2]
ENVIRONMENT = PROJECT / ".venv-aiogram"
BOT = Path(__file__).parent / "aiogram" / "bot.py"
PATIENCE_S = 60


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Process]:
    """Run the aiogram bot as a separate process in its virtual environment."""
    if not (ENVIRONMENT / ".ready").exists():
        pytest.skip(f"there is no {ENVIRONMENT.name}: run `make aiogram`, which needs the package index")
    process = await asyncio.create_subprocess_exec(
        ENVIRONMENT / "bin" / "python", "-W", "error", BOT, server.url, server.world.token, stderr=PIPE
    )
    yield process
    if process.returncode is None:
        process.terminate()
    _, log = await process.communicate()
    sys.stderr.buffer.write(log)
    assert b"Traceback" not in log, log.decode()


async def sees(person: SandboxPerson, text: str) -> SeenMessage:
    """Wait for the bot's message with this text: aiogram handles several updates at a time, in any order."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = [message for message in await person.messages() if not message.mine and message.text == text]
            if found:
                return found[-1]
            await asyncio.sleep(0.02)


async def test_it_echoes_asks_with_buttons_and_sends_files_back(bot: Process, sokha: SandboxPerson) -> None:
    # One test for everything, because aiogram takes seconds to start.
    await sokha.starts("invite-1")
    await sees(sokha, "Invited with invite-1")
    await sokha.says("ភាសា 😀 https://crdb.gov.kh")
    await sees(sokha, "ភាសា 😀 https://crdb.gov.kh")
    assert await sokha.command_menu() == [("ask", "Ask with buttons")]

    await sokha.says("/ask")
    asked = await sees(sokha, "Will you come?")
    assert asked.labels == ["Yes", "No"]
    tap = await sokha.taps("No")
    changed = await sees(sokha, "You said No")
    assert (changed.id, changed.html, changed.edited, changed.labels) == (asked.id, "You said <b>No</b>", True, [])
    assert [(answer.tap_id, answer.text) for answer in await sokha.answers()] == [(tap.id, "Saved: No")]

    await sokha.sends_file("អង្គ.txt", b"agreed actions", caption="minutes")
    received = await sees(sokha, "minutes")
    assert received.document is not None
    assert received.document.name == "upper-អង្គ.txt"
    assert await sokha.downloads(received) == b"AGREED ACTIONS"
