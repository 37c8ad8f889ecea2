"""A person writes that a closed action is not done: the buttons that open it again are offered (A3, U2)."""

from dataclasses import replace
from datetime import timedelta

from handlers.actions.wishes import CLOSED_OF_LATE, list_named, reopen_buttons
from handlers.routing.otherwise import OTHERS
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import find_undoable
from messages.rendering.keyboards import rows
from twg.actions import recording
from twg.language.taking_back import TakingBack, read_taking_back, says_not_done

router = Router("actions")

#: An action that was closed longer ago is offered only where the message names it.
_A_WHILE_AGO = timedelta(days=7)
#: Actions that are offered where the message names none.
_MOST_OFFERED = 3


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Offer to open the closed action again of which the message says that it is not done."""
    text = request.incoming.text
    back = read_taking_back(text)
    if back is None or await find_undoable(request):
        return None  # for ten minutes after Done the same words undo it
    closed = await recording.list_closed(request.session, request.member, since=request.now - CLOSED_OF_LATE)
    meant = list_named(request, text, closed) if says_not_done(text) else []
    if not meant and back is TakingBack.WHOLLY:
        since = request.now - _A_WHILE_AGO
        own = [each for each in closed if each.closed_by_id == request.member.person.id]
        meant = [each for each in own if each.closed_at is not None and each.closed_at >= since]
    if not meant:
        return None
    keyboard = rows([*reopen_buttons(meant[:_MOST_OFFERED]), *OTHERS])
    return replace(show("actions/reopen", keyboard=keyboard), edit=False, to_message=True)
