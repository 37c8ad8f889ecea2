"""Posting a message of a person."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.fields import Fields
from sandbox.model import Chat, Message, Person
from sandbox.person_actions.envelope import Envelope, read_envelope
from sandbox.world import World


def post_message(world: World, person: Person, chat: Chat, content: Json, fields: Fields) -> Json:
    """Post a message with the envelope of the request (see `read_envelope`), and queue its update for the bot."""
    return sent_json(post(world, person, chat, content, read_envelope(world, person, chat, fields)))


def post(world: World, person: Person, chat: Chat, content: Json, envelope: Envelope) -> Message:
    """Post a message of a person and queue its update for the bot."""
    message = world.post(
        chat, person.id, content | envelope.content, reply_to=envelope.reply_to, thread_id=envelope.thread_id
    )
    world.log_message(message, "file" if "document" in content or "photo" in content else "says")
    world.notify_bot(message)
    return message


def sent_json(message: Message) -> Json:
    """A sent message as the people's API returns it to its sender."""
    return {"id": message.id, "chat_id": message.chat_id, "text": message.text, "thread_id": message.thread_id}
