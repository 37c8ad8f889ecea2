"""A request for more time waits for the secretariat."""

from datetime import time, timedelta

from sqlalchemy import select

from bot.demo.cast import PARTNER, SECRETARIAT
from bot.training.events import Event, Past
from handlers.routing.request import find_actor
from storage.actions import Action
from storage.members import find_account
from storage.requests import RequestKind
from twg.requests.asking import NewRequest, ask


async def _ask_for_time(past: Past) -> None:
    async with past.database.begin() as session:
        account = await find_account(session, past.people[PARTNER].id)
        actor = find_actor(account, past.stage.assistant.timekeeping)
        if account is None or actor is None:
            return
        action_id = await session.scalar(select(Action.id).where(Action.owner_id == account.person_id))
        args = NewRequest(
            kind=RequestKind.MORE_TIME,
            subject_type=Action.__tablename__,
            subject_id=action_id or 0,
            text="Two districts have not answered yet",
            until=past.calendar.plenary + timedelta(days=3),
        )
        await ask(session, actor, args, now=past.now())
    await past.settle()


EVENTS = (Event(2, time(11), _ask_for_time, order=30),)
TO_TRY = {SECRETARIAT: "decides a request: /requests", PARTNER: "waits for a decision: /requests"}
