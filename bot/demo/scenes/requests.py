"""An action needs more time; the lead facilitator asks for it, and the secretariat agrees."""

from bot.demo.cast import LEAD, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _ask_for_time(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/newaction Share the draft of the health sector review", "WHO", "28/12/2026")
    await demo.taps(SECRETARIAT, "All members", "Save")
    await demo.taps(LEAD, "Something in the way?", "More time")
    await demo.says(LEAD, "08/01/2027", "The mission report comes on 5 January")
    await demo.taps(LEAD, "Send")
    demo.transcript.note("Again ten minutes later the secretariat is asked:")
    await demo.move_clock(21, 12, 8, 20)
    await demo.taps(SECRETARIAT, "Agree")


SCENES = (Scene(65, "More time is asked for and given", _ask_for_time),)
