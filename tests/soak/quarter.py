"""A simulated quarter of a TWG: rounds, meetings, actions and posts at all hours, on a moving clock with faults.

The assistant runs as in production, over HTTP against the sandbox, with quiet hours, days off and the holidays of
Cambodia; the clock is moved from one due moment to the next. What was announced is compared with what each chat
received, and with the rows of the outbox.
"""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import Assistant
from bot.capabilities import registry
from bot.config_sections import TimeSection
from storage.actions import Action, ActionState
from storage.core.due_work import find_next_moment
from storage.core.notifications import Delivery, DeliveryState
from storage.indicators import Submission, SubmissionState
from storage.meetings import Meeting, MeetingKind, MeetingState, Rsvp
from storage.members import Person, Role
from storage.sharing import PostKind
from tests.indicators.conftest import defines
from tests.soak.judging import ZONE, Quarter, judge
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage, raise_curtain
from twg import sharing
from twg.actions import noting, progress, recording
from twg.core.audiences import Audience
from twg.core.refusals import Refusal
from twg.indicators import reporting, reviewing, rounds
from twg.language.dues import Due
from twg.meetings import changing, planning, rsvp

START = datetime(2026, 11, 23, 9, tzinfo=ZONE)
#: Longest time between two things that people do, in hours.
MOST_HOURS = 18
#: How long Telegram may be out of reach, in hours.
LONGEST_OUTAGE = 40
PEOPLE = (
    ("Dara", Role.SECRETARIAT, "MoH"),
    ("Rith", Role.SECRETARIAT, "MoH"),
    ("Chantha", Role.CHAIR, "MoH"),
    ("Sokha", Role.DEVELOPMENT_PARTNER, "UNFPA"),
    ("Kenji", Role.DEVELOPMENT_PARTNER, "JICA"),
    ("Vichea", Role.GOVERNMENT, "MEF"),
)


async def run_quarter(folder: Path, database_url: str, *, seed: int, days: int = 91) -> Quarter:
    """Simulate so many days from `START`.

    Args:
        folder: for archived files.
        database_url: a database with all tables, empty.
    """
    async with raise_curtain(folder, database_url, START) as stage:
        stage.config.time = TimeSection()
        await stage.restarts()
        keep_simulated_time(stage)
        await stage.adds_twg()
        people = {name: await stage.member(name, role, institution) for name, role, institution in PEOPLE}
        await defines(people["Dara"], responsible=["UNFPA"])
        await defines(people["Dara"], "2008-5", responsible=["JICA", "MEF"])
        run = Quarter(seed, days)
        simulation = _Simulation(stage, people, random.Random(seed), run)
        await simulation.go(START + timedelta(days=days))
        run.violations += await judge(stage, run)
        return run


