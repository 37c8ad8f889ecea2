"""Draws charts in a process that stays ready: they cost the assistant neither memory nor time (J5)."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from messages.rendering.charts.model import Chart, to_json
from messages.rendering.content import Attachment, CannotMake

log = logging.getLogger(__name__)

#: Seconds of processor time that the process has before another one takes its place, and those that a chart may take.
_PROCESS_SECONDS = 600
DEADLINE_S = 20.0
#: Most bytes of a picture.
_MOST_BYTES = 8_000_000


class NotDrawn(Exception):
    """A chart could not be drawn within its time and memory."""


class NotMade(Exception):
    """A file that is made when it is sent could not be made."""


class ChartWorker:
    """Draws one chart after another; its process starts with the first one, and ends when none comes for a while."""

    def __init__(self, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def draw(self, chart: Chart) -> bytes:
        """A PNG file. Raises: NotDrawn."""
        line = to_json(chart) + b"\n"
        async with self._turn:
            try:
                async with asyncio.timeout(self._deadline_s):
                    data = await self._ask(line)
            except (TimeoutError, OSError, EOFError) as error:
                await self.close()
                raise NotDrawn(type(error).__name__) from error
            except asyncio.CancelledError:  # an answer half read is of no use to the next chart
                await asyncio.shield(self.close())
                raise
        if not data:
            raise NotDrawn(chart.title)
        return data

    async def draw_if_possible(self, chart: Chart) -> bytes | None:
        """A PNG file; None where it cannot be drawn: a report without one of its charts is of use."""
        try:
            return await self.draw(chart)
        except NotDrawn as error:
            log.warning("a chart of a report was not drawn: %s", error)
            return None

    async def _ask(self, line: bytes) -> bytes:
        """Ask the process; where it has ended since the last chart, a new one. Raises: OSError, EOFError."""
        if self._process is not None:
            with suppress(OSError, EOFError):
                return await self._exchange(self._process, line)
            await self.close()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "messages.rendering.charts.child",
            str(_PROCESS_SECONDS),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        return await self._exchange(self._process, line)

    async def _exchange(self, process: Process, line: bytes) -> bytes:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - they are pipes
        process.stdin.write(line)
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(4), "big")
        if size > _MOST_BYTES:
            raise EOFError
        return await process.stdout.readexactly(size)

    async def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def make(file: Attachment, charts: ChartWorker) -> bytes:
    """The bytes of a file that is made when it is sent, in a thread or in another process.

    Raises: CannotMake where another file may be sent instead; NotMade.
    """
    try:
        if file.chart is not None:
            return await charts.draw(file.chart)
        if file.compose is not None:
            return await file.compose(charts.draw_if_possible)
        assert file.make is not None  # noqa: S101 - a file has a handle, a chart, or is made
        return await asyncio.to_thread(file.make)
    except CannotMake:
        raise
    except Exception as error:
        raise NotMade(file.name) from error


async def make_all(files: Sequence[Attachment], charts: ChartWorker) -> tuple[Attachment, ...]:
    """These files, made; one that cannot be made is left as it is, which is told when it is sent."""
    made = []
    for file in files:
        try:
            data = await make(file, charts)
        except (CannotMake, NotMade):
            made.append(file)
        else:
            made.append(replace(file, make=partial(bytes, data), compose=None, chart=None))
    return tuple(made)
