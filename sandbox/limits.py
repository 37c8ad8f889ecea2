"""Telegram's limits on texts, keyboards and files, and the checks that refuse with Telegram's error texts.

Lengths are in characters (code points) unless the name gives another unit.
"""

from __future__ import annotations

from typing import Any

from sandbox.errors import Json, bad_request
from sandbox.urls import WrongAddress, read_link

TEXT_LENGTH = 4096
#: The longest text before its formatting is parsed, in UTF-8 bytes.
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
#: How long after sending a bot may delete its own message, in seconds.
DELETABLE_S = 48 * 3600
#: How long an update that nobody fetched is kept, in seconds.
UPDATE_LIFETIME_S = 24 * 3600
#: How long after a button press the bot may answer it, in seconds of real time.
CALLBACK_LIFETIME_S = 15 * 60

TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
#: An inline button must have one of these fields.
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
    """Check a text before it is parsed. Raises: Refused."""
    if len(text.encode("utf-8", "surrogatepass")) > SOURCE_BYTES:
        raise bad_request("text is too long")


def check_text(text: str) -> None:
    """Check a message text after its formatting was parsed. Raises: Refused, when it is empty or too long.

    Telegram limits the length in code points, although entity offsets count UTF-16 code units.
    """
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LENGTH:
        raise bad_request("message is too long")


def check_caption(caption: str) -> None:
    """Check a caption after its formatting was parsed. Raises: Refused, when it is too long."""
    if len(caption) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")


def check_markup(markup: Json) -> Json:
    """Check a keyboard and return it as Telegram would store it. Raises: Refused."""
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
