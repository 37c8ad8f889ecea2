"""Calls of the Bot API that return plain JSON instead of python-telegram-bot's objects.

`Bot.send_message` builds a `Message` with chat, sender and entities from each answer, of which the sender needs the
message id only. `Bot.get_updates` builds objects of all updates, and fails for all of them if one is malformed. Without
these objects, sending a message takes a third of the time (docs/performance.md).
"""

from collections.abc import Sequence
from typing import Any

from telegram import Bot, InputFile
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # RequestData's constructor takes no other type


async def call(bot: Bot, method: str, **parameters: Any) -> Any:
    """Call a method of the Bot API with the bot's own HTTP client.

    Args:
        method: Telegram's name of the method: "sendMessage".
        parameters: values that can be written as JSON, or an `InputFile`; those that are None are left out.
    Returns:
        The `result` of Telegram's answer, decoded from JSON.
    Raises:
        telegram.error.TelegramError: Telegram refused the call, or it could not be reached.
    """
    return await bot.request.post(f"{bot.base_url}/{method}", _data(parameters))


async def fetch_updates(
    bot: Bot, request: BaseRequest, *, offset: int | None, wait_s: int, kinds: Sequence[str]
) -> list[dict[str, Any]]:
    """Long-poll for updates; returns them as JSON, or an empty list if there are none within `wait_s` seconds.

    Args:
        request: an HTTP client for this alone, since its connection is in use all the time.
        offset: id of the first update wanted; Telegram forgets the ones before it.
        wait_s: how long Telegram waits for an update, in seconds.
        kinds: kinds of updates to receive (`allowed_updates`).
    Raises:
        telegram.error.TelegramError: Telegram refused the call, could not be reached, or did not answer with a list.
    """
    patience_s = wait_s + (request.read_timeout or 0)
    data = _data({"offset": offset, "timeout": wait_s, "allowed_updates": kinds})
    found: Any = await request.post(f"{bot.base_url}/getUpdates", data, read_timeout=patience_s)
    if not isinstance(found, list):  # an answer of a proxy on the way, not Telegram's
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
