"""Telegram's limits, and the words it refuses with."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Json, bad_request
from sandbox.urls import WrongAddress, read_link

TEXT_LENGTH = 4096
#: What a text may be long with its formatting, in bytes.
SOURCE_BYTES = 32 * 1024
CAPTION_LENGTH = 1024
CALLBACK_DATA_BYTES = 64
CALLBACK_ANSWER_LENGTH = 200
START_PAYLOAD_LENGTH = 64
NAME_LENGTH = 64
COMMANDS = 100
COMMAND_DESCRIPTION_LENGTH = 256
BUTTONS = 100
UPLOAD_BYTES = 50 * 1024 * 1024
#: Kinds of message that may have a caption.
CAPTIONED = frozenset({"document", "photo", "video", "audio", "voice", "animation"})
PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
#: A bot may delete its own message for this long, in seconds.
DELETABLE_S = 48 * 3600
#: Updates nobody fetched are kept this long, in seconds.
UPDATE_LIFETIME_S = 24 * 3600
#: An answer to a tap is accepted for this long, in seconds of real time.
CALLBACK_LIFETIME_S = 15 * 60

TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
#: What makes an inline button more than a label.
BUTTON_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
COPIED_LENGTH = 256


def check_source(text: str) -> None:
    """Refuse what is too long to be read at all."""
    if len(text.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
        raise bad_request("text is too long")


def check_text(text: str) -> None:
    """Refuse an empty or overlong message text.

    Telegram's servers count code points after the entities were parsed, though they place entities by UTF-16.
    """
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LENGTH:
        raise bad_request("message is too long")


def check_caption(caption: str) -> None:
    """Refuse an overlong caption."""
    if len(caption) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")


def check_markup(markup: Json) -> Json:
    """Refuse what is no keyboard; return the markup as Telegram would keep it."""
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _checked_rows(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return {**markup, "keyboard": _reply_rows(markup["keyboard"])}
    return markup


def _checked_rows(rows: Any) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array of Arrays')
    kept = [[_checked_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return kept


def _checked_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(
        button.get(action) not in (None, "") or (action.startswith("switch") and action in button)
        for action in BUTTON_ACTIONS
    ):
        raise bad_request(TEXT_BUTTON)
    if len(str(button.get("callback_data", "")).encode()) > CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("copy_text") is not None:
        _check_copied(button["copy_text"])
    url = button.get("url")
    return button if url is None else {**button, "url": _button_link(url)}


def _check_copied(copied: Any) -> None:
    if not isinstance(copied, dict):
        raise bad_request('can\'t parse inline keyboard button: expected an Object for field "copy_text"')
    if not 1 <= len(str(copied.get("text", ""))) <= COPIED_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _button_link(url: Any) -> str:
    try:
        return read_link(str(url))
    except WrongAddress as wrong:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {wrong}") from None


def _reply_rows(rows: Any) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse keyboard: Field "keyboard" must be of type Array of Arrays')
    return [[_reply_button(button) for button in row] for row in rows]


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be non-empty')
    return button
