"""An echo bot on python-telegram-bot, without a database.

Arguments: the URL of the server, the token, the number of updates handled at the same time (0: one by one).
"""

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
