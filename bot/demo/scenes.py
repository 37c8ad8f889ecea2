"""The story: from an empty store to an announced meeting, a circulated paper, reports, an action and an export."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import operator
from bot.demo.cast import CAST, CHAIR, INDICATORS, LEAD, OFFICIAL, PARTNER, REPORTER, SECRETARIAT, TWG, Player
from bot.demo.company import Company
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from messages.rendering.labels import label
from messages.rendering.texts import Text
from storage.members import Role
from twg.members.registration import NewInvite, NewTwg

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Monday after the Water Festival, with three weeks before the next holiday.
START = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)


class Play(Company):
    """The company of the demonstration, with somebody who writes everything down.

    Args:
        folder: where files are kept.
    """

    def __init__(self, stage: Stage, transcript: Transcript, folder: Path) -> None:
        super().__init__(stage)
        self.transcript = transcript
        self.folder = folder

    async def becomes(self, day: int, month: int, hour: int, minute: int = 0) -> None:
        self.transcript.flush()
        await self.stage.becomes(datetime(2026, month, day, hour, minute, tzinfo=ZONE))
        self.transcript.flush()

    async def keeps_files(self, player: Player, *, ending: str) -> None:
        """Save every file with this ending that the assistant sent."""
        copies = 0
        for message in await self.people[player].messages():
            if message.document is not None and not message.mine and message.document.name.endswith(ending):
                copies += 1
                stem = message.document.name.removesuffix(ending)
                name = f"{stem}-edition-{copies}{ending}" if copies > 1 else message.document.name
                (self.folder / name).write_bytes(await self.people[player].downloads(message))

    async def settle(self) -> None:
        await super().settle()
        self.transcript.flush()


async def registration(play: Play) -> None:
    database, now = play.stage.assistant.database, play.stage.clock.now()
    twg = await operator.add_twg(database, NewTwg(**TWG), now=now)
    play.transcript.note(f"The operator adds the {twg.code} TWG: twgbot twg add {twg.code} --name {twg.name}")
    link = await operator.invite(database, twg.code, NewInvite(role=Role.SECRETARIAT), now=now)
    play.transcript.note("… and makes an invite for its secretariat: twgbot invite --twg HLT --role secretariat")
    await _register(play, SECRETARIAT, link.token)
    play.transcript.note("The secretariat makes the others’ invites, and each registers by the same form:")
    for player in CAST:
        play.transcript.brief = player is not OFFICIAL
        await _register(play, player, await _invite(play, player))
    play.transcript.brief = False
    await play.says(SECRETARIAT, "/members")


async def _invite(play: Play, player: Player) -> str:
    """The secretariat makes an invite by its form; the token is in the link it is shown."""
    await play.says(SECRETARIAT, "/invite")
    await play.taps(SECRETARIAT, label(player.role).render("en"))
    if player.theme:
        await play.says(SECRETARIAT, player.theme)
    await play.taps(SECRETARIAT, "1", "Make the link")
    message = await play.finds(SECRETARIAT, "?start=")
    return message.text.partition("?start=")[2].split()[0]


async def _register(play: Play, player: Player, token: str) -> None:
    person = await play.arrives(player)
    await play.starts(player, token)
    await play.taps(player, player.language)
    await play.says(player, player.name, player.position, player.institution, f"0{person.id % 10**8:08}")
    await play.taps(player, Text("Save").render("km" if player is OFFICIAL else "en"))


async def meeting(play: Play) -> None:
    await play.says(SECRETARIAT, "/newmeeting", "Second plenary meeting 2026")
    await play.taps(SECRETARIAT, "Plenary")
    await play.says(SECRETARIAT, "31/11/2026", "17/12/2026")
    await play.taps(SECRETARIAT, "09:00", "3h")
    await play.says(SECRETARIAT, "Ministry of Health, meeting room A")
    await play.taps(SECRETARIAT, "All members")
    await play.says(
        SECRETARIAT,
        "Follow-up of the last meeting | Secretariat | 30\nProgress on JMI 2008-4 | UNFPA | 60",
        "Health budget 2027 | Ministry of Health | 60",
    )
    await play.taps(SECRETARIAT, "That is all", "Save", "Announce to 11 people")
    await play.taps(REPORTER, "I will come")
    await play.taps(CHAIR, "I will come")
    await play.taps(PARTNER, "I send a delegate")
    await play.says(PARTNER, "Yuki Tanaka, Programme Assistant")
    await play.taps(PARTNER, "Save")
    await play.taps(SECRETARIAT, "Who is coming")


async def document(play: Play) -> None:
    await play.sends(SECRETARIAT, "health-budget-2027.pdf", "application/pdf")
    await play.taps(SECRETARIAT, "Circulate it as a document", "health-budget-2027", "Meeting paper", "All members")
    await play.says(SECRETARIAT, "11 December 2026", "Please read part 2 before the plenary.")
    await play.taps(SECRETARIAT, "Circulate to 10 people")
    await play.taps(REPORTER, "I have received it")
    await play.taps(LEAD, "I have received it")
    await play.taps(SECRETARIAT, "Who has not acknowledged")


async def time_passes(play: Play) -> None:
    play.transcript.note("After two days, and on the last day, whoever has not acknowledged the paper is reminded:")
    await play.becomes(2, 12, 8)
    await play.taps(CHAIR, "I have received it")
    await play.becomes(11, 12, 8)
    play.transcript.note("Three days before the meeting: only those who have not answered are asked to.")
    await play.becomes(14, 12, 8)
    play.transcript.note("The Chair is called abroad: the meeting moves by five days.")
    await play.says(SECRETARIAT, "/meetings")
    await play.taps(SECRETARIAT, "Second plenary meeting 2026", "Other day or time")
    await play.says(SECRETARIAT, "22/12/2026")
    await play.taps(SECRETARIAT, "09:00", "Move the meeting")
    await play.becomes(14, 12, 8, 2)
    play.transcript.note("The old reminder of 16 December is void.")
    play.transcript.note("Three days before the new date is a Saturday: its reminder comes on Friday.")
    await play.becomes(18, 12, 8)


async def reports(play: Play) -> None:
    for number, statement, unit, target, period, responsible in INDICATORS:
        play.transcript.brief = number != INDICATORS[0][0]
        await play.says(SECRETARIAT, "/jmi")
        await play.taps(SECRETARIAT, "Add an indicator")
        await play.says(SECRETARIAT, number, statement)
        await play.taps(SECRETARIAT, unit)
        await play.says(SECRETARIAT, target, period, responsible)
        await play.taps(SECRETARIAT, "Save")
    play.transcript.brief = False
    await play.says(SECRETARIAT, "/round", "JMI report for the GDCC", "28/12/2026")
    await play.taps(SECRETARIAT, "Open the round")
    await play.says(REPORTER, "/jmi 2008-4 158% deliveries by skilled staff")
    await play.says(REPORTER, "/jmi 2008-4 58% district hospitals fully staffed")
    await play.taps(REPORTER, "Save")
    await play.says(LEAD, "៨២,៥ % two provinces still without", reply_to=await play.finds(LEAD, "demo-1"))
    await play.taps(LEAD, "Save")
    await play.taps(PARTNER, "Report by form")
    await play.says(PARTNER, "91", "Second half-year campaign included", "Cold chain in three districts")
    await play.taps(PARTNER, "Skip")
    await play.sends(PARTNER, "immunisation-2026.pdf", "application/pdf")
    await play.taps(PARTNER, "Save")
    await play.taps(SECRETARIAT, "Accept")
    await play.says(SECRETARIAT, "/round")


async def action(play: Play) -> None:
    await play.says(SECRETARIAT, "/newaction Follow up", "JICA", "22/12/2026")
    await play.taps(SECRETARIAT, "All members")
    play.transcript.note("What can be read in several ways is pointed at; the secretariat says it better:")
    await play.taps(SECRETARIAT, "Change…", "Action")
    await play.says(SECRETARIAT, "Send the cold chain inventory of three districts to all members")
    await play.taps(SECRETARIAT, "Save")
    play.transcript.note("The day before, its owner is reminded, and answers in plain words:")
    await play.becomes(21, 12, 8)
    reminder = await play.finds(PARTNER, "An action is due tomorrow")
    await play.says(PARTNER, "done, the inventory went to all members this morning", reply_to=reminder)


async def sharing(play: Play) -> None:
    await play.sends(REPORTER, "midwife-study-summary.pdf", "application/pdf")
    await play.taps(REPORTER, "Share it with members")
    await play.says(REPORTER, "Summary of the midwifery workforce study; the full report follows in January.")
    await play.taps(REPORTER, "Ongoing work", "All members", "Share with 10 people")
    await play.says(LEAD, "/search midwife")
    await play.taps(LEAD, "Summary of the midwifery")


async def export(play: Play) -> None:
    await play.says(SECRETARIAT, "/export")
    for player, ending in ((SECRETARIAT, ".xlsx"), (REPORTER, ".ics"), (REPORTER, ".pdf")):
        await play.keeps_files(player, ending=ending)


SCENES: tuple[tuple[str, Callable[[Play], Awaitable[None]]], ...] = (
    ("1. Members register by role", registration),
    ("2. A plenary is planned and announced", meeting),
    ("3. A paper is circulated", document),
    ("4. Time passes; the meeting moves", time_passes),
    ("5. Indicators are reported", reports),
    ("6. An agreed action is given, reminded of and done", action),
    ("7. Information is shared and found", sharing),
    ("8. The shared store is exported", export),
)
