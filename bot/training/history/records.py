"""A preparatory meeting: two say that they are there, and its record is closed, so the register has a decision."""

from datetime import time

from bot.demo.cast import CHAIR, LEAD, SECRETARIAT
from bot.training.events import Event, Past


async def _announce(past: Past) -> None:
    day = past.calendar.past[1]
    await past.says(SECRETARIAT, f"/newmeeting Preparation of the plenary, {day:%d/%m/%Y} 10:00-11:00, room 3")
    await past.says(SECRETARIAT, "Order of the plenary | Secretariat | 30\nPapers | Secretariat | 30")
    await past.taps(SECRETARIAT, "That is all", "Save", "Announce to")


async def _keep(past: Past) -> None:
    for player in (CHAIR, LEAD):
        await past.says(player, "/here")
    await past.says(SECRETARIAT, "/meetings")
    await past.taps(SECRETARIAT, "Preparation of the plenary", "Keep the record")
    await past.says(SECRETARIAT, "decision: the budget for 2027 is discussed at the plenary")
    await past.taps(SECRETARIAT, "Item 2 ›")
    await past.says(SECRETARIAT, "note: UNFPA presents the progress on JMI 2008-4")


async def _close(past: Past) -> None:
    await past.taps(SECRETARIAT, "Close the record")


EVENTS = (
    Event(0, time(16, 30), _announce, order=10),
    Event(1, time(10, 5), _keep, order=10),
    Event(1, time(11), _close, order=10),
)
TO_TRY = {SECRETARIAT: "keeps records: /meetings, /decisions"}
