"""A paper for the plenary is circulated; some acknowledge it."""

from bot.demo.cast import LEAD, REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _circulate_paper(demo: Demo) -> None:
    await demo.sends_file(SECRETARIAT, "health-budget-2027.pdf", "application/pdf")
    await demo.taps(SECRETARIAT, "Circulate it as a document", "Health budget 2027", "Meeting paper", "All members")
    await demo.says(SECRETARIAT, "11 December 2026", "Please read part 2 before the plenary.")
    await demo.taps(SECRETARIAT, "Circulate to 10 people")
    await demo.taps(REPORTER, "I have received it")
    await demo.taps(LEAD, "I have received it")
    await demo.taps(SECRETARIAT, "Who has not acknowledged")


SCENES = (Scene(30, "A paper is circulated", _circulate_paper),)
