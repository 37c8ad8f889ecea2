"""Forwarding and copying messages."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.common import access_message, read_caption, read_chat_id, read_destination, send
from sandbox.methods.registry import method
from sandbox.model import Chat, Message
from sandbox.params import Params
from sandbox.world import World

MOST = 100


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
    return world.message_json(send(world, destination, forwarded_content(world, original)))


@method("forwardMessages", counted=count_message_ids)
def forward_messages(world: World, params: Params) -> list[Json]:
    """Forward up to 100 messages; those that cannot be forwarded are skipped."""
    originals = _originals(world, params, "forward")
    destination = read_destination(world, params)
    return [{"message_id": send(world, destination, forwarded_content(world, one)).id} for one in originals]


@method("copyMessage", counted=True)
def copy_message(world: World, params: Params) -> Json:
    """Send the same content as a new message of the bot, without its origin."""
    original = access_message(_source(world, params), params.message_id(), "message to copy not found")
    if world.is_service(original):
        raise bad_request("message can't be copied")
    content = copied_content(original)
    if "caption" in params.values and "text" not in content:
        content = _without_caption(content) | read_caption(world, params)
    return {"message_id": send(world, read_destination(world, params), content).id}


@method("copyMessages", counted=count_message_ids)
def copy_messages(world: World, params: Params) -> list[Json]:
    """Copy up to 100 messages; those that cannot be copied are skipped."""
    contents = [copied_content(one) for one in _originals(world, params, "copy")]
    if params.boolean("remove_caption"):
        contents = [_without_caption(content) for content in contents]
    destination = read_destination(world, params)
    return [{"message_id": send(world, destination, content).id} for content in contents]


def forwarded_content(world: World, original: Message) -> Json:
    """The content of a forwarded message. One that was forwarded before keeps its first origin."""
    origin = original.content.get("forward_origin") or {
        "type": "user",
        "date": original.date,
        "sender_user": world.user(original.sender),
    }
    return {"forward_origin": origin, **original.content}


def copied_content(original: Message) -> Json:
    """The content without the origin of a forwarded message."""
    return {key: value for key, value in original.content.items() if key != "forward_origin"}


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
