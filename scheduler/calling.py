"""Calls of the Bot API whose answer is read for no more than is needed.

`Bot.send_message` makes objects of what it sends and a `Message` of the answer, with its chat, sender and entities. A
sender needs the message's id. Past those objects, a message takes a third of the time (docs/performance.md).
"""

from typing import Any

from telegram import Bot, InputFile
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # the only way to what RequestData is made of


async def call(bot: Bot, method: str, **parameters: Any) -> Any:
    """Call a method of the Bot API through the bot's own request.

    Args:
        method: as Telegram writes it, "sendMessage".
        parameters: what can be written as JSON, or an `InputFile`; empty ones (None) are left out.
    Returns:
        What Telegram answered, as JSON.
    Raises:
        telegram.error.TelegramError: as Telegram answered.
    """
    given = [_parameter(name, value) for name, value in parameters.items() if value is not None]
    return await bot.request.post(f"{bot.base_url}/{method}", RequestData(given))


def _parameter(name: str, value: Any) -> RequestParameter:
    return (
        RequestParameter.from_input(name, value)
        if isinstance(value, InputFile)
        else RequestParameter(name, value, None)
    )
