"""Notes under actions whose messages were edited (U2)."""

from dataclasses import replace

from handlers.actions.words import show_closed, take_words
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.actions import card
from storage.actions import Action, ActionState, ActionUpdate
from twg.actions import access, correcting, progress
from twg.actions.noting import LONGEST_NOTE
from twg.core.refusals import NotFound, TooLong
from twg.language.asked import is_about_a_task, is_aside, is_unfinished
from twg.language.done import note_of, read_done_line
from twg.language.intents import Intent, read_intent

router = Router("actions")


@router.edit_of(ActionUpdate)
async def correct_note(request: Request, update_id: int, _field: str, text: str) -> Reply:
    update = await request.session.get(ActionUpdate, update_id)
    if update is None:
        raise NotFound
    request = await request.within_twg_of(Action, update.action_id)
    words = _check_length(text)
    agreed = await correcting.correct_note(request.session, request.member, update_id, words, now=request.now)
    return Reply(card(request.member, agreed, heading="noted", now=request.now))


@router.edit_of(Action)
async def correct_ending(request: Request, action_id: int, field: str, text: str) -> Reply:
    """The note with which an action was closed: of a command or a reply, what follows "/done 12" or "done".

    Words that no longer say that it is done open it again; where it is open by now, they are read as if sent now.
    """
    request = await request.within_twg_of(Action, action_id)
    if field not in {"", "text"}:
        raise NotFound
    ended = await access.access_action(request.session, request.member, action_id)
    words = _check_length(_note_in(request, text) if not field else text)
    if ended.state is ActionState.DONE and is_unfinished(words):
        await progress.reopen(request.session, request.member, action_id, now=request.now)
    if ended.state is ActionState.OPEN:
        return await take_words(request, action_id, text if request.incoming.command is None else words)
    if ended.state is ActionState.DONE and _is_of_something_else(words):
        return show_closed(request, ended)
    agreed = await correcting.correct_ending(request.session, request.member, action_id, words, now=request.now)
    return Reply(card(request.member, agreed, heading="ended", now=request.now))


def _is_of_something_else(words: str) -> bool:
    """Whether words are hardly what was done: a question, a greeting, a request."""
    is_done = read_intent(words).is_clearly(Intent.DONE)
    return not is_done and (is_aside(words) or is_about_a_task(words))


def _note_in(request: Request, text: str) -> str:
    command = replace(request.incoming, text=text).command
    return note_of(text) if command is None else read_done_line(command[1]).note


def _check_length(text: str) -> str:
    """Raises: TooLong."""
    if len(text) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(text))
    return text
