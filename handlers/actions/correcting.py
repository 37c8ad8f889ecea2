"""Notes under actions whose messages were edited (U2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.actions import card
from storage.actions import Action, ActionUpdate
from twg.actions import correcting
from twg.actions.noting import LONGEST_NOTE
from twg.core.refusals import NotFound, TooLong
from twg.language.done import note_of, read_done_line

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
    """The note with which an action was closed: of a command or a reply, what follows "/done 12" or "done"."""
    request = await request.within_twg_of(Action, action_id)
    if field in {"", "text"}:
        words = _check_length(_note_in(request, text) if not field else text)
        agreed = await correcting.correct_ending(request.session, request.member, action_id, words, now=request.now)
        return Reply(card(request.member, agreed, heading="ended", now=request.now))
    raise NotFound


def _note_in(request: Request, text: str) -> str:
    command = replace(request.incoming, text=text).command
    return note_of(text) if command is None else read_done_line(command[1]).note


def _check_length(text: str) -> str:
    """Raises: TooLong."""
    if len(text) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(text))
    return text
