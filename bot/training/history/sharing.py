"""A consultation and a summary are shared; one reader gets what is shared in a digest."""

from datetime import time

from bot.demo.cast import NGO, PARTNER, REPORTER
from bot.training.events import Event, Past


async def _share_consultation(past: Past) -> None:
    await past.says(NGO, "/settings")
    await past.taps(NGO, "once a day")
    await past.says(PARTNER, "/share The partners on the cold chain met and agreed on one list of spare parts.")
    await past.taps(PARTNER, "Consultation or meeting held")
    await past.says(PARTNER, "at JICA, with UNICEF and WHO")
    await past.taps(PARTNER, "Skip", "All members", "Share with")


async def _share_summary(past: Past) -> None:
    await past.sends_file(REPORTER, "midwife-study-summary.pdf", "application/pdf")
    await past.taps(REPORTER, "Share it with members")
    await past.says(REPORTER, "Summary of the midwifery workforce study; the full report follows in January.")
    await past.taps(REPORTER, "Ongoing work", "Skip", "All members", "Share with")


EVENTS = (Event(1, time(14), _share_consultation, order=10), Event(2, time(15), _share_summary, order=10))
TO_TRY = {NGO: "an NGO with a daily digest: /settings, /shared, /share news, /search for it"}
