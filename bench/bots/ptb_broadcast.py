"""A bot on python-telegram-bot with AIORateLimiter: it echoes texts, and "/broadcast" sends two texts to each chat.

Arguments: the URL of the server, the token, the id of the first chat, the number of chats (their ids are consecutive).
"""

import asyncio
import sys

from telegram import Update
from telegram.ext import AIORateLimiter, Application, CommandHandler, ContextTypes, MessageHandler, filters

FIRST_CHAT, PEOPLE = int(sys.argv[3]), int(sys.argv[4])


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None  # noqa: S101
    await update.message.reply_text(update.message.text or "")


async def broadcast(_update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    chats = range(FIRST_CHAT, FIRST_CHAT + PEOPLE)
    await asyncio.gather(*(context.bot.send_message(chat, text) for text in ("a text", "another") for chat in chats))


def main() -> None:
    builder = Application.builder().token(sys.argv[2]).base_url(f"{sys.argv[1]}/bot").concurrent_updates(16)
    application = builder.rate_limiter(AIORateLimiter(max_retries=5)).pool_timeout(60).build()
    application.add_handler(CommandHandler("broadcast", broadcast))
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()


main()
