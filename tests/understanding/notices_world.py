"""The world of the notices (README.md here): forms and notices about dates, papers, agendas and developments."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handlers.forms.opened import LEFT
from sandbox.client import SeenMessage
from storage.actions import Action, ActionState, ActionUpdate
from storage.core.forms import OpenForm
from storage.dates import DateAnswer, DateOption, DatePoll
from storage.documents import Receipt
from storage.meetings import Attendance, Meeting
from storage.meetings.agenda import AgendaItem
from storage.papers import Paper
from storage.requests import MemberRequest
from storage.sharing import Post
from storage.updates import MemberUpdate
from tests.actions.conftest import records
from tests.dates.conftest import proposes
from tests.papers.conftest import hands_in
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage, raise_curtain
from tests.understanding.world import copy_database
from twg.core.refusals import Refusal
from twg.language.proposed_dates import read_proposed_dates
from twg.language.times import parse_duration_min

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Thursday; the plenary is on Tuesday 22 December, and developments are asked for from the 1st to the 8th.
NOW = datetime(2026, 12, 3, 10, tzinfo=ZONE)
_ASKED = datetime(2026, 12, 1, 9, tzinfo=ZONE)
_BRIEFED = datetime(2026, 12, 21, 7, 30, tzinfo=ZONE)
#: Who writes in a context, by what stands before or behind its colon; else Dara.
_WRITERS = {
    "chair": "Chan Vuthy",
    "move": "Sophea",
    "dates": "Sophea",
    "agenda": "Sophea",
    "relocate": "Sophea",
    "return": "Sophea",
    "command": "Dara",
}
#: Begins a message that is a file, with what follows as its caption.
FILE = "📎"
_LINE = "/newmeeting"


@dataclass
class NoticesWorld:
    """A stage in one context, which every message finds as it was."""

    stage: Stage
    context: str
    live: Path
    kept: Path
    reply_to: SeenMessage | None
    before: frozenset[str] = frozenset()

    async def hears(self, words: str) -> frozenset[str]:
        """Let who writes in this context say this. Returns: what it left, as outcomes."""
        copy_database(self.kept, self.live)
        writer = self._writer(words)
        if words.startswith(FILE):
            caption = words.removeprefix(FILE).strip()
            await writer.sends_file("Budget.pdf", caption=caption, reply_to=self.reply_to)
        else:
            await writer.says(words, reply_to=self.reply_to)
        found = await stored(self.stage)
        left = found - self.before
        if not left and self.before - found:
            return frozenset({"cancel"})
        return left

    def _writer(self, words: str) -> Player:
        kind = self.context.partition(":")[0]
        name = "Sophea" if words.startswith(_LINE) else _WRITERS.get(kind, "Dara")
        return self.stage.people["Kenji Sato" if self.context == "hand-in:item" else name]

    async def screen(self) -> str:
        return "\n".join([f"{name}: {await who.screen()}" for name, who in self.stage.people.items()])


@asynccontextmanager
async def enter_notices(context: str, folder: Path, migrated: Path) -> AsyncIterator[NoticesWorld]:
    """The world just before a message of this context."""
    live = folder / "twgbot.db"
    copy_database(migrated, live)
    start = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
    async with raise_curtain(folder, f"sqlite+aiosqlite:///{live}", start) as stage:
        await _peopled(stage)
        kind, _, what = context.partition(":")
        reply_to = await _Prelude(stage).plays(kind, what)
        await everybody_looks_away(stage.people["Dara"])
        world = NoticesWorld(stage, context, live, folder / "kept.db", reply_to, await stored(stage))
        copy_database(live, world.kept)
        yield world


async def _peopled(stage: Stage) -> None:
    await stage.adds_twg()
    secretary = await stage.member("Sophea", "secretariat", "MoH CRDB")
    dara = await stage.member("Dara", "government", "MoH")
    await stage.member("Kenji Sato", "development_partner", "JICA")
    await stage.member("Maria", "lead_facilitator", "WHO")
    await stage.member("Chan Vuthy", "chair", "MoH")
    await records(secretary, dara, "Revise the budget annex", due_on=date(2026, 12, 10))
    plenary = {"title": "Plenary meeting", "day": date(2026, 12, 22), "at": time(9), "place": "MoH room A"}
    await announce_meeting(secretary, **plenary)


@dataclass
class _Prelude:
    """What comes just before a message."""

    stage: Stage

    async def plays(self, kind: str, what: str) -> SeenMessage | None:
        """Bring about the context. Returns: the message that is replied to, if any."""
        people, stage = self.stage.people, self.stage
        secretary, dara, chair = people["Sophea"], people["Dara"], people["Chan Vuthy"]
        await stage.becomes(_ASKED)
        await stage.becomes(_BRIEFED if what == "brief" else NOW)
        match kind, what:
            case "reply", "updates":
                return (await dara.finds("updates/question")).message
            case (("reply" | "plain"), "dates"):
                await proposes(secretary, answer_by=date(2026, 12, 8))
                return (await dara.finds("dates/card")).message if kind == "reply" else None
            case (("reply" | "chair"), "agenda"):
                await secretary.says("/meetings")
                await secretary.presses("meetings:open")
                await secretary.presses("meetings:agenda")
                shown = await secretary.finds("meetings/agenda")
                await secretary.says("3: 40 min", reply_to=shown.message)
                await stage.passes(minutes=15)
                return (await (dara if kind == "reply" else chair).finds("meetings/agenda_changed")).message
            case "reply", "called":
                await secretary.forges("papers:call:1")
                await secretary.presses("form:save")
                await stage.passes(minutes=15)
                return (await dara.finds("papers/asked")).message
            case "reply", "returned":
                paper = await hands_in(dara, words="for the plenary, item 3")
                await stage.passes(minutes=15)
                await secretary.forges(f"papers:give_back:{paper}")
                await secretary.says("Please add the figures of 2026")
                await stage.passes(minutes=15)
                return (await dara.finds("papers/card", heading="returned")).message
            case "chair", "brief":
                return (await chair.finds("meetings/brief")).message
            case "reply", "changed":
                await self._opens(secretary, "relocate")
                await secretary.says("Ministry of Planning, hall 2")
                await secretary.says("The room is not available")
                await secretary.presses("form:save")
                await stage.passes(minutes=15)
                return (await dara.finds("meetings/card", heading="changed")).message
            case "late", _:
                await dara.says("/meetings")
                await dara.presses("meetings:open")
                await dara.presses("meetings:answer", 1, "late")
                return (await dara.finds("meetings/card")).message
            case "updates", _:
                await dara.says("/updates")
                await dara.presses("updates:write", 1)
            case "delegate", _:
                await dara.says("/meetings")
                await dara.presses("meetings:open")
                await dara.presses("meetings:answer", 1, "delegate")
                if what == "contact":
                    await dara.says("Dr Keo Vanna, Deputy Director")
            case "move", _:
                await self._opens(secretary, "move")
                await secretary.says("23/12/2026")
                await secretary.says("9:00")
                await secretary.asks("reason")
            case "dates", _:
                await self._proposes(secretary, what)
            case "agenda", _:
                await self._opens(secretary, "change_agenda")
            case "relocate", _:
                await self._opens(secretary, "relocate")
                await secretary.says("Ministry of Planning, hall 2")
                await secretary.asks("reason")
            case "return", _:
                paper = await hands_in(dara, words="for the plenary, item 3")
                await stage.passes(minutes=15)
                await secretary.forges(f"papers:give_back:{paper}")
                await secretary.asks("comment")
            case "share", _:
                await dara.says("/share The joint review begins in March.")
                await dara.presses("form:choice=policy")
                await dara.presses("form:skip")
                await dara.presses("form:skip")
                await dara.asks("audience")
            case "hand-in", _:
                who = people["Kenji Sato"] if what == "item" else dara
                await who.forges("papers:new:1")
                if what == "item":
                    await who.sends_file("Survey.pdf")
                    await who.asks("item")
        return None

    async def _opens(self, secretary: Player, form: str) -> None:
        await secretary.forges(f"meetings:{form}:1")

    async def _proposes(self, secretary: Player, until: str) -> None:
        await secretary.forges("dates:new")
        answers = {
            "title": "Annual review 2026",
            "kind": "form:choice=plenary",
            "dates": "17 Dec 9:00, 18 Dec 14:00",
            "duration": "3h",
            "audience": "form:choice=all",
            "asked": "form:choice=everybody",
        }
        for field, answer in answers.items():
            if field == until:
                break
            await (secretary.presses(answer) if answer.startswith("form:") else secretary.says(answer))
        await secretary.asks(until)


async def stored(stage: Stage) -> frozenset[str]:
    """What is stored now, in the words of the outcomes."""
    found: set[str] = set()
    async with stage.assistant.database.read() as session:
        options = {row.id: row for row in await session.scalars(select(DateOption))}
        for answer in await session.scalars(select(DateAnswer)):
            day = options[answer.option_id].starts_at.astimezone(ZONE)
            found.add(f"{day.day}={answer.choice.value}")
        found |= {"update" if row.text else "nothing" for row in await session.scalars(select(MemberUpdate))}
        for given in await session.scalars(select(Attendance).where(Attendance.rsvp.is_not(None))):
            assert given.rsvp is not None
            late = "" if given.late_min is None else f" {given.late_min}"
            found |= {f"{given.rsvp.value}{late}", *({"contact"} if given.delegate_contact else ())}
        for meeting in await session.scalars(select(Meeting)):
            found.add(f"meeting {meeting.id} {meeting.starts_at:%d %H:%M} {meeting.place} {meeting.state.value}")
        agenda = [f"{row.position} {row.title} {row.minutes}" for row in await session.scalars(select(AgendaItem))]
        found.add(f"agenda {sorted(agenda)}")
        found |= {row.state.value for row in await session.scalars(select(Paper))}
        found |= {f"poll {row.id} {row.ending}" for row in await session.scalars(select(DatePoll))}
        found |= {row.kind.value for row in await session.scalars(select(MemberRequest))}
        found |= {f"note {row.action_id}" for row in await session.scalars(select(ActionUpdate))}
        for action in await session.scalars(select(Action).where(Action.state != ActionState.OPEN)):
            found.add(f"closed {action.id}")
        if (await session.scalars(select(Receipt).where(Receipt.acknowledged_at.is_not(None)))).first() is not None:
            found.add("received")
        found |= {"shared" for _post in await session.scalars(select(Post))}
        for form in await session.scalars(select(OpenForm)):
            if LEFT not in form.context:
                found |= {f"form {form.name}", *_answered(form)}
    return frozenset(found)


def _answered(form: OpenForm) -> set[str]:
    """What an open form has been given, the values of some questions as they are read."""
    found = set()
    for name, raw in form.answers.items():
        if raw in (None, "", {}, []):
            continue
        if isinstance(raw, dict) and "lines" in raw:
            found.add("agenda_done" if raw["done"] else f"agenda {raw['lines']}")
        else:
            found |= {name, f"{name}={_value(name, raw)}"}
    return found


def _value(name: str, raw: object) -> str:
    """The answer to a question as it is compared."""
    if not isinstance(raw, str):
        return str(raw)
    try:
        if name == "dates":
            dates = read_proposed_dates(raw, today=NOW.date(), most=5).dates
            return ", ".join(f"{day.day} {at:%H:%M}" for day, at in dates)
        if name == "duration":
            return str(parse_duration_min(raw))
    except Refusal:
        return raw
    return raw
