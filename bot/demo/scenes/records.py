"""The record of the plenary is kept line by line; once it is closed, decisions are registered and minutes are made."""

from bot.demo.cast import SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _keep(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/meetings")
    await demo.taps(SECRETARIAT, "Second plenary meeting 2026", "Keep the record")
    await demo.says(SECRETARIAT, "decision: the minutes of the last meeting are adopted")
    await demo.taps(SECRETARIAT, "Item 2 ›")
    await demo.says(
        SECRETARIAT,
        "discussion: 58% of district hospitals are staffed",
        "action: UNFPA; send the figures by district; end January",
        "action: all DPs; comment on the annex; asap",
    )
    await demo.taps(SECRETARIAT, "Item 3 ›")
    await demo.says(SECRETARIAT, "conclusion: the health budget is looked at again in March")
    await demo.taps(SECRETARIAT, "Close the record")
    await demo.taps(SECRETARIAT, "Minutes")
    await demo.taps(SECRETARIAT, "Word, Health form")


SCENES = (Scene(82, "The record of the plenary is kept", _keep),)
