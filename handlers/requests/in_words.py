"""Requests made in words, and replies to messages about requests (A3, U2)."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.forms.effects import note_written
from handlers.requests.asking import open_ask, reach
from handlers.requests.deciding import answer_request, decline_request, grant_request
from handlers.requests.making import find_waiting, send
from handlers.routing.otherwise import NOTHING
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.whose_words import Whose
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from messages.requests import reply_buttons
from storage.core.notifications import Notification
from storage.core.spelling import fold, is_visible
from storage.engine.database import Base
from storage.members import list_members
from storage.requests import UNLIMITED, MemberRequest, RequestKind, RequestState
from twg.core.audiences import excluding
from twg.core.files import SentFile
from twg.core.refusals import BadInput, TextExpected, TooLong
from twg.language.asked import Wanted, is_aside, says_nothing
from twg.language.days import is_far, parse_day
from twg.language.longer import Longer, read_longer
from twg.language.until import find_until, find_until_words
from twg.language.vague_days import read_vague
from twg.requests import access, notices
from twg.requests.asking import LONGEST_REQUEST
from twg.requests.deciding import Grant
from twg.requests.due import find_due

router = Router("requests")


async def ask_in_words(
    request: Request, subject: Base | None, intent: str, text: str, file: SentFile | None = None
) -> Reply:
    """Make the request that a message makes in words: at once, with [Undo], where nothing is left to ask.

    Where a day or a person is missing, the form asks for it, with the text and the file kept.

    Args:
        subject: the action, report request or meeting; None for what is about the TWG. The request acts in its TWG.
        intent: a value of `RequestKind`.
        text: as typed.
        file: what came with it, for example a letter.
    Raises: as `twg.requests.asking.ask`; TooLong.
    """
    kind = RequestKind(intent)
    subject = request.member.twg if subject is None else subject
    if kind is RequestKind.STILL_NEEDED and kind not in access.KINDS[subject.__tablename__]:
        kind = RequestKind.QUESTION  # whether an indicator is still reported is for those to say who ask for it
    if len(text) > LONGEST_REQUEST:
        raise TooLong(limit=LONGEST_REQUEST, length=len(text))
    if kind is RequestKind.MORE_TIME:
        return await _ask_for_time(request, subject, text, file)
    if kind is RequestKind.HAND_OVER:
        named = await _find_named(request, text)
        if named is None:
            return await open_ask(request, kind, subject, reason=text, file=file)
        return await _send(request, kind, subject, text, named=named, file=file)
    if kind is RequestKind.AGENDA_ITEM and (earlier := await find_waiting(request, kind, subject)) is not None:
        text = f"{earlier.text}\n{text}"  # another item stands beside the first
    return await _send(request, kind, subject, text, file=file)


@router.button("ask_with")
async def ask_with(request: Request, kind: RequestKind, subject_type: str, subject_id: int) -> Reply:
    """Ask with the words of the message to which the button was offered; where they say nothing, ask for them."""
    request, subject = await reach(request, subject_type, subject_id)
    text = request.incoming.replied_text.strip()
    if request.incoming.replied_whose is Whose.OTHERS or says_nothing(text):
        return await open_ask(request, kind, subject)
    return await ask_in_words(request, subject, kind.value, text)


async def _ask_for_time(request: Request, subject: Base, text: str, file: SentFile | None) -> Reply:
    """Ask for time until the day that the text names.

    The day of a length of time, "one more week", is shown before it is sent; one that is too early, or
    years ahead, is asked for again, and where it may be one or another day, they are offered.
    """
    today = request.now.astimezone(request.zone).date()
    due = await find_due(request.session, subject, request.member.person.id, request.zone)
    until = find_until(text, today=today)
    if until is not None and (due is None or until > due) and not is_far(until, today=today):
        return await _send(request, RequestKind.MORE_TIME, subject, text, until=until, file=file)
    if until is not None and due is not None and today <= until <= due:
        shown = say("requests/still_in_time", title=access.title_of(subject), due=due, until=until)
        return replace(shown, to_message=True)
    if until is not None:
        typed = until.isoformat()
    else:
        longer, vague = read_longer(text, due=due, today=today), _read_vague(request, text, due)
        words = find_until_words(text, today=today) if vague is None else vague.words
        typed = words if longer is None else _words_of(longer)
    return await open_ask(request, RequestKind.MORE_TIME, subject, until=typed, reason=text, file=file)


def _words_of(longer: Longer) -> str:
    """The answer given to the form's question for the day: the only day read, or words that may mean several."""
    return longer.days[0].isoformat() if len(longer.days) == 1 else longer.words


def _read_vague(request: Request, text: str, due: date | None) -> Longer | None:
    today = request.now.astimezone(request.zone).date()
    return read_vague(text, due=due, today=today, hours=request.settings.timekeeping.hours)


