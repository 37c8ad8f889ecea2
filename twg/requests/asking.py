"""Asking those who decide for more time, another owner, or an answer; sending on a message; taking it back (A3, J2)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.core.notifications import void_notifications
from storage.core.spelling import is_visible
from storage.engine.database import Base
from storage.meetings import Meeting
from storage.members import Membership, list_members
from storage.requests import (
    TOLD,
    UNLIMITED,
    MemberRequest,
    RequestKind,
    RequestState,
    find_waiting_request,
    list_notices_of,
    list_requests,
)
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAChoice, NotFound, PastDay, TooLong
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.reminders.schedule import void_reminders
from twg.requests.access import (
    NobodyDecides,
    access_request,
    access_subject,
    check_askable,
    hold_waiting,
    list_deciders,
    visible_requests,
)
from twg.requests.due import check_later, find_due
from twg.requests.notices import MADE, REMINDER, WITHDRAWN
from twg.requests.reminding import remind_of

LONGEST_REQUEST = 1000
#: Longest text of a message that is sent on: what one message of Telegram's holds.
LONGEST_MESSAGE = 4096
#: Requests on one page of a list.
PAGE = 10
#: A request about a meeting that begins so soon is urgent.
_SOON = timedelta(hours=24)
#: What a request says, and what became of it.
ASKED = ("kind", "subject_type", "subject_id", "text", "until", "named_id", "state", "forwarded", "file_ids")


class NewRequest(BaseModel):
    """`until` is asked for with more time, `named_id` is the person to whom it shall be handed over.

    `forwarded` says that text and files are somebody else's; `files` are added to those sent before.
    """

    kind: RequestKind
    subject_type: str
    subject_id: int
    text: str = Field(default="", max_length=LONGEST_MESSAGE)
    until: date | None = None
    named_id: int | None = None
    forwarded: bool = False
    files: tuple[SentFile, ...] = ()


@operation(Permission.REQUEST_ASK)
async def ask(session: AsyncSession, actor: Actor, args: NewRequest, *, now: datetime) -> MemberRequest:
    """Ask those who decide, who are told after `UNDO_FOR`, or at once where it is urgent, and reminded until they do.

    Asking again while it waits replaces its wording, and they are told again.

    Raises: NotFound, NotAskable, NotTheirs, NobodyDecides; Missing, PastDay, NotLater, NotAChoice; the refusal of what
        is over.
    """
    subject = await access_subject(session, actor, args.subject_type, args.subject_id)
    if args.kind is not RequestKind.MESSAGE:  # which is sent on about any row
        await check_askable(session, actor.member, args.kind, subject, now=now)
    await _check_answers(session, actor, args, subject, now=now)
    waiting = None
    if args.kind not in UNLIMITED:
        waiting = await find_waiting_request(session, actor.person.id, args.kind, args.subject_type, args.subject_id)
    request = waiting or MemberRequest(
        twg_id=actor.twg.id,
        kind=args.kind,
        subject_type=args.subject_type,
        subject_id=args.subject_id,
        state=RequestState.WAITING,
        answer="",
        files=[],
    )
    if waiting is None:
        request.asked_by = actor.person
        session.add(request)
    else:
        await hold_waiting(session, waiting)
    before = None if waiting is None else values_of(request, *ASKED)
    request.text, request.until, request.named_id, request.asked_at = args.text.strip(), args.until, args.named_id, now
    request.forwarded = args.forwarded
    request.files = [*request.files, *[await keep_file(session, actor, file, now=now) for file in args.files]]
    await session.flush()
    await session.refresh(request, ["named", "decided_by"])
    earlier = None if before is None else before["until"]
    notices = await _tell_deciders(
        session, actor, request, subject, again=waiting is not None, earlier=earlier, now=now
    )
    await remind_of(session, request, actor, now=now)
    after = values_of(request, *ASKED)
    await record(session, actor, "requests.ask", request, now=now, before=before, after=after, notices=notices)
    return request


async def _check_answers(
    session: AsyncSession, actor: Actor, args: NewRequest, subject: Base, *, now: datetime
) -> None:
    """Raises: Missing, PastDay, NotLater, NotAChoice."""
    needs_words = args.kind in (RequestKind.NO_DATA, *TOLD) or (args.kind in UNLIMITED and not args.files)
    if needs_words and not is_visible(args.text):
        raise Missing(field="text")
    if args.until is not None and args.until < now.astimezone(actor.zone).date():
        raise PastDay(field="until", day=args.until)
    if args.until is not None:
        check_later(args.until, await find_due(session, subject, actor.person.id, actor.zone))
    if args.named_id is not None and not await list_members(
        session, actor.twg.id, Membership.person_id == args.named_id
    ):
        raise NotAChoice(field="named")


async def _tell_deciders(
    session: AsyncSession,
    actor: Actor,
    request: MemberRequest,
    subject: Base,
    *,
    again: bool,
    now: datetime,
    earlier: date | None = None,
) -> list[int]:
    """Write the notice to those who decide. Returns its id, in a list. Raises: NobodyDecides.

    Args:
        again: its wording was replaced.
        earlier: until which day time was asked for before, where that is another one.
    """
    told = await list_deciders(session, actor.twg, actor.person.id, request.subject_type, request.subject_id)
    if not told:
        raise NobodyDecides
    if again:  # who has not been told yet need not learn that the wording was another
        again = bool(await void_notifications(session, await list_notices_of(session, request.id, MADE.name)))
    urgent = is_urgent(subject, actor, now=now)
    notification = await notify(
        session,
        MADE,
        subject=request,
        to=told,
        now=now,
        by=actor,
        urgent=urgent,
        not_before=None if urgent else held_until(MADE, now=now),
        parts=1 + len(request.files),
        data={"again": again, "until": "" if earlier in {None, request.until} else str(earlier)},
    )
    return [notification.id]


def is_urgent(subject: Base, actor: Actor, *, now: datetime) -> bool:
    """Whether a decision is needed before the next morning: an action is due today, a meeting begins within a day."""
    match subject:
        case Action():
            return subject.due_on == now.astimezone(actor.zone).date()
        case Meeting():
            return now <= subject.starts_at <= now + _SOON
    return False


@operation(Permission.REQUEST_ASK)
async def correct(session: AsyncSession, actor: Actor, request_id: int, text: str, *, now: datetime) -> MemberRequest:
    """Put other words in place of those of one's own request; those who were told of it are told again.

    Raises: NotFound, AlreadyDecided; Missing without a text; TooLong.
    """
    request = await _access_own(session, actor, request_id)
    if not is_visible(text):
        raise Missing(field="text")
    if len(text) > longest(request.kind):
        raise TooLong(field="text", limit=longest(request.kind), length=len(text))
    before = values_of(request, *ASKED)
    request.text = text.strip()
    subject = await access_subject(session, actor, request.subject_type, request.subject_id)
    notices = await _tell_deciders(session, actor, request, subject, again=True, now=now)
    after = values_of(request, *ASKED)
    await record(session, actor, "requests.correct", request, now=now, before=before, after=after, notices=notices)
    return request


def longest(kind: RequestKind) -> int:
    """Most characters of the words of a request."""
    return LONGEST_MESSAGE if kind is RequestKind.MESSAGE else LONGEST_REQUEST


@operation(Permission.REQUEST_ASK)
async def withdraw(session: AsyncSession, actor: Actor, request_id: int, *, now: datetime) -> MemberRequest:
    """Take back one's own request; those who were told of it are told. Raises: NotFound, AlreadyDecided."""
    request = await _access_own(session, actor, request_id)
    told = await void_notifications(session, await list_notices_of(session, request.id, MADE.name, REMINDER.name))
    await _end(session, actor, request, "requests.withdraw", now=now)
    members = await list_members(session, actor.twg.id, Membership.person_id.in_(told)) if told else []
    if members:
        await notify(session, WITHDRAWN, subject=request, to=members, now=now, by=actor)
    return request


