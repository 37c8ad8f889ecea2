"""A summary is shared with all members; a search finds it, and a paper in whose text the word stands."""

from bot.demo.cast import LEAD, REPORTER
from bot.demo.scene import Demo, Scene


async def _share_and_find(demo: Demo) -> None:
    await demo.sends_file(REPORTER, "midwife-study-summary.pdf", "application/pdf")
    await demo.taps(REPORTER, "Share it with members")
    await demo.says(REPORTER, "Summary of the midwifery workforce study; the full report follows in January.")
    await demo.taps(REPORTER, "Ongoing work", "Skip", "All members", "Share with 10 people")
    await demo.says(LEAD, "/search midwife")
    await demo.taps(LEAD, "Summary of the midwifery")


SCENES = (Scene(70, "Information is shared and found", _share_and_find),)
