"""Writing, forwarding, editing and deleting messages."""

from __future__ import annotations

from sandbox.entities import read_format
from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.limits import CAPTIONED, TEXT_LENGTH
from sandbox.methods.copying import forwarded_content
from sandbox.model import Person
from sandbox.person_actions.common import access_chat_to_write, access_message, post_message, sent_json, text_fields
from sandbox.person_actions.registry import person_action
from sandbox.world import World


@person_action("says")
def says(world: World, person: Person, fields: Fields) -> Json:
    """Write a text. A text of more than 4096 characters is sent as several messages, as Telegram's apps do."""
    text, entities = read_format(fields.text("text"), fields.find_text("parse_mode"))
    if not text:
        raise Impossible("there is no text to send")
    chat = access_chat_to_write(world, person, fields)
    if len(text) <= TEXT_LENGTH:
        return post_message(world, person, chat, text_fields("text", text, entities), fields)
    parts = [read_format(text[at : at + TEXT_LENGTH], None) for at in range(0, len(text), TEXT_LENGTH)]
    sent = [post_message(world, person, chat, text_fields("text", *part), fields) for part in parts if part[0]]
    return sent[-1] | {"parts": [message["id"] for message in sent]}


@person_action("forwards")
def forwards(world: World, person: Person, fields: Fields) -> Json:
    """Forward a message from `from_chat_id` to `chat_id`."""
    original = access_message(world, person, fields, chat="from_chat_id")
    if world.is_service(original):
        raise Impossible("what the app says itself cannot be forwarded")
    chat = access_chat_to_write(world, person, fields)
    return post_message(world, person, chat, forwarded_content(world, original), fields)


@person_action("edits")
def edits(world: World, person: Person, fields: Fields) -> Json:
    """Change the text or caption of one's own message."""
    message = access_message(world, person, fields)
    if message.sender != person.id:
        raise Impossible("only own messages can be edited")
    if "forward_origin" in message.content:
        raise Impossible("a forwarded message cannot be edited")
    text, entities = read_format(fields.text("text"), None)
    key = "text" if "text" in message.content else "caption"
    if key == "caption" and not CAPTIONED & message.content.keys():
        raise Impossible("that message has no text and no caption")
    if key == "text" and not text:
        raise Impossible("there is no text left")
    kept = {k: v for k, v in message.content.items() if k not in {"text", "entities", "caption", "caption_entities"}}
    message.content = kept | text_fields(key, text, entities)
    message.edited = world.now_unix()
    world.log_message(message, "edits")
    world.notify_bot(message, "edited_message")
    return sent_json(message)


@person_action("deletes")
def deletes(world: World, person: Person, fields: Fields) -> Json:
    """Delete a message for everyone. The bot gets no update, as with Telegram."""
    message = access_message(world, person, fields)
    chat = world.chats[message.chat_id]
    if message.sender != person.id and not chat.is_private and not chat.is_administered_by(person.id):
        raise Impossible(f"{person.name} may delete only own messages in {chat.title}, being no administrator")
    message.deleted = True
    world.journal.write("deletes", chat_id=message.chat_id, who=person.name, message_id=message.id)
    return sent_json(message)
