"""What the leading process registers with Telegram: webhook or polling, and the command menu.

Only the leader does this. With a changed configuration, processes that start or stand by would register something else.
"""

import asyncio
import logging

from telegram import Bot, BotCommand
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.config_sections import TelegramSection
from bot.polling import ALLOWED_UPDATES, BACKOFF_S
from bot.server import Webhook
from handlers.routing.menus import menu_of
from handlers.routing.routes import Routes
from messages.rendering.texts import LOCALES
from scheduler.delivery.sender import seconds

log = logging.getLogger(__name__)


async def introduce(bot: Bot, telegram: TelegramSection, routes: Routes) -> None:
    """Register webhook or polling, and the command menu of people who are not registered.

    Repeats webhook or polling after network errors until it succeeds. A failure to set the menu is logged only.

    Raises:
        TelegramError: Telegram refuses the webhook or the token.
    """
    failures = 0
    while True:
        try:
            await _direct_updates(bot, telegram)
            break
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except BadRequest:
            raise
        except NetworkError as error:
            log.warning("Telegram could not be told where updates go: %s", error.message)
            await asyncio.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1
    try:
        await _show_commands(bot, routes)
    except TelegramError as error:  # the next leader tries again; members' own menus are set with their replies
        log.warning("the commands were not shown: %s", error.message)


async def _direct_updates(bot: Bot, telegram: TelegramSection) -> None:
    if telegram.mode == "polling":
        await bot.delete_webhook()
        return
    webhook = Webhook.of(telegram.webhook_secret.get_secret_value())
    await bot.set_webhook(
        f"{telegram.webhook_url.rstrip('/')}/telegram/{webhook.path}",
        allowed_updates=ALLOWED_UPDATES,
        secret_token=webhook.secret,
    )


async def _show_commands(bot: Bot, routes: Routes) -> None:
    for locale in LOCALES:
        commands = [BotCommand(entry.command, entry.description) for entry in menu_of(routes, None, locale)]
        await bot.set_my_commands(commands, language_code="" if locale == LOCALES[0] else locale)
