"""What is asked of agreed actions: the person's own, those of the TWG, one by its name; and how they are kept (U2)."""

from handlers.routing.howto import Howto
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.actions import card, listing
from messages.rendering.content import Content
from messages.rendering.texts import _
from storage.actions import Action
from twg.actions import access, recording
from twg.actions.recording import Scope
from twg.core.permissions import Permission
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.questions import Topic
from twg.language.tasks import Deed

router = Router("actions")

#: Open actions that a question may name, in each TWG.
_MOST_NAMED = 100


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The action that is named, what the person has to do, or how far the actions of the TWG are."""
    if not asked.asks(Topic.MINE, Topic.DUE, Topic.ACTIONS):
        return []
    for row_id in asked.ids_of(Action.__tablename__)[:1]:
        return [await _card(await request.within_twg_of(Action, row_id), row_id)]
    if not asked.asks(Topic.MINE) and (named := await _named(request, asked.question.text)):
        return named
    if asked.asks(Topic.ACTIONS):
        return [await _list(within, Scope.TWG) for within in request.of_each_twg()]
    mine = [await _list(within, Scope.MINE) for within in request.of_each_twg()]
    return [content for content in mine if content.context["actions"]]


async def _card(request: Request, action_id: int) -> Content:
    agreed = await access.access_action(request.session, request.member, action_id)
    return of_each(request, card(request.member, agreed, now=request.now))


async def _list(request: Request, scope: Scope) -> Content:
    found = await recording.list_open(request.session, request.member, scope, 1, now=request.now)
    return of_each(request, listing(request.member, found, scope, 1, now=request.now))


async def _named(request: Request, text: str) -> list[Content]:
    """The card of the one open action that a text names."""
    known: list[tuple[Request, Action]] = []
    for within in request.of_each_twg():
        page = 1
        while len(known) < _MOST_NAMED:
            found = await recording.list_open(within.session, within.member, Scope.TWG, page, now=within.now)
            known += [(within, agreed) for agreed in found]
            page += 1
            if not found:
                break
    whats = [Nameable(Kind.ACTION, agreed.title, str(agreed.id)) for _within, agreed in known]
    places = named_among(text, whats, today=request.today, by_kind=False)
    ids = {known[place][1].id: known[place][0] for place in places}
    return [await _card(within, action_id) for action_id, within in ids.items()] if len(ids) == 1 else []


router.explain(
    Howto(
        _("Record an agreed action"),
        _("/newaction asks what was agreed, who does it, and by when. Its owner is told and reminded."),
        Deed(("create", "add"), ("action",)),
        "newaction",
        Permission.ACTION_RECORD,
    ),
    Howto(
        _("Close an action"),
        _("Reply “done, sent on Monday” to its reminder, or open the action and press “Done”."),
        Deed(("close", "report"), ("action",)),
        "actions",
    ),
    Howto(
        _("Drop an action, or change it"),
        _("Open the action: below it are “Move the date”, “Change the owner” and “Drop the action”."),
        Deed(("remove", "cancel", "move", "change"), ("action",)),
        "actions",
        Permission.ACTION_RECORD,
    ),
)
