"""The rows of the bench: what each measures, beside its peer in the same run."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from bench import (
    answering,
    broadcast,
    bulk,
    charts,
    due,
    jmi,
    people,
    reports,
    searching,
    slow_chat,
    starting,
    tapping,
    ten_years,
    texts,
    ticking,
)
from bench.faulty import faults
from bench.filling.sizes import TEN_YEARS
from bench.lines import Extent, Line, Measured, of_rounds, ratios
from bench.results import FAULTS
from tests.support import postgres
from tests.support.crashes import run_crash

T = TypeVar("T")


async def _rounds(extent: Extent, *measures: Callable[[], Awaitable[T]]) -> list[list[T]]:
    """The values of each measure.

    The measures take turns within a round, so that other load on the machine affects all of them alike.
    """
    taken: list[list[T]] = [[] for _measure in measures]
    for _round in range(extent.rounds):
        for measure, values in zip(measures, taken, strict=True):
            values.append(await measure())
    return taken


def _each(figures: Sequence[object], name: str) -> list[float]:
    """An attribute of the figures of each round."""
    return [getattr(figure, name) for figure in figures]


async def answer(extent: Extent) -> Measured:
    echoes = [partial(answering.ptb_rate, number) for number in answering.CONCURRENCY]
    ours, aiogram, *ptb = await _rounds(extent, answering.assistant_rate, answering.aiogram_rate, *echoes)
    best, number = max(zip(ptb, answering.CONCURRENCY, strict=True), key=lambda one: median(_each(one[0], "per_s")))
    how = f"{number} at once" if number else "one by one"
    rate, cpu_ms = _each(ours, "per_s"), _each(ours, "cpu_ms")
    lines: list[Line] = [
        ("answering `/meetings` from the database, updates/s", of_rounds(rate), "", ""),
        ("processor time of that, ms an update", of_rounds(cpu_ms, ".2f"), "", ""),
    ]
    for peer, what, goal, before in (
        (aiogram, "aiogram's bare echo", "1.0 ×", "0.89 ×"),
        (best, f"python-telegram-bot's bare echo, {how}", "1.0 ×", "1.12 ×"),
    ):
        wall = of_rounds(ratios(rate, _each(peer, "per_s")), ".2f")
        cpu = of_rounds(ratios(_each(peer, "cpu_ms"), cpu_ms), ".2f")
        lines.append((f"… beside {what}", f"{wall} × as many a second, {cpu} × by processor time", goal, before))
    return Measured(lines)


async def bulk_(extent: Extent) -> Measured:
    ours, loop = await _rounds(extent, bulk.assistant_rate, bulk.loop_rate)
    times = of_rounds(ratios(ours, loop), ".1f")
    what = "bulk sending with pacing off, messages/s, beside a `Bot.send_message` loop"
    return Measured([(what, f"{of_rounds(ours)}, {times} ×", "4 ×, worst 3.6 ×", "3.2 to 4.1 ×")])


async def broadcast_(extent: Extent) -> Measured:
    """Both programs run at the same time: each has a server of its own, and both wait most of it."""
    rounds = [
        await asyncio.gather(broadcast.assistant_figures(), broadcast.rate_limiter_figures())
        for _round in range(extent.rounds)
    ]
    ours, peer = zip(*rounds, strict=True)

    def both(name: str, form: str) -> str:
        return f"{of_rounds(_each(ours, name), form)}, AIORateLimiter {of_rounds(_each(peer, name), form)}"

    what = f"{broadcast.MESSAGES} messages under a strict 30/s server while people ask"
    return Measured(
        [
            (f"{what}: time beside the fair share, ×", both("ratio", ".3f"), "1.03", ""),
            ("… 429 answers", both("too_many", ".0f"), "0", ""),
            ("… p95 of the answers meanwhile, ms", both("answer_p95_ms", ".0f"), "300", ""),
        ]
    )


async def slow(extent: Extent) -> Measured:
    """Both runs take place at the same time, for the same reason."""
    rounds = [
        await asyncio.gather(slow_chat.reach(0), slow_chat.reach(slow_chat.NOTICES)) for _round in range(extent.rounds)
    ]
    alone, beside = [_each(side, "seconds") for side in zip(*rounds, strict=True)]
    refused = sum(reached.too_many for pair in rounds for reached in pair)
    what = f"{slow_chat.PEOPLE} people reached while {slow_chat.NOTICES} notices wait to one chat"
    figures = f"{of_rounds(beside, '.1f')} s, {of_rounds(ratios(beside, alone), '.2f')} × the same without that chat"
    return Measured([(what, figures, "1.1 ×", "82.2 s, 4.1 ×"), ("… 429 answers", f"{refused}", "0", "")])


async def taps(extent: Extent) -> Measured:
    [waits] = await _rounds(extent, tapping.tap_quickly)
    refused = sum(wait.too_many for wait in waits)
    what = f"{tapping.TAPS} quick taps on a calendar: longest wait for an answer, s"
    return Measured(
        [
            (what, of_rounds(_each(waits, "answered"), ".2f"), "1", "4.96, the sixth"),
            ("… until a tap's page or a later one shows, s", of_rounds(_each(waits, "shown"), ".2f"), "", ""),
            ("… until the last tap's page shows, s", of_rounds(_each(waits, "last_shown"), ".2f"), "3", ""),
            ("… 429 answers", f"{refused}", "0", ""),
        ]
    )


async def due_(extent: Extent) -> Measured:
    [waits] = await _rounds(extent, due.wait_meanwhile)
    asked = sum(wait.asked for wait in waits)
    what = f"{due.REMINDERS} reminders due at one tick: p95 of the answers meanwhile, ms"
    return Measured(
        [
            (f"{what} ({asked} questions)", of_rounds(_each(waits, "p95_ms")), "300", "1,140"),
            ("… the longest, ms", of_rounds(_each(waits, "longest_ms")), "", ""),
            ("… until all have fired and are sent, s", of_rounds(_each(waits, "took_s"), ".1f"), "", ""),
        ]
    )


async def people_(extent: Extent) -> Measured:
    [imports] = await _rounds(extent, people.import_meanwhile)
    asked = sum(one.asked for one in imports)
    what = f"lists of {people.TWGS} TWGs with {people.TWGS * people.EACH:,} people imported, s"
    return Measured(
        [
            (what, of_rounds(_each(imports, "took_s"), ".1f"), "20", ""),
            (f"… p95 of the answers meanwhile, ms ({asked} questions)", of_rounds(_each(imports, "p95_ms")), "300", ""),
            ("… the longest, ms", of_rounds(_each(imports, "longest_ms")), "", ""),
        ]
    )


async def reports_(extent: Extent) -> Measured:
    people = max(int(reports.PEOPLE * extent.scale), 20)

    async def on_sqlite() -> reports.Sent:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
            return await reports.send_at_once(url, Path(folder), people=people)

    with postgres.running() as server:

        async def on_postgresql() -> reports.Sent:
            with tempfile.TemporaryDirectory() as folder, server.empty_database() as url:
                return await reports.send_at_once(url, Path(folder), people=people)

        taken = await _rounds(extent, on_sqlite, on_postgresql)
    named = zip(("SQLite", "PostgreSQL"), taken, strict=True)
    return Measured([line for database, sent in named for line in _report_lines(database, people, sent)])


def _report_lines(database: str, people: int, sent: Sequence[reports.Sent]) -> list[Line]:
    lost, doubled = sum(one.lost for one in sent), sum(one.doubled for one in sent)
    what = f"{people} reports on indicators saved at the same moment, {database}: until the last is confirmed, s"
    return [
        (what, of_rounds(_each(sent, "took_s"), ".1f"), "10", ""),
        ("… p95 until a report is confirmed, ms", of_rounds(_each(sent, "p95_ms")), "", ""),
        ("… until each line is shown as it was read, s", of_rounds(_each(sent, "read_s"), ".1f"), "", ""),
        ("… lost, doubled", f"{lost}, {doubled}", "0, 0", ""),
    ]


async def charts_(extent: Extent) -> Measured:
    [drawn] = await _rounds(extent, charts.draw_meanwhile)
    asked = sum(one.asked for one in drawn)
    return Measured(
        [
            ("chart of an indicator, its process warm, s", of_rounds(_each(drawn, "chart_s"), ".2f"), "1", ""),
            ("… the slowest, s", of_rounds(_each(drawn, "slowest_s"), ".2f"), "", ""),
            (f"… p95 of the answers meanwhile, ms ({asked} questions)", of_rounds(_each(drawn, "p95_ms")), "300", ""),
        ]
    )


async def jmi_(extent: Extent) -> Measured:
    twgs = max(int(jmi.TWGS * extent.scale), 3)
    [made] = await _rounds(extent, partial(jmi.make_meanwhile, twgs=twgs))
    asked = sum(one.asked for one in made)
    return Measured(
        [
            (
                f"JMI report of a TWG with {jmi.INDICATORS} charts, s",
                of_rounds(_each(made, "report_s"), ".1f"),
                "2",
                "",
            ),
            (
                f"… of {twgs} TWGs together, one chart each, s",
                of_rounds(_each(made, "consolidated_s"), ".1f"),
                "10",
                "",
            ),
            (f"… p95 of the answers meanwhile, ms ({asked} questions)", of_rounds(_each(made, "p95_ms")), "300", ""),
            ("… the longest, ms", of_rounds(_each(made, "longest_ms")), "", ""),
        ]
    )


async def texts_(extent: Extent) -> Measured:
    [read] = await _rounds(extent, texts.read_meanwhile)
    asked = sum(one.asked for one in read)
    what = f"text of a PDF of {texts.PAGES} pages read while people ask: p95 of the answers, ms ({asked} questions)"
    return Measured(
        [
            (what, of_rounds(_each(read, "p95_ms")), "300", ""),
            ("… the longest, ms", of_rounds(_each(read, "longest_ms")), "300", ""),
            ("… until its text is found, s", of_rounds(_each(read, "took_s"), ".1f"), "", ""),
        ]
    )


async def tick(extent: Extent) -> Measured:
    async with ticking.prepared(1_000_000) as tick_of_many, ticking.prepared(1_000) as tick_of_few:
        many, few = await _rounds(extent, tick_of_many, tick_of_few)
    figures = f"{of_rounds(many, '.2f')} ms, {of_rounds(ratios(many, few), '.2f')} × the tick with 1,000"
    return Measured([("tick with 1,000,000 pending reminders, none due", figures, "2 ×", "")])


async def search(extent: Extent) -> Measured:
    entries = int(searching.ENTRIES * extent.scale)
    with tempfile.TemporaryDirectory() as folder:
        file = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        lines = _search_lines("SQLite", await searching.search_figures(file, extent.rounds, entries=entries))
    with postgres.running() as server, server.empty_database() as url:
        figures = await searching.search_figures(url, extent.rounds, entries=entries)
    return Measured([*lines, *_search_lines("PostgreSQL", figures)])


def _search_lines(database: str, figures: searching.Figures) -> list[Line]:
    filled, spelled = figures.filled, figures.spelled
    kinds = [(kind, [each.p95_ms[kind] for each in figures.rounds]) for kind in figures.rounds[0].p95_ms]
    what = f"search among 100,000 entries, 5,000 with 20 kB of text, {database}: p95, ms"
    shown = ", ".join(f"{kind} {of_rounds(p95)}" for kind, p95 in kinds)
    recall = f"{spelled.meant} of {spelled.words}; of {spelled.results} results {spelled.other} have another word"
    return [
        (what, shown, "50 each", "27"),
        ("… misspelt words whose first page has what was meant", recall, "", ""),
        ("… size of the index, MB", f"{filled.index_mb:.0f} of {filled.all_mb:.0f}", "", ""),
        (
            "… processor time to make the index of an entry, and of one with 20 kB, ms",
            f"{filled.entry_ms:.1f}, {filled.file_ms:.1f}",
            "",
            "",
        ),
    ]


async def start(extent: Extent) -> Measured:
    [figures] = await _rounds(extent, starting.start_figures)
    took_s, resident_mb = zip(*figures, strict=True)
    return Measured(
        [
            ("start to the first getUpdates, s", of_rounds(took_s, ".1f"), "2", ""),
            ("memory when idle, MB", of_rounds(resident_mb), "120", ""),
        ]
    )


async def years(extent: Extent) -> Measured:
    """One round, since filling the stores takes minutes; each answer is measured often."""
    size = TEN_YEARS if extent.scale == 1 else TEN_YEARS.scaled(extent.scale)
    with tempfile.TemporaryDirectory() as folder:
        files = [f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("years", "month")]
        lines = _years_lines("SQLite", await ten_years.figures(*files, size=size))
    with postgres.running() as server, server.empty_database() as many, server.empty_database() as few:
        return Measured([*lines, *_years_lines("PostgreSQL", await ten_years.figures(many, few, size=size))])


def _years_lines(database: str, figures: ten_years.Figures) -> list[Line]:
    worst = max(figures.compared, key=lambda one: one.ten_years_ms - one.month_ms)
    slower = sorted((one for one in figures.compared if not one.good), key=lambda one: one.month_ms - one.ten_years_ms)
    named = ", ".join(f"{one.said} {one.ratio:.1f} ×" for one in slower[:12]) or "none"
    what = f"ten years of 20 TWGs beside a first month, {database}: of {len(figures.compared)} answers slower"
    differs = f"{worst.said}: {worst.ten_years_ms:.0f} and {worst.month_ms:.0f}"
    lines: list[Line] = [
        (what, f"{len(slower)} ({named})", "none over 1.3 × and 5 ms", "`/jmi` 2.9 ×, `/search` 27 ms"),
        ("… the answer that differs most, p95, ms", differs, "5 ms more", ""),
        ("… workbook of a TWG's ten years, s", f"{figures.workbook_s:.0f}", "30", "never"),
        ("… p95 of the answers meanwhile, ms", f"{figures.meanwhile_p95_ms:.0f}", "300", "2,100"),
    ]
    if figures.start_s is not None and figures.month_start_s is not None:
        ratio = figures.start_s / figures.month_start_s
        lines.append(("… start, s", f"{figures.start_s:.1f}, {ratio:.2f} × a first month's", "1.2 ×", "13.7"))
    return lines


async def kill(extent: Extent) -> Measured:
    crashes = []
    for _round in range(extent.rounds):
        with tempfile.TemporaryDirectory() as folder:
            crashes.append(await run_crash(Path(folder), f"sqlite+aiosqlite:///{folder}/twgbot.db"))
    lost, repeats = sum(crash.lost for crash in crashes), of_rounds([crash.repeats for crash in crashes])
    what = f"SIGKILL in the middle of a broadcast of {len(crashes[0].announced)}, restarted: lost, repeated"
    return Measured([(what, f"{lost}, {repeats}", f"0, at most the {crashes[0].bound} in flight", "")])


ROWS: dict[str, Callable[[Extent], Awaitable[Measured]]] = {
    "answer": answer,
    "bulk": bulk_,
    "broadcast": broadcast_,
    "slow": slow,
    "taps": taps,
    "due": due_,
    "people": people_,
    "reports": reports_,
    "charts": charts_,
    "jmi": jmi_,
    "texts": texts_,
    "tick": tick,
    "search": search,
    "start": start,
    "years": years,
    "kill": kill,
    FAULTS: faults,
}
