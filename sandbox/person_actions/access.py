"""Finding the chat and the message that a person action is about."""

from __future__ import annotations

from sandbox.errors import Impossible, Refused
from sandbox.fields import Fields
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
