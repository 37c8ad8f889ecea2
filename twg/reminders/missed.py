"""Reminders that were missed: the secretariat is told what was not said, and may have it said now (T2).

MissedRefusal
└── AlreadyReminded     it was pressed before, or set anew by a change of its subject
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.core.notifications import find_untouched
from storage.engine.database import hold
from storage.indicators import Round
from storage.meetings import Meeting
from storage.members import Membership, Role, list_members
from storage.reminders import Reminder, ReminderState, list_reminders, list_reminders_of
from twg import documents
from twg.actions import recording
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.indicators import rounds
from twg.meetings import planning

KIND = "reminders/missed"


class MissedRefusal(Refusal):
    key = "reminders/refused"


class AlreadyReminded(MissedRefusal):
    key = "reminders/already_reminded"


@dataclass(frozen=True)
class Missed:
    """A missed reminder with what it was about.

    Attributes:
        remindable: saying it now still helps: what it is about lies ahead, and no later reminder has been said.
    """

    reminder: Reminder
    title: str
    remindable: bool


#: How the subject of a reminder is fetched, by its table. Each has a title.
_ACCESS: dict[str, Callable[[AsyncSession, Actor, int], Awaitable[Any]]] = {
    "meeting": planning.access_meeting,
    "document": documents.access_document,
    "round": rounds.access_round,
    "action": recording.access_action,
}


async def tell_missed(session: AsyncSession, reminder: Reminder, *, now: datetime) -> None:
    """Tell the TWG's secretariat of a missed reminder; what was missed together is told together."""
    waiting = await find_untouched(session, KIND, twg_id=reminder.twg_id)
    if waiting is not None:
        waiting.data = {"missed": [*waiting.data["missed"], reminder.id]}
        return
    secretariat = await list_members(session, reminder.twg_id, Membership.role == Role.SECRETARIAT)
    await notify(session, KIND, subject=reminder, to=secretariat, now=now, data={"missed": [reminder.id]})


@operation(Permission.REMINDER_SET)
async def list_missed(session: AsyncSession, actor: Actor, ids: Iterable[int], *, now: datetime) -> list[Missed]:
    """These reminders, as far as the actor may see what they are about, the longest due first."""
    found = []
    for reminder in await list_reminders(session, Reminder.id.in_(list(ids)), Reminder.twg_id == actor.twg.id):
        try:
            subject = await _ACCESS[reminder.subject_type](session, actor, reminder.subject_id)
        except NotFound:
            continue
        found.append(Missed(reminder, subject.title, await _is_remindable(session, reminder, subject, now=now)))
    return found


async def _is_remindable(session: AsyncSession, reminder: Reminder, subject: Any, *, now: datetime) -> bool:
    if reminder.state is not ReminderState.MISSED:
        return False
    try:
        _check_ahead(subject, now=now)
    except Refusal:
        return False
    others = (await list_reminders_of(session, reminder.subject_type, reminder.subject_id)).values()
    return not any(other.fired_at is not None and other.fired_at > reminder.due_at for other in others)


def _check_ahead(subject: Any, *, now: datetime) -> None:
    """Raises: the refusal of a meeting that is over or cancelled, of a round or an action that is closed."""
    if isinstance(subject, Meeting):
        planning.check_ahead(subject, now=now)
    elif isinstance(subject, Round):
        rounds.check_open(subject)
    elif isinstance(subject, Action):
        recording.check_open(subject)


@operation(Permission.REMINDER_SET)
async def remind_now(session: AsyncSession, actor: Actor, reminder_id: int, *, now: datetime) -> None:
    """Have a missed reminder said at once, to those it is still for.

    Raises: NotFound, AlreadyReminded, MeetingAlreadyHeld, MeetingCancelled, NoOpenRound, AlreadyClosed.
    """
    reminder = await session.get(Reminder, reminder_id)
    if reminder is None or reminder.twg_id != actor.twg.id:
        raise NotFound
    await hold(session, reminder)
    subject = await _ACCESS[reminder.subject_type](session, actor, reminder.subject_id)
    if reminder.state is not ReminderState.MISSED:
        raise AlreadyReminded
    _check_ahead(subject, now=now)
    grace = reminder.too_late_at - reminder.due_at
    reminder.state, reminder.due_at, reminder.too_late_at = ReminderState.PENDING, now, now + grace
    reminder.urgent = True  # whoever presses it in the evening means the evening
    await record(session, actor, "missed.remind_now", reminder, now=now)
