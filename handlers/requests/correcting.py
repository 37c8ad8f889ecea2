"""Requests, and answers to them, whose messages were edited (U2)."""

from dataclasses import replace

from handlers.forms.conversation import open_form
from handlers.requests.asking import AskContext, AskForm, field_of_words
from handlers.requests.deciding import show_request
from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.core.effects import find_effect
from storage.requests import UNLIMITED, MemberRequest, RequestKind
from twg.core.refusals import NotFound
from twg.language.asked import withdraws
from twg.language.intents import REQUESTS, SMALL_TALK, Intent, read_intent
from twg.requests import access, asking, deciding

router = Router("requests")


@router.edit_of(MemberRequest)
async def correct(request: Request, request_id: int, field: str, text: str) -> Reply:
    """Change one's own request while it waits, or the words with which one has decided somebody else's."""
    request = await request.within_twg_of(MemberRequest, request_id)
    found = await access.access_request(request.session, request.member, request_id)
    if found.asked_by_id != request.member.person.id:
        return await _correct_answer(request, found, field, text)
    access.check_waiting(found)
    if found.kind in UNLIMITED:
        corrected = await asking.correct(request.session, request.member, found.id, text, now=request.now)
        return await show_request(request, corrected)
    if not field:
        return await _ask_anew(request, found, text)
    return await _ask_by_form(request, found, field, text)


async def _correct_answer(request: Request, found: MemberRequest, field: str, text: str) -> Reply:
    """Raises: NotFound, also where a day or a person was decided: the action says so by now, and has buttons for it."""
    if field not in {"", "text", "reason"}:
        raise NotFound
    corrected = await deciding.correct_answer(request.session, request.member, found.id, text, now=request.now)
    return await show_request(request, corrected)


async def _ask_anew(request: Request, found: MemberRequest, text: str) -> Reply:
    """Read the message again that made the request, or replace its words in the request that it added to."""
    effect = await find_effect(request.session, request.incoming.chat_id, request.incoming.message_id)
    old = "" if effect is None else effect.text.strip()
    subject = await access.access_subject(request.session, request.member, found.subject_type, found.subject_id)
    if old and old != found.text and old in found.text:
        words = found.text.replace(old, text.strip())
        corrected = await asking.correct(request.session, request.member, found.id, words, now=request.now)
        return await show_request(request, corrected)
    if _asks_no_more(found.kind, text):
        return replace(await show_request(request, found), toast=_("Nothing was changed."))
    return await ask_in_words(request, subject, found.kind.value, text.strip())


def _asks_no_more(kind: RequestKind, text: str) -> bool:
    """Whether words no longer ask what they asked: "not mine" edited into "mine, sorry"; it can be withdrawn then."""
    reading, asked = read_intent(text), Intent(kind.value)
    if reading.may_be(asked):
        return False
    others = (Intent.DONE, Intent.PROGRESS, Intent.QUESTION, Intent.LEFT, *REQUESTS, *SMALL_TALK)
    return kind is not RequestKind.MORE_TIME or withdraws(text) or reading.is_clearly(*others)


async def _ask_by_form(request: Request, found: MemberRequest, field: str, text: str) -> Reply:
    """Open the form again with what was asked, and what the message says now; sending it replaces the request."""
    answers = {
        "until": None if found.until is None else found.until.isoformat(),
        "named": None if found.named_id is None else str(found.named_id),
        field_of_words(found.kind): found.text or None,
    }
    context = AskContext(kind=found.kind, subject_type=found.subject_type, subject_id=found.subject_id)
    return await open_form(
        request, AskForm, context=context.model_dump(mode="json"), typed={field: text}, answers=answers
    )
