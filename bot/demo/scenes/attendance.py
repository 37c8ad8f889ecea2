"""The plenary begins: members say that they are there, and the secretariat notes the others."""

from bot.demo.cast import CHAIR, REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _begin(demo: Demo) -> None:
    demo.transcript.note("The plenary is about to begin.")
    await demo.move_clock(22, 12, 7)
    await demo.move_clock(22, 12, 8, 50)
    await demo.says(REPORTER, "I am here")
    await demo.says(CHAIR, "/here")
    await demo.says(SECRETARIAT, "/meetings")
    await demo.taps(SECRETARIAT, "Second plenary meeting 2026", "Who is here", "Not marked (10)", "Kenji Sato", "Back")


SCENES = (Scene(81, "The plenary begins", _begin),)
