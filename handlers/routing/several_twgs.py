"""A person in several TWGs: in which one an update acts, which one a reply names, and lists of all of them (M6).

An update acts in the TWG of what it is about: the row of its button, the TWG that the button carries, the message that
it replies to, the form. Without any, it acts in the current TWG, and a list shows all of the person's TWGs, in parts.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from handlers.routing.request import Reply, Request, show
from messages.rendering.content import Content
from messages.rendering.keyboards import button, for_twg, rows, split_twg
from messages.rendering.several_twgs import find_twg_ids, in_twg, label_of_twg, labelled_with
from messages.rendering.texts import Text, _
from storage.core.notifications import list_notifications_of
from storage.core.spelling import fold
from storage.members import Twg
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound, Refusal

#: Messages that are about the person, the conversation or all TWGs alike, and those that list several TWGs themselves.
OF_NO_TWG = frozenset(
    {
        "actions/which",
        "attendance/none",
        "attendance/which",
        "general/contact",
        "general/dismissed",
        "general/edit_left",
        "general/edited",
        "general/for_whom",
        "general/help",
        "general/in_which_twg",
        "general/incident",
        "general/later",
        "general/menu",
        "general/nothing_to_cancel",
        "general/settings",
        "general/unknown_command",
        "general/unusable",
        "general/which",
        "general/wished",
        "general/words_left",
        "guideline/clauses",
        "indicators/which",
        "meetings/which",
        "members/me",
        "members/welcome",
        "records/which",
    }
)
#: Most buttons below a list of several TWGs; Telegram allows 100. The TWGs that do not fit have one button each.
MOST_BUTTONS = 60


async def place(request: Request) -> Request:
    """The request in the TWG that its button carries, or that the message replied to is about.

    Raises: NotFound where the person has left that TWG.
    """
    data, twg_id = split_twg(request.incoming.button)
    below = [split_twg(other) for other in request.incoming.replied_buttons]
    incoming = request.incoming
    if data or below:
        incoming = replace(incoming, button=data, replied_buttons=tuple(other for other, _twg_id in below))
        request = replace(request, incoming=incoming)
    if request.actor is None or not incoming.private:
        return request
    if not data and incoming.replied_to is not None and len(request.twgs) > 1:
        about = {found for _other, found in below if found is not None}
        told = await list_notifications_of(request.session, incoming.chat_id, incoming.replied_to)
        about |= {notification.twg_id for notification in told}
        own = about & {twg.id for twg in request.twgs}
        twg_id = own.pop() if len(about) == len(own) == 1 else None
    return request if twg_id is None else request.within(twg_id)


def named_in(request: Request, reply: Reply, twg_id: int | None = None) -> Reply:
    """The reply with its TWG in each of its messages, for a reader of several.

    Args:
        twg_id: of what the reply is about, where its rows do not tell; None for the TWG of the request.
    """
    if request.account is None or not request.incoming.private:
        return reply
    content, made = reply.content, reply.while_made
    return replace(
        reply,
        content=None if content is None else _named(request, content, twg_id),
        while_made=None if made is None else _named(request, made, twg_id),
        also=tuple(named_in(request, each, twg_id) for each in reply.also),
    )


def _named(request: Request, content: Content, twg_id: int | None) -> Content:
    if len(request.twgs) < 2 or content.twg or content.followed_by or content.template in OF_NO_TWG:
        return content
    found = find_twg_ids(content)
    about: set[int | None] = {*found} if found else {request.twg_id if twg_id is None else twg_id}
    twg = next((twg for twg in request.twgs if about == {twg.id}), None)
    return content if twg is None else in_twg(content, twg)


def note_twg(request: Request, refusal: Refusal) -> None:
    """Let a refusal name the TWG in which something was refused, for a reader of several."""
    if request.actor is None or not request.incoming.private or len(request.twgs) < 2:
        return
    if not refusal.twg and not isinstance(refusal, NotFound):
        refusal.twg = request.actor.twg.code


def told_apart_by_twg(request: Request, twg_id: int, label: Text | str) -> Text | str:
    """The label of a button to choose from, with the TWG for a person in several."""
    twg = next((twg for twg in request.twgs if twg.id == twg_id), None)
    return label if twg is None or len(request.twgs) < 2 else label_of_twg(twg, label)


async def in_each_twg(request: Request, command: str, do: Callable[[Request], Awaitable[Reply]]) -> Reply:
    """What a list shows in each of the person's TWGs that it may show, in one message.

    Args:
        command: the command that shows the list.
    Raises: NotAllowed where it is for none of them.
    """
    permission = request.routes.commands[command].permission
    places = [each for each in request.of_each_twg() if permission is None or each.member.may(permission)]
    if not places:
        raise NotAllowed
    return joined(command, [(each.member.twg, await do(each)) for each in places])


def joined(command: str, listed: list[tuple[Twg, Reply]]) -> Reply:
    """The lists of several TWGs as one message; that of a single one as it is."""
    first = listed[0][1]
    contents = [in_twg(reply.content, twg) for twg, reply in listed if reply.content is not None]
    if len(contents) < 2:
        return first
    keyboard, room = [], MOST_BUTTONS
    for (twg, _reply), content in zip(listed, contents, strict=True):
        own = content.keyboard
        if (count := sum(map(len, own))) > room - len(listed):
            own = for_twg(((button(_("Show"), "general:only", command),),), twg.id)
            count = 1
        keyboard += [*labelled_with(own, twg)]
        room -= count
    head, *others = (replace(content, keyboard=()) for content in contents)
    return replace(first, content=replace(head, keyboard=tuple(keyboard), followed_by=tuple(others)))


def find_places(request: Request, permission: Permission) -> list[Request]:
    """The request in each of the person's TWGs in which they have a permission: in the current one alone, if there."""
    if request.member.may(permission):
        return [request]
    return [each for each in request.of_each_twg() if each.member.may(permission)]


def meant_twg(request: Request, words: str, permission: Permission) -> Request:
    """The request in the only one of the person's TWGs that words name and in which they have a permission."""
    spelt = fold(words)
    named = [
        each
        for each in request.of_each_twg()
        if each.member.may(permission) and any(_names(spelt, name) for name in _names_of(each.member.twg))
    ]
    return named[0] if len(named) == 1 and len(request.twgs) > 1 else request


def _names_of(twg: Twg) -> list[str]:
    return [name for name in map(fold, (twg.code, twg.name, twg.name_km)) if name]


def _names(text: str, name: str) -> bool:
    """Whether a text has a name; in Latin letters as words of their own, followed by "TWG" or its members."""
    return re.search(rf"(?<!\w){re.escape(name)}(?=\s(?:twg|members|group|working))", text) is not None


def ask_in_which(twgs: Iterable[Twg]) -> Reply:
    """Ask in which TWG the message is meant; the answer handles the message there."""
    keyboard = rows(button(_("In {twg}").with_(twg=twg.code), "general:in_twg", twg.id) for twg in twgs)
    return replace(show("general/in_which_twg", keyboard=keyboard), edit=False, to_message=True)
