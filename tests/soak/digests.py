"""A month of sharing in one TWG: posts at any hour, withdrawals, and readers who change how they want to get them."""

import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.config_sections import TimeSection
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Account, Pace, Role
from storage.sharing import PostKind
from tests.soak.expected_digests import Calendar, Event, expect
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage, raise_curtain
from twg import sharing
from twg.core.audiences import Audience
from twg.settings.changing import DayChange, DayKind, change_days
from twg.sharing import digests, withdrawing

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Tuesday. The month has Peace Day, on the 29th, and a Monday that is off as announced late.
START = datetime(2026, 12, 1, 9, tzinfo=ZONE)
OFF_LATE, PEACE_DAY = date(2026, 12, 14), date(2026, 12, 29)
CALENDAR = Calendar(frozenset({OFF_LATE, PEACE_DAY, date(2027, 1, 1)}))
#: Of a Monday on which each of 2,000 people has a digest, or a post is withdrawn that all of them have.
SETTLED_WITHIN_S = 900
#: Which roles are in each audience that posts are for.
_AUDIENCES = {
    Audience.ALL: {Role.GOVERNMENT, Role.DEVELOPMENT_PARTNER, Role.CIVIL_SOCIETY},
    Audience.PARTNERS: {Role.DEVELOPMENT_PARTNER},
    Audience.GOVERNMENT: {Role.GOVERNMENT},
}
_ROLES = (Role.GOVERNMENT, Role.DEVELOPMENT_PARTNER, Role.CIVIL_SOCIETY)


