"""A paper is circulated; two members have acknowledged it."""

from datetime import time

from bot.demo.cast import CHAIR, LEAD, REPORTER, SECRETARIAT
from bot.training.events import Event, Past
from handlers.documents.circulating import PAPERS_BEFORE


async def _circulate_paper(past: Past) -> None:
    await past.sends_file(SECRETARIAT, "health-budget-2027.pdf", "application/pdf")
    await past.taps(SECRETARIAT, "Circulate it as a document", "Health budget 2027", "Meeting paper")
    near = past.calendar.plenary - past.calendar.past[0] <= PAPERS_BEFORE  # only then the form asks for the meeting
    await past.taps(SECRETARIAT, "Second plenary meeting" if near else "All members")
    await past.says(SECRETARIAT, f"{past.calendar.tomorrow:%d/%m/%Y}", "Please read part 2 before the plenary.")
    await past.taps(SECRETARIAT, "Circulate to")
    for player in (REPORTER, LEAD):
        await past.taps(player, "I have received it")


EVENTS = (Event(0, time(14), _circulate_paper, order=10),)
TO_TRY = {SECRETARIAT: "circulates", CHAIR: "has a paper to acknowledge"}
