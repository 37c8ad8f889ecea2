"""A large store leaves as a workbook without holding up anybody, in bounded memory (R4)."""

import asyncio
import tracemalloc
from io import BytesIO
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bench.filling.fill import fill_at
from bench.filling.sizes import FIRST_MONTH, Size
from bot.capabilities import registry
from handlers.export import store as handler
from messages.export import workbook
from messages.export.workbook import build_workbook
from messages.rendering.texts import Text
from tests.conftest import START
from tests.export.test_export import exported, names
from tests.support.postgres import aside
from tests.support.stage import Player, Stage
from twg.export.store import Export

ZONE = ZoneInfo("Asia/Phnom_Penh")
STORE = Size(**{**vars(FIRST_MONTH), "people": 40, "documents": 40, "circulated": 40})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """What the secretariat of a store with 1,600 receipts exports."""
    url = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('store')}/twgbot.db"
    aside(fill_at(url, STORE))
    return Export(url, ((1, 1),), START, tuple(registry().domains.sheets))


async def shown(player: Player) -> list[str]:
    """The templates of what has come."""
    return [key for seen in await player.messages() for key in seen.keys]


async def test_while_a_workbook_is_made_the_chat_goes_on_and_makes_no_second_one(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = Event()

    def make(*args: object) -> bytes:
        going.wait(20)
        return build_workbook(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(handler, "build_workbook", make)
    await dara.looks_away()
    for words in ("/export", "/me", "/export"):
        await dara.person.says(words)
    async with asyncio.timeout(20):
        # The first workbook is not made before `going` is set.
        while await shown(dara) != ["members/me", "export/being_made"]:  # noqa: ASYNC110 - a chat has no event
            await asyncio.sleep(0.01)
    going.set()
    await health.settle()
    assert (await exported(dara)).sheetnames == names()


async def test_a_table_longer_than_a_sheet_goes_on_in_another(store: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 701)
    book = load_workbook(BytesIO(await asyncio.to_thread(build_workbook, store, "km", ZONE)))
    title = next(Text(sheet.label).render("km") for sheet in store.sheets if sheet.key == "receipts")
    parts = [sheet for sheet in book if sheet.title.startswith(title)]
    assert [sheet.title for sheet in parts] == [title, f"{title} (២)", f"{title} (៣)"]
    assert [sheet.max_row for sheet in parts] == [701, 701, 1 + STORE.documents * STORE.people - 2 * 700]
    assert len({tuple(cell.value for cell in sheet[1]) for sheet in parts}) == 1
    receipts = [row for sheet in parts for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(set(receipts)) == len(receipts) == STORE.documents * STORE.people
    assert {sheet.auto_filter.ref for sheet in parts[:2]} == {"A1:G701"}


async def test_memory_does_not_grow_with_the_rows(store: Export) -> None:
    """Of the receipts, some hundred kilobytes of cells, only the ones that are being written are in memory."""
    await asyncio.to_thread(build_workbook, store, "en", ZONE)  # imports and compiles
    most = []
    for sheets in (("members",), ("members", "receipts")):
        some = Export(store.url, ((1, 1),), START, tuple(sheet for sheet in store.sheets if sheet.key in sheets))
        tracemalloc.start()
        try:
            await asyncio.to_thread(build_workbook, some, "en", ZONE)
            most.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert most[1] - most[0] < 1_500_000
