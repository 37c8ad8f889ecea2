"""A process of its own for work on a file that somebody sent: it limits itself, and is killed past its limits."""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_CHUNK = 1 << 16


class TooMuch(Exception):
    """The answer of a process is longer than any may be."""


class TimeIsUp(BaseException):
    """The process has used up its time. No `Exception`: libraries catch those."""


@dataclass(frozen=True)
class Answer:
    """What a process wrote, and the code with which it ended."""

    data: bytes
    code: int | None


async def answer_of(module: str, *arguments: str, given: bytes = b"", most_bytes: int, killed_after_s: float) -> Answer:
    """Run `python -m module` to its end.

    Args:
        given: its standard input, a few kilobytes.
        most_bytes: of its answer.
    Raises: TooMuch, TimeoutError; the process is killed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_CHUNK
    )
    try:
        async with asyncio.timeout(killed_after_s):
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - they are pipes
            with suppress(BrokenPipeError, ConnectionResetError):  # it has ended before
                process.stdin.write(given)
                await process.stdin.drain()
            process.stdin.close()
            answer = bytearray()
            while chunk := await process.stdout.read(_CHUNK):
                answer += chunk
                if len(answer) > most_bytes:
                    raise TooMuch
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())
    return Answer(bytes(answer), process.returncode)


def limit_itself(*, seconds: int, memory_bytes: int) -> None:
    """Limit this process before it opens the file; answers of other processes go first.

    Args:
        seconds: of processor time: on a busy machine a file takes longer, and is no larger. `TimeIsUp` is raised then.
    """
    os.nice(10)
    with suppress(ValueError, OSError):  # macOS does not have this limit; the time is limited there too
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # Ends it also where the process that started it is gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 5, seconds + 10))

    def stop(_signal: int, _frame: Any) -> None:
        raise TimeIsUp

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def time_no_more() -> None:
    """Let the rest, writing down what there is, take the time it takes."""
    signal.setitimer(signal.ITIMER_PROF, 0)
