"""A store of ten years beside one of a first month: answers, the workbook and what is answered meanwhile, the start."""

import asyncio
import gc
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from zoneinfo import ZoneInfo

from bench.answers import READERS, Compared, Store, compare, opened
from bench.filling.fill import fill_at
from bench.filling.sizes import FIRST_MONTH, TEN_YEARS, Size
from bench.language import Language
from bench.starting import start_s
from bot.capabilities import registry
from bot.interpreter import tune
from messages.export.workbook import build_workbook
from twg.export.store import Export

#: A first month among as many TWGs: lists of TWGs are as long in both stores.
MONTH = replace(FIRST_MONTH, twgs=TEN_YEARS.twgs)
#: What members ask while a workbook is made, and the pause between two of them, in seconds.
MEANWHILE = ("/menu", "/meetings", "/jmi", "/actions")
_PAUSE_S = 0.05


@dataclass(frozen=True)
class Figures:
    """Attributes:
    compared: every command, list and button.
    workbook_s: how long the workbook of one TWG takes, and `meanwhile_p95_ms` what is answered meanwhile.
    start_s, month_start_s: from the start of the program to its first getUpdates; SQLite only.
    """

    compared: list[Compared]
    workbook_s: float
    meanwhile_p95_ms: float
    start_s: float | None
    month_start_s: float | None


async def figures(ten_years_url: str, month_url: str, *, size: Size = TEN_YEARS) -> Figures:
    """Fill both stores and measure them in turn.

    Args:
        ten_years_url, month_url: new databases.
        size: of the store of ten years.
    """
    await fill_at(ten_years_url, size)
    await fill_at(month_url, MONTH)
    words = Language().words
    said = {"common": words[0], "rare": words[-10], "elsewhere": words[3000]}
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    tune()
    try:
        async with opened(ten_years_url, size, said) as store, opened(month_url, MONTH, said) as month:
            # First: later somebody has pressed every button, that with which they leave the TWG too.
            workbook_s, meanwhile = await _while_exporting(store, ten_years_url)
            compared = await compare(store, month)
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*thresholds)
    if not ten_years_url.startswith("sqlite"):
        return Figures(compared, workbook_s, meanwhile, None, None)
    with tempfile.TemporaryDirectory() as folder:
        starts = [await start_s(url, Path(folder)) for url in (ten_years_url, month_url)]
    return Figures(compared, workbook_s, meanwhile, *starts)


async def _while_exporting(store: Store, url: str) -> tuple[float, float]:
    """Seconds that a workbook takes, and the 95th percentile of the answers meanwhile in ms."""
    wanted = Export(url, ((1, 1),), datetime.now(UTC), tuple(registry().domains.sheets))
    begun, took = perf_counter(), []
    making = asyncio.create_task(asyncio.to_thread(build_workbook, wanted, "en", ZoneInfo("Asia/Phnom_Penh")))
    while not making.done():
        for said in MEANWHILE:
            asked = perf_counter()
            await store.answer(READERS["government"], said, 0)
            took.append((perf_counter() - asked) * 1000)
            await asyncio.sleep(_PAUSE_S)
    await making
    return perf_counter() - begun, quantiles(took, n=20)[-1]
