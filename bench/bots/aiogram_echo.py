"""An echo bot on aiogram, without a database. Arguments: the URL of the server, the token."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def main() -> None:
    base_url, token = sys.argv[1], sys.argv[2]
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    await dispatcher.start_polling(Bot(token, session=session))


asyncio.run(main())
