"""The programs that are measured, each a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.server import TOKEN

_HOUSE = Path(__file__).parent.parent
_BOTS = Path(__file__).parent / "bots"
#: aiogram pins other versions of what the assistant uses, so it lives apart.
AIOGRAM_PYTHON = _HOUSE / ".venv-aiogram" / "bin" / "python"


@asynccontextmanager
async def running(
    *command: str, environment: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program, ended on the way out; like everywhere, what it imports is compiled at its first start only."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = await asyncio.create_subprocess_exec(
        *command, env={**kept, **(environment or {})}, cwd=_HOUSE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def peer(name: str, *args: object, python: str = sys.executable) -> list[str]:
    """The command of another library's bot."""
    return [python, str(_BOTS / f"{name}.py"), *map(str, args)]


def assistant() -> list[str]:
    """The command of the assistant."""
    return [sys.executable, "-c", "from bot.cli import app; app(['run'])"]


def settings(base_url: str, database: str, *, folder: Path, **more: str) -> dict[str, str]:
    """The assistant's configuration: at work at any hour, no limits of its own unless given (`LIMITS__…`)."""
    values = {
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__BASE_URL": f"{base_url}/bot",
        "TELEGRAM__BASE_FILE_URL": f"{base_url}/file/bot",
        "DATABASE__URL": database,
        "FILES__PATH": str(folder / "files"),
        "LIMITS__MESSAGES_PER_SECOND": "0",
        "TIME__QUIET_HOURS": "",
        "TIME__DAYS_OFF": "[]",
        "TIME__HOLIDAYS": "",
        "SERVER__PORT": "0",
        **more,
    }
    return {f"TWGBOT_{name}": value for name, value in values.items()}
