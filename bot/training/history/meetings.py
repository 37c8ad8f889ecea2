"""A plenary is announced; two members have answered."""

from datetime import time

from bot.demo.cast import CHAIR, PARTNER, REPORTER, SECRETARIAT
from bot.training.events import Event, Past


async def _announce_plenary(past: Past) -> None:
    plenary = past.calendar.plenary
    await past.says(SECRETARIAT, "/newmeeting", f"Second plenary meeting {plenary.year}")
    await past.taps(SECRETARIAT, "Plenary")
    await past.says(SECRETARIAT, f"{plenary:%d/%m/%Y}")
    await past.taps(SECRETARIAT, "09:00", "3 h")
    await past.says(SECRETARIAT, "Ministry of Health, meeting room A")
    await past.taps(SECRETARIAT, "All members")
    await past.says(
        SECRETARIAT,
        "Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60\n"
        "Health budget 2027 | Ministry of Health | 60",
    )
    await past.taps(SECRETARIAT, "That is all", "Save", "Announce to")
    await past.taps(REPORTER, "I will come")
    await past.taps(PARTNER, "I send a delegate")
    await past.says(PARTNER, "Yuki Tanaka, Programme Assistant")
    await past.taps(PARTNER, "Save")


EVENTS = (Event(0, time(9), _announce_plenary, order=20),)
TO_TRY = {SECRETARIAT: "plans", CHAIR: "is invited"}
