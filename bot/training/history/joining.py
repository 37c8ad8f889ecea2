"""Somebody without a link asks to join, and waits for the secretariat."""

from datetime import time

from bot.demo.cast import SECRETARIAT
from bot.demo.scenes.joining import NEWCOMER, fill_in
from bot.training.events import Event, Past


async def _ask_to_join(past: Past) -> None:
    await past.add(NEWCOMER)
    await fill_in(past)


EVENTS = (Event(2, time(11, 30), _ask_to_join, order=10),)
TO_TRY = {SECRETARIAT: "screens who asks to join: /members"}
