"""An action is recorded, made clearer, reminded of and done."""

from bot.demo.cast import PARTNER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _give_action(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/newaction JICA; follow up; 22/12/2026")
    demo.transcript.note("What can be read in several ways is pointed at; the secretariat says it better:")
    await demo.taps(SECRETARIAT, "« Back")
    await demo.says(SECRETARIAT, "Send the cold chain inventory of three districts to all members")
    await demo.taps(SECRETARIAT, "All members", "Save")
    demo.transcript.note("The day before, its owner is reminded, and answers in plain words:")
    await demo.move_clock(21, 12, 8)
    reminder = await demo.newest_message(PARTNER, "An action is due tomorrow")
    await demo.says(PARTNER, "done, the inventory went to all members this morning", reply_to=reminder)
    demo.transcript.note("Ten minutes later, when it cannot be undone any more, the secretariat is told:")
    await demo.move_clock(21, 12, 8, 10)


SCENES = (Scene(60, "An agreed action is given, reminded of and done", _give_action),)
