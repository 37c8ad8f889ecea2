"""How an agreed action goes on: notes, closing, another day, other owners (A3).

ActionRefusal
├── StillOpen           only what is closed can be opened again
├── SameDay             it is due on that day already
└── SameOwner           it is theirs already, and led by the same
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState
from storage.core.addressees import list_addressees
from storage.core.audiences import pack
from storage.core.spelling import is_visible
from twg.actions.access import ActionRefusal, access_changeable, access_to_close
from twg.actions.finding import make_findable
from twg.actions.notices import CLOSED, GIVEN, MOVED, TAKEN, UNDONE
from twg.actions.noting import Note, add_files, keep_evidence, remove_updates
from twg.actions.owners import OWNERS, access_owners, check_named
from twg.actions.recording import DUE, check_due_ahead, remind_of, tell_about
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Cause
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.language.dues import Due
from twg.reminders.schedule import void_reminders

#: What says how an action ended; further files that came with the note are updates.
_ENDING = ("state", "closing_note", "closed_by_id", "closed_at", "evidence_id", "newest_update_id")


class StillOpen(ActionRefusal):
    key = "actions#still_open"


class SameDay(ActionRefusal):
    """data: `day`; None where it has none."""

    key = "actions#same_day"


class SameOwner(ActionRefusal):
    """data: `action`."""

    key = "actions#same_owner"


@operation(Permission.ACTION_UPDATE)
async def close(
    session: AsyncSession, actor: Actor, action_id: int, args: Note, domains: Domains, *, now: datetime
) -> Action:
    """Close an action as done, with a note; its owners and the person who recorded it are told, its reminders void.

    They are told after `UNDO_FOR`, since the person may undo it until then.

    Raises: NotFound, NotYours, AlreadyClosed; Missing without a note (A3).
    """
    action = await access_changeable(session, actor, action_id)
    if not is_visible(args.text):
        raise Missing(field="text")
    return await _end(session, actor, action, ActionState.DONE, args.text, domains, now=now, args=args)


@operation(Permission.ACTION_RECORD)
async def drop(
    session: AsyncSession,
    actor: Actor,
    action_id: int,
    reason: str,
    domains: Domains,
    *,
    now: datetime,
    untold: int | None = None,
) -> Action:
    """Say that it is no longer called for, and why.

    Args:
        untold: id of a person who learns of it in another message.
    Raises: NotFound, AlreadyClosed; Missing without a reason.
    """
    action = await access_changeable(session, actor, action_id)
    if not is_visible(reason):
        raise Missing(field="reason")
    return await _end(session, actor, action, ActionState.DROPPED, reason, domains, now=now, untold=untold)


async def _end(
    session: AsyncSession,
    actor: Actor,
    action: Action,
    state: ActionState,
    note: str,
    domains: Domains,
    *,
    now: datetime,
    untold: int | None = None,
    args: Note | None = None,
) -> Action:
    """Args: `args`: the files that came with the note."""
    files = args or Note()
    before = values_of(action, *_ENDING)
    await add_files(session, actor, action, files.more, now=now)
    action.state, action.closing_note = state, note.strip()
    action.evidence = await keep_evidence(session, actor, files.first, now=now)
    action.closed_by, action.closed_at = actor.person, now
    await void_reminders(session, action)
    await session.flush()
    after = values_of(action, *_ENDING)
    held = held_until(CLOSED, now=now)
    told = await tell_about(session, action, CLOSED, by=actor, now=now, not_before=held, untold=untold)
    notices = [] if told is None else [told.id]
    about = Action.__tablename__, [action.id]
    learning = await CLOSED.recipients(Cause(session, action, now, actor.person_id)) or ()  # what they asked ended too
    elsewhere = {member.person_id for member in learning} | ({untold} if untold is not None else set())
    notices += await domains.end_about(session, actor, *about, now=now, not_before=held, untold=elsewhere)
    await record(session, actor, "actions.end", action, now=now, before=before, after=after, notices=notices)
    await make_findable(session, action)
    return action


@operation(Permission.ACTION_UPDATE)
async def reopen(session: AsyncSession, actor: Actor, action_id: int, *, now: datetime) -> Action:
    """Take back that it was done or dropped; how it had ended stays in the audit.

    Raises: NotFound, NotYours, StillOpen.
    """
    return await _open_again(session, actor, action_id, "actions.reopen", now=now)


@operation(Permission.ACTION_UPDATE)
async def undo_end(
    session: AsyncSession,
    actor: Actor,
    action_id: int,
    before: Mapping[str, Any],
    domains: Domains,
    *,
    now: datetime,
) -> Action:
    """Undo that it was closed or dropped; requests that ended with it wait again.

    Raises: NotFound, NotYours, StillOpen.
    """
    action = await access_to_close(session, actor, action_id)
    if action.closed_at is not None:
        about = Action.__tablename__, action_id, action.closed_at
        await domains.undo_end_about(session, actor, *about, now=now)
        await remove_updates(session, action, before)
    return await _open_again(session, actor, action_id, "actions.undo_end", now=now)


async def _open_again(session: AsyncSession, actor: Actor, action_id: int, change: str, *, now: datetime) -> Action:
    action = await access_to_close(session, actor, action_id)
    if action.state is ActionState.OPEN:
        raise StillOpen
    before = values_of(action, *_ENDING)
    action.state, action.closing_note = ActionState.OPEN, ""
    action.closed_by = action.closed_at = action.evidence = None
    await session.flush()
    after = values_of(action, *_ENDING)
    await record(session, actor, change, action, now=now, before=before, after=after)
    await remind_of(session, action, actor, now=now)
    await make_findable(session, action)
    return action


@operation(Permission.ACTION_RECORD)
async def move(
    session: AsyncSession,
    actor: Actor,
    action_id: int,
    due: Due,
    reason: str = "",
    *,
    now: datetime,
    untold: int | None = None,
) -> Action:
    """Set another day, or another period; its reminders move along and its owners are told.

    Args:
        reason: told to its owners; may be empty.
        untold: id of a person who learns of it in another message.
    Raises: NotFound, AlreadyClosed, PastDay, SameDay.
    """
    action = await access_changeable(session, actor, action_id)
    for day in (due.day, due.review_on):
        check_due_ahead(actor, day, now=now)
    before = values_of(action, *DUE)
    if due == Due(action.due_on, action.due_words, action.every, action.review_on):
        raise SameDay(field="due_on", day=due.day)
    told_before = "" if action.due_on is None else action.due_on.isoformat()
    action.due_on, action.due_words, action.every, action.review_on = due.day, due.words, due.every, due.review_on
    after, why = values_of(action, *DUE), _why(reason)
    await record(session, actor, "actions.move", action, now=now, before=before, after=after, **why)
    await remind_of(session, action, actor, now=now)
    await tell_about(session, action, MOVED, by=actor, now=now, untold=untold, before=told_before, **why)
    return action


@operation(Permission.ACTION_RECORD)
async def give(
    session: AsyncSession,
    actor: Actor,
    action_id: int,
    owners: Sequence[str],
    reason: str = "",
    *,
    now: datetime,
    untold: int | None = None,
) -> Action:
    """Name other owners. Those who are new are told, and reminded from now on; the others, that it is theirs no longer.

    Args:
        owners: their tokens, as `access_owners` takes them.
        reason: told to both; may be empty.
        untold: id of a person who learns of it in another message.
    Raises: NotFound, AlreadyClosed, SameOwner, NotAChoice (one is no member), TooManyChosen, GroupEnded,
        GroupWithoutChair.
    """
    action = await access_changeable(session, actor, action_id)
    check_named(owners)
    named = await access_owners(session, actor, owners, now=now)
    previous, before = action.owners, values_of(action, *OWNERS)
    if named.tokens == previous:
        raise SameOwner(field="owner", action=action)
    named.give(action)
    await session.flush()
    action.know_addressees(await list_addressees(session, actor.twg.id, action.audience, action.co_owners))
    after, why = values_of(action, *OWNERS), _why(reason)
    await record(session, actor, "actions.give", action, now=now, before=before, after=after, **why)
    await remind_of(session, action, actor, now=now)
    told = {"previous_owners": pack(previous), **why}
    await tell_about(session, action, GIVEN, by=actor, now=now, **told)
    await tell_about(session, action, TAKEN, by=actor, now=now, untold=untold, **told)
    await make_findable(session, action)
    return action


def _why(reason: str) -> dict[str, Any]:
    """The reason for the audit and for the notices; nothing where none was given."""
    return {"reason": reason.strip()} if is_visible(reason) else {}


UNDOS = (Undo(change="actions.end", reverse=undo_end, undone=UNDONE, ends=True),)
