"""Requests in words that name nothing: "need two more weeks please" (A3, J2, U2)."""

from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.statements import is_own_statement
from messages.rendering.keyboards import button, shorten
from messages.rendering.texts import Text, _
from storage.actions import Action
from storage.engine.database import Base, identity
from storage.indicators import ReportRequest
from storage.requests import RequestKind
from twg.actions import recording
from twg.actions.recording import Scope
from twg.core.permissions import Permission
from twg.indicators import reporting
from twg.language.intents import REQUESTS, Intent, read_intent
from twg.language.mentions import names_a_thing, names_any_kind
from twg.requests import access

router = Router("requests")

#: Tasks for each of which the request is offered; of more, none is.
_MOST_TASKS = 5
#: What people ask about a task of theirs. "Not mine" is left out: it may be said of anything.
_ASKED = (*REQUESTS, Intent.NO_DATA)


@router.statement
async def take_request(request: Request) -> Reply | None:
    """Ask about the only task of a person what their words clearly ask, though they name no task."""
    kind = _kind_in(request)
    if kind is None or _names_something(request.incoming.text):
        return None
    tasks = await _list_tasks(request, kind)
    if len(tasks) != 1:
        return None
    within, task = tasks[0]
    return await ask_in_words(within, task, kind.value, request.incoming.text.strip())


@router.offer
async def offer_tasks(request: Request) -> list[Offer]:
    """Offer, first of all, the request about each task of the person that it may be about."""
    kind = _kind_in(request)
    tasks = [] if kind is None else await _list_tasks(request, kind)
    if kind is None or len(tasks) > _MOST_TASKS:
        return []
    return [Offer(0, button(_label(request, kind, task), "requests:ask_with", kind, *_row(task))) for _, task in tasks]


def _kind_in(request: Request) -> RequestKind | None:
    """What a message of the person's own clearly asks."""
    if request.actor is None or not is_own_statement(request.incoming):
        return None
    reading = read_intent(request.incoming.text)
    return RequestKind(reading.intent.value) if reading.is_clearly(*_ASKED) else None


def _names_something(text: str) -> bool:
    """Whether a text has a word for what it is about, which is no task of the person by its name."""
    return names_a_thing(text) or names_any_kind(text)


async def _list_tasks(request: Request, kind: RequestKind) -> list[tuple[Request, Base]]:
    """The person's open actions and the reports that they owe about which this can be asked, each in its TWG."""
    found: list[tuple[Request, Base]] = []
    for within in request.of_each_twg():
        tasks: list[Base] = [*await recording.list_open(within.session, within.member, Scope.MINE, now=within.now)]
        if within.member.may(Permission.INDICATOR_REPORT):
            tasks += await reporting.list_owed(within.session, within.member)
        found += [(within, task) for task in tasks if kind in access.kinds_for(within.member.member, task)]
    return found


def _label(request: Request, kind: RequestKind, task: Base) -> Text | str:
    label = _("{kind}: {title}").with_(kind=Text(kind.label), title=shorten(access.title_of(task), 30))
    assert isinstance(task, Action | ReportRequest)  # noqa: S101 - only these are tasks
    return told_apart_by_twg(request, task.twg_id, label)


def _row(task: Base) -> tuple[str, int]:
    return task.__tablename__, identity(task)
