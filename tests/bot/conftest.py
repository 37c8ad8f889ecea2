"""Helpers: running `twgbot` in a process of its own."""

import asyncio
import os
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

TOKEN = "123456:a-token-that-nobody-may-read"


@dataclass(frozen=True)
class Ran:
    """Exit code, standard output and standard error of a run."""

    code: int | None
    out: str
    err: str


@dataclass
class Program:
    """`twgbot`, run in a folder of its own.

    Attributes:
        environment: `TWGBOT_…` variables. One is set by default, so that the program starts without a file.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: {"TWGBOT_LOG__LEVEL": "INFO"})

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, *lines: str) -> None:
        """Write the configuration file."""
        self.config.write_text("\n".join(lines), encoding="utf-8")

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TWGBOT_")}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from bot.cli import main; main()",
            *words,
            cwd=self.folder,
            env=kept | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)} | self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def __call__(self, *words: str, typed: str = "") -> Ran:
        """Run it to its end, with `typed` as standard input."""
        process = await self.start(*words)
        out, err = await process.communicate(typed.encode())
        return Ran(process.returncode, out.decode(), err.decode())


@pytest.fixture
def twgbot(tmp_path: Path) -> Program:
    return Program(tmp_path)


def one_line(ran: Ran) -> str:
    """The only line on standard error; asserts exit code 1, and that the token is not shown."""
    assert ran.code == 1, ran
    [line] = ran.err.splitlines()
    assert line.startswith("twgbot: ")
    assert TOKEN not in ran.out + ran.err
    return line


def last_line(ran: Ran) -> str:
    """The last line on standard error, after the log; asserts the same, and that there is no traceback."""
    assert ran.code == 1, ran
    assert "Traceback" not in ran.err
    assert TOKEN not in ran.out + ran.err
    return ran.err.splitlines()[-1]


def free_port() -> int:
    """A port on which no program listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def listens(address: str) -> bool:
    """Whether a server accepts connections at this URL."""
    try:
        async with aiohttp.ClientSession() as session, session.get(address):
            return True
    except aiohttp.ClientConnectionError:
        return False
