"""A reply to a digest of several posts: each part that names one by its number reaches its author (S2, S3)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers.routing.quotes import find_quoted
from handlers.routing.request import Reply, Request, show
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.told import list_parts_of
from storage.sharing import Post, find_post
from twg.core.refusals import NotFound
from twg.language.parts import split_parts
from twg.sharing.posts import access_post, headline, visible_posts

#: A post of a digest, with its number there and the id of its notification.
_Told = tuple[int, int, Post]


async def reply_to_digest(
    request: Request, about: list[Notification], send: Callable[[Request, int], Awaitable[Reply]]
) -> Reply:
    """Send the words to the author of the post that they name by its number, or that is quoted; else ask which.

    Args:
        about: of the posts, of one TWG.
        send: sends the words of a request to the author of a post, given by its id.
    Raises: as `access_post`, where none of them is open any more.
    """
    numbers = await _numbers(request, about)
    told = await _list_open(request, about, numbers)
    quoted = find_quoted(request.incoming.quote, told, lambda each: (headline(each[2]),))
    if quoted is not None:
        return await send(request, quoted[2].id)
    places = {number: place for place, number in enumerate(numbers)}
    parts = split_parts(request.incoming.text, [], today=request.today, numbers=places)
    if parts:
        incoming = request.incoming
        sent = [
            await send(replace(request, incoming=replace(incoming, text=part.text)), about[part.place].subject_id)
            for part in parts
        ]
        return replace(sent[0], also=tuple(sent[1:]))
    numbered = _("{number}. {label}")
    choices = [
        button(numbered.with_(number=number, label=shorten(headline(post), 40)), "general:about", notification_id)
        for number, notification_id, post in told
    ]
    return replace(show("general/which", keyboard=rows(choices)), to_message=True)


async def reply_to_several(
    request: Request, post_ids: Sequence[int], send: Callable[[Request, int], Awaitable[Reply]]
) -> Reply:
    """As `reply_to_digest`, for a message that was no delivery. Args: `post_ids`: in its order, numbered from 1."""
    if len(post_ids) == 1:
        return await send(request, post_ids[0])
    incoming = request.incoming
    posts = [await find_post(request.session, post_id, visible_posts(request.member)) for post_id in post_ids]
    told = [post for post in posts if post is not None]
    quoted = find_quoted(incoming.quote, told, lambda post: (headline(post),))
    if quoted is not None:
        return await send(request, quoted.id)
    places = {number: place for place, number in enumerate(range(1, len(post_ids) + 1))}
    if parts := split_parts(incoming.text, [], today=request.today, numbers=places):
        said = [(replace(incoming, text=part.text), post_ids[part.place]) for part in parts]
        sent = [await send(replace(request, incoming=words), post_id) for words, post_id in said]
        return replace(sent[0], also=tuple(sent[1:]))
    numbered = _("{number}. {label}")
    choices = [
        button(numbered.with_(number=number, label=shorten(headline(post), 40)), "sharing:late", post.id)
        for number, post in enumerate(posts, 1)
        if post is not None
    ]
    return replace(show("general/which", keyboard=rows(choices)), to_message=True)


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
