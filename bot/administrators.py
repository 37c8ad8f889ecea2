"""Asking Telegram who administers a group."""

import logging

from telegram import Bot
from telegram.error import TelegramError

log = logging.getLogger(__name__)


async def is_administrator(bot: Bot, chat_id: int, user_id: int) -> bool | None:
    """Whether Telegram says that a person is an administrator of a group; None where it does not answer."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except TelegramError as error:
        log.warning("whether somebody administers group %s was not answered: %s", chat_id, error.message)
        return None
    return member.status in {"creator", "administrator"}
