"""The time of each command, list and button in a store of ten years, beside a store of a first month."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from operator import attrgetter
from statistics import quantiles
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from bench.filling.fill import timekeeping
from bench.filling.sizes import Place, Size
from bot.capabilities import registry
from handlers.routing.bot_api import Update
from handlers.routing.dispatch import Dispatcher
from handlers.routing.handled import Handled
from handlers.routing.incoming import read_update
from handlers.routing.request import Settings
from messages.rendering.content import to_parts
from storage.core.forms import OpenForm
from storage.engine.database import Database
from tests.support.crowds import FIRST_CHAT, database_at

#: How many answers each reader gets in each store. The bench compares the 95th percentile over all readers.
ROUNDS = 5
#: How often an answer that looks slower is measured: of so few answers the percentile is the slowest one, which may
#: have waited for another program. It is slower where it is so each time.
LOOKS = 3
#: A ratio above this counts where the difference is more than `SMALL_MS`.
MOST, SMALL_MS = 1.3, 5.0
#: Commands and messages; the words of searches are among the most frequent, rare, short and absent ones.
SAID = (
    *(f"/{name}" for name in registry().routes.commands if name not in ("export", "start", "cancel")),
    *(f"/search {words}" for words in ("{common}", "{rare}", "{common} {rare}", "ka", "រ", "zzzz", "{elsewhere}")),
    "/jmi 2008-4",
    "/jmi 2008-4 58% reported by the districts",
    "/done {action}",
    "/done {action} it was sent",
    "hello",
    "What did we decide about the survey?",
    "58%",
)
#: Arguments of buttons after the id of their row, and of buttons that are about none.
ARGUMENTS = {
    "meetings:answer": ("yes",),
    "requests:ask": ("question",),
    "reminders:change": ("meeting_3_days",),
    "general:switch": ("1",),
}
#: The members who say all that: by their number in `bench.filling.rows.FIRST_ROLES`, and one of the others.
READERS = {"secretariat": 0, "chair": 1, "government": 4, "partner": 15}


@dataclass
class Store:
    """A filled store, and the assistant that answers from it; the TWG looked at is the first one.

    Attributes:
        words: what stands for the names in braces in `SAID`.
        rows: ids of the newest rows of the TWG, by table.
    """

    database: Database
    size: Size
    dispatcher: Dispatcher
    words: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(int(datetime.now(UTC).timestamp() * 1000)))

    async def answer(self, reader: int, said: str, at: int) -> Handled | None:
        """Handle what a member says, or a button that they press ("press meetings:open"), and word the reply.

        Args:
            reader: number of the member.
            at: which of the newest rows it is about.
        """
        incoming = read_update(Update.model_validate(self._update(reader, said, at)))
        assert incoming is not None  # noqa: S101 - it is a message or a button
        handled = await self.dispatcher.handle(incoming)
        assert isinstance(handled, Handled)  # noqa: S101 - nothing waits in these chats
        for reply in (handled.reply, *handled.reply.also):
            if reply.content is not None:
                to_parts(reply.content, handled.locale, handled.zone or ZoneInfo("UTC"))
        return handled

    async def forget_forms(self) -> None:
        """Delete the forms that readers opened: hundreds of buttons open one each, and each message looks at all."""
        async with self.database.begin() as session:
            await session.execute(delete(OpenForm))

    def _update(self, reader: int, said: str, at: int) -> dict[str, Any]:
        chat_id = FIRST_CHAT + Place(self.size, 0, datetime.now(UTC)).person(reader)
        person = {"id": chat_id, "is_bot": False, "first_name": "Member", "language_code": "en"}
        message = {"message_id": next(self._numbers), "date": 0, "chat": {"id": chat_id, "type": "private"}}
        number, (verb, _space, rest) = next(self._numbers), said.partition(" ")
        if verb == "press":
            return {
                "update_id": number,
                "callback_query": {"id": str(number), "from": person, "data": self._data(rest, at), "message": message},
            }
        actions = self.rows["action"]
        text = said.format(**self.words, action=actions[at % len(actions)])
        return {"update_id": number, "message": {**message, "from": person, "text": text}}

    def _data(self, name: str, at: int) -> str:
        """The callback data of a button, about one of the newest rows of its subject."""
        subject = registry().routes.buttons[name].subject
        ids = self.rows.get(subject.__tablename__, []) if subject is not None else []
        about = [ids[at % len(ids)]] if ids else []
        return ":".join(map(str, (name, *about, *ARGUMENTS.get(name, ()))))


@asynccontextmanager
async def opened(url: str, size: Size, words: dict[str, str]) -> AsyncIterator[Store]:
    """A store that was filled."""
    settings = Settings("bench_bot", timekeeping=timekeeping())
    async with database_at(url) as database:
        dispatcher = Dispatcher(database, settings, lambda: datetime.now(UTC), registry().routes, registry().domains)
        store = Store(database, size, dispatcher, words)
        async with database.read() as session:
            for subject in {button.subject for button in registry().routes.buttons.values()} - {None}:
                assert subject is not None  # noqa: S101 - taken out above
                newest = select(subject.id).where(subject.twg_id == 1).order_by(subject.id.desc()).limit(ROUNDS)
                store.rows[subject.__tablename__] = list(await session.scalars(newest))
        yield store


#: Buttons that send all there is: what they read grows with what is stored about a person.
ALL_THERE_IS = {"members:send_data"}


def said_and_pressed() -> list[str]:
    """Everything that is measured."""
    return [*SAID, *(f"press {name}" for name in registry().routes.buttons if name not in ALL_THERE_IS)]


@dataclass(frozen=True)
class Compared:
    """The 95th percentiles of one command or button, in ms, over all readers: one role's slow answers are a quarter."""

    said: str
    ten_years_ms: float
    month_ms: float

    @property
    def ratio(self) -> float:
        return self.ten_years_ms / self.month_ms

    @property
    def good(self) -> bool:
        return self.ratio <= MOST or self.ten_years_ms - self.month_ms <= SMALL_MS


async def compare(ten_years: Store, month: Store) -> list[Compared]:
    """Measure both stores in turn; of what looks slower each time, the look that differs least."""
    found = []
    for said in said_and_pressed():
        looks = [await _look(ten_years, month, said)]
        while not looks[-1].good and len(looks) < LOOKS:
            looks.append(await _look(ten_years, month, said))
        found.append(min(looks, key=attrgetter("ratio")))
    return found


async def _look(ten_years: Store, month: Store, said: str) -> Compared:
    took: list[list[float]] = [[], []]
    for reader in READERS.values():
        for at in range(-1, ROUNDS):
            for store, times in zip((ten_years, month), took, strict=True):
                begun = perf_counter()
                await store.answer(reader, said, max(at, 0))
                if at >= 0:
                    times.append((perf_counter() - begun) * 1000)
        await asyncio.sleep(0)
    for store in (ten_years, month):
        await store.forget_forms()
    return Compared(said, *(quantiles(times, n=20)[-1] for times in took))
