"""A summary is shared with all members."""

from datetime import time

from bot.demo.cast import NGO, REPORTER
from bot.training.events import Event, Past


async def _share_summary(past: Past) -> None:
    await past.sends_file(REPORTER, "midwife-study-summary.pdf", "application/pdf")
    await past.taps(REPORTER, "Share it with members")
    await past.says(REPORTER, "Summary of the midwifery workforce study; the full report follows in January.")
    await past.taps(REPORTER, "Ongoing work", "All members", "Share with")


EVENTS = (Event(2, time(15), _share_summary, order=10),)
TO_TRY = {NGO: "an NGO: /share news, /search for it"}