@operation(Permission.REQUEST_ASK)
async def undo_ask(
    session: AsyncSession,
    actor: Actor,
    request_id: int,
    before: Mapping[str, Any] | None,
    _domains: Domains,
    *,
    now: datetime,
) -> MemberRequest:
    """Undo that something was asked, or that its wording was replaced. Raises: NotFound, AlreadyDecided."""
    request = await _access_own(session, actor, request_id)
    if before is None:
        return await _end(session, actor, request, "requests.undo_ask", now=now)
    replaced = values_of(request, *ASKED)
    request.text, request.named_id = before["text"], before["named_id"]
    request.until = None if before["until"] is None else date.fromisoformat(before["until"])
    request.forwarded = before["forwarded"]
    request.files = [file for file in request.files if file.id in before["file_ids"]]
    await session.flush()
    after = values_of(request, *ASKED)
    await record(session, actor, "requests.undo_ask", request, now=now, before=replaced, after=after)
    if not await void_notifications(session, await list_notices_of(session, request.id, MADE.name)):
        subject = await access_subject(session, actor, request.subject_type, request.subject_id)
        await _tell_deciders(session, actor, request, subject, again=False, now=now)
    return request


async def _access_own(session: AsyncSession, actor: Actor, request_id: int) -> MemberRequest:
    request = await access_request(session, actor, request_id)
    if request.asked_by_id != actor.person.id:
        raise NotFound
    await hold_waiting(session, request)
    return request


async def _end(
    session: AsyncSession, actor: Actor, request: MemberRequest, change: str, *, now: datetime
) -> MemberRequest:
    before = values_of(request, "state", "decided_at")
    request.state, request.decided_at = RequestState.WITHDRAWN, now
    await void_reminders(session, request)
    after = values_of(request, *before)
    await record(session, actor, change, request, now=now, before=before, after=after)
    return request


@operation(Permission.REQUEST_ASK)
async def list_deciding(session: AsyncSession, actor: Actor, subject_type: str, subject_id: int) -> list[Membership]:
    """Who would decide what the actor asks about a row. Raises: NotFound."""
    await access_subject(session, actor, subject_type, subject_id)
    return await list_deciders(session, actor.twg, actor.person.id, subject_type, subject_id)


@operation(Permission.REQUEST_ASK)
async def list_mine(session: AsyncSession, actor: Actor, waiting: bool, page: int = 1) -> list[MemberRequest]:
    """A page of the requests that the actor may see, the newest first; one more where others follow.

    Args:
        waiting: those that wait; else those that were decided, answered or withdrawn.
    """
    state = MemberRequest.state == RequestState.WAITING
    return await list_requests(
        session,
        MemberRequest.twg_id == actor.twg.id,
        visible_requests(Reader.of(actor)),
        state if waiting else ~state,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )


UNDOS = (Undo(change="requests.ask", reverse=undo_ask, undone=WITHDRAWN),)
