"""Two papers for the plenary are circulated together; some acknowledge them, and one gets a new version."""

from bot.demo.cast import LEAD, REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene

_MINUTES, _BUDGET = "draft-minutes-first-plenary-2026.pdf", "health-budget-2027.pdf"


async def _circulate_papers(demo: Demo) -> None:
    demo.transcript.note("Both files are one circulation, for those who are invited to the plenary:")
    await demo.sends_album(
        SECRETARIAT, _MINUTES, _BUDGET, caption="Please read part 2 of the budget before the plenary."
    )
    await demo.taps(SECRETARIAT, "Circulate them as documents")
    await demo.says(SECRETARIAT, "11 December 2026")
    await demo.taps(SECRETARIAT, "Circulate to 10 people")
    await demo.taps(REPORTER, "I have received them")
    await demo.taps(LEAD, "I have received them")
    await demo.taps(SECRETARIAT, "Who has not acknowledged")


async def _replace_paper(demo: Demo) -> None:
    demo.transcript.note(
        "A file of nearly the same name is offered as a new version; its caption says what has changed:"
    )
    await demo.sends_file(
        SECRETARIAT, "health-budget-2027-v2.pdf", "application/pdf", caption="The figure for immunisation is corrected."
    )
    await demo.taps(
        SECRETARIAT, "This replaces “Health budget 2027”", "No, their receipt counts", "Send it to 10 people"
    )


SCENES = (
    Scene(30, "Papers for the plenary are circulated", _circulate_papers),
    Scene(35, "A paper gets a new version", _replace_paper),
)
