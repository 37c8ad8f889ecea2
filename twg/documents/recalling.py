"""Recalling a document: it is withdrawn from chats, lists and search, with a reason; and taking that back (D1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.core.spelling import is_visible
from storage.core.told import list_who_have
from storage.documents import Circulation, Document
from storage.members import Membership, list_periods
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, TooLong
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.documents.access import access_run, make_findable
from twg.documents.circulating import remind_of
from twg.documents.standing import check_standing
from twg.documents.withdrawing import Reach, change_messages, find_messages, find_reach, restore, withhold

#: In characters: it stands with the title below a file.
LONGEST_REASON = 500
#: The columns that a recall changes.
_RECALL = ("recalled_at", "recalled_by_id", "recall_reason")


async def who_have_it(cause: Cause) -> list[Membership]:
    """Those to whom a message with the document was sent, also those who have left, without who recalled it."""
    document: Document = cause.subject
    have = await _list_who_have(cause.session, document)
    periods = await list_periods(cause.session, document.twg_id, Membership.person_id.in_(have))
    return excluding(periods, document.recalled_by_id)


async def _list_who_have(session: AsyncSession, document: Document) -> set[int]:
    with_the_set = await list_who_have(session, Circulation.__tablename__, document.circulation_id)
    return with_the_set | await list_who_have(session, Document.__tablename__, document.id)


#: It tells what their messages, which are changed at once, do not: an edit makes no sound.
RECALLED = Notice(name="document_recalled", subject=Document, recipients=who_have_it, grouped=True, to_former=True)
#: With the document: those who were told of the recall, and those whose set came without it.
STANDS_AGAIN = Notice(name="document_stands_again", subject=Document, recipients=who_have_it)


@dataclass(frozen=True)
class Recalled:
    """A document that was recalled, the notice of that, and who has it, as far as that is known."""

    document: Document
    notification: Notification | None
    reach: Reach


@operation(Permission.DOCUMENT_CIRCULATE)
async def foresee_reach(session: AsyncSession, actor: Actor, document_id: int, *, now: datetime) -> Reach:
    """Who has a document that may be recalled. Raises: NotFound, NotAllowed, AlreadyRecalled."""
    document = await access_run(session, actor, document_id)
    check_standing(document)
    return await find_reach(session, document, now=now)


@operation(Permission.DOCUMENT_CIRCULATE)
async def recall(session: AsyncSession, actor: Actor, document_id: int, reason: str, *, now: datetime) -> Recalled:
    """Withdraw a document: what waits is not sent, messages that people have are changed, reminders of it end.

    Those who have it are told with the reason, after the time in which the recall can be taken back.

    Raises: NotFound, NotAllowed (who does not run documents for that audience), AlreadyRecalled, Missing, TooLong.
    """
    document = await access_run(session, actor, document_id)
    check_standing(document)
    reach = await find_reach(session, document, now=now)
    before = values_of(document, *_RECALL)
    document.recalled_at, document.recalled_by_id = now, actor.person.id
    document.recall_reason = _checked(reason)
    await withhold(session, document)
    await find_messages(session, document, now=now)
    await change_messages(session, document, now=now)
    await remind_of(session, actor, document.circulation_id, now=now)
    await make_findable(session, document)
    told = await who_have_it(Cause(session, document, now, actor.person_id))
    notification = None
    if told:
        later = held_until(RECALLED, now=now)
        data = {"title": document.title}
        notification = await notify(
            session, RECALLED, subject=document, to=told, now=now, by=actor, not_before=later, data=data
        )
    notices = [] if notification is None else [notification.id]
    after = values_of(document, *_RECALL)
    await record(session, actor, "documents.recall", document, now=now, before=before, after=after, notices=notices)
    return Recalled(document, notification, reach)


@operation(Permission.DOCUMENT_CIRCULATE)
async def undo_recall(
    session: AsyncSession,
    actor: Actor,
    document_id: int,
    old: Mapping[str, Any] | None,  # noqa: ARG001 - a document that stands has no other values
    domains: Domains,  # noqa: ARG001 - as every operation that takes back a change
    *,
    now: datetime,
) -> Document:
    """Let a document stand again: messages show it again, what was not sent is sent, reminders follow it.

    Raises: NotFound, NotAllowed.
    """
    document = await access_run(session, actor, document_id)
    before = values_of(document, *_RECALL)
    document.recalled_at = document.recalled_by_id = None
    document.recall_reason = ""
    after = values_of(document, *_RECALL)
    await record(session, actor, "documents.undo_recall", document, now=now, before=before, after=after)
    missed = await restore(session, document, now=now)
    await change_messages(session, document, now=now)
    await remind_of(session, actor, document.circulation_id, now=now)
    await make_findable(session, document)
    to = excluding(await list_periods(session, document.twg_id, Membership.person_id.in_(missed)), actor.person_id)
    if to:
        await notify(session, STANDS_AGAIN, subject=document, to=to, now=now, by=actor, data={"title": document.title})
    return document


def _checked(reason: str) -> str:
    """The reason without spaces around it. Raises: Missing, TooLong."""
    reason = reason.strip()
    if not is_visible(reason):
        raise Missing(field="reason")
    if len(reason) > LONGEST_REASON:
        raise TooLong(field="reason", limit=LONGEST_REASON, length=len(reason))
    return reason


UNDOS = (Undo(change="documents.recall", reverse=undo_recall, undone=STANDS_AGAIN, shows_again=True),)
