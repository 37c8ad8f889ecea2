"""A plenary is announced, and two members have answered; a member is invited to one item of another meeting."""

from datetime import time

from bot.demo.cast import CHAIR, NGO, PARTNER, REPORTER, SECRETARIAT
from bot.training.events import Event, Past
from storage.meetings import MeetingKind
from storage.members import find_account
from twg.core.audiences import Audience
from twg.language.agenda import AgendaLine
from twg.meetings import planning
from twg.meetings.items import invite_to_item


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


async def _invite_to_an_item(past: Past) -> None:
    """The core group meets in the afternoon of the plenary, with a member for its second item."""
    day = past.calendar.plenary
    async with past.database.begin() as session:
        secretariat, now = await past.secretariat(session), past.now()
        args = planning.NewMeeting(
            kind=MeetingKind.CORE_GROUP,
            title=f"Core group after the plenary {day:%d/%m}",
            day=day,
            at=time(14),
            duration_min=60,
            place="Ministry of Health, meeting room B",
            audience=Audience.CORE,
            agenda=[
                AgendaLine("Results of the plenary", "Secretariat", 20),
                AgendaLine("Civil society in the health budget", "MEDiCAM", 30),
            ],
        )
        meeting = await planning.plan(session, secretariat, args, now=now)
        account = await find_account(session, past.people[NGO].id)
        assert account is not None  # noqa: S101 - everybody has registered
        guest, token = account.person.memberships[0], meeting.agenda[1].token
        await invite_to_item(session, secretariat, meeting.id, token, [guest], now=now)
        await planning.announce(session, secretariat, meeting.id, now=now)
    await past.settle()


EVENTS = (Event(0, time(9), _announce_plenary, order=20), Event(2, time(14), _invite_to_an_item, order=20))
TO_TRY = {SECRETARIAT: "plans", CHAIR: "is invited", NGO: "is invited to one item"}
