"""Changing and deleting the bot's messages."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.limits import CAPTIONED, DELETABLE_S
from sandbox.methods.common import access_message, read_caption, read_chat_id, read_markup, read_text
from sandbox.methods.registry import method
from sandbox.model import Chat, Message
from sandbox.params import Params
from sandbox.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@method("editMessageText", counted=True)
def edit_message_text(world: World, params: Params) -> Json:
    """Replace the text and the inline keyboard; without `reply_markup` the keyboard is removed."""
    text = read_text(world, params)
    markup = read_markup(params)
    message = access_own(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    kept = {key: value for key, value in message.content.items() if key not in {"text", "entities"}}
    return change(world, message, kept | text, markup)


@method("editMessageCaption", counted=True)
def edit_message_caption(world: World, params: Params) -> Json:
    """Replace the caption of a file, photo or recording."""
    caption = read_caption(world, params)
    markup = read_markup(params)
    message = access_own(world, params)
    if not CAPTIONED & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return change(world, message, kept | caption, markup)


@method("editMessageReplyMarkup", counted=True)
def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Replace the inline keyboard; without `reply_markup` it is removed."""
    markup = read_markup(params)
    message = access_own(world, params)
    return change(world, message, message.content, markup)


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Delete a message.

    Without being an administrator the bot may delete messages for 48 hours only, and in groups only its own.
    """
    chat = world.access_writable_chat(read_chat_id(world, params))
    message = access_message(chat, params.message_id(), "message to delete not found")
    _check_deletable(world, chat, message)
    delete(world, message)
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    """Delete up to 100 messages, all or none; those that do not exist are skipped."""
    chat = world.access_writable_chat(read_chat_id(world, params))
    ids = params.integers("message_ids")
    if not 1 <= len(ids) <= 100:
        raise bad_request("too many messages to delete" if ids else "message identifiers are not specified")
    found = [chat.messages[number] for number in ids if number in chat.messages and not chat.messages[number].deleted]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        delete(world, message)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    is_admin = chat.members.get(world.bot_id) == "administrator"
    if message.sender != world.bot_id and not chat.is_private and not is_admin:
        raise bad_request("message can't be deleted")
    if world.now_unix() - message.date > DELETABLE_S and not is_admin:
        raise bad_request("message can't be deleted for everyone")


def delete(world: World, message: Message) -> None:
    """Delete a message for everyone."""
    message.deleted = True
    world.journal.write("deletes", chat_id=message.chat_id, who=world.username, message_id=message.id)


def access_own(world: World, params: Params) -> Message:
    """The message of a call that edits. Raises: Refused, when the bot may not edit it."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.access_writable_chat(read_chat_id(world, params))
    message = access_message(chat, params.message_id(), "message to edit not found")
    if message.sender != world.bot_id or "forward_origin" in message.content:
        raise bad_request("message can't be edited")
    return message


def change(world: World, message: Message, content: Json, markup: Json | None) -> Json:
    """Replace the content and keyboard of a message. Raises: Refused, when both are the same as before."""
    if content == message.content and _rows(markup) == message.inline_rows:
        raise bad_request(NOT_MODIFIED)
    # Telegram sets no edit date when only the keyboard changes.
    if content != message.content:
        message.edited = world.now_unix()
    message.content = content
    message.markup = markup if _rows(markup) else None
    world.log_message(message, "edits")
    return world.message_json(message)


def _rows(markup: Json | None) -> list[list[Json]]:
    return (markup or {}).get("inline_keyboard") or []
