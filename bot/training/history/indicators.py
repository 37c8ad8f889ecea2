"""A reporting round is open: one report is accepted, one waits for its review, one is missing."""

from datetime import time
from decimal import Decimal

from bot.demo.cast import LEAD, PARTNER, REPORTER, SECRETARIAT
from bot.demo.scenes.indicators import INDICATORS
from bot.training.events import Event, Past
from twg.indicators.defining import NewIndicator, define


async def _open_round(past: Past) -> None:
    for number, statement, unit, target, period, responsible in INDICATORS:
        args = NewIndicator(
            number=number,
            statement=statement,
            unit=unit,
            target=Decimal(target),
            target_period=period,
            responsible=responsible.split(", "),
        )
        async with past.database.begin() as session:
            await define(session, await past.secretariat(session), args, now=past.now())
    await past.says(SECRETARIAT, "/round", "JMI report for the GDCC", f"{past.calendar.reports_due:%d/%m/%Y}")
    await past.taps(SECRETARIAT, "Open the round")


async def _report(past: Past) -> None:
    await past.says(REPORTER, "/jmi 2008-4 58% district hospitals fully staffed")
    await past.taps(REPORTER, "Save")
    await past.taps(SECRETARIAT, "Accept")
    request = await past.newest_message(LEAD, "demo-1")
    await past.says(LEAD, "82.5 % two provinces still without", reply_to=request)
    await past.taps(LEAD, "Save")


EVENTS = (Event(1, time(9, 30), _open_round, order=10), Event(2, time(10), _report, order=10))
TO_TRY = {
    SECRETARIAT: "reviews: /review",
    LEAD: "has reported; waits for the review",
    PARTNER: "is asked for a report: reply to it",
}
