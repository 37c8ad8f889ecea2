"""Forwarding and copying messages."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.common import access_message, read_caption, read_chat_id, read_destination, send
from sandbox.methods.registry import method
from sandbox.model import Chat, Message
from sandbox.params import Params
from sandbox.world import World

MOST = 100
#: The kinds of content that a reply in another chat shows (`ExternalReplyInfo`).
MEDIA = frozenset(
    [
        "link_preview_options",
        "animation",
        "audio",
        "document",
        "photo",
        "sticker",
        "video",
        "video_note",
        "voice",
        "has_media_spoiler",
        "contact",
        "dice",
        "location",
        "poll",
        "venue",
    ]
)
#: Fields that a forwarded message does not take along.
NOT_FORWARDED = frozenset(
    [
        "quote",
        "external_reply",
        "media_group_id",
        "sender_chat",
        "author_signature",
        "sender_tag",
        "sender_boost_count",
        "effect_id",
        "is_from_offline",
        "reply_to_story",
        "reply_to_checklist_task_id",
        "reply_to_poll_option_id",
        "paid_star_count",
    ]
)


def count_message_ids(params: Params) -> int:
    """As how many messages a call counts for the rate limits."""
    return len(params.array("message_ids", "Integer") or [])


@method("forwardMessage", counted=True)
def forward_message(world: World, params: Params) -> Json:
    """Forward a message; it shows its origin."""
    original = access_message(_source(world, params), params.message_id(), "message to forward not found")
    if world.is_service(original):
        raise bad_request("message can't be forwarded")
    destination = read_destination(world, params)
    destination.reply_to = None
    [content] = forwarded_contents(world, [original])
    return world.message_json(send(world, destination, content))


@method("forwardMessages", counted=count_message_ids)
def forward_messages(world: World, params: Params) -> list[Json]:
    """Forward up to 100 messages; those that cannot be forwarded are skipped."""
    originals = _originals(world, params, "forward")
    destination = read_destination(world, params)
    contents = forwarded_contents(world, originals)
    return [{"message_id": send(world, destination, content).id} for content in contents]


@method("copyMessage", counted=True)
def copy_message(world: World, params: Params) -> Json:
    """Send the same content as a new message of the bot, without its origin."""
    original = access_message(_source(world, params), params.message_id(), "message to copy not found")
    if world.is_service(original):
        raise bad_request("message can't be copied")
    [content] = copied_contents(world, [original])
    if "caption" in params.values and "text" not in content:
        content = _without_caption(content) | read_caption(world, params)
    return {"message_id": send(world, read_destination(world, params), content).id}


@method("copyMessages", counted=count_message_ids)
def copy_messages(world: World, params: Params) -> list[Json]:
    """Copy up to 100 messages; those that cannot be copied are skipped."""
    contents = copied_contents(world, _originals(world, params, "copy"))
    if params.boolean("remove_caption"):
        contents = [_without_caption(content) for content in contents]
    destination = read_destination(world, params)
    return [{"message_id": send(world, destination, content).id} for content in contents]


def forwarded_contents(world: World, originals: list[Message]) -> list[Json]:
    """The contents of forwarded messages. Those forwarded before keep their first origin, and albums stay albums."""
    contents = _regrouped(world, originals)
    return [
        {"forward_origin": origin_of(world, one), **content} for one, content in zip(originals, contents, strict=True)
    ]


def copied_contents(world: World, originals: list[Message]) -> list[Json]:
    """The contents of messages without the origin of those that were forwarded. Albums stay albums."""
    return [
        {key: value for key, value in content.items() if key != "forward_origin"}
        for content in _regrouped(world, originals)
    ]


def origin_of(world: World, original: Message) -> Json:
    """The `MessageOrigin` of a message."""
    content = original.content
    if "forward_origin" in content:
        found: Json = content["forward_origin"]
        return found
    if "sender_chat" in content:
        signature = {key: content[key] for key in ("author_signature",) if key in content}
        return {"type": "chat", "date": original.date, "sender_chat": content["sender_chat"], **signature}
    person = world.people.get(original.sender)
    if person is not None and person.hidden_in_forwards:
        return {"type": "hidden_user", "date": original.date, "sender_user_name": person.name}
    return {"type": "user", "date": original.date, "sender_user": world.user(original.sender)}


def _regrouped(world: World, originals: list[Message]) -> list[Json]:
    """The contents, each album with a new id; a single item of an album is no album."""
    albums = [one.content.get("media_group_id") for one in originals]
    fresh = {album: world.new_album_id() for album in dict.fromkeys(albums) if album and albums.count(album) > 1}
    return [
        {key: value for key, value in one.content.items() if key not in NOT_FORWARDED}
        | ({"media_group_id": fresh[album]} if album in fresh else {})
        for one, album in zip(originals, albums, strict=True)
    ]


def _without_caption(content: Json) -> Json:
    return {key: value for key, value in content.items() if not key.startswith("caption")}


def _source(world: World, params: Params) -> Chat:
    return world.access_chat(read_chat_id(world, params, "from_chat_id"))


def _originals(world: World, params: Params, verb: str) -> list[Message]:
    chat = _source(world, params)
    ids = params.integers("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST:
        raise bad_request(f"too many messages to {verb}")
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [chat.messages[number] for number in ids if number in chat.messages]
    found = [message for message in found if not message.deleted and not world.is_service(message)]
    if not found:
        raise bad_request(f"there are no messages to {verb}")
    return found
