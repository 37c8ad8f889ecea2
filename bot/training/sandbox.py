"""The sandbox with its page, until it is interrupted; the assistant joins when the page answers.

What takes long to import is imported when the port and the folder are known to be ours.
"""

import asyncio
import errno
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from rich.console import Console

from bot.command_error import Refused
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer


@dataclass(frozen=True)
class Choice:
    """What somebody asked for.

    Attributes:
        port: 0 takes a free one.
        data: where everything is kept, an empty folder; without one, a folder that is removed at the end.
        empty: begin with nobody registered.
    """

    host: str
    port: int
    data: Path | None
    empty: bool


async def run_sandbox(choice: Choice, console: Console) -> None:
    """Serve until cancelled or asked to end (SIGTERM). Raises: Refused."""
    _end_when_asked()
    clock = MovableClock()
    with _folder(choice.data) as folder:
        async with _serving(choice, clock) as server:
            if not _is_loopback(choice.host):
                console.print(f"Whoever reaches {choice.host}:{server.port} over the network can play along.")
            with console.status(f"{server.url} is there; the Health TWG is on its way …"):
                from bot.training.session import Training

                training = Training(server, clock, folder)
                token = await training.begin(empty=choice.empty)
            await training.work(console, choice.data, token=token)


def _end_when_asked() -> None:
    """Let SIGTERM end what runs as an interrupt does, until the assistant takes care of it."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """Where the database and the files are. Raises: Refused."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="twgbot-sandbox-") as scratch:
            yield Path(scratch)
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        taken = any(data.iterdir())
    except OSError as error:
        raise Refused(f"--data: {data} cannot be used: {error.strerror}") from None
    if taken:
        raise Refused(f"--data: {data} is not empty; a sandbox begins in an empty folder")
    yield data


@asynccontextmanager
async def _serving(choice: Choice, clock: MovableClock) -> AsyncIterator[SandboxServer]:
    """The sandbox's server. Raises: Refused."""
    server = SandboxServer(clock=clock, host=choice.host, port=choice.port)
    try:
        await server.start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"port {choice.port} is already in use; choose another with --port") from None
        raise Refused(f"--host: {choice.host} cannot be listened on: {error.strerror}") from None
    try:
        yield server
    finally:
        await server.stop()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
