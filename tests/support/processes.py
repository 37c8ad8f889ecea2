"""`twgbot run` as people run it: in a process of its own, that can be killed and frozen."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.stage import TOKEN
from sandbox.server import SandboxServer


@asynccontextmanager
async def running_assistant(
    server: SandboxServer, folder: Path, url: str, **environment: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The assistant with the sandbox as Telegram, nothing slowed down unless `environment` says so.

    It does not outlive the block.
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
    code = "from bot.cli import app; app(['run'])"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, env=environment, cwd=folder)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def end(process: asyncio.subprocess.Process) -> int:
    """Ask it to end, and wait for that. Returns its exit code."""
    process.send_signal(signal.SIGTERM)
    return await process.wait()


async def until(condition: Callable[[], Awaitable[bool]], *, patience_s: float = 60) -> None:
    """Wait for what another process does."""
    async with asyncio.timeout(patience_s):
        while not await condition():  # noqa: ASYNC110 - it cannot ring here
            await asyncio.sleep(0.02)
