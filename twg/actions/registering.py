"""Actions arise from the record of a meeting once it is closed, and follow their lines when it is closed again (A1)."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, list_actions, list_from_lines
from storage.core.addressees import list_addressees
from storage.core.audiences import pack
from storage.core.notifications import Notification, void_notifications
from storage.core.told import list_who_have
from storage.engine.database import hold
from storage.meetings import Meeting
from storage.records import LineKind, MeetingRecord, RecordLine
from twg.actions.finding import make_findable
from twg.actions.notices import CLOSED, GIVEN, MOVED, TAKEN
from twg.actions.owners import OWNERS, Owners, access_owners, list_responsible
from twg.actions.recording import DUE, NewAction, add_action, check_due_ahead, remind_of, tell_about
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, Refusal
from twg.core.subjects import Domains
from twg.core.undoing import held_until
from twg.records.access import access_line, access_record
from twg.reminders.schedule import void_reminders

_STATE = ("state", "closing_note", "closed_by_id", "closed_at")
#: By which owners learn what a line says; nobody has any of them while they are held.
_TELLING = (GIVEN, MOVED, TAKEN)


@operation(Permission.RECORD_KEEP)
async def register_lines(
    session: AsyncSession, actor: Actor, record_id: int, domains: Domains, *, now: datetime
) -> list[Action]:
    """Make actions of the lines in the record of a meeting; it is called when the record is closed.

    A line without an owner who is known, or without a last day or a day of review, stays a line. One that is an action
    already changes it where the line was corrected since; an action is dropped where its line was taken back, and open
    again with the line. Owners are told after `UNDO_FOR`: opened again until then, the record has told nobody.

    Returns: those that are new, in the order of the record.
    Raises: NotFound, NotAllowed.
    """
    kept, meeting = await access_record(session, actor, record_id)
    await hold(session, actor.twg)  # two closings, or a line that is completed meanwhile
    lines = _in_order(kept, meeting)
    known = await list_from_lines(session, [line.id for line in lines])
    new = []
    for line in lines:
        action = known.get(line.id)
        if action is None:
            new += await _register(session, actor, meeting, line, now=now)
        else:
            await _follow(session, actor, action, line, now=now)
            await _tell_untold(session, actor, action, now=now)
    await _drop_others(session, actor, meeting, lines, domains, now=now)
    return new


def _in_order(kept: MeetingRecord, meeting: Meeting) -> list[RecordLine]:
    """The actions among the lines, by the agenda."""
    order = {item.token: place for place, item in enumerate(meeting.agenda)}
    lines = [line for line in kept.lines if line.kind is LineKind.ACTION]
    return sorted(lines, key=lambda line: (order.get(line.item_token, -1), line.id))


@operation(Permission.RECORD_KEEP)
async def register_line(session: AsyncSession, actor: Actor, line_id: int, *, now: datetime) -> list[Action]:
    """Make an action of a line that was completed after the record was closed; nothing where it still lacks something.

    Raises: NotFound, NotAllowed.
    """
    line, kept, meeting = await access_line(session, actor, line_id)
    await hold(session, actor.twg)
    is_due = kept.closed_at is not None and line.removed_at is None and line.kind is LineKind.ACTION
    if not is_due or await list_from_lines(session, [line.id]):
        return []
    return await _register(session, actor, meeting, line, now=now)


@dataclass(frozen=True)
class Incomplete:
    """A line that is no action yet.

    Attributes:
        lacks_owner: it names nobody, or somebody whom the TWG does not know.
        lacks_day: it says no last day and no day of review, or one that is over.
    """

    line: RecordLine
    lacks_owner: bool
    lacks_day: bool


@operation(Permission.RECORD_KEEP)
async def list_incomplete(session: AsyncSession, actor: Actor, record_id: int, *, now: datetime) -> list[Incomplete]:
    """The actions among the lines of a record that are in no list of actions. Raises: NotFound, NotAllowed."""
    kept, meeting = await access_record(session, actor, record_id)
    lines, today = _in_order(kept, meeting), now.astimezone(actor.zone).date()
    known = await list_from_lines(session, [line.id for line in lines])
    found = []
    for line in lines:
        if line.id in known:
            continue
        lacks_owner, day = False, line.due_on or line.review_on
        lacks_day = not line.says_when or (day is not None and day < today)
        try:
            await _access_owners(session, actor, line, now=now)
        except Refusal:
            lacks_owner = True
        found.append(Incomplete(line, lacks_owner, lacks_day))
    return found


async def follow_line(session: AsyncSession, actor: Actor, line: RecordLine, *, now: datetime) -> None:
    """Let the action of a line say what the line says now; nothing where it is none."""
    for action in (await list_from_lines(session, [line.id])).values():
        await _follow(session, actor, action, line, now=now)


@operation(Permission.RECORD_KEEP)
async def hold_back(session: AsyncSession, actor: Actor, record_id: int) -> None:
    """Let nobody be told what the closing of a record has not told yet; it is called when it is opened again.

    Raises: NotFound, NotAllowed.
    """
    kept, _meeting = await access_record(session, actor, record_id)
    known = await list_from_lines(session, [line.id for line in kept.lines])
    held = select(Notification.id).where(
        Notification.subject_type == Action.__tablename__,
        Notification.subject_id.in_([action.id for action in known.values()]),
        Notification.kind.in_([each.name for each in _TELLING]),
        Notification.not_before.is_not(None),
    )
    await void_notifications(session, list(await session.scalars(held)))


async def _register(
    session: AsyncSession, actor: Actor, meeting: Meeting, line: RecordLine, *, now: datetime
) -> list[Action]:
    """The action of a line; none where the line lacks something, or names who or what is past by now."""
    try:
        async with session.begin_nested():
            owners = await _access_owners(session, actor, line, now=now)
            until: dict[str, Any] = {"due_on": line.due_on, "due_words": line.due[:60], "every": line.every}
            args = NewAction(text=line.text, **until, review_on=line.review_on, meeting_id=meeting.id)
            if not line.says_when:
                raise Missing(field="due_on")
            for day in (args.due_on, args.review_on):
                check_due_ahead(actor, day, now=now)
            about: dict[str, Any] = {
                "item": _item_of(line, meeting),
                "line_id": line.id,
                "not_before": held_until(GIVEN, now=now),
            }
            action = await add_action(session, actor, args, owners, meeting, meeting.audience, **about, now=now)
    except Refusal:
        return []
    line.changed_at = None
    return [action]


async def _access_owners(session: AsyncSession, actor: Actor, line: RecordLine, *, now: datetime) -> Owners:
    """Whom a line names. Raises: Missing, as `access_owners`."""
    if not line.named:
        raise Missing(field="owner")
    tokens = line.named.split("|")
    return await access_owners(session, actor, tokens, permission=Permission.RECORD_KEEP, now=now)


def _item_of(line: RecordLine, meeting: Meeting) -> str:
    return next((item.title for item in meeting.agenda if item.token == line.item_token), "")


async def _follow(session: AsyncSession, actor: Actor, action: Action, line: RecordLine, *, now: datetime) -> None:
    """Let an action say what its line says, where that was corrected, and be open again with a line brought back."""
    await hold(session, action)
    if action.state is ActionState.DROPPED and not action.closing_note:  # people give a reason
        before = values_of(action, *_STATE)
        action.state, action.closed_by, action.closed_at = ActionState.OPEN, None, None
        await session.flush()
        after = values_of(action, *_STATE)
        await record(session, actor, "actions.follow_line", action, now=now, before=before, after=after)
        await remind_of(session, action, actor, now=now)
    if line.changed_at is None or action.state is not ActionState.OPEN:
        return
    before, previous = values_of(action, "text", *OWNERS, *DUE), action.owners
    action.text = line.text
    with suppress(Refusal):  # whoever it names now is no member: its owners stay until somebody is named
        (await _access_owners(session, actor, line, now=now)).give(action)
    if line.says_when:
        action.due_on, action.due_words = line.due_on, line.due[:60]
        action.every, action.review_on = line.every, line.review_on
    line.changed_at = None
    await session.flush()
    after = values_of(action, *before)
    if after == before:
        return
    action.know_addressees(await list_addressees(session, action.twg_id, action.audience, action.co_owners))
    await record(session, actor, "actions.follow_line", action, now=now, before=before, after=after)
    await remind_of(session, action, actor, now=now)
    await make_findable(session, action)
    changed = {name for name in before if before[name] != after[name]}
    await _tell_changed(session, actor, action, changed, previous, before["due_on"], now=now)


async def _tell_changed(
    session: AsyncSession,
    actor: Actor,
    action: Action,
    changed: Iterable[str],
    previous: Sequence[str],
    was_due: object,
    *,
    now: datetime,
) -> None:
    """Tell owners who have had the action told to them that it reads otherwise, is due otherwise, or not theirs."""
    have = await list_who_have(session, Action.__tablename__, action.id)
    if not have:
        return
    about: dict[str, Any] = {"by": actor, "now": now, "not_before": held_until(GIVEN, now=now)}
    if not set(changed).isdisjoint(OWNERS):
        await tell_about(session, action, TAKEN, **about, previous_owners=pack(previous))
    if "text" in changed:
        others = excluding(await list_responsible(session, action), actor.person_id)
        told = [member for member in others if member.person_id in have]  # the rest are told it for the first time
        if told:
            await notify(session, GIVEN, subject=action, to=told, **about)
    elif not set(changed).isdisjoint(DUE):
        await tell_about(session, action, MOVED, **about, before="" if was_due is None else str(was_due))


async def _tell_untold(session: AsyncSession, actor: Actor, action: Action, *, now: datetime) -> None:
    """Tell owners that it is theirs whom no message about it has reached: the record was opened again meanwhile."""
    if action.state is not ActionState.OPEN:
        return
    have = await list_who_have(session, Action.__tablename__, action.id)
    members = excluding(await list_responsible(session, action), actor.person_id, *have)
    if members:
        held = held_until(GIVEN, now=now)
        await notify(session, GIVEN, subject=action, to=members, now=now, by=actor, not_before=held)


async def _drop_others(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    lines: Sequence[RecordLine],
    domains: Domains,
    *,
    now: datetime,
) -> None:
    """Drop the open actions of a meeting whose lines were taken back; those who had been told are told."""
    standing = [line.id for line in lines]
    gone = Action.meeting_id == meeting.id, Action.line_id.is_not(None), Action.line_id.not_in(standing)
    for action in await list_actions(session, *gone, Action.state == ActionState.OPEN, limit=1000):
        await hold(session, action)
        before = values_of(action, *_STATE)
        action.state, action.closed_by, action.closed_at = ActionState.DROPPED, actor.person, now
        await void_reminders(session, action)
        await session.flush()
        await domains.end_about(session, actor, Action.__tablename__, [action.id], now=now)
        after = values_of(action, *_STATE)
        await record(session, actor, "actions.follow_line", action, now=now, before=before, after=after)
        if await list_who_have(session, Action.__tablename__, action.id):
            await tell_about(session, action, CLOSED, by=actor, now=now, not_before=held_until(CLOSED, now=now))
        await make_findable(session, action)