@dataclass
class _Simulation:
    stage: Stage
    people: dict[str, Player]
    chance: random.Random
    run: Quarter
    #: Chat ids of those who block the assistant now.
    blocking: set[int] = field(default_factory=set)

    async def go(self, until: datetime) -> None:
        while (moment := self._some_time_later()) < until:
            await self._advance(moment)
            name, act = self.chance.choice(self._acts())
            with suppress(Refusal):
                await act()
                self.run.done[name] += 1
            await self.stage.settle()
            if self.chance.random() < 0.2:
                await self._fault()
        await self.stage.sandbox.mend()
        await self._unblock()
        await self._advance(self.stage.clock.now() + timedelta(days=40))

    def _some_time_later(self) -> datetime:
        return self.stage.clock.now() + timedelta(minutes=self.chance.randint(1, MOST_HOURS * 60))

    async def _advance(self, until: datetime) -> None:
        """Move the clock from one due moment to the next; what is due is done at each of them."""
        while True:
            async with self.stage.assistant.database.read() as session:
                moment = await find_next_moment(session, after=self.stage.clock.now())
            if moment is None or moment >= until:
                break
            await self.stage.becomes(moment)
        await self.stage.becomes(until)

    def _acts(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        return [
            ("round", self._open_round),
            ("close round", lambda: self._does("Rith", rounds.close_round, registry().domains)),
            ("report", self._report),
            ("review", self._review),
            ("review", self._review),
            ("meeting", self._announce),
            ("move meeting", self._move_meeting),
            ("cancel meeting", self._cancel_meeting),
            ("answer", self._answer),
            ("action", self._record),
            ("action", self._record),
            ("move action", self._move_action),
            ("close action", self._close_action),
            ("post", self._share),
        ]

    async def _does(self, name: str, operation: Callable[..., Awaitable[Any]], *args: Any) -> None:
        async with self.stage.assistant.database.begin() as session:
            actor = await access_actor(session, self.people[name])
            await operation(session, actor, *args, now=self.stage.clock.now())

    def _day(self, soonest: int, latest: int) -> date:
        today = self.stage.clock.now().astimezone(ZONE).date()
        return today + timedelta(days=self.chance.randint(soonest, latest))

    async def _some(self, *criteria: Any, of: type[Any]) -> Any | None:
        async with self.stage.assistant.database.read() as session:
            found = list(await session.scalars(select(of).where(*criteria).order_by(of.id)))
        return self.chance.choice(found) if found else None

    async def _open_round(self) -> None:
        await self._does("Dara", rounds.open_round, rounds.NewRound(title="JMI report", due_on=self._day(0, 20)))

    async def _report(self) -> None:
        args = reporting.Report(indicator_id=self.chance.randint(1, 2), value=Decimal(self.chance.randint(1, 99)))
        await self._does(self.chance.choice(["Sokha", "Kenji", "Vichea"]), reporting.report, args, registry().domains)

    async def _review(self) -> None:
        report = await self._some(Submission.state == SubmissionState.SUBMITTED, of=Submission)
        if report is not None and self.chance.random() < 0.5:
            await self._does("Rith", reviewing.send_back, report.id, "Which districts?")
        elif report is not None:
            await self._does("Dara", reviewing.accept, report.id)

    async def _announce(self) -> None:
        await self._announce_at(self._day(0, 15), time(self.chance.randint(7, 16)))

    async def _announce_at(self, day: date, at: time) -> None:
        args = planning.NewMeeting(
            kind=MeetingKind.PLENARY,
            title=f"Meeting {self.run.done['meeting'] + 1}",
            day=day,
            at=at,
            duration_min=120,
            place="MoH",
            audience=Audience.ALL,
        )
        async with self.stage.assistant.database.begin() as session:
            actor, now = await access_actor(session, self.people["Dara"]), self.stage.clock.now()
            meeting = await planning.plan(session, actor, args, now=now)
            await planning.announce(session, actor, meeting.id, now=now)

    async def _meeting(self) -> Meeting | None:
        ahead = Meeting.state == MeetingState.ANNOUNCED, Meeting.starts_at > self.stage.clock.now()
        return await self._some(*ahead, of=Meeting)

    async def _move_meeting(self) -> None:
        if (meeting := await self._meeting()) is not None:
            args = changing.NewTime(day=self._day(0, 15), at=time(self.chance.randint(7, 16)))
            await self._does("Rith", changing.move, meeting.id, args)

    async def _cancel_meeting(self) -> None:
        if (meeting := await self._meeting()) is not None:
            await self._does("Dara", changing.cancel, meeting.id)

    async def _answer(self) -> None:
        if (meeting := await self._meeting()) is not None:
            day = meeting.starts_at.astimezone(ZONE).date()
            answer = rsvp.Answer(rsvp=self.chance.choice([Rsvp.YES, Rsvp.NO]), day=day)
            await self._does(self.chance.choice(list(self.people)), rsvp.answer, meeting.id, answer)

    async def _record(self) -> None:
        owner = await self._some(of=Person)
        assert owner is not None
        args = recording.NewAction(
            text=f"Send draft {self.run.done.total()}", owners=(f"person:{owner.id}",), due_on=self._day(0, 20)
        )
        await self._does("Dara", recording.record_action, args)

    async def _action(self) -> Action | None:
        return await self._some(Action.state == ActionState.OPEN, of=Action)

    async def _move_action(self) -> None:
        if (action := await self._action()) is not None:
            await self._does("Rith", progress.move, action.id, Due(day=self._day(0, 20)))

    async def _close_action(self) -> None:
        if (action := await self._action()) is not None:
            await self._does("Dara", progress.close, action.id, noting.Note(text="It was sent"), registry().domains)

    async def _share(self) -> None:
        args = sharing.NewPost(kind=PostKind.DATA, text=f"The study is out: {self.run.done.total()}")
        await self._does(self.chance.choice(list(self.people)), sharing.share, args)

    async def _fault(self) -> None:
        fault = self.chance.choice(["429", "502", "close_after", "outage", "too late", "block", "kill"])
        self.run.faults[fault] += 1
        chat_id = self.chance.choice(list(self.people.values())).person.id
        match fault:
            case "outage":
                async with self._out_of_reach():
                    minutes = self.chance.randint(1, LONGEST_OUTAGE * 60)
                    await self._advance(self.stage.clock.now() + timedelta(minutes=minutes))
            case "too late":
                await self._announce_too_late()
            case "block":
                await self._unblock()
                self.blocking.add(chat_id)
                await next(each for each in self.people.values() if each.person.id == chat_id).person.blocks()
            case "kill":
                await self._kill()
            case "429":
                await self.stage.sandbox.fault(fault, method="send*", chat_id=chat_id, times=1, retry_after=1)
            case _:
                await self.stage.sandbox.fault(fault, method="send*", chat_id=chat_id, times=2)

    @asynccontextmanager
    async def _out_of_reach(self) -> AsyncIterator[None]:
        """Telegram takes no message until the block ends."""
        for method in ("sendMessage", "sendDocument", "editMessageText"):
            await self.stage.sandbox.fault("502", method=method, times=None)
        yield
        await self.stage.sandbox.mend()

    async def _announce_too_late(self) -> None:
        """Announce a meeting that begins before Telegram can be reached again: the announcement expires."""
        begins = self.stage.clock.now().astimezone(ZONE) + timedelta(hours=2)
        async with self._out_of_reach():
            await self._announce_at(begins.date(), begins.time().replace(second=0, microsecond=0))
            await self._advance(begins + timedelta(hours=self.chance.randint(4, 8)))

    async def _unblock(self) -> None:
        for player in self.people.values():
            if player.person.id in self.blocking:
                await player.person.unblocks()
        self.blocking.clear()
        await self.stage.settle()

    async def _kill(self) -> None:
        """Leave the database as a kill does: the last messages are sent, their results are not stored."""
        await self.stage.assistant.stop()
        self.stage.assistant = Assistant(self.stage.config, self.stage.clock.now, self.stage.assistant.registry)
        async with arranged(self.stage.assistant.database) as session:
            lately = Delivery.sent_at >= self.stage.clock.now() - timedelta(hours=2)
            sent = select(Delivery).where(Delivery.state == DeliveryState.SENT, lately, Delivery.number.is_(None))
            for delivery in (await session.scalars(sent.order_by(Delivery.id.desc()).limit(3))).all():
                delivery.state, delivery.in_flight_since = DeliveryState.IN_FLIGHT, delivery.sent_at
                delivery.sent_at = None
                self.run.killed[delivery.id] += 1
        keep_simulated_time(self.stage)
        await self.stage.assistant.start()
        await self.stage.settle()


def keep_simulated_time(stage: Stage) -> None:
    """Let the limit on equal texts count by the moved clock: days of retries pass within seconds here."""
    stage.assistant.guard._clock = lambda: stage.clock.now().timestamp()
