"""What people ask to have done with agreed actions (A1, A3, U2)."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.actions.recording import new
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.actions import name
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.actions import Action
from twg.actions import recording
from twg.actions.recording import Scope
from twg.core.permissions import Permission
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.taking_back import says_not_done
from twg.language.wish_details import action_of_wish

router = Router("actions")

#: Actions that are offered for a wish that names none.
_MOST_OFFERED = 3
#: An action that was closed longer ago is not offered to be opened again.
CLOSED_OF_LATE = timedelta(days=30)
#: Longest title behind what is done with it.
_LONGEST_TITLE = 36


def list_named(request: Request, text: str, actions: Sequence[Action]) -> list[Action]:
    """Those of the actions that a text names."""
    whats = [Nameable(Kind.ACTION, each.title, str(each.id)) for each in actions]
    return [actions[place] for place in named_among(text, whats, today=request.today, by_kind=False)]


def _meant_among(request: Request, text: str, actions: Sequence[Action]) -> list[Action]:
    """Those of the actions that a text names; else the first of them."""
    return (list_named(request, text, actions) or [*actions])[:_MOST_OFFERED]


def reopen_buttons(actions: Sequence[Action]) -> list[Button]:
    """A button for each of the actions that opens it again."""
    label = _("Open again: {title}")
    titles = (shorten(each.title, _LONGEST_TITLE) for each in actions)
    return [
        button(label.with_(title=title), "actions:reopen", each.id) for title, each in zip(titles, actions, strict=True)
    ]


@router.wish("new_action", permission=Permission.ACTION_RECORD)
async def record(_request: Request, _text: str) -> list[Button]:
    return [button(_("Record this action"), "actions:new_as")]


@router.button("new_as", permission=Permission.ACTION_RECORD)
async def open_record(request: Request) -> Reply:
    """The form of a new action, with what the message says of it."""
    return await new(request, action_of_wish(wished(request)))


@router.wish("change_action", permission=Permission.ACTION_RECORD)
async def change(request: Request, text: str) -> list[Button]:
    """The cards of the open actions that are meant, which have buttons for all that can be changed."""
    open_ = await recording.list_open(request.session, request.member, Scope.TWG, now=request.now)
    return [button(name(each), "actions:open", each.id) for each in _meant_among(request, text, open_)]


@router.wish("reopen_action", permission=Permission.ACTION_UPDATE)
async def reopen(request: Request, text: str) -> list[Button]:
    since = request.now - CLOSED_OF_LATE
    closed = await recording.list_closed(request.session, request.member, since=since)
    if says_not_done(text):  # of an open action that says how far it is
        return reopen_buttons(list_named(request, text, closed))
    return reopen_buttons(_meant_among(request, text, closed))
