"""What several methods read the same way: the chat, the text, the keyboard, the message replied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.entities import complete, read_format
from sandbox.errors import Json, Refused, bad_request
from sandbox.limits import check_caption, check_markup, check_source, check_text
from sandbox.model import Chat, Message
from sandbox.params import Params, whole
from sandbox.urls import find_link
from sandbox.world import World


@dataclass(slots=True)
class Destination:
    """Where a new message goes."""

    chat: Chat
    reply_to: int | None
    thread_id: int | None
    markup: Json | None


def find_chat_id(world: World, params: Params, name: str = "chat_id") -> int:
    """The number of the chat a call names; a public group may be named by its @username."""
    given = params.chat_id(name)
    if isinstance(given, int):
        return given
    wanted = given.removeprefix("@").lower()
    for chat in world.chats.values():
        if chat.username and chat.username.lower() == wanted:
            return chat.id
    raise bad_request("chat not found")


def meant_chat_id(world: World, params: Params) -> int | None:
    """The number of the chat a call is about, None when it names none that there is."""
    try:
        return find_chat_id(world, params) if params.has("chat_id") else None
    except Refused:
        return None


def read_destination(world: World, params: Params) -> Destination:
    """Where to send, or Telegram's refusal."""
    markup = read_markup(params)
    chat = world.access_writable(find_chat_id(world, params))
    thread_id = _read_thread(chat, params)
    return Destination(chat, _read_reply(chat, params), thread_id, markup)


def read_markup(params: Params) -> Json | None:
    """The keyboard of a call, None when it has none."""
    markup = params.object("reply_markup", "reply markup")
    return check_markup(markup) if markup else None


def read_text(world: World, params: Params) -> Json:
    """`text` and `entities` of a text message."""
    text, entities = _read_format(params, "text", "entities", "parse_mode")
    check_text(text)
    entities = _resolved(world, complete(text, entities))
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(world: World, params: Params) -> Json:
    """`caption` and `caption_entities`, nothing when there is none."""
    return _read_words(world, params, "caption", "parse_mode")


def read_explanation(world: World, params: Params) -> Json:
    """A quiz's `explanation` and `explanation_entities`, nothing when there is none."""
    return _read_words(world, params, "explanation", "explanation_parse_mode")


def _read_words(world: World, params: Params, name: str, mode: str) -> Json:
    """What need not be there, with its entities."""
    words, entities = _read_format(params, name, f"{name}_entities", mode)
    check_caption(words)
    entities = _resolved(world, complete(words, entities))
    if not words:
        return {}
    return {name: words, f"{name}_entities": entities} if entities else {name: words}


def access_message(chat: Chat, message_id: int, refusal: str) -> Message:
    """A message that still exists, or `Bad Request: <refusal>`."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(refusal)
    return message


def send(world: World, place: Destination, content: Json) -> Message:
    """Put a message of the bot's into a chat, where its people see it."""
    message = world.post(
        place.chat,
        world.bot_id,
        content,
        reply_to=place.reply_to,
        markup=place.markup,
        thread_id=place.thread_id,
    )
    world.log_message(message, "sees")
    return message


def _read_format(params: Params, name: str, entities: str, mode: str) -> tuple[str, list[Json]]:
    source = params.text(name)
    check_source(source)
    return read_format(source, params.text(mode), _read_entities(params, entities))


def _read_entities(params: Params, name: str) -> list[Json]:
    """The entities a call brings itself, with whole numbers in their places; a link that leads nowhere is none."""
    given = [_checked_entity(entity) for entity in params.array(name, "MessageEntity") or []]
    linked = [{**e, "url": find_link(e["url"])} if e["type"] == "text_link" else e for e in given]
    return [entity for entity in linked if entity["type"] != "text_link" or entity["url"]]


def _checked_entity(entity: Any) -> Json:
    if not isinstance(entity, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    offset, length = whole(entity.get("offset")), whole(entity.get("length"))
    if not isinstance(entity.get("type"), str) or offset is None or length is None:
        raise bad_request('can\'t parse MessageEntity: it needs "type", "offset" and "length"')
    if entity["type"] == "text_link" and not isinstance(entity.get("url"), str):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    user = entity.get("user")
    if entity["type"] == "text_mention" and (not isinstance(user, dict) or whole(user.get("id")) is None):
        raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
    if not isinstance(entity.get("language", ""), str):
        raise bad_request('can\'t parse MessageEntity: Field "language" must be of type String')
    if entity["type"] == "text_mention":
        entity = {**entity, "user": {"id": whole(entity["user"]["id"])}}
    return {**entity, "offset": max(offset, 0), "length": max(length, 0)}


def _resolved(world: World, entities: list[Json]) -> list[Json]:
    """Entities with whole users in their mentions; nobody is mentioned whom Telegram does not know."""
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
    wanted = whole(reply.get("message_id", params.integer("reply_to_message_id")))
    if not wanted:
        return None
    message = chat.messages.get(wanted)
    if message is not None and not message.deleted:
        return message.id
    lenient = reply.get("allow_sending_without_reply", params.boolean("allow_sending_without_reply"))
    if lenient in (True, "true", "True"):
        return None
    raise bad_request("message to be replied not found")
