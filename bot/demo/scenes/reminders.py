"""Reminders of the papers and of the plenary; the plenary moves, and its reminders with it."""

from bot.demo.cast import CHAIR, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _remind(demo: Demo) -> None:
    demo.transcript.note("Two days later, and on the last day, members are reminded to acknowledge the papers:")
    await demo.move_clock(2, 12, 8)
    await demo.taps(CHAIR, "I have received them")
    demo.transcript.note(
        "Fourteen days before the plenary, and before ten days are left, its missing papers are named:"
    )
    await demo.move_clock(3, 12, 8)
    await demo.move_clock(4, 12, 8)
    await demo.move_clock(11, 12, 8)
    demo.transcript.note("Three days before the meeting: only those who have not answered are asked to.")
    await demo.move_clock(14, 12, 8)
    demo.transcript.note("The Chair is called abroad: the meeting moves by five days.")
    await demo.says(SECRETARIAT, "/meetings")
    await demo.taps(SECRETARIAT, "Second plenary meeting 2026", "Other day or time")
    await demo.says(SECRETARIAT, "22/12/2026")
    await demo.taps(SECRETARIAT, "09:00")
    await demo.says(SECRETARIAT, "The Chair is called abroad")
    await demo.taps(SECRETARIAT, "Move the meeting")
    await demo.move_clock(14, 12, 8, 2)
    demo.transcript.note("The old reminder of 16 December is void.")
    demo.transcript.note("Three days before the new date is a Saturday: its reminder comes on Friday.")
    await demo.move_clock(18, 12, 8)


SCENES = (Scene(40, "Time passes; the meeting moves", _remind),)
