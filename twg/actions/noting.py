"""Notes under an agreed action, and the files that come with them (A3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionUpdate, Every
from storage.core.files import StoredFile
from storage.core.spelling import is_visible
from twg.actions.access import access_notable, may_close
from twg.actions.finding import make_findable
from twg.actions.notices import NOTE_UNDONE, NOTED
from twg.actions.recording import remind_of, tell_about
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until, is_undoable
from twg.language.dues import next_of

LONGEST_NOTE = 1000
#: Notes of one person that follow each other within this time are told of in one notice, that of the last.
TOLD_TOGETHER = timedelta(minutes=2)
#: What says that it has another note.
_NOTED = ("newest_update_id",)
#: The same of one that recurs: done for this time, it is due another time.
_NOTED_AGAIN = (*_NOTED, "due_on")


class Note(BaseModel):
    """A text, a file with those that came in the same album, or both."""

    text: str = Field(default="", max_length=LONGEST_NOTE)
    evidence: SentFile | None = None

    @property
    def first(self) -> SentFile | None:
        return None if self.evidence is None else self.evidence.alone

    @property
    def more(self) -> Sequence[SentFile]:
        """The other files of the album."""
        return () if self.evidence is None else self.evidence.more


@operation(Permission.ACTION_UPDATE)
async def add_note(
    session: AsyncSession, actor: Actor, action_id: int, args: Note, *, now: datetime, says_done: bool = False
) -> Action:
    """Say how far it is, or leave a file as evidence; those who follow the action are told after `UNDO_FOR`.

    Args:
        says_done: somebody who shares it says that their part is done, or that all of it is; who leads it closes it. Of
            one that recurs who leads it says that it is done for this time: it is due again at the end of the next.
    Raises: NotFound, NotYours, AlreadyClosed; Missing where there is neither text nor file.
    """
    action = await access_notable(session, actor, action_id)
    if not is_visible(args.text) and args.evidence is None:
        raise Missing(field="text")
    columns = _NOTED if action.every is None else _NOTED_AGAIN
    before = values_of(action, *columns)
    update = await _add_update(session, actor, action, args.text, args.first, now=now, says_done=says_done)
    await add_files(session, actor, action, args.more, now=now)
    await session.flush()
    noted = values_of(update, "text", "evidence_id", "says_done")
    ended = says_done and may_close(action, actor) and await _begin_next(session, actor, action, now=now)
    after = values_of(action, *columns)
    told = await _tell_followers(session, actor, action, update, now=now, ended=ended)
    await record(
        session, actor, "actions.add_note", action, now=now, before=before, after=after, note=noted, notices=told
    )
    await make_findable(session, action)
    return action


async def _begin_next(session: AsyncSession, actor: Actor, action: Action, *, now: datetime) -> bool:
    """Let an action that recurs be due again at the end of the next month, quarter or year; False for any other."""
    if action.every is Every.PLENARY:
        return True  # it has no day of its own: the next plenary asks for it
    if action.every is None or action.due_on is None:
        return False
    action.due_on = next_of(action.every, max(action.due_on, now.astimezone(actor.zone).date()))
    await remind_of(session, action, actor, now=now)
    return True


async def _tell_followers(
    session: AsyncSession, actor: Actor, action: Action, update: ActionUpdate, *, now: datetime, ended: bool = False
) -> list[int]:
    """Tell those who follow the action of a note, after `UNDO_FOR`. Returns the id of the notification, in a list.

    Args:
        ended: it says that what recurs is done for this time; all who are responsible for it are told.
    """
    held, data = held_until(NOTED, now=now), {"update_id": update.id, "ended": ended}
    told = await tell_about(session, action, NOTED, by=actor, now=now, not_before=held, **data)
    return [] if told is None else [told.id]


async def _add_update(
    session: AsyncSession,
    actor: Actor,
    action: Action,
    text: str,
    sent: SentFile | None,
    *,
    now: datetime,
    says_done: bool = False,
) -> ActionUpdate:
    stored = await keep_evidence(session, actor, sent, now=now)
    update = ActionUpdate(person=actor.person, text=text.strip(), evidence=stored, says_done=says_done, created_at=now)
    action.updates.append(update)
    await session.flush()
    return update


async def add_files(
    session: AsyncSession, actor: Actor, action: Action, files: Sequence[SentFile], *, now: datetime
) -> None:
    """Keep further files, each as an update of its own: an update has one file."""
    for file in files:
        await _add_update(session, actor, action, "", file, now=now)


async def keep_evidence(
    session: AsyncSession, actor: Actor, sent: SentFile | None, *, now: datetime
) -> StoredFile | None:
    return None if sent is None else await keep_file(session, actor, sent, now=now)


@operation(Permission.ACTION_UPDATE)
async def undo_note(
    session: AsyncSession, actor: Actor, action_id: int, before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> Action:
    """Undo that something was noted: its words and files leave the action; they stay in the audit and the archive.

    Raises: NotFound, NotYours, AlreadyClosed.
    """
    action = await access_notable(session, actor, action_id)
    columns = _NOTED_AGAIN if before.get("due_on") else _NOTED
    noted, undone = values_of(action, *columns), next(reversed(action.updates), None)
    await remove_updates(session, action, before)
    if action.every is not None and before.get("due_on"):
        action.due_on = date.fromisoformat(before["due_on"])
        await remind_of(session, action, actor, now=now)
    followed = [each for each in action.updates if undone is not None and follows(undone, each)]
    if followed and not is_undoable(followed[-1].created_at, now=now):  # the undone one's notice was to tell of it
        await _tell_followers(session, actor, action, followed[-1], now=now)
    after = values_of(action, *columns)
    await record(session, actor, "actions.undo_note", action, now=now, before=noted, after=after)
    await make_findable(session, action)
    return action


def follows(later: ActionUpdate, update: ActionUpdate) -> bool:
    """Whether a note is told of in the notice of a later one; files that came with a note have its moment."""
    apart = later.created_at - update.created_at
    return later.person_id == update.person_id and timedelta() < apart <= TOLD_TOGETHER


async def remove_updates(session: AsyncSession, action: Action, before: Mapping[str, Any]) -> None:
    """Remove the updates that were written since the action had these values; audit rows of version 0.1 lack them."""
    if "newest_update_id" not in before:
        return
    newest = before["newest_update_id"] or 0
    action.updates = [update for update in action.updates if update.id <= newest]
    await session.flush()


UNDOS = (Undo(change="actions.add_note", reverse=undo_note, undone=NOTE_UNDONE),)
