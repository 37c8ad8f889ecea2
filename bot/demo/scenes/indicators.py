"""Indicators are defined, a reporting round is opened, and reports come in three ways."""

from bot.demo.cast import LEAD, PARTNER, REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene

#: Number, statement, unit, target, by when, and the institutions that report, separated by commas.
#: Number, statement and target of 2008-4 are as published, its date is moved to the present; `demo-` ones are invented.
INDICATORS = (
    ("2008-4", "Deliveries by skilled staff in the public sector", "%", "65", "Dec 2026", "MoH, UNFPA"),
    ("demo-1", "Health centres with a trained midwife", "%", "100", "Dec 2026", "WHO"),
    ("demo-2", "Children fully immunised before their first birthday", "%", "95", "Dec 2026", "JICA"),
)


async def _run_round(demo: Demo) -> None:
    for number, statement, unit, target, period, responsible in INDICATORS:
        demo.transcript.brief = number != INDICATORS[0][0]
        await demo.says(SECRETARIAT, "/jmi")
        await demo.taps(SECRETARIAT, "Add an indicator")
        await demo.says(SECRETARIAT, number, statement)
        await demo.taps(SECRETARIAT, unit)
        await demo.says(SECRETARIAT, target, period, responsible)
        await demo.taps(SECRETARIAT, "Save")
    demo.transcript.brief = False
    await demo.says(SECRETARIAT, "/round", "JMI report for the GDCC", "28/12/2026")
    await demo.taps(SECRETARIAT, "Open the round")
    await demo.says(REPORTER, "/jmi 2008-4 50 to 58% deliveries by skilled staff")
    await demo.says(REPORTER, "/jmi 2008-4 58% district hospitals fully staffed")
    await demo.taps(REPORTER, "Save")
    await demo.says(LEAD, "៨២,៥ % two provinces still without", reply_to=await demo.newest_message(LEAD, "demo-1"))
    await demo.taps(LEAD, "Save")
    await demo.taps(PARTNER, "Report by form")
    await demo.says(PARTNER, "91", "Second half-year campaign included", "Cold chain in three districts")
    await demo.taps(PARTNER, "Skip")
    await demo.sends_file(PARTNER, "immunisation-2026.pdf", "application/pdf")
    await demo.taps(PARTNER, "Save")
    await demo.taps(SECRETARIAT, "Accept")
    await demo.says(SECRETARIAT, "/round")


SCENES = (Scene(50, "Indicators are reported", _run_round),)