@dataclass
class Month:
    """What came of it: by person, when they should have got each post, and each moment at which it was sent to them."""

    expected: dict[str, dict[int, datetime]] = field(default_factory=dict)
    sent: dict[str, dict[int, list[datetime]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    #: By person and morning, how many messages their digest was.
    messages: dict[tuple[str, datetime], set[int]] = field(default_factory=lambda: defaultdict(set))
    digested: dict[tuple[str, datetime], int] = field(default_factory=lambda: defaultdict(int))
    events: list[Event] = field(default_factory=list)
    #: Days off that were set in the month.
    days_off: set[date] = field(default_factory=set)


async def run_month(folder: Path, database_url: str, *, people: int, posts: int, seed: int, days: int = 31) -> Month:
    """Args: `posts`: how many are shared; `database_url`: a database with all tables, empty."""
    async with raise_curtain(folder, database_url, START) as stage:
        stage.config.time = TimeSection(extra_holidays=[OFF_LATE])
        await stage.restarts()
        stage.settle_timeout_s = SETTLED_WITHIN_S
        simulation = _Simulation(stage, random.Random(seed), days)
        await simulation.set_up(people)
        return await simulation.go(posts)


@dataclass
class _Simulation:
    stage: Stage
    chance: random.Random
    days: int
    month: Month = field(default_factory=Month)
    readers: dict[str, tuple[Player, Role]] = field(default_factory=dict)
    paces: dict[str, str] = field(default_factory=dict)
    office: Player = field(init=False)

    async def set_up(self, people: int) -> None:
        await self.stage.adds_twg()
        self.office = await self.stage.member("Dara", Role.SECRETARIAT, "MoH")
        for number in range(people):
            name, role = f"Reader {number}", _ROLES[number % len(_ROLES)]
            self.readers[name] = await self.stage.member(name, role, f"Office {number % 20}"), role
            self.paces[name] = self.chance.choice(list(Pace)).value
            if self.paces[name] != Pace.INSTANT:
                await self._does(name, digests.choose_pace, Pace(self.paces[name]))
        await self.stage.settle()

    async def go(self, posts: int) -> Month:
        before = dict(self.paces)
        for at, act in sorted(self._plan(posts), key=lambda each: each[0]):
            await self._becomes(at)
            await act()
            await self.stage.settle()
        end = START + timedelta(days=self.days)
        await self._becomes(end)
        self.month.expected = expect(before, self.month.events, Calendar(CALENDAR.days_off), until=end)
        await self._count()
        return self.month

    def _plan(self, posts: int) -> list[tuple[datetime, Callable[[], Awaitable[None]]]]:
        """What happens when; of posts that are shared some are withdrawn, and readers choose anew in between."""
        plan: list[tuple[datetime, Callable[[], Awaitable[None]]]] = []
        for _number in range(posts):
            at = self._moment()
            plan.append((at, self._shares))
            if self.chance.random() < 0.15:
                plan.append((at + timedelta(minutes=self.chance.randint(1, 3000)), self._withdraws))
        plan += [(self._moment(), self._sets_day_off) for _each in range(max(1, self.days // 10))]
        plan += [(self._moment(), self._chooses) for _each in range(max(posts, len(self.readers) // 10))]
        return [(at, act) for at, act in plan if at < START + timedelta(days=self.days)]

    def _moment(self) -> datetime:
        """A moment that is none at which the office opens or digests go out."""
        minutes = self.chance.randint(1, (self.days - 2) * 24 * 60 - 1)
        return START + timedelta(minutes=minutes, seconds=30)

    async def _becomes(self, at: datetime) -> None:
        """Move the clock, with a stop whenever the office opens and digests go out."""
        while True:
            now = self.stage.clock.now().astimezone(ZONE)
            stops = [now.replace(hour=hour, minute=0, second=0) for hour in (7, 8)]
            stops.append(stops[0] + timedelta(days=1))
            stop = next(each for each in stops if each > now)
            if stop >= at:
                break
            await self.stage.becomes(stop)
        await self.stage.becomes(at)

    async def _does(self, name: str, operation: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        player, _role = self.readers[name]
        async with self.stage.assistant.database.begin() as session:
            return await operation(session, await access_actor(session, player), *args, now=self.stage.clock.now())

    def _now(self) -> datetime:
        return self.stage.clock.now().astimezone(ZONE)

    async def _shares(self) -> None:
        author, now = self.chance.choice(list(self.readers)), self._now()
        audience = self.chance.choice(list(_AUDIENCES))
        by = now.date() + timedelta(days=self.chance.randint(0, 12)) if self.chance.random() < 0.4 else None
        args = sharing.NewPost(kind=PostKind.DATA, text=f"Study at {now}", audience=audience, comments_by=by)
        post, _notification = await self._does(author, sharing.share, args)
        readers = {name for name, (_player, role) in self.readers.items() if role in _AUDIENCES[audience]} - {author}
        last = None if by is None else by - timedelta(days=2)
        self.month.events.append(Event(now, "shared", author, post.id, frozenset(readers), last))

    async def _withdraws(self) -> None:
        gone = {event.post for event in self.month.events if event.kind == "withdrawn"}
        shared = [event for event in self.month.events if event.kind == "shared" and event.post not in gone]
        if shared:
            event = self.chance.choice(shared[-3:])
            await self._does(event.who, withdrawing.withdraw, event.post, "")
            self.month.events.append(Event(self._now(), "withdrawn", event.who, event.post))

    async def _sets_day_off(self) -> None:
        """A day off that is announced a day to a week before."""
        day = self._now().date() + timedelta(days=self.chance.randint(1, 7))
        if day.weekday() >= 5 or day in self.month.days_off:
            return
        args, domains = DayChange(kind=DayKind.OFF, first=day), self.stage.assistant.registry.domains
        async with self.stage.assistant.database.begin() as session:
            actor = await access_actor(session, self.office)
            await change_days(session, actor, args, domains, now=self.stage.clock.now())
        self.month.days_off.add(day)
        self.month.events.append(Event(self._now(), "off", day=day))

    async def _chooses(self) -> None:
        name, pace = self.chance.choice(list(self.readers)), self.chance.choice(list(Pace))
        await self._does(name, digests.choose_pace, pace)
        self.month.events.append(Event(self._now(), "chose", name, pace=pace.value))

    async def _count(self) -> None:
        """What was sent to whom and when, by the deliveries."""
        names = {player.person.id: name for name, (player, _role) in self.readers.items()}
        query = (
            select(Account.telegram_id, Notification, Delivery.sent_at, Delivery.message_id)
            .join(Delivery.notification)
            .join(Delivery.account)
            .where(Notification.kind.in_(("post_shared", "post_in_digest")), Delivery.state == DeliveryState.SENT)
        )
        async with self.stage.assistant.database.read() as session:
            rows = (await session.execute(query)).all()
        for telegram_id, notification, sent_at, message_id in rows:
            if telegram_id not in names:
                continue
            name, at = names[telegram_id], sent_at.astimezone(ZONE)
            self.month.sent[name][notification.subject_id].append(at)
            if notification.kind == "post_in_digest":
                self.month.messages[name, at].add(message_id)
                self.month.digested[name, at] += 1
