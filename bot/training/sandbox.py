"""`twgbot sandbox`: first the sandbox's server, then the assistant, until the program is interrupted.

The assistant is imported, which takes long, only after the folder and the port have been found usable.
"""

import asyncio
import errno
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from pathlib import Path

from rich.console import Console

from bot.command_error import CommandError
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer


@dataclass(frozen=True)
class SandboxOptions:
    """Options of the command line.

    Attributes:
        port: 0 takes a free one.
        data: an empty folder for the database and the files; None for a temporary folder.
        empty: begin with nobody registered.
        day: the local date on whose morning, or that of the next working day, the sandbox opens; None for today.
    """

    host: str
    port: int
    data: Path | None
    empty: bool
    day: date | None


async def run_sandbox(options: SandboxOptions, console: Console) -> None:
    """Serve until cancelled or terminated (SIGTERM). Raises: CommandError."""
    _cancel_on_sigterm()
    clock = MovableClock()
    with _folder(options.data) as folder:
        async with _serving(options, clock) as server:
            if not _is_loopback(options.host):
                console.print(f"Whoever reaches {options.host}:{server.port} over the network can play along.")
            with console.status(f"{server.url} is there; the Health TWG is on its way …"):
                from bot.training.session import ZONE, Training

                training = Training(server, clock, folder)
                token = await training.prepare(options.day or datetime.now(ZONE).date(), empty=options.empty)
            await training.run(console, options.data, token=token)


def _cancel_on_sigterm() -> None:
    """Let SIGTERM cancel the current task, as an interrupt does, until the assistant sets a handler of its own."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """The folder for the database and the files. Raises: CommandError."""
    if data is None:
        with tempfile.TemporaryDirectory(prefix="twgbot-sandbox-") as scratch:
            yield Path(scratch)
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        taken = any(data.iterdir())
    except OSError as error:
        raise CommandError(f"--data: {data} cannot be used: {error.strerror}") from None
    if taken:
        raise CommandError(f"--data: {data} is not empty; a sandbox begins in an empty folder")
    yield data


@asynccontextmanager
async def _serving(options: SandboxOptions, clock: MovableClock) -> AsyncIterator[SandboxServer]:
    """Run the sandbox's server. Raises: CommandError."""
    server = SandboxServer(clock=clock, host=options.host, port=options.port)
    try:
        await server.start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"port {options.port} is already in use; choose another with --port") from None
        raise CommandError(f"--host: {options.host} cannot be listened on: {error.strerror}") from None
    try:
        yield server
    finally:
        await server.stop()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
