"""Starts a process of its own for work on a file that somebody sent, and kills it past its limits.

The process limits itself, too (`storage.engine.process_limits`).
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass

_CHUNK = 1 << 16


class TooMuch(Exception):
    """The answer of a process is longer than any may be."""


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
