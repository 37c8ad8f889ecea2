"""What people say of documents in words: replies to their messages, and plain messages (D1, U2)."""

from dataclasses import replace

from handlers import general
from handlers.documents.library import acknowledge, acknowledge_set
from handlers.routing.otherwise import NOTHING
from handlers.routing.replies import is_shared
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import split_data
from messages.documents import edition_of
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.documents import Circulation, Document
from twg.documents import access, acknowledging, circulating, replacing
from twg.documents.naming import name_of_circulation
from twg.language.received import may_receive, misses, receives, receives_paper

router = Router("documents")

#: The buttons that acknowledge what their message shows.
_ACKNOWLEDGE = frozenset({"documents:acknowledge", "documents:acknowledge_set"})
#: Documents offered below a plain message that says that one was received.
_MOST_OFFERED = 5


@router.reply_to(circulating.CIRCULATED, circulating.REMINDER, replacing.REPLACED, label=_("A document"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Acknowledge the documents that the message told of, where the reply says that they were received.

    Where something was not received, buttons offer to whom that shall go. What else is said of them is handled as a
    plain message.
    """
    if misses(request.incoming.text):  # the annex that is missing is none of an action
        return await general.offer(request, wishes=False, acts=False)
    if not _says_received(request):
        return await general.offer(request)
    pressed = [split_data(data) for data in request.incoming.replied_buttons]
    for verb, arguments in pressed:
        if verb == "documents:acknowledge":
            return await receive(request, int(arguments[0]), *map(int, arguments[1:2]))
        if verb == "documents:acknowledge_set" and len(about) == 1:
            return await receive_set(request, int(arguments[0]), *map(int, arguments[1:2]))
    subjects = dict.fromkeys((each.subject_type, each.subject_id) for each in about)
    taken = [await _receive(request, *subject) for subject in subjects]
    return replace(taken[0], also=(*taken[0].also, *taken[1:]))


async def _receive(request: Request, subject_type: str, subject_id: int) -> Reply:
    if subject_type == Document.__tablename__:
        return await receive(request, subject_id)
    return await receive_set(request, subject_id)


@router.reply_below("acknowledge")
async def receive(request: Request, document_id: int, number: int | None = None) -> Reply:
    """Acknowledge the document of the message replied to.

    Args:
        number: of the version that the message shows; None for the one in force.
    """
    if not _says_received(request):
        return await general.offer(request)
    request = await request.within_twg_of(Document, document_id)
    document = await access.access_document(request.session, request.member, document_id)
    number = document.versions[-1].number if number is None else number
    return await _received(request, document.title, await acknowledge(request, document_id, number))


@router.reply_below("acknowledge_set")
async def receive_set(request: Request, circulation_id: int, edition: int | None = None) -> Reply:
    """Acknowledge the documents of the message replied to. Args: as for its button."""
    if not _says_received(request):
        return await general.offer(request)
    request = await request.within_twg_of(Circulation, circulation_id)
    circulation = await access.access_circulation(request.session, request.member, circulation_id)
    pressed = await acknowledge_set(request, circulation_id, edition)
    return await _received(request, name_of_circulation(circulation), pressed)


def _says_received(request: Request) -> bool:
    return receives(request.incoming.text) and request.incoming.file is None


async def _received(request: Request, name: str, pressed: Reply) -> Reply:
    """Say in an answer what the button says in its message, which changes too, if it is about nothing else."""
    if pressed.toast is None:  # there is a newer version: that is shown instead
        return pressed
    replied_to = request.incoming.replied_to
    has_button = any(split_data(data)[0] in _ACKNOWLEDGE for data in request.incoming.replied_buttons)
    if replied_to is None or not has_button or await is_shared(request, replied_to):
        return _thanks(name)
    return replace(_thanks(name), also=(Reply(pressed.content, message_id=replied_to),))


def _thanks(name: str) -> Reply:
    return replace(show("documents/received", name=name), to_message=True)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Acknowledge the only paper that waits for it; ask which of several was received."""
    text = request.incoming.text
    if request.incoming.replied_to is not None or not may_receive(text):
        return None
    waiting = [
        (within, circulation)
        for within in request.of_each_twg()
        for circulation in await acknowledging.list_waiting(within.session, within.member)
    ]
    if len(waiting) == 1 and receives_paper(text):
        [(within, circulation)] = waiting
        await acknowledging.acknowledge_set(within.session, within.member, circulation.id, now=within.now)
        return _thanks(name_of_circulation(circulation))
    if not waiting:
        return None
    buttons = [_button(circulation) for _within, circulation in waiting[:_MOST_OFFERED]]
    return replace(show("documents/which", keyboard=rows([*buttons, NOTHING])), to_message=True)


def _button(circulation: Circulation) -> Button:
    name = shorten(name_of_circulation(circulation))
    return button(name, "documents:acknowledge_set", circulation.id, edition_of(circulation))
