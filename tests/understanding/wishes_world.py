"""The world of the wishes (README.md here): what is offered for a request in words, and what is taken back."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.core.forms import OpenForm
from storage.indicators import Submission
from storage.meetings import MeetingKind
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round
from tests.joining.conftest import asks
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage, raise_curtain
from tests.understanding.notices_world import FILE, stored
from tests.understanding.world import copy_database
from twg.language.agenda import AgendaLine

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Thursday; the core group meets on Friday the 4th, the plenary is on Tuesday the 22nd.
NOW = datetime(2026, 12, 3, 10, tzinfo=ZONE)
#: What a button offers, by its name.
_OFFERED = {
    "members:invite_as": "invite",
    "members:enter_as": "add-member",
    "members:open": "remove-member",
    "joining:list": "admit",
    "meetings:cancel": "cancel",
    "meetings:move_as": "move",
    "meetings:relocate_as": "relocate",
    "meetings:plan_as": "newmeeting",
    "meetings:answers": "remind",
    "meetings:agenda": "agenda",
    "meetings:invite_guests": "guest",
    "dates:new_as": "dates",
    "papers:call_as": "call-papers",
    "papers:meeting": "pack",
    "documents:receipts": "unread",
    "documents:recall": "recall",
    "documents:replace": "replace",
    "documents:new": "minutes",
    "indicators:round": "round",
    "indicators:begin_as": "open-round",
    "indicators:change_as": "change-report",
    "actions:new_as": "newaction",
    "actions:open": "action",
    "actions:reopen": "reopen",
    "general:undo": "undo",
    "general:only:export": "export",
    "general:only:import": "import",
    "general:only:updates": "updates",
    "general:only:members": "members",
    "requests:send": "asks-secretariat",
    "sharing:take": "share",
}
#: What a message shows, by its template.
_SHOWN = {
    "general/words_left": "told",
    "search/results": "found",
    "members/directory": "found",
    "meetings/answers": "who",
    "indicators/round": "round",
    "indicators/recorded": "change-report",  # at once, where nothing but the right value is said
}
_FORMS = {
    "hand_in_paper": "paper",
    "move_meeting": "move",
    "invite_members": "invite",
    "open_round": "open-round",
    "record_action": "newaction",
    "propose_dates": "dates",
    "plan_meeting": "newmeeting",
}
_REQUESTS = {"paper_later": "more-time", "paper_not_theirs": "not-mine"}
#: What changes something, so that it is wrong where it was not meant.
STORED = frozenset({"undone", "yes", "no", "maybe", "late", "more-time", "not-mine", "question", "message", "closed 1"})


@dataclass
class WishesWorld:
    """A stage in one context, which every message finds as it was."""

    stage: Stage
    people: dict[str, Player]
    live: Path
    kept: Path
    reply_to: SeenMessage | None
    before: frozenset[str]

    async def hears(self, who: str, words: str) -> frozenset[str]:
        """Let somebody say this. Returns: what it was answered with, and what it left."""
        copy_database(self.kept, self.live)
        person = self.people[who]
        if words.startswith(FILE):
            caption = words.removeprefix(FILE).strip()
            await person.sends_file("Budget.pdf", caption=caption, reply_to=self.reply_to)
        else:
            await person.says(words, reply_to=self.reply_to)
        found = {outcome for seen in await person.on_screen() for outcome in _read(seen)}
        after = await stored(self.stage)
        for left in after - self.before:
            kind, _, name = left.partition(" ")
            found.add(_FORMS.get(name, name) if kind == "form" else _REQUESTS.get(left, left))
        return frozenset(found | ({"undone"} if "closed 1" in self.before - after else set()))

    async def fills(self, who: str, offered: str) -> dict[str, str]:
        """Press the button that offers this, where one does. Returns: the answers that the form has then."""
        person = self.people[who]
        for seen in reversed(await person.on_screen()):
            for each in seen.buttons:
                if _name(each.name, each.args) == offered:
                    await person.presses(each.name, *each.args)
                    return await self._answers()
        return await self._answers()

    async def _answers(self) -> dict[str, str]:
        """The answers of the open form; without one, the value of the newest report."""
        async with self.stage.assistant.database.read() as session:
            forms = list(await session.scalars(select(OpenForm).order_by(OpenForm.updated_at, OpenForm.id)))
            newest = await session.scalar(select(Submission).order_by(Submission.id.desc()).limit(1))
        if not forms:
            value = None if newest is None else newest.value
            return {} if value is None else {"value": f"{value.normalize():f}"}
        answers = forms[-1].answers
        return {name: _plain(raw) for name, raw in answers.items() if raw not in (None, "")}


def _plain(raw: object) -> str:
    """An answer as the corpus writes it: a day as 29/12, a name as typed."""
    text = str(raw.get("typed", raw.get("name", raw.get("value", raw)))) if isinstance(raw, dict) else str(raw)
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return text.removesuffix(":00") if day is None else f"{day[3]}/{day[2]}"


def _name(name: str, args: tuple[str, ...]) -> str | None:
    return _OFFERED.get(":".join([name, *args])) or _OFFERED.get(name)


def _read(seen: Seen) -> set[str]:
    """What a message shows or offers."""
    found = {_SHOWN[key] for key in seen.keys if key in _SHOWN}
    offered = {_name(each.name, each.args) for each in seen.buttons}
    return found | {each for each in offered if each is not None}


@asynccontextmanager
async def enter_wishes(context: str, folder: Path, migrated: Path) -> AsyncIterator[WishesWorld]:
    """The world just before a message of this context."""
    live = folder / "twgbot.db"
    copy_database(migrated, live)
    start = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
    async with raise_curtain(folder, f"sqlite+aiosqlite:///{live}", start) as stage:
        people = await _peopled(stage)
        reply_to = await _prelude(stage, people, context)
        for person in people.values():
            await everybody_looks_away(person)
        world = WishesWorld(stage, people, live, folder / "kept.db", reply_to, await stored(stage))
        copy_database(live, world.kept)
        yield world


async def _peopled(stage: Stage) -> dict[str, Player]:
    await stage.adds_twg()
    secretary = await stage.member("Sophea", "secretariat", "MoH CRDB")
    dara = await stage.member("Dara", "government", "MoH")
    kenji = await stage.member("Kenji Sato", "development_partner", "JICA")
    chair = await stage.member("Chan Vuthy", "chair", "MoH")
    await asks(await stage.person("Sok Pisey"))
    await records(secretary, dara, "Revise the budget annex", due_on=date(2026, 12, 10))
    await defines(secretary, "2008-4", responsible=["MoH"], baseline=Decimal(52), target=None, target_period="")
    await opens_round(secretary, date(2026, 12, 11))
    agenda = [AgendaLine("Opening", "Chair", 30), AgendaLine("Health budget 2027", "Dara", 60)]
    plenary = {"title": "Plenary meeting", "day": date(2026, 12, 22), "at": time(9), "place": "MoH room A"}
    await announce_meeting(secretary, **plenary, agenda=agenda)
    core = {"title": "Core group meeting", "day": date(2026, 12, 4), "at": time(14), "place": "MoH room B"}
    await announce_meeting(secretary, **core, kind=MeetingKind.CORE_GROUP, agenda=[])
    await circulate(secretary, title="Budget 2027", acknowledge_by=date(2026, 12, 11))
    return {"secretariat": secretary, "member": dara, "dp": kenji, "chair": chair}


async def _prelude(stage: Stage, people: dict[str, Player], context: str) -> SeenMessage | None:
    """Bring about the context. Returns: the message that is replied to, if any."""
    secretary, dara = people["secretariat"], people["member"]
    await stage.becomes(datetime(2026, 12, 1, 9, tzinfo=ZONE) if context == "later:done" else NOW)
    if context.endswith(":done"):
        await dara.says("/done 1 The annex was sent to MEF")
    if context == "after:report":
        await dara.says("/jmi 2008-4 58%")
        await dara.presses("form:save")
    if context == "reply:called":
        await secretary.forges("papers:call:1")
        await secretary.presses("form:save")
        await stage.passes(minutes=15)
        return (await dara.finds("papers/asked")).message
    if context == "later:done":
        await stage.becomes(NOW)
    else:
        await stage.passes(minutes=1)
    return None
