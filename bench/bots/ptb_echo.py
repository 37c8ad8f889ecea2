"""python-telegram-bot's bare echo. Arguments: the server, the token, how many updates at once (0: one by one)."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None  # noqa: S101
    assert update.message.text is not None  # noqa: S101
    await update.message.reply_text(update.message.text)


def main() -> None:
    base_url, token, concurrent = sys.argv[1], sys.argv[2], int(sys.argv[3])
    builder = Application.builder().token(token).base_url(f"{base_url}/bot").concurrent_updates(concurrent or False)
    application = builder.build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()


main()
