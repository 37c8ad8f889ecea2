"""What a message of the bot shows, so that an edit that would change nothing is not sent."""

from dataclasses import dataclass

from handlers.routing.bot_api import Button, Message
from messages.rendering.content import Part, to_plain
from messages.rendering.keyboards import to_markup


@dataclass(frozen=True)
class Shown:
    """Text and buttons of a message, without formatting.

    Attributes:
        buttons: the label of each, with its callback data, its address or what it copies, by row.
    """

    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...]


def read_shown(message: Message) -> Shown:
    """What a message shows, as Telegram tells with a pressed button."""
    rows = message.reply_markup.inline_keyboard
    buttons = tuple(tuple((button.text, _meant(button)) for button in row) for row in rows)
    return Shown((message.text or "").strip(), buttons)


def would_show(part: Part, locale: str) -> Shown:
    """What a message shows after it is edited into this part."""
    rows = (to_markup(part.keyboard, locale) or {"inline_keyboard": []})["inline_keyboard"]
    buttons = tuple(tuple((item["text"], _meant(Button.model_validate(item))) for item in row) for row in rows)
    return Shown(to_plain(part.text).strip(), buttons)


def _meant(button: Button) -> str:
    return button.callback_data or button.url or button.copy_text.text
