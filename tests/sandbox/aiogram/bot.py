"""A bot as aiogram's users write them: it echoes, asks with buttons, and sends files back.

Run with a Bot API server's address and a token. It knows nothing of what it talks to.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import BotCommand, BufferedInputFile, CallbackQuery, Message
from aiogram.utils.formatting import Bold, Text
from aiogram.utils.keyboard import InlineKeyboardBuilder

dispatcher = Dispatcher()


@dispatcher.message(CommandStart(deep_link=True))
async def start(message: Message, command: CommandObject) -> None:
    await message.answer(f"Invited with {command.args}")


@dispatcher.message(Command("ask"))
async def ask(message: Message) -> None:
    keyboard = InlineKeyboardBuilder()
    for answer in ("Yes", "No"):
        keyboard.button(text=answer, callback_data=f"answer:{answer}")
    await message.answer("Will you come?", reply_markup=keyboard.as_markup())


@dispatcher.callback_query(F.data.startswith("answer:"))
async def answered(query: CallbackQuery) -> None:
    answer = (query.data or "").removeprefix("answer:")
    await query.answer(f"Saved: {answer}")
    if isinstance(query.message, Message):
        await query.message.edit_text(**Text("You said ", Bold(answer)).as_kwargs())


@dispatcher.message(F.document)
async def file(message: Message, bot: Bot) -> None:
    assert message.document is not None
    content = await bot.download(message.document)
    assert content is not None
    sent_back = BufferedInputFile(content.read().upper(), filename=f"upper-{message.document.file_name}")
    await message.reply_document(sent_back, caption=message.caption)


@dispatcher.message(F.text)
async def echo(message: Message) -> None:
    await message.copy_to(message.chat.id)


async def main(url: str, token: str) -> None:
    async with Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        await bot.set_my_commands([BotCommand(command="ask", description="Ask with buttons")])
        await dispatcher.start_polling(bot, handle_signals=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
