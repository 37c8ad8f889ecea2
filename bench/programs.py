"""Starting the measured programs, each in a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.server import TOKEN

_HOUSE = Path(__file__).parent.parent
_BOTS = Path(__file__).parent / "bots"
#: aiogram needs other versions of the assistant's dependencies, so it has an environment of its own.
AIOGRAM_PYTHON = _HOUSE / ".venv-aiogram" / "bin" / "python"
#: A program that has not ended so many seconds after SIGTERM is killed.
_END_S = 20


@asynccontextmanager
async def running(
    *command: str, environment: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a program; it is terminated when the block ends.

    PYTHONDONTWRITEBYTECODE is removed, so that only the first start compiles the modules.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = await asyncio.create_subprocess_exec(
        *command, env={**kept, **(environment or {})}, cwd=_HOUSE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(_END_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def cpu_s(process: asyncio.subprocess.Process) -> float:
    """Processor time that a program has taken so far, in seconds, to a hundredth."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peer(name: str, *args: object, python: str = sys.executable) -> list[str]:
    """The command that starts a bot of `bench/bots`."""
    return [python, str(_BOTS / f"{name}.py"), *map(str, args)]


def assistant() -> list[str]:
    """The command that starts the assistant."""
    return [sys.executable, "-c", "from bot.cli import app; app(['run'])"]


def settings(base_url: str, database: str, *, folder: Path, **more: str) -> dict[str, str]:
    """The assistant's configuration as environment variables: no quiet hours, no days off, no pacing.

    Args:
        base_url: the Bot API without "/bot".
        folder: for archived files.
        more: further variables, without the prefix TWGBOT_.
    """
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
