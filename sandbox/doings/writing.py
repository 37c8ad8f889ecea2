"""Writing, forwarding, editing and deleting messages."""

from __future__ import annotations

from sandbox.doings.common import brief, place, seen, speak, words_of
from sandbox.doings.registry import doing
from sandbox.entities import read_format
from sandbox.errors import Impossible, Json
from sandbox.facts import Facts
from sandbox.limits import CAPTIONED, TEXT_LENGTH
from sandbox.methods.copying import forwarded_content
from sandbox.model import Person
from sandbox.world import World


@doing("says")
def says(world: World, person: Person, facts: Facts) -> Json:
    """Write a text. Like Telegram's apps, what is over 4096 characters goes out as several messages."""
    text, entities = read_format(facts.text("text"), facts.find_text("parse_mode"))
    if not text:
        raise Impossible("there is no text to send")
    chat = place(world, person, facts)
    if len(text) <= TEXT_LENGTH:
        return speak(world, person, chat, words_of("text", text, entities), facts)
    parts = [read_format(text[at : at + TEXT_LENGTH], None) for at in range(0, len(text), TEXT_LENGTH)]
    sent = [speak(world, person, chat, words_of("text", *part), facts) for part in parts if part[0]]
    return sent[-1] | {"parts": [message["id"] for message in sent]}


@doing("forwards")
def forwards(world: World, person: Person, facts: Facts) -> Json:
    """Forward a message they see to a chat."""
    original = seen(world, person, facts, chat="from_chat_id")
    if world.is_service(original):
        raise Impossible("what the app says itself cannot be forwarded")
    chat = place(world, person, facts)
    return speak(world, person, chat, forwarded_content(world, original), facts)


@doing("edits")
def edits(world: World, person: Person, facts: Facts) -> Json:
    """Change the text of an own message, or the caption of an own file."""
    message = seen(world, person, facts)
    if message.sender != person.id:
        raise Impossible("only own messages can be edited")
    if "forward_origin" in message.content:
        raise Impossible("a forwarded message cannot be edited")
    text, entities = read_format(facts.text("text"), None)
    key = "text" if "text" in message.content else "caption"
    if key == "caption" and not CAPTIONED & message.content.keys():
        raise Impossible("that message has no text and no caption")
    if key == "text" and not text:
        raise Impossible("there is no text left")
    kept = {k: v for k, v in message.content.items() if k not in {"text", "entities", "caption", "caption_entities"}}
    message.content = kept | words_of(key, text, entities)
    message.edited = world.now_unix()
    world.log_message(message, "edits")
    world.tell(message, "edited_message")
    return brief(message)


@doing("deletes")
def deletes(world: World, person: Person, facts: Facts) -> Json:
    """Delete a message for everyone. Telegram tells bots nothing of it."""
    message = seen(world, person, facts)
    chat = world.chats[message.chat_id]
    if message.sender != person.id and not chat.is_private and not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} may delete only own messages in {chat.title}, being no administrator")
    message.deleted = True
    world.journal.write("deletes", chat_id=message.chat_id, who=person.name, message_id=message.id)
    return brief(message)
