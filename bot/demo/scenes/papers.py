"""A development partner hands in a paper for the plenary, and the secretariat accepts it."""

from bot.demo.cast import PARTNER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _hand_in(demo: Demo) -> None:
    demo.transcript.note("A file with words is a paper for a meeting; what they say is not asked:")
    await demo.sends_file(
        PARTNER, "immunisation-2026.pdf", "application/pdf", caption="for the meeting of 17 December, item 2"
    )
    await demo.taps(PARTNER, "Hand in")
    demo.transcript.note("Two minutes later the secretariat is told of everything that came:")
    await demo.move_clock(30, 11, 9, 30)
    await demo.taps(SECRETARIAT, "Accept it")


SCENES = (Scene(37, "A paper is handed in", _hand_in),)
