"""Measure the figures of docs/performance.md, each beside its peer in the same run.

`make bench` measures all and writes the page. `python -m bench ROW…` prints the rows of `ROWS` that are named,
`python -m bench faults` the table of faults; `python -m bench fill URL [SCALE]` makes the store that the row "years"
measures.
"""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from bench import answering, broadcast, bulk, searching, slow_chat, starting, tapping, ten_years, ticking
from bench.filling.fill import fill_at
from bench.filling.sizes import TEN_YEARS
from tests.support import postgres, scenarios
from tests.support.crashes import run_crash
from tests.support.faults import FAULTS, FaultRow, run_fault, table

ROUNDS = 5
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_BEGIN, _END = "<!-- figures -->", "<!-- /figures -->"

#: A line of the table: what is measured, the figure and its peer's, the goal.
Row = tuple[str, str, str]


async def _rounds(*measures: Callable[[], Awaitable[float]]) -> list[list[float]]:
    """The values of each measure over `ROUNDS` rounds.

    The measures take turns within a round, so that other load on the machine affects all of them alike.
    """
    taken: list[list[float]] = [[] for _measure in measures]
    for _round in range(ROUNDS):
        for measure, values in zip(measures, taken, strict=True):
            values.append(await measure())
    return taken


def _times(ours: list[float], peer: list[float]) -> float:
    """The median of the rounds' ratios: the assistant's rate divided by its peer's."""
    return median(mine / theirs for mine, theirs in zip(ours, peer, strict=True))


async def answer() -> list[Row]:
    echoes = [partial(answering.ptb_rate, number) for number in answering.CONCURRENCY]
    ours, aiogram, *ptb = await _rounds(answering.assistant_rate, answering.aiogram_rate, *echoes)
    best, number = max(zip(ptb, answering.CONCURRENCY, strict=True), key=lambda echo: median(echo[0]))
    name = f"{number} at once" if number else "one by one"
    echo = f"python-telegram-bot's bare echo ({median(best):.0f}, {name})"
    what = "answering `/meetings` from the database, updates/s"
    return [
        (what, f"{median(ours):.0f}, {_times(ours, best):.2f} × {echo}", "1.0 ×"),
        ("", f"{_times(ours, aiogram):.2f} × aiogram's bare echo ({median(aiogram):.0f})", "then 1.0 ×"),
    ]


async def bulk_() -> list[Row]:
    ours, loop = await _rounds(bulk.assistant_rate, bulk.loop_rate)
    what = "bulk sending with pacing off, messages/s"
    peer = f"a `Bot.send_message` loop ({median(loop):.0f})"
    return [(what, f"{median(ours):.0f}, {_times(ours, loop):.1f} × {peer}", "4 ×")]


async def broadcast_() -> list[Row]:
    figures = [
        (await broadcast.assistant_figures(), await broadcast.rate_limiter_figures()) for _round in range(ROUNDS)
    ]

    def ours_and_peer(name: str) -> tuple[float, float]:
        ours, peer = (median(getattr(figure, name) for figure in side) for side in zip(*figures, strict=True))
        return ours, peer

    ratio, peer_ratio = ours_and_peer("ratio")
    refused, peer_refused = ours_and_peer("too_many")
    p95_ms, peer_p95_ms = ours_and_peer("answer_p95_ms")
    what = "600 messages under a strict 30/s server while people ask"
    return [
        (f"{what}: time beside the fair share", f"{ratio:.3f} ×, AIORateLimiter {peer_ratio:.2f} ×", "1.03 ×"),
        ("429 answers", f"{refused:.0f}, AIORateLimiter {peer_refused:.0f}", "0"),
        ("p95 of the answers meanwhile, ms", f"{p95_ms:.0f}, AIORateLimiter {peer_p95_ms:.0f}", "300"),
    ]


async def slow() -> list[Row]:
    alone, beside = [], []
    for _round in range(ROUNDS):
        alone.append(await slow_chat.reach(0))
        beside.append(await slow_chat.reach(slow_chat.NOTICES))
    ratios = [with_it.seconds / without.seconds for with_it, without in zip(beside, alone, strict=True)]
    seconds = median(reached.seconds for reached in beside)
    refused = sum(reached.too_many for reached in [*alone, *beside])
    what = f"{slow_chat.PEOPLE} people reached while {slow_chat.NOTICES} notices wait to one chat"
    figures = f"{seconds:.1f} s, {median(ratios):.2f} × the same without that chat (before: 82.2 s, 4.1 ×)"
    return [(what, figures, "1.1 ×"), ("429 answers", f"{refused}", "0")]


async def taps() -> list[Row]:
    waits = [await tapping.tap_quickly() for _round in range(ROUNDS)]
    answered, last = (max(getattr(wait, name) for wait in waits) for name in ("answered", "last_shown"))
    shown = max(wait.shown for wait in waits)
    refused = sum(wait.too_many for wait in waits)
    what = f"{tapping.TAPS} quick taps on a calendar: longest wait for an answer, until the last one's page shows"
    figures = f"{answered:.2f} s, {last:.2f} s; any tap's page or a later one within {shown:.2f} s (before: 4.96 s)"
    return [(what, figures, "1 s, 3 s"), ("429 answers", f"{refused}", "0")]


async def tick() -> list[Row]:
    async with ticking.prepared(1_000_000) as tick_of_many, ticking.prepared(1_000) as tick_of_few:
        many, few = map(median, await _rounds(tick_of_many, tick_of_few))
    what = "tick with 1,000,000 pending reminders, none due"
    return [(what, f"{many:.2f} ms, {many / few:.2f} × the tick with 1,000", "2 ×")]


