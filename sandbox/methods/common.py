"""Parameters that several methods share: the chat, the text, the keyboard, the message replied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.entities import complete, read_format
from sandbox.errors import Json, Refused, bad_request
from sandbox.limits import check_caption, check_markup, check_source, check_text
from sandbox.model import Chat, Message
from sandbox.params import Params, parse_integer
from sandbox.urls import find_link
from sandbox.world import World


@dataclass(slots=True)
class Destination:
    """Where a new message goes."""

    chat: Chat
    reply_to: int | None
    thread_id: int | None
    markup: Json | None
    silent: bool


def read_chat_id(world: World, params: Params, name: str = "chat_id") -> int:
    """The id of the chat in a parameter, which may be the @username of a public group. Raises: Refused."""
    given = params.chat_id(name)
    if isinstance(given, int):
        return given
    wanted = given.removeprefix("@").lower()
    for chat in world.chats.values():
        if chat.username and chat.username.lower() == wanted:
            return chat.id
    raise bad_request("chat not found")


def find_chat_id(world: World, params: Params) -> int | None:
    """The id of the chat that a call is for, for faults and rate limits; None when there is none."""
    try:
        return read_chat_id(world, params) if params.has("chat_id") else None
    except Refused:
        return None


def read_destination(world: World, params: Params) -> Destination:
    """The chat, topic, keyboard and replied-to message of a call that sends. Raises: Refused."""
    markup = read_markup(params)
    chat = world.access_writable_chat(read_chat_id(world, params))
    thread_id = _read_thread(chat, params)
    return Destination(chat, _read_reply(chat, params), thread_id, markup, params.boolean("disable_notification"))


def read_markup(params: Params) -> Json | None:
    """The keyboard of a call, None without one. Raises: Refused."""
    markup = params.object("reply_markup", "reply markup")
    return check_markup(markup) if markup else None


def read_text(world: World, params: Params) -> Json:
    """The message fields `text` and `entities`. Raises: Refused."""
    text, entities = _read_format(params, "text", "entities", "parse_mode")
    check_text(text)
    entities = resolve_mentions(world, complete(text, entities))
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(world: World, params: Params) -> Json:
    """The message fields `caption` and `caption_entities`; empty without a caption. Raises: Refused."""
    return _read_words(world, params, "caption", "parse_mode")


def read_explanation(world: World, params: Params) -> Json:
    """A quiz's fields `explanation` and `explanation_entities`; empty without one. Raises: Refused."""
    return _read_words(world, params, "explanation", "explanation_parse_mode")


def _read_words(world: World, params: Params, name: str, mode: str) -> Json:
    """The fields `name` and `<name>_entities` of an optional text."""
    words, entities = _read_format(params, name, f"{name}_entities", mode)
    check_caption(words)
    entities = resolve_mentions(world, complete(words, entities))
    if not words:
        return {}
    return {name: words, f"{name}_entities": entities} if entities else {name: words}


def access_message(chat: Chat, message_id: int, refusal: str) -> Message:
    """A message that is not deleted. Raises: Refused, with `refusal` as its text."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(refusal)
    return message


def send(world: World, destination: Destination, content: Json) -> Message:
    """Post a message of the bot."""
    message = world.post(
        destination.chat,
        world.bot_id,
        content,
        reply_to=destination.reply_to,
        markup=destination.markup,
        thread_id=destination.thread_id,
        silent=destination.silent,
    )
    world.log_message(message, "sees")
    return message


def _read_format(params: Params, name: str, entities: str, mode: str) -> tuple[str, list[Json]]:
    source = params.text(name)
    check_source(source)
    return read_format(source, params.text(mode), _read_entities(params, entities))


def _read_entities(params: Params, name: str) -> list[Json]:
    """The entities given in a call, with integer offsets. Links with an invalid address are dropped."""
    given = [_checked_entity(entity) for entity in params.array(name, "MessageEntity") or []]
    linked = [{**e, "url": find_link(e["url"])} if e["type"] == "text_link" else e for e in given]
    return [entity for entity in linked if entity["type"] != "text_link" or entity["url"]]


def _checked_entity(entity: Any) -> Json:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    offset, length = parse_integer(entity.get("offset")), parse_integer(entity.get("length"))
    if not isinstance(entity.get("type"), str) or offset is None or length is None:
        raise bad_request('can\'t parse MessageEntity: it needs "type", "offset" and "length"')
    if entity["type"] == "text_link" and not isinstance(entity.get("url"), str):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    user = entity.get("user")
    if entity["type"] == "text_mention" and (not isinstance(user, dict) or parse_integer(user.get("id")) is None):
        raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
    if not isinstance(entity.get("language", ""), str):
        raise bad_request('can\'t parse MessageEntity: Field "language" must be of type String')
    if entity["type"] == "text_mention":
        entity = {**entity, "user": {"id": parse_integer(entity["user"]["id"])}}
    return {**entity, "offset": max(offset, 0), "length": max(length, 0)}


def resolve_mentions(world: World, entities: list[Json]) -> list[Json]:
    """Put full `User` objects into mentions; drop mentions of unknown users."""
    if all(entity["type"] != "text_mention" for entity in entities):
        return entities
    known = world.people.keys() | {world.bot_id}
    return [
        entity | {"user": world.user(entity["user"]["id"])} if entity["type"] == "text_mention" else entity
        for entity in entities
        if entity["type"] != "text_mention" or entity["user"]["id"] in known
    ]


def _read_thread(chat: Chat, params: Params) -> int | None:
    thread_id = params.integer("message_thread_id")
    if not thread_id:
        return None
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    if chat.topics[thread_id].get("closed"):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def _read_reply(chat: Chat, params: Params) -> int | None:
    reply = params.object("reply_parameters", "reply parameters") or {}
    wanted = parse_integer(reply.get("message_id", params.integer("reply_to_message_id")))
    if not wanted:
        return None
    message = chat.messages.get(wanted)
    if message is not None and not message.deleted:
        return message.id
    lenient = reply.get("allow_sending_without_reply", params.boolean("allow_sending_without_reply"))
    if lenient in (True, "true", "True"):
        return None
    raise bad_request("message to be replied not found")
