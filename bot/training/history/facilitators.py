"""A development partner is proposed as the next lead facilitator; the others still agree or object."""

from datetime import time, timedelta

from bot.demo.cast import LEAD, PARTNER, REPORTER
from bot.training.events import Event, Past


async def _propose(past: Past) -> None:
    takes_over = past.calendar.plenary + timedelta(days=28)
    await past.says(REPORTER, f"/members {PARTNER.name}")
    await past.taps(REPORTER, PARTNER.name, "Propose as lead facilitator", LEAD.name)
    await past.says(REPORTER, f"{takes_over:%d/%m/%Y}", f"{LEAD.first_name} moves to Geneva")
    await past.taps(REPORTER, "Propose")


EVENTS = (Event(2, time(11), _propose, order=40),)
TO_TRY = {LEAD: "agrees or objects to who leads next", PARTNER: "is proposed to lead next"}
