"""Writing, editing and deleting messages."""

from __future__ import annotations

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.limits import CAPTIONED
from sandbox.model import Message, Person
from sandbox.person_actions.access import access_chat_to_write, access_message
from sandbox.person_actions.envelope import read_envelope
from sandbox.person_actions.media import ALBUM_KINDS, ALBUMS, file_content
from sandbox.person_actions.posting import post, sent_json
from sandbox.person_actions.registry import person_action
from sandbox.person_actions.words import entities_key, read_words, words_fields
from sandbox.specification import check
from sandbox.text_pieces import cut_text
from sandbox.world import World


@person_action("says")
def says(world: World, person: Person, fields: Fields) -> Json:
    """Write a text. A long one is sent in pieces of at most 4096 UTF-16 code units, as Telegram's apps do."""
    text, entities = read_words(world, fields, "text")
    if not text:
        raise Impossible("there is no text to send")
    chat = access_chat_to_write(world, person, fields)
    options = read_link_preview(fields)
    contents = [words_fields("text", *piece) | options for piece in cut_text(text, entities)]
    envelope = read_envelope(world, person, chat, fields)
    sent = [sent_json(post(world, person, chat, content, envelope)) for content in contents]
    return sent[0] if len(sent) == 1 else sent[-1] | {"parts": [message["id"] for message in sent]}


@person_action("edits")
def edits(world: World, person: Person, fields: Fields) -> Json:
    """Change the text or caption of one's own message, replace its `file`, or switch the preview of its link.

    Without `text` the words stay. The bot gets an `edited_message` also when nothing that it sees has changed: Telegram
    sends one when, for example, the preview of a link is switched on or off.
    """
    message = access_message(world, person, fields)
    _check_editable(person, message)
    content = {**message.content, **read_link_preview(fields)}
    if "file" in fields.uploads:
        content = _with_file(world, content, fields)
    if "text" in fields:
        content = _with_words(world, message, content, fields)
    message.content = content
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


def read_link_preview(fields: Fields) -> Json:
    """The message field `link_preview_options`, when it is requested. Raises: Impossible."""
    options = fields.find_object("link_preview_options")
    if options is None:
        return {}
    check(options, "LinkPreviewOptions", "link_preview_options")
    return {"link_preview_options": options}


def _check_editable(person: Person, message: Message) -> None:
    if message.sender != person.id:
        raise Impossible("only own messages can be edited")
    if "forward_origin" in message.content:
        raise Impossible("a forwarded message cannot be edited")
    if "via_bot" in message.content:
        raise Impossible("a message sent through a bot cannot be edited")
    if "text" not in message.content and not CAPTIONED & message.content.keys():
        raise Impossible("that message has no text and no caption")


def _with_file(world: World, content: Json, fields: Fields) -> Json:
    """The content of a message with the uploaded file, of the requested `kind`, in place of its own."""
    kind, own = fields.text("kind") or "document", next((kind for kind in ALBUM_KINDS if kind in content), None)
    if own is None or kind not in ALBUM_KINDS:
        raise Impossible("only photos, videos, documents and audio files are replaced by another one")
    if "media_group_id" in content and not any({kind, own} <= allowed for allowed in ALBUMS):
        raise Impossible("an album has photos and videos, or only documents, or only audio files")
    return {key: value for key, value in content.items() if key != own} | file_content(world, kind, fields)


def _with_words(world: World, message: Message, content: Json, fields: Fields) -> Json:
    """The content of a message with the requested `text` as its text or caption."""
    key = "text" if "text" in message.content else "caption"
    given = Fields({**fields.values, key: fields.text("text"), entities_key(key): fields.objects("entities")})
    text, entities = read_words(world, given, key)
    if key == "text" and not text:
        raise Impossible("there is no text left")
    kept = {name: value for name, value in content.items() if name not in {key, entities_key(key)}}
    return kept | words_fields(key, text, entities)
