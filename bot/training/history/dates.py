"""A date is looked for, for a meeting after the plenary; the lead facilitator has answered."""

from datetime import datetime, time, timedelta

from bot.demo.cast import LEAD, PARTNER, SECRETARIAT
from bot.training.events import Event, Past
from storage.dates import Choice
from storage.meetings import MeetingKind
from storage.members import find_account
from twg.core.actors import Actor
from twg.core.audiences import Audience
from twg.dates import answering, proposing


async def _propose(past: Past) -> None:
    calendar = past.calendar
    async with past.database.begin() as session:
        secretariat = await past.secretariat(session)
        days = [calendar.plenary + timedelta(days=days) for days in (14, 15, 16)]
        args = proposing.NewPoll(
            kind=MeetingKind.FOLLOW_UP,
            title="Follow-up of the plenary",
            duration_min=120,
            audience=Audience.ALL,
            dates=[datetime.combine(day, time(14), secretariat.zone) for day in days],
            answer_by=calendar.plenary,
        )
        poll, _told = await proposing.propose(session, secretariat, args, now=past.now())
        account = await find_account(session, past.people[LEAD].id)
        assert account is not None  # noqa: S101 - everybody has registered
        lead = Actor(secretariat.twg, account.person.memberships[0], account)
        choices = {poll.options[0].id: Choice.CAN, poll.options[1].id: Choice.CANNOT}
        await answering.answer(session, lead, poll.id, choices, now=past.now())
    await past.settle()


EVENTS = (Event(2, time(15), _propose, order=20),)
TO_TRY = {SECRETARIAT: "finds a date: /dates", PARTNER: "says when they can come"}
