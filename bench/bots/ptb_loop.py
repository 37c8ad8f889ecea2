"""A loop of `Bot.send_message` over python-telegram-bot's default HTTP client.

Arguments: the URL of the server, the token, the number of messages.
"""

import asyncio
import sys

from telegram import Bot


async def main() -> None:
    base_url, token, total = sys.argv[1], sys.argv[2], int(sys.argv[3])
    async with Bot(token, base_url=f"{base_url}/bot") as bot:
        for number in range(total):
            await bot.send_message(10_000 + number, "The Annual review 2026 is on Tuesday 15 December 2026 at 09:00.")


asyncio.run(main())