async def _send(request: Request, kind: RequestKind, subject: Base, text: str, **answers: Any) -> Reply:
    """Make the request that the message of this update makes."""
    reply, made = await send(request, kind, subject, text, **answers)
    await note_written(request, MemberRequest.__tablename__, made.id)
    return replace(reply, edit=False)


async def _find_named(request: Request, text: str) -> int | None:
    """Id of the one other member whose name stands in a text; None where there is none, or several."""
    written = fold(text)
    members = excluding(await list_members(request.session, request.member.twg.id), request.member.person.id)
    named = [member.person_id for member in members if fold(member.person.name) in written]
    return named[0] if len(named) == 1 else None


@router.reply_to(
    notices.MADE,
    notices.REMINDER,
    notices.DECIDED,
    notices.UNDECIDED,
    notices.OVER,
    notices.WITHDRAWN,
    label=_("A request"),
)
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Take the reply as about the newest of the requests in the message."""
    return await _take(request, about[-1].subject_id)


@router.reply_below("withdraw")
async def reply_to_own(request: Request, request_id: int) -> Reply:
    return await _take(request, request_id)


@router.reply_below("answer")
async def reply_to_asked(request: Request, request_id: int) -> Reply:
    return await _take(request, request_id)


async def _take(request: Request, request_id: int) -> Reply:
    """Answer a question at once; ask what a reply to another request shall do; what who asked adds is sent too."""
    request = await request.within_twg_of(MemberRequest, request_id)
    found = await access.access_request(request.session, request.member, request_id)
    text, file = request.incoming.text.strip(), request.incoming.file
    own = found.asked_by_id == request.member.person.id
    if not is_visible(text) and not (own and file is not None):
        raise TextExpected
    if len(text) > LONGEST_REQUEST:
        raise TooLong(limit=LONGEST_REQUEST, length=len(text))
    if own:
        return await _add(request, found, text, file)
    access.check_waiting(found)
    if _takes_words(found) and is_aside(text, wanted=Wanted.REPLY):
        answer = button(_("Send it as my answer"), "requests:answer_with", found.id)
        keyboard = rows([answer, NOTHING])
        return replace(show("requests/doubted", request=found, text=text, keyboard=keyboard), to_message=True)
    if _takes_words(found):
        answered = await answer_request(request, request_id, text)
        await note_written(request, MemberRequest.__tablename__, request_id)
        return replace(answered, edit=False)
    buttons = rows(reply_buttons(found, await _day_in(request, found, text)))
    return replace(show("requests/reply", request=found, keyboard=buttons), to_message=True)


def _takes_words(found: MemberRequest) -> bool:
    """Whether words in reply are its answer, since there is nothing else to decide."""
    return found.kind in UNLIMITED or found.is_message


async def _day_in(request: Request, found: MemberRequest, text: str) -> date | None:
    """The day that a reply to a request for time names."""
    if found.kind is not RequestKind.MORE_TIME:
        return None
    today = request.now.astimezone(request.zone).date()
    try:
        return parse_day(text, today=today)
    except BadInput:
        until = find_until(text, today=today)
    if until is not None:
        return until
    subject = await access.find_subject(request.session, request.member.member, found)
    due = None if subject is None else await find_due(request.session, subject, found.asked_by_id, request.zone)
    longer = read_longer(text, due=due, today=today) or _read_vague(request, text, due)
    return longer.days[0] if longer is not None and len(longer.days) == 1 else None


async def _add(request: Request, found: MemberRequest, text: str, file: SentFile | None) -> Reply:
    """Add to one's own request while it waits; afterwards the text is a question about the same."""
    subject = await access.access_subject(request.session, request.member, found.subject_type, found.subject_id)
    if found.state is not RequestState.WAITING or found.kind in UNLIMITED:
        return await open_ask(request, RequestKind.QUESTION, subject, text=text or None, file=file)
    longer = f"{found.text}\n{text}".strip()
    if len(longer) > LONGEST_REQUEST:
        raise TooLong(limit=LONGEST_REQUEST, length=len(longer))
    return await _send(request, found.kind, subject, longer, until=found.until, named=found.named_id, file=file)


@router.button("agree_day", subject=MemberRequest)
async def agree_day(request: Request, request_id: int, until: date) -> Reply:
    """Agree to the day that the reply named."""
    return await grant_request(request, request_id, Grant(until=until))


@router.button("answer_with", subject=MemberRequest)
async def answer_with(request: Request, request_id: int) -> Reply:
    """Answer with the words of the earlier reply."""
    await note_written(request, MemberRequest.__tablename__, request_id)
    return await answer_request(request, request_id, request.incoming.replied_text)


@router.button("decline_with", subject=MemberRequest)
async def decline_with(request: Request, request_id: int) -> Reply:
    """Decline for the reason that the earlier reply gave."""
    await note_written(request, MemberRequest.__tablename__, request_id)
    return await decline_request(request, request_id, request.incoming.replied_text)
