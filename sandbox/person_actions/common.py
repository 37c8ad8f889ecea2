"""Shared by person actions: finding the chat and the message, and posting a message."""

from __future__ import annotations

from sandbox.entities import complete, read_format
from sandbox.errors import Impossible, Json, Refused
from sandbox.fields import Fields
from sandbox.limits import CAPTION_LENGTH, TEXT_LENGTH
from sandbox.model import Chat, Message, Person
from sandbox.world import World


def access_chat_to_write(world: World, person: Person, fields: Fields) -> Chat:
    """The chat that a person writes to: `chat_id`, or else the private chat, which counts as started.

    Raises: Impossible.
    """
    chat = access_chat_to_read(world, person, fields)
    if chat.is_private:
        if person.blocked:
            raise Impossible(f"{person.name} has blocked the bot")
        person.started = True
        return chat
    thread_id = fields.integer("thread_id")
    if thread_id and (thread_id not in chat.topics or chat.topics[thread_id].get("closed")):
        raise Impossible("there is no such open topic")
    return chat


def access_chat_to_read(world: World, person: Person, fields: Fields) -> Chat:
    """The chat that a person reads: `chat_id`, or else the private chat. Raises: Impossible."""
    if person.deactivated:
        raise Impossible(f"{person.name} has no account any more")
    chat_id = fields.integer("chat_id") or person.id
    if chat_id == person.id:
        return world.private_chat(person)
    try:
        chat = world.access_chat(chat_id)
    except Refused:
        raise Impossible(f"there is no chat {chat_id}") from None
    if chat.is_private or not chat.has_member(person.id):
        raise Impossible(f"{person.name} is not in that chat")
    return chat


def post_message(world: World, person: Person, chat: Chat, content: Json, fields: Fields) -> Json:
    """Post a person's message, with the `reply_to` and `thread_id` of the request, and queue its update for the bot."""
    reply_to = fields.find_integer("reply_to")
    if reply_to is not None and (reply_to not in chat.messages or chat.messages[reply_to].deleted):
        raise Impossible(f"there is no message {reply_to} to reply to")
    thread_id = fields.integer("thread_id") or None
    message = world.post(chat, person.id, content, reply_to=reply_to, thread_id=thread_id)
    world.log_message(message, "file" if "document" in content or "photo" in content else "says")
    world.notify_bot(message)
    return sent_json(message)


def sent_json(message: Message) -> Json:
    """A sent message as the people's API returns it to its sender."""
    return {"id": message.id, "chat_id": message.chat_id, "text": message.text, "thread_id": message.thread_id}


def access_message(world: World, person: Person, fields: Fields, *, chat: str = "chat_id") -> Message:
    """The message with the requested `message_id`.

    `chat` is the name of the field that holds the chat id. Raises: Impossible.
    """
    message_id = fields.integer("message_id")
    where = access_chat_to_read(world, person, Fields({"chat_id": fields.find_integer(chat)}))
    message = where.messages.get(message_id)
    if message is None or message.deleted:
        raise Impossible(f"there is no message {message_id} on {person.name}'s screen")
    return message


def text_fields(key: str, text: str, entities: list[Json]) -> Json:
    """The message fields for a text or caption (`key`) with its entities; empty when `text` is empty.

    Raises: Impossible.
    """
    longest = TEXT_LENGTH if key == "text" else CAPTION_LENGTH
    if len(text) > longest:
        raise Impossible(f"a {key} has at most {longest} characters")
    if not text:
        return {}
    entities = complete(text, entities)
    return {key: text, "entities" if key == "text" else "caption_entities": entities} if entities else {key: text}


def caption_fields(fields: Fields) -> Json:
    """The message fields for the requested `caption`."""
    return text_fields("caption", *read_format(fields.text("caption"), None))
