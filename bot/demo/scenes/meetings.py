"""A plenary is planned, announced and answered."""

from bot.demo.cast import CHAIR, PARTNER, REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _announce_plenary(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/newmeeting", "Second plenary meeting 2026")
    await demo.taps(SECRETARIAT, "Plenary")
    await demo.says(SECRETARIAT, "31/11/2026", "17/12/2026")  # the first is no date, and is asked for again
    await demo.taps(SECRETARIAT, "09:00", "3 h")
    await demo.says(SECRETARIAT, "Ministry of Health, meeting room A")
    await demo.taps(SECRETARIAT, "All members")
    await demo.says(
        SECRETARIAT,
        "Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60",
        "Health budget 2027 | Ministry of Health | 60",
    )
    await demo.taps(SECRETARIAT, "That is all", "Save", "Announce to 11 people")
    await demo.taps(REPORTER, "I will come")
    await demo.taps(CHAIR, "I will come")
    await demo.taps(PARTNER, "I send a delegate")
    await demo.says(PARTNER, "Yuki Tanaka, Programme Assistant")
    await demo.taps(PARTNER, "Save")
    await demo.taps(SECRETARIAT, "Who is coming")


SCENES = (Scene(20, "A plenary is planned and announced", _announce_plenary),)
