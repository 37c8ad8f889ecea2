"""A development partner hands in a paper for the plenary, which waits for the secretariat."""

from datetime import time

from bot.demo.cast import LEAD, SECRETARIAT
from bot.training.events import Event, Past


async def _hand_in(past: Past) -> None:
    words = f"for the meeting of {past.calendar.plenary:%d/%m/%Y}, item 2"
    await past.sends_file(LEAD, "immunisation-2026.pdf", "application/pdf", caption=words)
    await past.taps(LEAD, "Hand in")


EVENTS = (Event(2, time(11, 30), _hand_in, order=40),)
TO_TRY = {SECRETARIAT: "accepts a paper: /papers", LEAD: "has handed in a paper: /papers"}
