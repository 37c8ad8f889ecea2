"""What a command, list or button reads does not grow with the years, nor with other TWGs."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.answers import READERS, Store, opened, said_and_pressed
from bench.effort import Effort, watched
from bench.filling.fill import fill_at, timekeeping
from bench.filling.sizes import FIRST_MONTH, TEN_YEARS, Size
from bench.language import Language
from bot.capabilities import registry
from tests.support.guard import arranged
from tests.support.postgres import aside
from twg.reminders.settings import reschedule_where_changed

#: A tenth of ten years: fifty times the documents of a first month, and other TWGs.
SEVERAL = replace(TEN_YEARS.scaled(0.15), twgs=4, people=40, indicators=FIRST_MONTH.indicators)
MONTH = replace(FIRST_MONTH, people=40)
#: Tables that grow with the years; people, TWGs and indicators hardly do.
GROWING = (
    *("action", "action_update", "agenda_item", "attendance", "audit", "circulation", "delivery", "document"),
    *("document_version", "inbox", "meeting", "notification", "post", "receipt", "reminder", "report_request"),
    *("search_entry", "stored_file", "submission"),
)
#: How much more may be read: for more matches of a search, for the reports of indicators that were reported on before.
FACTOR, STEPS = 1.3, 5_000
#: A search for words that stand together nowhere goes on in other ways (`twg.search.looking`). Each reads the newest
#: entries that may have the words, up to `MOST_READ`, of which a first month has fewer: so it has a bound of its own.
BOUNDED = {
    "/search {common} {rare}": 45_000,
    # A reported value is compared with the newest values of the indicator; of those one could mean, with theirs.
    "/jmi 2008-4 58% reported by the districts": 30_000,
    "58%": 30_000,
    "press indicators:this": 50_000,
    "press indicators:change_as": 45_000,
    # The values of one indicator are drawn, and what came in the last eight rounds is counted.
    "press indicators:chart": 25_000,
    "press indicators:on_time": 80_000,
    # A first month has no reports: there is nothing to open.
    **{f"press indicators:{name}": 15_000 for name in ("submission", "accept", "return")},
    # A report of results tells which values stand, and those of the rounds before: four rounds a year.
    "/report": 70_000,
    **{f"press reports:{name}": 75_000 for name in ("make", "draft", "make_as", "ask_sign_off")},
    # The themes of the newest 200 posts are offered, of which a first month has fewer.
    **dict.fromkeys(("/share", "press sharing:take", "press sharing:share_as"), 36_000),
}
#: What offers other TWGs, of which the store of a first month has none.
OFFERS_TWGS = {"press joining:ask"}


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Size]]:
    """Filled stores by name. They are filled before the guard looks at writes."""
    folder: Path = tmp_path_factory.mktemp("stores")
    stores = {"month": MONTH, "years": SEVERAL}
    found = {name: (f"sqlite+aiosqlite:///{folder}/{name}.db", size) for name, size in stores.items()}
    for url, size in found.values():
        aside(fill_at(url, size))
    return found


@pytest.fixture
async def stores(urls: dict[str, tuple[str, Size]]) -> AsyncIterator[dict[str, tuple[Store, Effort]]]:
    words = Language().words
    said = {"common": words[0], "rare": words[-10], "elsewhere": words[3000]}
    async with AsyncExitStack() as stack:
        opened_stores = {}
        for name, (url, size) in urls.items():
            store = await stack.enter_async_context(opened(url, size, said))
            opened_stores[name] = store, stack.enter_context(watched(store.database))
        yield opened_stores


@pytest.mark.parametrize("who", ["secretariat", "partner"])
async def test_no_answer_reads_more_after_years(stores: dict[str, tuple[Store, Effort]], who: str) -> None:
    taken: dict[str, dict[str, int]] = {}
    for said in (each for each in said_and_pressed() if each not in OFFERS_TWGS):
        for name, (store, effort) in stores.items():
            await store.forget_forms()
            effort.reset()
            await store.answer(READERS[who], said, 0)
            taken.setdefault(said, {})[name] = effort.steps
    most = {said: BOUNDED.get(said, FACTOR * took["month"] + STEPS) for said, took in taken.items()}
    grown = {said: took for said, took in taken.items() if took["years"] > most[said]}
    assert grown == {}
    _store, effort = stores["years"]
    assert effort.walks(*GROWING) == []


async def test_reminders_are_computed_anew_from_what_is_ahead(stores: dict[str, tuple[Store, Effort]]) -> None:
    """A start with another rule reads what may have reminders, and no other documents, actions and meetings."""
    rules = tuple(replace(rule, grace=rule.grace + timedelta(hours=1)) for rule in timekeeping().rules)
    steps: dict[str, int] = {}
    for name, (store, effort) in stores.items():
        effort.reset()
        async with arranged(store.database) as session:
            changed = replace(timekeeping(), rules=rules)
            await reschedule_where_changed(session, changed, registry().domains, now=datetime.now(UTC))
        steps[name] = effort.steps
    assert steps["years"] < SEVERAL.twgs * (FACTOR * steps["month"] + STEPS)
    _store, effort = stores["years"]
    assert effort.walks(*GROWING) == []


async def test_a_walk_would_be_seen(stores: dict[str, tuple[Store, Effort]]) -> None:
    store, effort = stores["years"]
    async with store.database.read() as session:
        await (await session.connection()).exec_driver_sql("SELECT source FROM document ORDER BY title")
    assert [part for _statement, part in effort.walks("document")] == ["SCAN document"]
    assert effort.steps > SEVERAL.twgs * SEVERAL.documents
