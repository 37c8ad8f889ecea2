"""Helpers: running `twgbot` in a process of its own."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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


PROJECT = Path(__file__).parent.parent.parent


def environment_of(**variables: str) -> dict[str, str]:
    """The environment for a process: this one, with these `TWGBOT_…` variables alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TWGBOT_")}
    return kept | {"PYTHONPATH": str(PROJECT)} | variables


@dataclass(frozen=True)
class WarmProgram:
    """A process that has imported the program and forks for each run (`warm_program.py`)."""

    channel: socket.socket

    def run(self, words: tuple[str, ...], *, folder: Path, environment: dict[str, str], typed: str) -> Ran:
        """Run `twgbot` to its end."""
        request = json.dumps({"words": words, "cwd": str(folder), "environment": environment})
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            read, write = os.pipe()
            with os.fdopen(read), os.fdopen(write, "w", encoding="utf-8") as standard_input:
                standard_input.write(typed)  # no more than a pipe holds
                standard_input.close()
                socket.send_fds(self.channel, [request.encode()], [read, out.fileno(), err.fileno()])
            code = int(self.channel.recv(10))
            out.seek(0)
            err.seek(0)
            return Ran(code, out.read().decode(), err.read().decode())


@pytest.fixture(scope="session")
def warm_program() -> Iterator[WarmProgram]:
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    script = Path(__file__).parent / "warm_program.py"
    with ours, its:
        process = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(script), str(its.fileno())],
            env=environment_of(),
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        its.close()
        yield WarmProgram(ours)
        ours.close()
        process.wait()


@dataclass
class Program:
    """`twgbot`, run in a folder of its own.

    Attributes:
        environment: `TWGBOT_…` variables. One is set by default, so that the program starts without a file.
    """

    folder: Path
    warm: WarmProgram
    environment: dict[str, str] = field(default_factory=lambda: {"TWGBOT_LOG__LEVEL": "INFO"})

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, *lines: str) -> None:
        """Write the configuration file."""
        self.config.write_text("\n".join(lines), encoding="utf-8")

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        """Start it as a new process, to be ended or spoken with."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from bot.cli import main; main()",
            *words,
            cwd=self.folder,
            env=environment_of(**self.environment),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def __call__(self, *words: str, typed: str = "") -> Ran:
        """Run it to its end, with `typed` as standard input."""
        environment = environment_of(**self.environment)
        return await asyncio.to_thread(self.warm.run, words, folder=self.folder, environment=environment, typed=typed)


@pytest.fixture
def twgbot(tmp_path: Path, warm_program: WarmProgram) -> Program:
    return Program(tmp_path, warm_program)


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
