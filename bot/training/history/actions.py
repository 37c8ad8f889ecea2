"""Three actions of an earlier meeting: one is due soon, one is overdue, one gets done."""

from datetime import date, time, timedelta

from bot.demo.cast import OFFICIAL, PARTNER, REPORTER, Player
from bot.training.events import Event, Past
from storage.core.addressees import PERSON
from storage.core.audiences import token_of
from storage.members import find_account
from twg.actions.recording import NewAction, record_action


async def _record_actions(past: Past) -> None:
    soon, overdue = past.calendar.plenary - timedelta(days=5), past.calendar.past[2]
    await _record(past, PARTNER, "Send the cold chain inventory of three districts to all members", soon)
    await _record(past, OFFICIAL, "ផ្ញើពិដានថវិកាឆ្នាំ២០២៧ ជូនលេខាធិការដ្ឋាន", overdue)
    await _record(past, REPORTER, "Share the summary of the midwifery workforce study", soon)


async def _record(past: Past, owner: Player, text: str, due_on: date) -> None:
    async with past.database.begin() as session:
        account = await find_account(session, past.people[owner].id)
        owners = () if account is None else (token_of(PERSON, account.person_id),)
        args = NewAction(text=text, owners=owners, due_on=due_on)
        await record_action(session, await past.secretariat(session), args, now=past.now())
    await past.settle()


async def _close_action(past: Past) -> None:
    """The owner replies in plain words."""
    given = await past.newest_message(REPORTER, "midwifery workforce study")
    await past.says(REPORTER, "done, the summary goes out this afternoon", reply_to=given)


EVENTS = (Event(0, time(14), _record_actions, order=20), Event(2, time(10), _close_action, order=20))
TO_TRY = {PARTNER: "/actions", OFFICIAL: "an action is overdue"}
