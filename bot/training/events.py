"""Events of the sandbox's history, what they are played with, and how those of all capabilities are found."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.capability_modules import find_modules, sort_items
from bot.demo.cast import CAST, SECRETARIAT, Player
from bot.demo.players import Players
from bot.demo.stage import Stage
from bot.registry import Capability
from bot.training.calendar import MORNING, Calendar
from bot.training.time_travel import TimeTravel
from handlers.routing.request import find_actor
from storage.engine.database import Database
from storage.members import find_account
from twg.core.actors import Actor
from twg.core.refusals import NotRegistered

#: Holds the module of each capability.
PACKAGE = "bot.training.history"


class Past(Players):
    """The players before the sandbox is opened, their calendar, and access to operations.

    What people are to read in a chat later is done in that chat; other events may call operations directly.
    """

    def __init__(self, stage: Stage, calendar: Calendar) -> None:
        super().__init__(stage)
        self.calendar = calendar

    @property
    def database(self) -> Database:
        return self.stage.assistant.database

    def now(self) -> datetime:
        """The sandbox's time, UTC."""
        return self.stage.clock.now()

    async def secretariat(self, session: AsyncSession) -> Actor:
        """The secretariat, for an operation. Raises: NotRegistered."""
        account = await find_account(session, self.people[SECRETARIAT].id)
        actor = find_actor(account, self.stage.assistant.timekeeping)
        if actor is None:
            raise NotRegistered
        return actor


@dataclass(frozen=True)
class Event:
    """One event; an event may use what earlier ones have left in the store.

    Attributes:
        day: index in `Calendar.past`.
        at: local time.
        order: its place among the events of the same moment. They are ten apart, so that others fit in between.
    """

    day: int
    at: time
    happens: Callable[[Past], Awaitable[None]]
    order: int


def find_events(capabilities: Iterable[Capability]) -> tuple[Event, ...]:
    """The events of these capabilities, oldest first: `EVENTS` of each module in `bot/training/history`.

    Raises:
        OrderGivenTwice: two events of the same moment have the same order.
    """
    found = find_modules(PACKAGE, capabilities)
    events = ((name, event) for name, module in found for event in module.EVENTS)
    return sort_items(events, attrgetter("day", "at", "order"))


def find_suggestions(capabilities: Iterable[Capability]) -> dict[Player, str]:
    """What there is to try for some of the cast: `TO_TRY` of each module in `bot/training/history` that has it."""
    parts: dict[Player, list[str]] = {}
    for _name, module in find_modules(PACKAGE, capabilities):
        for player, text in getattr(module, "TO_TRY", {}).items():
            parts.setdefault(player, []).append(text)
    return {player: ", ".join(parts[player]) for player in (SECRETARIAT, *CAST) if player in parts}


async def replay(events: Iterable[Event], past: Past, time_travel: TimeTravel, zone: ZoneInfo) -> None:
    """Let events happen at their times, and end on the morning of `Calendar.today`.

    Args:
        events: sorted by time.
        zone: of their times.
    """

    async def travel(day: date, at: time) -> None:
        await time_travel.travel_to(datetime.combine(day, at, zone))
        await past.settle()

    for (day, at), simultaneous in groupby(events, key=attrgetter("day", "at")):
        await travel(past.calendar.past[day], at)
        for event in simultaneous:
            await event.happens(past)
    await travel(past.calendar.today, MORNING)