async def search() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        sqlite = await searching.search_p95_ms(f"sqlite+aiosqlite:///{folder}/twgbot.db", ROUNDS)
    with postgres.running() as server, server.empty_database() as url:
        postgresql = await searching.search_p95_ms(url, ROUNDS)
    what = "search among 100,000 documents and posts, p95"
    return [(what, f"SQLite {sqlite:.0f} ms, PostgreSQL {postgresql:.0f} ms", "50 ms")]


async def start() -> list[Row]:
    figures = [await starting.start_figures() for _round in range(ROUNDS)]
    took_s, resident_mb = (median(values) for values in zip(*figures, strict=True))
    return [
        ("start to the first getUpdates", f"{took_s:.1f} s", "2 s"),
        ("memory when idle", f"{resident_mb:.0f} MB", "120 MB"),
    ]


async def years() -> list[Row]:
    """Ten years of twenty TWGs; one round, since filling the stores takes minutes."""
    with tempfile.TemporaryDirectory() as folder:
        files = [f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("years", "month")]
        rows = _years_rows("SQLite", await ten_years.figures(*files))
    with postgres.running() as server, server.empty_database() as many, server.empty_database() as few:
        return [*rows, *_years_rows("PostgreSQL", await ten_years.figures(many, few))]


def _years_rows(database: str, figures: ten_years.Figures) -> list[Row]:
    worst = max(figures.compared, key=lambda one: one.ten_years_ms - one.month_ms)
    slower = [one for one in figures.compared if not one.good]
    named = ", ".join(f"{one.said} of {one.who} {one.ratio:.1f} ×" for one in slower[:5]) or "none"
    what = f"ten years of 20 TWGs beside a first month, {database}: of {len(figures.compared)} answers slower"
    rows = [
        (what, f"{len(slower)} ({named})", "none over 1.3 × and 5 ms"),
        (
            "the answer that differs most, p95",
            f"{worst.said}: {worst.ten_years_ms:.0f} and {worst.month_ms:.0f} ms",
            "5 ms",
        ),
        ("workbook of a TWG's ten years", f"{figures.workbook_s:.0f} s", "30 s"),
        ("p95 of the answers meanwhile", f"{figures.meanwhile_p95_ms:.0f} ms", "300 ms"),
    ]
    if figures.start_s is not None and figures.month_start_s is not None:
        ratio = figures.start_s / figures.month_start_s
        rows.append(("start with ten years", f"{figures.start_s:.1f} s, {ratio:.2f} × a first month's", "1.2 ×"))
    return rows


async def kill() -> list[Row]:
    crashes = []
    for _round in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            crashes.append(await run_crash(Path(folder), f"sqlite+aiosqlite:///{folder}/twgbot.db"))
    lost, repeats = sum(crash.lost for crash in crashes), max(crash.repeats for crash in crashes)
    what = f"SIGKILL in the middle of a broadcast of {len(crashes[0].announced)}, restarted: lost, repeated"
    return [(what, f"{lost}, {repeats}", f"0, at most the {crashes[0].bound} in flight")]


ROWS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "answer": answer,
    "bulk": bulk_,
    "broadcast": broadcast_,
    "slow": slow,
    "taps": taps,
    "tick": tick,
    "search": search,
    "start": start,
    "years": years,
    "kill": kill,
}


async def faults() -> str:
    """The table of faults in Markdown.

    Raises: SystemExit when a message was lost, or repeated more often than its fault allows.
    """
    rows: list[FaultRow | scenarios.Row] = []
    for name in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(await run_fault(name, Path(folder)))
    with postgres.running() as server:
        for run, needs_postgresql in scenarios.SCENARIOS.values():
            if not needs_postgresql:
                with tempfile.TemporaryDirectory() as folder:
                    rows.append(await run(Path(folder), f"sqlite+aiosqlite:///{folder}/twgbot.db"))
            with tempfile.TemporaryDirectory() as folder, server.empty_database() as url:
                rows.append(await run(Path(folder), url))
    for row in rows:
        if not row.good:
            raise SystemExit(f"not everything arrived, or too much came twice: {row}")
    return table(rows)


async def main(names: list[str]) -> None:
    if names == ["faults"]:
        sys.stdout.write(f"{await faults()}\n")
        return
    lines = ["| what | measured | goal |", "| --- | --- | --- |"]
    for name in names or list(ROWS):
        for row in await ROWS[name]():
            lines.append(f"| {' | '.join(row)} |")
            sys.stdout.write(f"{' | '.join(row)}\n")
            sys.stdout.flush()
    if names:
        return
    table_of_faults = await faults()
    sys.stdout.write(f"\n{table_of_faults}\n")
    kind = f"{platform.machine()}, {os.cpu_count()} virtual cores"
    machine = f"Machine: {kind}, Python {platform.python_version()}, {datetime.now(UTC):%B %Y}."
    _write("\n".join([machine, "", *lines, "", table_of_faults]))


def _write(figures: str) -> None:
    """Replace the text between the two markers in `PAGE`."""
    page = PAGE.read_text()
    before, rest = page.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    PAGE.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{after}")


def fill(url: str, scale: str = "1") -> None:
    """Make a store of ten years in a new database: `python -m bench fill URL [SCALE]`.

    Args:
        scale: a smaller one has as many TWGs, and fewer of everything else.
    """
    size = TEN_YEARS if float(scale) == 1 else TEN_YEARS.scaled(float(scale))
    asyncio.run(fill_at(url, size))


if sys.argv[1:2] == ["fill"]:
    fill(*sys.argv[2:])
else:
    asyncio.run(main(sys.argv[1:]))
