"""A reply to a digest of several posts: each part that names one by its number reaches its author (S2, S3)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.routing.quotes import find_quoted
from handlers.routing.request import Reply, Request, show
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.told import list_parts_of
from storage.sharing import Post, find_post
from twg.core.refusals import BadInput, NotFound, Refusal
from twg.language.parts import split_parts
from twg.sharing.posts import access_post, headline, visible_posts

#: A post of a digest, with its number there and the id of its notification.
_Told = tuple[int, int, Post]


#: Sends the words of a request to the author of a post, given by its id.
Send = Callable[[Request, int], Awaitable[Reply]]


async def reply_to_digest(request: Request, about: list[Notification], send: Send) -> Reply:
    """Send the words to the author of the post that they name by its number, or that is quoted; else ask which.

    Args:
        about: of the posts, of one TWG.
    Raises: as `access_post`, where none of them is open any more.
    """
    numbers = await _numbers(request, about)
    told = await _list_open(request, about, numbers)
    quoted = find_quoted(request.incoming.quote, told, lambda each: (headline(each[2]),))
    if quoted is not None:
        return await send(request, quoted[2].id)
    if said := _split(request.incoming.text, numbers, request.today):
        post_ids = {number: each.subject_id for number, each in zip(numbers, about, strict=True)}
        return await _send_parts(request, said, post_ids, send)
    numbered = _("{number}. {label}")
    choices = [
        button(numbered.with_(number=number, label=shorten(headline(post), 40)), "general:about", notification_id)
        for number, notification_id, post in told
    ]
    return replace(show("general/which", keyboard=rows(choices)), to_message=True)


async def reply_to_several(request: Request, post_ids: Sequence[int], send: Send) -> Reply:
    """As `reply_to_digest`, for a message that was no delivery. Args: `post_ids`: in its order, numbered from 1."""
    if len(post_ids) == 1:
        return await send(request, post_ids[0])
    incoming = request.incoming
    posts = [await find_post(request.session, post_id, visible_posts(request.member)) for post_id in post_ids]
    told = [post for post in posts if post is not None]
    quoted = find_quoted(incoming.quote, told, lambda post: (headline(post),))
    if quoted is not None:
        return await send(request, quoted.id)
    by_number = dict(enumerate(post_ids, 1))
    if said := _split(incoming.text, list(by_number), request.today):
        return await _send_parts(request, said, by_number, send)
    choices = await _choices(request, by_number, "sharing:send")
    return replace(show("general/which", keyboard=rows(choices)), to_message=True)


async def _choices(request: Request, post_ids: Mapping[int, int], action: str) -> list[Button]:
    """A button for each post that the reader may see. Args: `post_ids`: by number."""
    found = {
        number: await find_post(request.session, post_id, visible_posts(request.member))
        for number, post_id in post_ids.items()
    }
    numbered = _("{number}. {label}")
    return [
        button(numbered.with_(number=number, label=shorten(headline(post), 40)), action, post.id)
        for number, post in found.items()
        if post is not None
    ]


def _split(text: str, numbers: Sequence[int], today: date) -> dict[int, str]:
    """What a message says of each post, by its number; empty where it does not begin with one."""
    said = dict[int, str]()
    for part in split_parts(text, [], today=today, numbers={number: number for number in numbers}):
        said[part.place] = f"{said[part.place]}\n{part.text}" if part.place in said else part.text
    return said


def part_of(text: str, number: int, of: int, today: date) -> tuple[str, bool]:
    """What a message says of the post with a number, and whether it says something of others.

    Args:
        of: the highest number.
    """
    said = _split(text, range(1, of + 1), today)
    return said.get(number, ""), len(said) > 1


async def _send_parts(request: Request, said: Mapping[int, str], post_ids: Mapping[int, int], send: Send) -> Reply:
    """Send each part to the author of its post. What cannot be sent is told of, and keeps no other part back.

    A file beside several parts goes to nobody before it is said to whom.

    Args:
        said: by the number of a post, as `post_ids`.
    Raises: the first refusal, where nothing can be sent.
    """
    incoming, of = request.incoming, max(post_ids)
    file = incoming.file if len(said) > 1 else None
    sent, kept = list[Reply](), list[tuple[int, Refusal]]()
    for number, text in said.items():
        words = replace(incoming, text=text, file=None if file else incoming.file, part=(number, of))
        try:
            sent.append(await send(replace(request, incoming=words), post_ids[number]))
        except (NotFound, BadInput) as refusal:
            kept.append((number, refusal))
    if not sent:
        raise kept[0][1]
    if kept:
        sent.append(replace(show("sharing/part_not_sent", kept=kept), to_message=True))
    if file is not None:
        open_ids = {number: post_ids[number] for number in said if number not in dict(kept)}
        choices = await _choices(request, open_ids, "sharing:send_file")
        sent.append(replace(show("sharing/which_file", keyboard=rows(choices)), to_message=True))
    return replace(sent[0], also=tuple(sent[1:]))


async def _numbers(request: Request, about: list[Notification]) -> list[int]:
    """The number of each post in the digest, in the order of their notifications."""
    incoming = request.incoming
    assert incoming.replied_to is not None  # noqa: S101 - a reply
    shown = await list_parts_of(request.session, incoming.chat_id, incoming.replied_to)
    return [shown.get(each.id, place) for place, each in enumerate(about, 1)]


async def _list_open(request: Request, about: list[Notification], numbers: list[int]) -> list[_Told]:
    """The posts of a digest that the reader may see, by their numbers."""
    found, refused = list[_Told](), NotFound()
    for number, each in zip(numbers, about, strict=True):
        try:
            found.append((number, each.id, await access_post(request.session, request.member, each.subject_id)))
        except NotFound as closed:
            refused = closed
    if not found:
        raise refused
    return sorted(found, key=lambda each: each[0])
