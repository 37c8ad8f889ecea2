"""Calls to Telegram that are made again when the network or Telegram's flood control stopped them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from scheduler.delivery.sender import seconds

log = logging.getLogger(__name__)

#: Waits between tries of a reply after network errors, in seconds.
BACKOFF_S = (0.5, 2, 5, 15, 30)

T = TypeVar("T")


async def persist(call: Callable[[], Awaitable[T]]) -> T:
    """Call again after flood control, without limit, and after network errors, once for each wait of `BACKOFF_S`.

    Raises: TelegramError, the last one.
    """
    waits = iter(BACKOFF_S)
    while True:
        try:
            return await call()
        except RetryAfter as error:  # does not use up a wait of BACKOFF_S
            await asyncio.sleep(seconds(error))
        except BadRequest:  # a subclass of NetworkError
            raise
        except NetworkError as error:
            wait_s = next(waits, None)
            if wait_s is None:
                raise
            log.warning("network: %s; trying again in %s s", error.message, wait_s)
            await asyncio.sleep(wait_s)
