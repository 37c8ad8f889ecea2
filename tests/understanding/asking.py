"""The world of the questions (README.md here): that of the messages, with a Chair, a paper, and what is answered."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from handlers.forms.opened import LEFT
from storage.core.forms import OpenForm
from storage.meetings import Attendance
from storage.requests import MemberRequest
from tests.documents.conftest import circulate
from tests.support.seen import Seen
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player
from tests.understanding.world import World, enter

#: What an explained thing is called in the corpus, by the title of its explanation.
_HOW = {
    "Plan and announce a meeting": "newmeeting",
    "Move a meeting": "move-meeting",
    "Cancel a meeting": "cancel-meeting",
    "Change the agenda": "agenda",
    "Answer an invitation": "meetings",
    "See who is coming": "meetings",
    "Record an agreed action": "newaction",
    "Close an action": "actions",
    "Drop an action, or change it": "actions",
    "Ask for more time": "actions",
    "Ask the secretariat": "requests",
    "Report on an indicator": "jmi",
    "Ask for reports, and follow or close the round": "round",
    "Accept or return a report": "review",
    "Circulate a document or the minutes": "documents",
    "Find a document": "documents",
    "Invite somebody": "invite",
    "Change or remove a member": "members",
    "See who is who": "members",
    "Change your own details": "me",
    "Leave the TWG": "leave",
    "Share information": "share",
    "Search everything": "search",
    "Look something up in the Guideline": "guideline",
    "Change when members are reminded": "reminders",
    "Get everything as an Excel file": "export",
    "Import the list of members": "import",
    "Change the language, or the TWG": "settings",
}
#: What a message with this template answers.
_ANSWERS = {
    "meetings/answers": {"who"},
    "actions/card": {"due", "actions"},
    "indicators/reminder": {"mine", "due"},
    "indicators/indicator": {"indicator", "due"},
    "indicators/round": {"reports"},
    "documents/list": {"papers"},
    "members/waiting": {"mine"},
    "members/directory": {"members"},
    "general/nothing_open": {"mine"},
    "general/menu": {"how"},
    "guideline/clauses": {"guideline"},
    "forms/is_answer": {"doubt"},
}
_STORED = {"leaves_early": "leaves", "agenda_item": "item", "other_time": "move"}
#: What changes something, so that it is wrong where it was not meant.
STORED = frozenset(
    {"leaves", "item", "move", "late", "yes", "no", "maybe", "delegate", "question", "message", "answer"}
)


@dataclass
class Asking:
    """People of four roles, who find everything as it was before each message."""

    world: World
    people: dict[str, Player]

    async def hears(self, who: str, words: str) -> frozenset[str]:
        """Let somebody say this. Returns: what it was answered with, and what it left."""
        self.world.begins_again()
        person = self.people[who]
        before = await self._stored()
        await person.says(words)
        screen = await person.on_screen()
        found = {outcome for seen in screen for outcome in _read(seen)}
        found |= await self._stored() - before
        return frozenset(found)

    async def sees(self, who: str) -> str:
        return "\n".join(str(seen) for seen in await self.people[who].on_screen())

    async def _stored(self) -> frozenset[str]:
        found: set[str] = set()
        async with self.world.stage.assistant.database.read() as session:
            for row in await session.scalars(select(MemberRequest)):
                found.add(_STORED.get(row.kind.value, row.kind.value))
            for given in await session.scalars(select(Attendance).where(Attendance.rsvp.is_not(None))):
                found.add(str(given.rsvp.value if given.rsvp else ""))
            for form in await session.scalars(select(OpenForm)):
                if LEFT not in form.context:
                    found |= _answered(form)
        return frozenset(found)


def _answered(form: OpenForm) -> set[str]:
    """What an open form has been given."""
    if form.name == "move_meeting" and form.answers.get("day"):
        return {"form move", "answer"}
    if form.name == "ask_request" and form.answers.get("until"):
        return {"answer"}
    if form.name == "report_indicator":
        return {"reading form"} if form.answers.get("value") is None else {"answer"}
    return set()


def _read(seen: Seen) -> set[str]:
    """What a message answers or offers."""
    found = {outcome for key in seen.keys for outcome in _ANSWERS.get(key, ())}
    for context in seen.contexts("meetings/asked"):
        found |= {
            "when",
            "where",
            *({"agenda"} if context.get("agenda") else ()),
            *({"who"} if context.get("unseen") else ()),
        }
    for context in seen.contexts("actions/list"):
        found.add("mine" if context["scope"] == "mine" else "actions")
    for context in seen.contexts("general/how"):
        found.add("how")
        found |= {
            f"how {_HOW.get(title.render('en'), '?')}" for title, _steps, done_by in context["howtos"] if not done_by
        }
    offers = [re.sub(r"#\d+$", "", offered) for offered in seen.offers]
    if "requests:send" in offers:
        found.add("asks-secretariat")
    if offers[:1] == ["actions:meant"]:
        found.add("promise")
    if offers[:1] == ["indicators:this"] or (
        "forms/ask" in seen.keys and any("form:choice" in each for each in offers)
    ):
        found.add("readings")
    return found


@asynccontextmanager
async def enter_asking(context: str, folder: Path, migrated: Path) -> AsyncIterator[Asking]:
    """The world in which the questions of this context are asked."""
    own = {"plain": "plain", "ask:done": "ask:done", "ask:value": "ask:value", "ask:until": "plain", "ask:day": "plain"}
    async with enter(own[context], folder, migrated) as world:
        people = dict(world.stage.people)
        chair = await world.stage.member("Chan Vuthy", "chair", "MoH")
        secretary, dara = people["Sophea"], world.dara
        await circulate(secretary, acknowledge_by=date(2026, 12, 11))
        if context == "ask:until":
            await dara.says("/actions")
            await dara.presses("actions:open", 1)
            await dara.presses("requests:about", "action", 1)
            await dara.presses("requests:ask", "more_time", "action", 1)
        if context == "ask:day":
            await secretary.says("/meetings")
            await secretary.presses("meetings:open", 1)
            await secretary.presses("meetings:move", 1)
        if context in {"ask:done", "ask:value"}:  # asked again, since a paper has come in between
            await dara.says("/actions" if context == "ask:done" else "/jmi")
            await dara.presses("actions:open" if context == "ask:done" else "indicators:open", 1)
            await dara.presses("actions:done" if context == "ask:done" else "indicators:report", 1)
        await everybody_looks_away(dara)
        world.keeps()
        roles = {"member": dara, "dp": people["Kenji Sato"], "chair": chair, "secretariat": secretary}
        yield Asking(world, roles)
