"""What a message of a person carries beside its content: the reply and its quote, the origin, and other fields."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Any

from sandbox.entity_nesting import STYLES, clip
from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.methods.copying import MEDIA, origin_of
from sandbox.model import Chat, Message, Person
from sandbox.person_actions.access import access_chat_to_read
from sandbox.specification import SERVICE_FIELDS, check, check_fields
from sandbox.utf16 import utf16_length
from sandbox.world import World

#: The longest quote, in UTF-16 code units.
QUOTE_UNITS = 1024
#: Formatting that a quote keeps.
QUOTED_TYPES = STYLES | {"custom_emoji", "date_time"}
#: Fields of `Message` that the sandbox sets by other means; `extra` may not contain them.
RESERVED = frozenset(
    [
        "message_id",
        "message_thread_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "is_topic_message",
        "reply_to_message",
        "external_reply",
        "quote",
        "forward_origin",
        "via_bot",
        "media_group_id",
        "text",
        "entities",
        "caption",
        "caption_entities",
        "reply_markup",
    ]
)


@dataclass(slots=True)
class Envelope:
    """`content` holds the fields to be added to those of the message's kind."""

    reply_to: int | None = None
    thread_id: int | None = None
    content: Json = field(default_factory=dict)


def read_envelope(world: World, person: Person, chat: Chat, fields: Fields) -> Envelope:
    """Read these fields, all of them optional. Raises: Impossible.

    - `reply_to`: a message of the same chat, or of `reply_to_chat_id`, another one that the person reads;
    - `external_reply`: an `ExternalReplyInfo`, for a reply to a message outside of the sandbox;
    - `quote`: the part of that message that is replied to: its text, or a `TextQuote`;
    - `thread_id`: the topic;
    - `forward_origin`: a `MessageOrigin`, for a message forwarded from outside of the sandbox; `date` may be missing;
    - `via_bot`: the username of an inline bot, or its `User`;
    - `extra`: other fields of `Message`, for example `{"has_media_spoiler": true}`.
    """
    envelope = Envelope(thread_id=fields.integer("thread_id") or None)
    original = _read_reply(world, person, chat, fields, envelope)
    quote = _read_quote(original, fields, is_reply=original is not None or "external_reply" in envelope.content)
    if quote is not None:
        envelope.content["quote"] = quote
    envelope.content |= _read_origin(world, fields) | _read_via_bot(fields) | _read_extra(world, chat, person, fields)
    return envelope


def _read_reply(world: World, person: Person, chat: Chat, fields: Fields, envelope: Envelope) -> Message | None:
    """Set the reply in `envelope` and return the message that is replied to, None when that is not in the sandbox."""
    reply_to = fields.find_integer("reply_to")
    external = fields.find_object("external_reply")
    if external is not None:
        origin = {"date": world.now_unix(), **(external.get("origin") or {})}
        envelope.content["external_reply"] = {**external, "origin": origin}
        check(envelope.content["external_reply"], "ExternalReplyInfo", "external_reply")
    if reply_to is None:
        return None
    where = chat
    if fields.find_integer("reply_to_chat_id") is not None:
        where = access_chat_to_read(world, person, Fields({"chat_id": fields.find_integer("reply_to_chat_id")}))
    original = where.messages.get(reply_to)
    if original is None or original.deleted:
        raise Impossible(f"there is no message {reply_to} to reply to")
    if where is chat:
        envelope.reply_to = reply_to
        if chat.is_forum and envelope.thread_id is None:
            envelope.thread_id = original.thread_id
    else:
        envelope.content["external_reply"] = _external_reply(world, where, original)
    return original


def _external_reply(world: World, chat: Chat, original: Message) -> Json:
    """The `ExternalReplyInfo` about a message in another chat."""
    info: Json = {"origin": origin_of(world, original)}
    if chat.type == "supergroup":
        info |= {"chat": world.chat_json(chat), "message_id": original.id}
    return info | {key: value for key, value in original.content.items() if key in MEDIA}


def _read_quote(original: Message | None, fields: Fields, *, is_reply: bool) -> Json | None:
    given = fields.values.get("quote")
    if given in (None, "", {}):
        return None
    if not is_reply:
        raise Impossible("a quote needs the message that it is from")
    wanted: Json = {"text": given} if isinstance(given, str) and not given.startswith("{") else _object(fields)
    wanted = {"position": 0, "is_manual": True, **wanted}
    check(wanted, "TextQuote", "quote")
    text = wanted["text"]
    if not text or utf16_length(text) > QUOTE_UNITS:
        raise Impossible(f"a quote has 1 to {QUOTE_UNITS} characters")
    quote: Json = {"text": text, "position": wanted["position"]}
    entities = wanted.get("entities", [])
    if original is not None:
        quote["position"] = position = _position(original.text, text, wanted["position"])
        quoted = clip(original.entities, position, position + utf16_length(text))
        entities = [entity for entity in quoted if entity["type"] in QUOTED_TYPES]
    if entities:
        quote["entities"] = entities
    return quote | {"is_manual": True} if wanted["is_manual"] else quote


def _object(fields: Fields) -> Json:
    return fields.find_object("quote") or {}


def _position(text: str, part: str, wanted: int) -> int:
    """Where `part` begins in `text`, in UTF-16 code units; the place nearest to `wanted`. Raises: Impossible."""
    places, found = [], text.find(part)
    while found >= 0:
        places.append(utf16_length(text[:found]))
        found = text.find(part, found + 1)
    if not places:
        raise Impossible("the quoted words are not in that message")
    return min(places, key=lambda place: abs(place - wanted))


def _read_origin(world: World, fields: Fields) -> Json:
    given = fields.find_object("forward_origin")
    if given is None:
        return {}
    origin = {"date": world.now_unix(), **given}
    check(origin, "MessageOrigin", "forward_origin")
    return {"forward_origin": origin}


def _read_via_bot(fields: Fields) -> Json:
    given: Any = fields.values.get("via_bot")
    if not given:
        return {}
    if isinstance(given, str) and not given.startswith("{"):
        username = given.removeprefix("@")
        given = {"id": 5_000_000_000 + zlib.crc32(username.encode()), "is_bot": True, "first_name": username}
        given["username"] = username
    else:
        given = fields.find_object("via_bot")
    check(given, "User", "via_bot")
    return {"via_bot": given}


def _read_extra(world: World, chat: Chat, person: Person, fields: Fields) -> Json:
    extra = fields.find_object("extra") or {}
    check_fields(extra, "Message", "extra")
    for name in extra:
        if name in RESERVED or name in SERVICE_FIELDS:
            raise Impossible(f"`extra` cannot set {name}")
    if fields.boolean("anonymous"):
        if chat.is_private or not chat.is_administered_by(person.id):
            raise Impossible("only administrators of a group write anonymously")
        extra = {**extra, "sender_chat": world.chat_json(chat)}
    return extra
