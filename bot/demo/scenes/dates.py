"""Dates are proposed, answered by buttons and in words, and one is chosen."""

from bot.demo.cast import CHAIR, LEAD, PARTNER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _find_date(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/dates 20 Jan 2027 9:00-12:00, 21 Jan 2027 14:00-17:00, 22 Jan 2027 9:00-12:00")
    await demo.says(SECRETARIAT, "Annual review 2026")
    await demo.taps(SECRETARIAT, "Plenary", "All members", "Everybody invited")
    await demo.says(SECRETARIAT, "08/01/2027")
    await demo.taps(SECRETARIAT, "Ask them")
    await demo.taps(CHAIR, "20/1: I can")
    asked = await demo.newest_message(PARTNER, "When can you come?")
    await demo.says(PARTNER, "20 and 22 are fine, 21 only if need be", reply_to=asked)
    asked = await demo.newest_message(LEAD, "When can you come?")
    await demo.says(LEAD, "20 is fine, not 21", reply_to=asked)
    demo.transcript.note("Who can when stands in one message that changes as answers come; a tap chooses a date:")
    await demo.says(SECRETARIAT, "/dates")
    await demo.taps(SECRETARIAT, "Annual review 2026", "Choose 20/1")


SCENES = (Scene(77, "A date is found for the annual review", _find_date),)
