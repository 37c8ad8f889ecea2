"""A reporting round in many TWGs at once: what people do in 14 days, at random, in every way in which they report.

What comes of it is counted from the database and compared with `expected_reports`, which is told the events alone.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.capabilities import registry
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.indicators import Indicator, ReportRequest, Submission
from storage.members import Person, Twg
from storage.requests import MemberRequest
from tests.indicators.conftest import ZONE, defines
from tests.indicators.test_report_sheets import VALUE, filled, sends_back, sheet_of
from tests.soak.expected_reports import Body, Counts, Event
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage, raise_curtain
from twg.indicators import rounds

#: A Monday; the round is due on a Wednesday, and closed on a Monday, 14 days after it was opened.
START, DUE = datetime(2026, 12, 14, 9, tzinfo=ZONE), date(2026, 12, 23)
DAYS = 14
#: Ways of one report, and of several at once.
ONE, SEVERAL = ("line", "reply", "form", "sheet"), ("lines", "rows", "sheet")
_REMINDERS = ("indicator_reminder", "indicator_late")


@dataclass(frozen=True)
class Plan:
    """What somebody is going to do. `kind`: a way of reporting, or the kind of a request."""

    at: datetime
    body: Body
    person: str
    kind: str
    numbers: tuple[str, ...]


@dataclass
class Run:
    """What has happened, and what was counted."""

    bodies: list[Body]
    events: list[Event] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)
    counted: dict[str, Counts] = field(default_factory=dict)


async def run_rounds(folder: Path, database_url: str, *, twgs: int, indicators: int, seed: int) -> Run:
    """Args: `indicators`: of each TWG; `database_url`: a database with all tables, empty."""
    async with raise_curtain(folder, database_url, START) as stage:
        bodies = [body for number in range(twgs) for body in _bodies(f"T{number}", indicators)]
        run = Run(bodies)
        simulation = _Simulation(stage, random.Random(seed), run)
        await simulation.set_up()
        await simulation.go()
        run.counted = {twg: await _count(stage, twg) for twg in {body.twg for body in bodies}}
        return run


def _bodies(twg: str, indicators: int) -> Iterator[Body]:
    """Institutions of three people, of which each is responsible for four indicators at most."""
    numbers = [f"2026-{number}" for number in range(1, indicators + 1)]
    most = min(4, max(1, indicators - 1))
    for place in range(0, indicators, most):
        people = tuple(f"{twg} Officer {place}{letter}" for letter in "ABC")
        yield Body(twg, people, tuple(numbers[place : place + most]))


def _next_morning(now: datetime) -> datetime:
    eight = now.replace(hour=8, minute=0)
    return eight if now < eight else eight + timedelta(days=1)


@dataclass
class _Simulation:
    stage: Stage
    chance: random.Random
    run: Run
    people: dict[str, Player] = field(default_factory=dict)
    #: Indicators that were reported on, by TWG and number; nobody asks for time for these.
    reported: set[tuple[str, str]] = field(default_factory=set)

    async def set_up(self) -> None:
        for twg in dict.fromkeys(body.twg for body in self.run.bodies):
            await self.stage.adds_twg(twg, f"Group {twg}", "MoH")
            secretary = await self.stage.member(f"{twg} Secretary", "secretariat", "MoH", code=twg)
            self.people[f"{twg} Secretary"] = secretary
            for body in (body for body in self.run.bodies if body.twg == twg):
                institution = f"Office {body.people[0][:-1]}"
                for name in body.people:
                    self.people[name] = await self.stage.member(name, "government", institution, code=twg)
                for number in body.numbers:
                    await defines(secretary, number, responsible=[institution])
            async with self.stage.assistant.database.begin() as session:
                args = rounds.NewRound(title="JMI report for the GDCC", due_on=DUE)
                actor = await access_actor(session, secretary)
                await rounds.open_round(session, actor, args, now=self.stage.clock.now())
            self.run.events.append(Event(START, "opened", twg, until=DUE))
        await self.stage.settle()

    async def go(self) -> None:
        plans = sorted((plan for body in self.run.bodies for plan in self._plans(body)), key=lambda plan: plan.at)
        while plans:
            plan = plans.pop(0)
            await self._advance(plan.at)
            if plan.kind in (*ONE, *SEVERAL):
                await self._report(plan)
            elif (plan.body.twg, plan.numbers[0]) not in self.reported:
                plans = sorted([*plans, *await self._ask(plan)], key=lambda each: each.at)
            self.run.ways[plan.kind] += 1
        closing = START + timedelta(days=DAYS)
        await self._advance(closing)
        for twg in dict.fromkeys(body.twg for body in self.run.bodies):
            async with self.stage.assistant.database.begin() as session:
                actor = await access_actor(session, self.people[f"{twg} Secretary"])
                await rounds.close_round(session, actor, registry().domains, now=self.stage.clock.now())
            self.run.events.append(Event(closing, "closed", twg))
        await self.stage.settle()

    async def _advance(self, until: datetime) -> None:
        """Move the clock, with a stop each morning, when reminders go out."""
        while (morning := _next_morning(self.stage.clock.now().astimezone(ZONE))) < until:
            await self.stage.becomes(morning)
        await self.stage.becomes(until)

    def _plans(self, body: Body) -> Iterator[Plan]:
        """What the people of a body do: each indicator is dealt with once, or not at all."""
        numbers = self.chance.sample(body.numbers, len(body.numbers))
        while numbers:
            count = min(self.chance.choice((1, 1, 2, 3)), len(numbers))
            own, numbers = tuple(numbers[:count]), numbers[count:]
            person = self.chance.choice(body.people)
            if count > 1:
                yield Plan(self._moment(), body, person, self.chance.choice(SEVERAL), own)
                continue
            kind = self.chance.choice((*ONE, *ONE, "more_time", "more_time", "no_data", "not_mine", "nothing"))
            if kind != "nothing":
                yield Plan(self._moment(), body, person, kind, own)

    def _moment(self, after: datetime = START) -> datetime:
        """A moment in office hours before the round is closed, and not one of a reminder."""
        first = (after.date() - START.date()).days
        day = START + timedelta(days=self.chance.randint(first, DAYS - 1))
        moment = day.replace(hour=self.chance.randint(10, 17), minute=self.chance.randint(0, 59))
        return max(moment, after + timedelta(minutes=30))

    def _note(self, plan: Plan, kind: str, number: str, until: date | None = None) -> None:
        self.run.events.append(Event(plan.at, kind, plan.body.twg, plan.person, number, until))

    async def _report(self, plan: Plan) -> None:
        player, values = self.people[plan.person], {number: self.chance.randint(50, 60) for number in plan.numbers}
        [(first, value), *_others] = values.items()
        match plan.kind:
            case "line":
                await player.says(f"/jmi {first} {value}% in the districts")
            case "lines":
                await player.says("/jmi " + "\n".join(f"{number}: {value}%" for number, value in values.items()))
            case "rows":
                await player.says("/jmi " + "\n".join(f"{number}\t{value}" for number, value in values.items()))
            case "reply":
                asked = [seen for seen in await player.messages() if set(seen.keys) & _ASKING]
                await player.says(f"{first} {value}%", reply_to=asked[0].message)
            case "form":
                await player.forges(f"indicators/report:{await self._indicator_id(plan.body.twg, first)}")
                await player.says(f"{value}%")
                for _question in range(4):
                    await player.presses("form:skip")
            case "sheet":
                listed = list(plan.body.numbers)
                cells = {(listed.index(number), VALUE): value for number, value in values.items()}
                await sends_back(player, filled(await sheet_of(player), cells), f"{plan.body.twg}-JMI-reports.xlsx")
        await player.presses("indicators:save_sheet" if plan.kind == "sheet" else "form:save")
        for number in plan.numbers:
            self.reported.add((plan.body.twg, number))
            self._note(plan, "reported", number)

    async def _ask(self, plan: Plan) -> list[Plan]:
        """Ask for something about a report; the secretariat may agree. Returns a report that comes later."""
        player, [number] = self.people[plan.person], plan.numbers
        request_id = await self._request_id(plan, number)
        until = plan.at.date() + timedelta(days=self.chance.randint(2, 9))
        until = max(until, DUE + timedelta(days=self.chance.randint(1, 6)))
        await player.forges(f"requests:ask:{plan.kind}:report_request:{request_id}")
        for text in [f"{until:%d/%m/%Y}", "NIS needs it"] if plan.kind == "more_time" else ["It is not with us"]:
            await player.says(text)
        await player.presses("form:save")
        self._note(plan, plan.kind, number, until if plan.kind == "more_time" else None)
        if plan.kind != "not_mine" and self.chance.random() < 0.6:
            await self.people[f"{plan.body.twg} Secretary"].forges(f"requests:agree:{await self._newest_request()}")
            self._note(plan, "agreed", number)
        if self.chance.random() < 0.4:
            return []
        moment = self._moment(plan.at)
        return [Plan(moment, plan.body, self.chance.choice(plan.body.people), self.chance.choice(ONE), (number,))]

    async def _indicator_id(self, twg: str, number: str) -> int:
        async with self.stage.assistant.database.read() as session:
            query = select(Indicator.id).join(Twg, Twg.id == Indicator.twg_id)
            return (await session.scalars(query.where(Twg.code == twg, Indicator.number == number))).one()

    async def _request_id(self, plan: Plan, number: str) -> int:
        indicator_id = await self._indicator_id(plan.body.twg, number)
        async with self.stage.assistant.database.read() as session:
            query = select(ReportRequest.id).join(Person, Person.id == ReportRequest.person_id)
            query = query.where(ReportRequest.indicator_id == indicator_id, Person.name == plan.person)
            return (await session.scalars(query)).one()

    async def _newest_request(self) -> int:
        async with self.stage.assistant.database.read() as session:
            return (await session.scalars(select(func.max(MemberRequest.id)))).one() or 0


_ASKING = {"indicators/request", "indicators/requests"}


async def _count(stage: Stage, code: str) -> Counts:
    """What is stored of the round of a TWG."""
    async with stage.assistant.database.read() as session:
        twg_id = (await session.scalars(select(Twg.id).where(Twg.code == code))).one()
        asked = list(await session.scalars(select(ReportRequest).where(ReportRequest.twg_id == twg_id)))
        made = list(await session.scalars(select(Submission.late).where(Submission.twg_id == twg_id)))
        query = select(Person.name, Delivery.sent_at).join(Person, Person.id == Delivery.person_id)
        query = query.join(Notification, Notification.id == Delivery.notification_id)
        reminders = Notification.twg_id == twg_id, Notification.kind.in_(_REMINDERS)
        query = query.where(*reminders, Delivery.state == DeliveryState.SENT)
        told = [(name, sent_at.astimezone(ZONE).date()) for name, sent_at in await session.execute(query)]
    answered = sum(one.reported_at is not None for one in asked)
    return Counts(len(asked), answered, len(made), sum(made), len(asked) - answered, Counter(told))
