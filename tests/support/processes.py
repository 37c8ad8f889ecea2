"""`twgbot run` in a process of its own, which tests can kill or freeze."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from bot.demo.stage import TOKEN

#: The program as it is installed.
PROGRAM = "from bot.cli import app; app(['run'])"


class Telegram(Protocol):
    """A Bot API server."""

    @property
    def base_url(self) -> str: ...

    @property
    def base_file_url(self) -> str: ...


@asynccontextmanager
async def running_assistant(
    server: Telegram, folder: Path, url: str, *, program: str = PROGRAM, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the assistant with the sandbox as Telegram; it is killed when the block ends.

    Args:
        folder: its working folder, also for archived files.
        url: of its database.
        program: Python code that runs it.
        environment: variables besides the defaults: no pacing, no quiet hours, no days off, no HTTP server.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TWGBOT_")},
        "TWGBOT_TELEGRAM__TOKEN": TOKEN,
        "TWGBOT_TELEGRAM__BASE_URL": server.base_url,
        "TWGBOT_TELEGRAM__BASE_FILE_URL": server.base_file_url,
        "TWGBOT_DATABASE__URL": url,
        "TWGBOT_FILES__PATH": str(folder / "files"),
        "TWGBOT_LIMITS__MESSAGES_PER_SECOND": "0",
        "TWGBOT_TIME__QUIET_HOURS": "",
        "TWGBOT_TIME__DAYS_OFF": "[]",
        "TWGBOT_TIME__HOLIDAYS": "",
        "TWGBOT_SERVER__PORT": "0",
        **environment,
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, env=environment, cwd=folder)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def end(process: asyncio.subprocess.Process) -> int:
    """Send SIGTERM and wait for the end. Returns the exit code."""
    process.send_signal(signal.SIGTERM)
    return await process.wait()


async def until(condition: Callable[[], Awaitable[bool]], *, patience_s: float = 60) -> None:
    """Wait until a condition holds. Raises: TimeoutError after `patience_s` seconds."""
    async with asyncio.timeout(patience_s):
        while not await condition():  # noqa: ASYNC110 - another process cannot set an event
            await asyncio.sleep(0.02)
