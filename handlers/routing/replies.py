"""Replies to messages that delivered notifications: each acts on the subject of its notification (U2).

A message may be about several things, numbered. A reply goes to the one whose answer it clearly is, each part of it to
its own; else the person is asked which is meant. Things are bound by the id of their notification, not by their place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.routing.quotes import find_quoted
from handlers.routing.reply_handlers import ReplyHandler
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Named
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import Text, _
from storage.core.notifications import Notification, find_message_of, list_notifications_of
from storage.core.spelling import fold
from storage.core.told import list_parts_of
from twg.core.refusals import NotFound
from twg.language.done import read_done_line
from twg.language.mentions import Kind
from twg.language.parts import TextPart, read_part_number, split_parts

router = Router("general")


async def find_replyable(request: Request) -> list[Notification]:
    """The notifications delivered by the message replied to, of kinds for which a reply is declared."""
    incoming = request.incoming
    if incoming.replied_to is None or request.actor is None:
        return []
    about = await list_notifications_of(request.session, incoming.chat_id, incoming.replied_to)
    return [notification for notification in about if notification.kind in request.routes.replies]


async def is_shared(request: Request, message_id: int) -> bool:
    """Whether a message is about several things, so that it is not edited into one of them."""
    return len(await list_parts_of(request.session, request.incoming.chat_id, message_id)) > 1


async def act_on_reply(request: Request, about: list[Notification]) -> Reply:
    """Hand the reply to the capability of its message; where there are several things, each part to its own."""
    replies = request.routes.replies
    first = replies[about[0].kind]
    if first.divides and all(replies[each.kind] is first for each in about):
        return await _hand_over(request, about)
    things = await request.routes.named(request, about)
    subjects = {(notification.subject_type, notification.subject_id) for notification in about}
    if len(subjects) > 1 and request.incoming.text:
        quoted = find_quoted(request.incoming.quote, things, _names_of)
        if quoted is not None:
            taken: Reply = await quoted.take(request, request.incoming.text)
            return taken
        numbers = await _numbers(request, things)
        told = await _take_numbered(request, about, things, read_part_number(request.incoming.text, numbers))
        if told is not None:
            return told
        parted = await take_parts(request, things, request.incoming.text, numbers=numbers, replied=True)
        if parted is not None:
            return parted
        settled = await _take_settled(request, about, things)
        if settled is not None:
            return settled
        alone = len(things) == 1 and _is_alone_in_its_capability(about, things[0], replies)
        if alone and things[0].says(request.incoming.text):  # a post beside it takes any words
            said: Reply = await things[0].take(request, request.incoming.text)
            return said
    if len({replies[notification.kind].router for notification in about}) == 1:
        return await _hand_over(request, about)
    return _ask_which(request, about, things, await _parts(request))


def _is_alone_in_its_capability(
    about: Sequence[Notification], thing: Named, replies: Mapping[str, ReplyHandler]
) -> bool:
    """Whether nothing else that the message told of belongs to the capability of this thing."""
    routers = [replies[each.kind].router for each in about]
    own = [replies[each.kind].router for each in about if each.id == thing.notification_id]
    return len(own) == 1 and routers.count(own[0]) == 1


async def _take_numbered(
    request: Request, about: Sequence[Notification], things: Sequence[Named], part: TextPart | None
) -> Reply | None:
    """Act on the part of a grouped message that the reply names by its number.

    A number alone shows that part, unless the number may be the figure that was asked for. Returns None when the reply
    says nothing clear about one part.
    """
    if part is None:
        return None
    thing = things[part.place]
    if part.text:
        taken: Reply | None = await thing.take(request, part.text) if thing.says(part.text) else None
        return taken
    told = next((notification for notification in about if notification.id == thing.notification_id), None)
    opener = None if told is None else request.routes.openers.get(told.subject_type)
    if told is None or opener is None or any(other.what.kind is Kind.REPORT for other in things):
        return None
    within = request.within(told.twg_id)
    shown: Reply = await request.routes.buttons[opener].handler(within, told.subject_id)
    return replace(shown, edit=False, to_message=True)


async def _take_settled(request: Request, about: Sequence[Notification], things: Sequence[Named]) -> Reply | None:
    """Act on the parts that the reply names by number, where one of them is settled and so among the things no more.

    Its number may be that of another action, so the reply is never handed over whole. Returns None where the reply
    does not begin with the number of a part.
    """
    parts, text = await _parts(request), request.incoming.text
    told = [notification for notification in about if notification.id in parts]
    places = {parts[notification.id]: place for place, notification in enumerate(told)}
    number = read_part_number(text, places)
    said = [number] if number is not None else split_parts(text, [], today=request.today, numbers=places)
    still = {thing.notification_id: thing for thing in things}
    if said and not all(told[part.place].id in still for part in said):
        of = max(parts.values())
        replies = [
            await _take_part(request, told[each.place], still, each.text, (parts[told[each.place].id], of))
            for each in said
        ]
        return replace(replies[0], also=(*replies[0].also, *replies[1:]))
    return _ask_which(request, about, things, parts) if read_done_line(text).number in places else None


async def _take_part(
    request: Request, notification: Notification, still: Mapping[int | None, Named], text: str, part: tuple[int, int]
) -> Reply:
    """Do what a text says of one part; the capability of a part that is settled says what became of it.

    Args:
        part: as that of `Incoming`.
    """
    thing = still.get(notification.id)
    if thing is not None:
        taken: Reply = await thing.take(request, text)
        return taken
    incoming = replace(request.incoming, text=text, part=part)
    return await _hand_over(replace(request, incoming=incoming), [notification])


def _names_of(thing: Named) -> list[str]:
    """What a thing is called in a message; the number of an action is too short to tell it from other figures."""
    return [name for name in (thing.what.title, thing.what.number) if len(name) > 3]


async def take_parts(
    request: Request,
    things: Sequence[Named],
    text: str,
    *,
    numbers: dict[int, int] | None = None,
    replied: bool = False,
) -> Reply | None:
    """Do what each part of the text clearly says of the thing that it names; `None` where nothing is named for certain.

    Args:
        numbers, replied: as for `split_parts`.
    """
    whats = [thing.what for thing in things]
    parts = split_parts(text, whats, today=request.today, numbers=numbers, replied=replied)
    if not replied and not any(things[part.place].says(part.text) for part in parts):
        return None
    taken: list[Reply] = [await things[place].take(request, said) for place, said in _joined(things, parts)]
    return replace(taken[0], also=(*taken[0].also, *taken[1:])) if taken else None


def _joined(things: Sequence[Named], parts: Sequence[TextPart]) -> list[tuple[int, str]]:
    """The place and the text of each thing to act on; texts that are taken together are one, for the first of them."""
    together = [part for part in parts if things[part.place].joins(part.text)]
    apart = [(part.place, part.text) for part in parts if part not in together]
    if len(together) < 2:
        return [*apart, *((part.place, part.text) for part in together)]
    text = "\n".join(_with_number(things[part.place], part.text) for part in together)
    return [*apart, (together[0].place, text)]


def _with_number(thing: Named, text: str) -> str:
    """The text about a thing; its number stands before a text that names it by the title only."""
    number = thing.what.number
    return text if not number or fold(number) in fold(text) else f"{number}: {text}"


async def _parts(request: Request) -> dict[int, int]:
    incoming = request.incoming
    assert incoming.replied_to is not None  # noqa: S101 - a reply
    return await list_parts_of(request.session, incoming.chat_id, incoming.replied_to)


async def _numbers(request: Request, things: Sequence[Named]) -> dict[int, int]:
    """The place in `things` of the thing with each number in the message; a number of several things is left out."""
    parts = await _parts(request)
    by_number: dict[int, list[int]] = {}
    for place, thing in enumerate(things):
        if thing.notification_id in parts:
            by_number.setdefault(parts[thing.notification_id], []).append(place)
    return {number: places[0] for number, places in by_number.items() if len(places) == 1}


def _ask_which(
    request: Request, about: Sequence[Notification], things: Sequence[Named], parts: dict[int, int]
) -> Reply:
    """Ask which thing the reply is about, with those first to which its words are an answer."""
    text = request.incoming.text
    labels: dict[int, tuple[bool, Text | str]] = {}
    for thing in things:
        if thing.notification_id is not None:
            labels.setdefault(thing.notification_id, (not thing.says(text), thing.label))
    for notification in about:
        subjects = {(other.subject_type, other.subject_id) for other in about if other.id in labels}
        if (notification.subject_type, notification.subject_id) not in subjects:
            labels[notification.id] = (True, request.routes.replies[notification.kind].label)
    likeliest = sorted(labels.items(), key=lambda item: (item[1][0], item[0]))
    buttons = [_button(found, label, parts.get(found)) for found, (_last, label) in likeliest]
    return replace(show("general/which", keyboard=rows(buttons)), to_message=True)


def _button(notification_id: int, label: Text | str, number: int | None) -> Button:
    numbered = label if number is None else _("{number}. {label}").with_(number=number, label=label)
    return button(numbered if isinstance(numbered, Text) else shorten(numbered), "general:about", notification_id)


async def _hand_over(request: Request, about: list[Notification]) -> Reply:
    reply: Reply = await request.routes.replies[about[0].kind].handler(request, about)
    return reply


@router.button("about", subject=Notification)
async def choose(request: Request, notification_id: int) -> Reply:
    """Handle the earlier reply as a reply to the notification that was chosen."""
    meant = await request.session.get_one(Notification, notification_id)
    message_id = await find_message_of(request.session, notification_id, request.incoming.chat_id)
    if message_id is None or meant.kind not in request.routes.replies:
        raise NotFound
    incoming = request.incoming
    replied = replace(incoming, text=incoming.replied_text, file=incoming.replied_file, replied_to=message_id)
    request = replace(request, incoming=replied)
    return replace(await _hand_over(request, [meant]), edit=True)  # without buttons to press again
