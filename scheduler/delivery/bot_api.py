"""Calls of the Bot API whose answer is read for no more than is needed.

`Bot.send_message` makes objects of what it sends and a `Message` of the answer, with its chat, sender and entities. A
sender needs the message's id. `Bot.get_updates` makes objects of all that updates have, and fails for all of them where
one is not as it should be. Past those objects, a message takes a third of the time (docs/performance.md).
"""

from collections.abc import Sequence
from typing import Any

from telegram import Bot, InputFile
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
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
    return await bot.request.post(f"{bot.base_url}/{method}", _data(parameters))


async def fetch_updates(
    bot: Bot, request: BaseRequest, *, offset: int | None, wait_s: int, kinds: Sequence[str]
) -> list[dict[str, Any]]:
    """The next updates as Telegram writes them; none when nothing happens for `wait_s` seconds.

    Args:
        request: one of its own, for it is kept open all the time.
    Raises:
        telegram.error.TelegramError: as Telegram answered, or not what it should have.
    """
    patience_s = wait_s + (request.read_timeout or 0)
    data = _data({"offset": offset, "timeout": wait_s, "allowed_updates": kinds})
    found: Any = await request.post(f"{bot.base_url}/getUpdates", data, read_timeout=patience_s)
    if not isinstance(found, list):  # not Telegram's, but that of something on the way there
        raise NetworkError("getUpdates was not answered with a list")
    return found


def _data(parameters: dict[str, Any]) -> RequestData:
    return RequestData([_parameter(name, value) for name, value in parameters.items() if value is not None])


def _parameter(name: str, value: Any) -> RequestParameter:
    return (
        RequestParameter.from_input(name, value)
        if isinstance(value, InputFile)
        else RequestParameter(name, value, None)
    )
