"""What two processes do to one action at the same moment is done once (A2, A3)."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from scheduler.reminding.tick import fire
from storage.actions import Action, find_action
from storage.core.audit import find_last_change
from storage.core.notifications import Notification
from storage.members import Person
from storage.reminders import Reminder, ReminderState
from tests.replicas.conftest import NOW, Two, actor
from tests.support.guard import arrange
from twg import general
from twg.actions import noting, progress, recording
from twg.actions.access import AlreadyClosed
from twg.core.refusals import Refusal
from twg.language.dues import Due

Operation = Callable[[AsyncSession], Awaitable[Any]]
DUE = NOW.date() + timedelta(days=30)
WEEKLY = Reminder.rule == "action_overdue", Reminder.state == ReminderState.PENDING


def closes(name: str) -> Operation:
    async def do(session: AsyncSession) -> Action:
        return await progress.close(
            session, await actor(session, name), 1, noting.Note(text="Sent"), registry().domains, now=NOW
        )

    return do


async def drops(session: AsyncSession) -> Action:
    return await progress.drop(session, await actor(session, "Dara"), 1, "Not needed", registry().domains, now=NOW)


def moves(day: date) -> Operation:
    async def do(session: AsyncSession) -> Action:
        return await progress.move(session, await actor(session, "Dara"), 1, Due(day=day), now=NOW)

    return do


async def notes(session: AsyncSession) -> Action:
    return await noting.add_note(session, await actor(session, "Sokha"), 1, noting.Note(text="Half"), now=NOW)


async def adds(session: AsyncSession) -> Action:
    return await noting.add_note(session, await actor(session, "Dara"), 1, noting.Note(text="MEF waits"), now=NOW)


async def undoes(session: AsyncSession) -> None:
    """Dara undoes what she did last."""
    dara = await actor(session, "Dara")
    change = await find_last_change(session, "action", 1)
    assert change is not None
    await general.undo(session, dara, change.id, registry().domains, now=NOW)


async def texts(session: AsyncSession) -> list[str]:
    action = await find_action(session, 1)
    assert action is not None
    return [update.text for update in action.updates]


async def reopens(session: AsyncSession) -> Action:
    return await progress.reopen(session, await actor(session, "Dara"), 1, now=NOW)


async def records(session: AsyncSession) -> None:
    owner_id = await session.scalar(select(Person.id).where(Person.name == "Sokha"))
    args = recording.NewAction(text="Send the draft budget", owners=(f"person:{owner_id}",), due_on=DUE)
    await recording.record_action(session, await actor(session, "Dara"), args, now=NOW)


async def count(session: AsyncSession, kind: str) -> int:
    query = select(func.count()).select_from(Notification).where(Notification.kind == kind)
    return await session.scalar(query) or 0


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        (closes("Sokha"), closes("Dara"), AlreadyClosed),
        (closes("Sokha"), drops, AlreadyClosed),
        (drops, closes("Sokha"), AlreadyClosed),
        (closes("Sokha"), moves(DUE + timedelta(days=1)), AlreadyClosed),
        (closes("Dara"), notes, AlreadyClosed),
        (moves(DUE + timedelta(days=1)), moves(DUE + timedelta(days=1)), progress.SameDay),
    ],
)
async def test_of_two_who_change_an_action_one_is_refused(
    two: Two, first: Operation, second: Operation, refusal: type[Refusal]
) -> None:
    await two.does(records)
    with pytest.raises(refusal):
        await two.at_once(first, second)


@pytest.mark.parametrize("later", [adds, closes("Dara")])
async def test_an_undo_leaves_the_note_that_somebody_else_wrote_at_the_same_moment(two: Two, later: Operation) -> None:
    await two.does(records)
    await two.at_once(notes, later)
    await two.does(undoes)
    assert await two.does(texts) == ["Half"]


async def test_an_action_is_opened_again_once(two: Two) -> None:
    await two.does(records)
    await two.does(closes("Sokha"))
    with pytest.raises(progress.StillOpen):
        await two.at_once(reopens, reopens)


def fires(rule: str, now: datetime) -> Operation:
    async def do(session: AsyncSession) -> None:
        reminder_id = await session.scalar(select(Reminder.id).where(Reminder.rule == rule))
        assert reminder_id is not None
        arrange(session)
        await fire(session, reminder_id, domains=registry().domains, now=now)

    return do


async def test_the_week_s_question_is_asked_once_and_set_again(two: Two) -> None:
    await two.does(records)
    now = NOW + timedelta(days=31)
    await two.at_once(fires("action_overdue", now), fires("action_overdue", now))
    assert await two.does(lambda session: count(session, "action_is_overdue")) == 1
    due_at = await two.does(lambda session: session.scalar(select(Reminder.due_at).where(*WEEKLY)))
    assert due_at is not None
    assert now < due_at <= now + timedelta(days=7)


async def test_nobody_is_reminded_of_an_action_that_is_just_closed(two: Two) -> None:
    await two.does(records)
    eve = NOW + timedelta(days=29)
    await two.at_once(closes("Sokha"), fires("action_1_day", eve))
    assert await two.does(lambda session: count(session, "action_reminder")) == 0
