"""Helpers: running `twgbot` in a process of its own."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
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


@dataclass(frozen=True)
class Started:
    """A run that goes on, with what tests need of `asyncio.subprocess.Process`."""

    pid: int
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader
    #: Ends with the exit code.
    ended: asyncio.Task[int]

    @property
    def returncode(self) -> int | None:
        return self.ended.result() if self.ended.done() else None

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    async def communicate(self) -> tuple[bytes, bytes]:
        """Wait for the end. Returns the rest of standard output and of standard error."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.ended
        return out, err


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

    async def start(self, words: tuple[str, ...], *, folder: Path, environment: dict[str, str]) -> Started:
        """Run `twgbot` with nothing on standard input, and return as soon as its process is there."""
        request = json.dumps({"words": words, "cwd": str(folder), "environment": environment}).encode()
        (nothing, typed), *others = [os.pipe() for _file in ("input", "output", "error", "end")]
        socket.send_fds(self.channel, [request], [nothing, *(write for _read, write in others)])
        for file in (nothing, typed, *(write for _read, write in others)):
            os.close(file)
        out, err, end = [await _reader(read) for read, _write in others]
        pid = int(await asyncio.to_thread(self.channel.recv, 20))
        return Started(pid, out, err, asyncio.create_task(_code(end)))


async def _reader(read: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    file = os.fdopen(read, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), file)
    return reader


async def _code(end: asyncio.StreamReader) -> int:
    return int(await end.read())


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
    started: list[Started] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, *lines: str) -> None:
        """Write the configuration file."""
        self.config.write_text("\n".join(lines), encoding="utf-8")

    async def start(self, *words: str) -> Started:
        """Start it, to be ended or spoken with."""
        environment = environment_of(**self.environment)
        self.started.append(await self.warm.start(words, folder=self.folder, environment=environment))
        return self.started[-1]

    async def __call__(self, *words: str, typed: str = "") -> Ran:
        """Run it to its end, with `typed` as standard input."""
        environment = environment_of(**self.environment)
        return await asyncio.to_thread(self.warm.run, words, folder=self.folder, environment=environment, typed=typed)


@pytest.fixture
async def twgbot(tmp_path: Path, warm_program: WarmProgram) -> AsyncIterator[Program]:
    program = Program(tmp_path, warm_program)
    yield program
    for started in program.started:
        if started.returncode is None:  # the test has failed
            started.send_signal(signal.SIGKILL)
            await started.ended


@pytest.fixture
def migrated(twgbot: Program, migrated_file: Path) -> Program:
    """The program in a folder where its database has all tables: to make them takes longer than what most tests do."""
    (twgbot.folder / "data").mkdir()
    shutil.copy(migrated_file, twgbot.folder / "data/twgbot.db")
    return twgbot


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
