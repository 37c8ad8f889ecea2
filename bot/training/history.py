"""What has happened in the Health TWG before somebody sits down at the sandbox: three working days of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot import operator
from bot.demo.cast import CAST, CHAIR, INDICATORS, LEAD, OFFICIAL, PARTNER, REPORTER, SECRETARIAT, TWG, Player
from bot.demo.company import Company
from bot.training.time_travel import Passing
from handlers.routing.request import find_actor
from messages.rendering.labels import LANGUAGES
from storage.members import find_person
from twg.actions import recording
from twg.core.actors import Actor
from twg.core.refusals import NotRegistered
from twg.indicators import defining
from twg.members import registration
from twg.time.working_time import WorkingTime

#: When the office is open and everybody sits down.
MORNING = time(9)


@dataclass(frozen=True)
class Calendar:
    """The days of the story, all of them working days.

    Attributes:
        past: three of them, the oldest first.
        today: when somebody sits down.
        plenary: twelve days from then.
        reports_due: the last day of the open round.
        tomorrow: the last day to acknowledge the paper.
    """

    past: tuple[date, date, date]
    today: date
    tomorrow: date
    plenary: date
    reports_due: date

    @classmethod
    def around(cls, day: date, hours: WorkingTime) -> Self:
        """The story told on this day, or on the working day after it."""
        today = hours.later_working_day(day)
        past = [today]
        while len(past) < 4:
            past.append(hours.earlier_working_day(past[-1] - timedelta(days=1)))
        third, second, first = past[1:]
        return cls(
            (first, second, third),
            today,
            hours.later_working_day(today + timedelta(days=1)),
            hours.later_working_day(today + timedelta(days=12)),
            hours.later_working_day(today + timedelta(days=9)),
        )


@dataclass
class History:
    """Lives through those days, by the assistant's own forms where they leave something to be read in the chats."""

    company: Company
    passing: Passing
    calendar: Calendar
    zone: ZoneInfo

    async def happens(self) -> None:
        """Everything up to this morning."""
        first, second, third = self.calendar.past
        await self._becomes(first, MORNING)
        await self._register()
        await self._announce()
        await self._becomes(first, time(14))
        await self._circulate()
        await self._agree()
        await self._becomes(second, time(9, 30))
        await self._open_round()
        await self._becomes(third, time(10))
        await self._report()
        await self._finish_action()
        await self._becomes(third, time(15))
        await self._share()
        await self._becomes(self.calendar.today, MORNING)

    async def _becomes(self, day: date, at: time) -> None:
        await self.passing.until(datetime.combine(day, at, self.zone))
        await self.company.settle()

    async def _register(self) -> None:
        """Everybody is a member of long standing: the secretariat, who came last, was told of nobody."""
        database, now = self.company.stage.assistant.database, self.company.stage.clock.now()
        await operator.add_twg(database, registration.NewTwg(**TWG), now=now)
        for player in (SECRETARIAT, *CAST):
            await self.company.arrives(player)
        for player in (*CAST, SECRETARIAT):
            person = self.company.people[player]
            invite = registration.NewInvite(role=player.role, themes=[player.theme] if player.theme else [])
            link = await operator.invite(database, TWG["code"], invite, now=now)
            answers = registration.Registration(
                name=player.name,
                position=player.position,
                institution=player.institution,
                contact=f"0{person.id % 10**8:08}",
                language=next(code for code, name in LANGUAGES.items() if name == player.language),
            )
            async with database.begin() as session:
                await registration.register(session, registration.hash_token(link.token), person.id, answers, now=now)
            await self.company.starts(player)

    async def _announce(self) -> None:
        says, taps = self.company.says, self.company.taps
        await says(SECRETARIAT, "/newmeeting", f"Second plenary meeting {self.calendar.plenary.year}")
        await taps(SECRETARIAT, "Plenary")
        await says(SECRETARIAT, f"{self.calendar.plenary:%d/%m/%Y}")
        await taps(SECRETARIAT, "09:00", "3h")
        await says(SECRETARIAT, "Ministry of Health, meeting room A")
        await taps(SECRETARIAT, "All members")
        await says(
            SECRETARIAT,
            "Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60\n"
            "Health budget 2027 | Ministry of Health | 60",
        )
        await taps(SECRETARIAT, "That is all", "Save", "Announce to")
        await taps(REPORTER, "I will come")
        await taps(PARTNER, "I send a delegate")
        await says(PARTNER, "Yuki Tanaka, Programme Assistant")
        await taps(PARTNER, "Save")

    async def _circulate(self) -> None:
        await self.company.sends(SECRETARIAT, "health-budget-2027.pdf", "application/pdf")
        await self.company.taps(
            SECRETARIAT, "Circulate it as a document", "health-budget-2027", "Meeting paper", "All members"
        )
        await self.company.says(
            SECRETARIAT, f"{self.calendar.tomorrow:%d/%m/%Y}", "Please read part 2 before the plenary."
        )
        await self.company.taps(SECRETARIAT, "Circulate to")
        for player in (REPORTER, LEAD):
            await self.company.taps(player, "I have received it")

    async def _open_round(self) -> None:
        for number, statement, unit, target, period, responsible in INDICATORS:
            await self._define(
                defining.NewIndicator(
                    number=number,
                    statement=statement,
                    unit=unit,
                    target=Decimal(target),
                    target_period=period,
                    responsible=responsible.split(", "),
                )
            )
        await self.company.says(
            SECRETARIAT, "/round", "JMI report for the GDCC", f"{self.calendar.reports_due:%d/%m/%Y}"
        )
        await self.company.taps(SECRETARIAT, "Open the round")

    async def _agree(self) -> None:
        """Three actions of an earlier meeting: one soon due, one whose day is over this morning, one that gets done."""
        soon, over = self.calendar.plenary - timedelta(days=5), self.calendar.past[2]
        await self._record(PARTNER, "Send the cold chain inventory of three districts to all members", soon)
        await self._record(OFFICIAL, "ផ្ញើពិដានថវិកាឆ្នាំ២០២៧ ជូនលេខាធិការដ្ឋាន", over)
        await self._record(REPORTER, "Share the summary of the midwifery workforce study", soon)

    async def _record(self, owner: Player, text: str, due_on: date) -> None:
        stage = self.company.stage
        async with stage.assistant.database.begin() as session:
            person = await find_person(session, self.company.people[owner].id)
            args = recording.NewAction(text=text, owner_id=None if person is None else person.id, due_on=due_on)
            actor = await self._secretariat(session)
            await recording.record_action(session, actor, args, now=stage.clock.now())
        await self.company.settle()

    async def _finish_action(self) -> None:
        """By a reply in plain words."""
        given = await self.company.finds(REPORTER, "midwifery workforce study")
        await self.company.says(REPORTER, "done, the summary goes out this afternoon", reply_to=given)

    async def _define(self, args: defining.NewIndicator) -> None:
        stage = self.company.stage
        async with stage.assistant.database.begin() as session:
            await defining.define(session, await self._secretariat(session), args, now=stage.clock.now())

    async def _secretariat(self, session: AsyncSession) -> Actor:
        person = await find_person(session, self.company.people[SECRETARIAT].id)
        actor = find_actor(person, self.company.stage.assistant.timekeeping)
        if actor is None:
            raise NotRegistered
        return actor

    async def _report(self) -> None:
        await self.company.says(REPORTER, "/jmi 2008-4 58% district hospitals fully staffed")
        await self.company.taps(REPORTER, "Save")
        await self.company.taps(SECRETARIAT, "Accept")
        request = await self.company.finds(LEAD, "demo-1")
        await self.company.says(LEAD, "82.5 % two provinces still without", reply_to=request)
        await self.company.taps(LEAD, "Save")

    async def _share(self) -> None:
        await self.company.sends(REPORTER, "midwife-study-summary.pdf", "application/pdf")
        await self.company.taps(REPORTER, "Share it with members")
        await self.company.says(
            REPORTER, "Summary of the midwifery workforce study; the full report follows in January."
        )
        await self.company.taps(REPORTER, "Ongoing work", "All members", "Share with")


#: What each of them finds to do, for whoever sits down.
TASKS: dict[Player, str] = {
    SECRETARIAT: "plans, circulates, reviews: /review",
    CHAIR: "is asked to come and to acknowledge",
    LEAD: "has reported; waits for the review",
    PARTNER: "is asked for a report: reply to it; /actions",
    OFFICIAL: "reads and writes Khmer; an action is overdue",
    CAST[-1]: "an NGO: /share news, /search for it",
}
