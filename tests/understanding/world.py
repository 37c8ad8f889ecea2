"""The world of the messages (README.md here): a stage with Dara's tasks, and what a message left in its database."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config_sections import RuleSection
from handlers.forms.opened import LEFT
from sandbox.client import SeenMessage
from storage.actions import Action, ActionState, ActionUpdate
from storage.core.forms import OpenForm
from storage.documents import Receipt
from storage.indicators import Indicator, ReportRequest, Submission
from storage.meetings import Attendance, Meeting
from storage.requests import MemberRequest, RequestKind
from storage.sharing import Post
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage, raise_curtain
from tests.understanding.answers import faults
from twg.language.periods import read_period
from twg.language.values import parse_value

ZONE = ZoneInfo("Asia/Phnom_Penh")
NOW = datetime(2026, 12, 3, 10, 0, tzinfo=ZONE)
#: Reminders of action 1, the plenary and the round that are due on the morning of `NOW`, in one message.
_ALL_THIS_MORNING = {
    "meeting_3_days": RuleSection(days=-14),
    "action_7_days": RuleSection(days=-7),
    "round_7_days": RuleSection(days=-8),
}
#: The contexts whose question only the secretariat is asked.
_OF_SECRETARIAT = {"ask:drop", "ask:place", "ask:title"}


#: The value of the report that was saved before, in the context `saved:value`.
_SAVED = Decimal(58)
#: A question was answered, and nothing stored.
ANSWERED = "answered"
#: What a command types into the form that it opens is not stored.
_OF_COMMANDS = frozenset({"text", "title"})
#: Templates that answer a question.
_ANSWERS = frozenset({"meetings/asked", "meetings/answers", "general/how", "general/nothing_open", "documents/list"})


@dataclass
class World:
    """A stage in one context, which every message finds as it was."""

    stage: Stage
    dara: Player
    context: str
    live: Path
    kept: Path
    reply_to: SeenMessage | None = None
    before: frozenset[str] = frozenset()
    cancelled: bool = False

    async def hears(self, words: str) -> frozenset[str]:
        """Say this in the context. Returns: what it left, as outcomes."""
        self.begins_again()
        if self.context == "forwarded":
            await self.dara.does(_forwards(self.stage, words))
        else:
            await self.dara.says(words, reply_to=self.reply_to)
        found = await stored(self.stage) - self.before
        if self.context.startswith("saved:"):
            found |= await self._corrected()
        if self.context.startswith(("ask:", "register:")) and "asks open" in self.before and not await self._is_open():
            found = found or frozenset({"cancel"})
        found = found - {"asks open"} - (frozenset() if self.context.startswith("ask:") else _OF_COMMANDS)
        if self.context == "forwarded":
            return found
        found = found or (frozenset({ANSWERED}) if await self._is_answered() else found)
        return found | await self._faults(words, found)

    async def _faults(self, words: str, stored: frozenset[str]) -> frozenset[str]:
        """What is amiss with the answer: see `answers.faults`."""
        message_id = max(message.id for message in await self.dara.in_chat() if message.mine)
        return faults(await self.dara.fresh(), message_id, words, stored=stored, database=self.live)

    async def _corrected(self) -> frozenset[str]:
        """The value of the report that was saved before, where it is another one now."""
        async with self.stage.assistant.database.read() as session:
            made = list(await session.scalars(select(Submission).order_by(Submission.version)))
        if not made:
            return frozenset({"undone"})
        value = made[-1].value
        return frozenset() if value is None or value == _SAVED else frozenset({f"now {format(value.normalize(), 'f')}"})

    async def _is_answered(self) -> bool:
        """Whether the message was a question that the store answers."""
        return any(key in _ANSWERS for seen in await self.dara.on_screen() for key in seen.keys)

    def begins_again(self) -> None:
        """Let everything be as it was when the context was entered."""
        copy_database(self.kept, self.live)

    def keeps(self) -> None:
        """Let everything be as it is now before each message."""
        copy_database(self.live, self.kept)

    async def _is_open(self) -> bool:
        return "asks open" in await stored(self.stage)

    async def screen(self) -> str:
        return await self.dara.screen()


async def _forwards(stage: Stage, words: str) -> None:
    """Dara forwards what Kenji wrote in a group of theirs, in which the assistant is not."""
    dara, kenji = stage.people["Dara"].person, stage.people["Kenji Sato"].person
    group = await stage.sandbox.group("Friends", [dara, kenji], bot="left")
    await dara.forwards(await kenji.says(words, chat=group))


@asynccontextmanager
async def enter(context: str, folder: Path, migrated: Path) -> AsyncIterator[World]:
    """The world just before a message of this context."""
    live = folder / "twgbot.db"
    copy_database(migrated, live)
    start = datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)
    async with raise_curtain(folder, f"sqlite+aiosqlite:///{live}", start) as stage:
        dara = await _peopled(stage, context)
        reply_to = await _Prelude(stage, dara).plays(context)
        if context == "register:name":
            dara = await _newcomer(stage)
        await everybody_looks_away(dara)
        world = World(stage, dara, context, live, folder / "kept.db", reply_to, await stored(stage))
        copy_database(live, world.kept)
        yield world


async def _peopled(stage: Stage, context: str) -> Player:
    """Dara, and what the assistant keeps for Dara."""
    stage.config.rules = _ALL_THIS_MORNING if context == "reply:several" else {}
    await stage.restarts()
    await stage.adds_twg()
    dara = await stage.member("Dara", "secretariat" if context in _OF_SECRETARIAT else "government", "MoH")
    kenji = await stage.member("Kenji Sato", "development_partner", "JICA")
    secretary = await stage.member("Sophea", "secretariat", "MoH CRDB")
    await records(secretary, dara, "Revise the budget annex", due_on=date(2026, 12, 10))
    await records(secretary, dara, "Send the district figures", due_on=date(2026, 12, 15))
    await records(secretary, kenji, "Draft the terms of reference", due_on=date(2026, 12, 20))
    plenary = {"title": "Plenary meeting", "day": date(2026, 12, 17), "at": time(9), "place": "MoH room A"}
    await announce_meeting(secretary, **plenary)
    await _define_indicators(secretary, alone=context in {"reply:indicator", "reply:several"})
    return dara


async def _newcomer(stage: Stage) -> Player:
    """Somebody who registers by a link, and is asked for the name."""
    newcomer = await stage.person("Newcomer")
    await newcomer.starts(await stage.invites("government"))
    await newcomer.presses("form:choice=en")
    await newcomer.presses("form:skip")
    return newcomer


async def _define_indicators(secretary: Player, *, alone: bool) -> None:
    """Open the round. Args: `alone`: its request names 2008-4 only; the others are known to the TWG all the same."""
    essential = {"statement": "Facilities with essential medicines", "baseline": Decimal(52)}
    await defines(secretary, "2008-4", responsible=["MoH"], target=None, target_period="", **essential)
    if alone:
        await opens_round(secretary, date(2026, 12, 11))
    land = {"statement": "Land cleared", "unit": "m2", "baseline": Decimal(41_200_000)}
    await defines(secretary, "2008-3", responsible=["MoH"], target=None, target_period="", **land)
    milestone = {"statement": "Monitoring framework adopted", "target_period": ""}
    await defines(secretary, "2006-1", unit="", responsible=["MoH"], **milestone)
    if not alone:
        await opens_round(secretary, date(2026, 12, 11))


@dataclass
class _Prelude:
    """What comes just before a message."""

    stage: Stage
    dara: Player

    async def plays(self, context: str) -> SeenMessage | None:
        """Bring about the context. Returns: the message that is replied to, if any."""
        if context.startswith("late:"):
            await self.stage.becomes(datetime(2026, 11, 30, 10, 0, tzinfo=ZONE))
            await self._ask(context.removeprefix("late:"))
        await self.stage.becomes(NOW)
        kind, _, what = context.partition(":")
        if kind == "ask":
            await self._ask(what)
        if kind == "saved":
            await self._ask("confirm")
            await self.dara.presses("form:save")
        return await self._replied(what) if kind == "reply" else None

    async def _ask(self, what: str) -> None:
        dara = self.dara
        if what in {"done", "note", "drop"}:
            await dara.says("/actions")
            await dara.presses("actions:open", 1)
            await dara.presses(f"actions:{what}", 1)
        elif what == "value":
            await dara.says("/jmi")
            await dara.presses("indicators:open", 1)
            await dara.presses("indicators:report", 1)
        elif what == "confirm":
            await dara.says("/jmi 2008-4 58%")
        elif what == "delegate":
            await dara.presses("meetings:answer", 1, "delegate", in_message=await self._invitation())
        elif what == "place":
            await dara.says("/meetings")
            await dara.presses("meetings:open", 1)
            await dara.presses("meetings:relocate", 1)
        elif what == "title":
            await dara.sends_file("budget.pdf")
            await dara.presses("documents:take")
        elif what == "share":
            await dara.says("/share")

    async def _invitation(self) -> SeenMessage:
        return (await self.dara.finds("meetings/card", heading="announced")).message

    async def _replied(self, what: str) -> SeenMessage:
        if what == "meeting":
            return await self._invitation()
        if what == "document":
            await circulate(self.stage.people["Sophea"], acknowledge_by=date(2026, 12, 11))
            return (await self.dara.finds("documents/card", heading="circulated")).message
        if what == "indicator":
            return (await self.dara.finds("indicators/request")).message
        shown = [seen for seen in await self.dara.messages() if seen.contexts("actions/card", heading="reminder")]
        return shown[-1].message


def copy_database(source: Path, target: Path) -> None:
    """Put the contents of one SQLite file into another, which may be open elsewhere."""
    with sqlite3.connect(source) as read, sqlite3.connect(target) as write:
        read.backup(write)
    read.close()
    write.close()


async def stored(stage: Stage) -> frozenset[str]:
    """What is stored now, in the words of the outcomes; "asks open" while a form is open."""
    found: set[str] = set()
    async with stage.assistant.database.read() as session:
        for action in await session.scalars(select(Action)):
            if action.state is not ActionState.OPEN:
                found.add(f"done {action.id}" if action.state is ActionState.DONE else f"dropped {action.id}")
        found |= {f"note {note.action_id}" for note in await session.scalars(select(ActionUpdate))}
        for answer in await session.scalars(select(Attendance).where(Attendance.rsvp.is_not(None))):
            found.add(str(answer.rsvp.value if answer.rsvp else ""))
        if (await session.scalars(select(Meeting.place))).one() != "MoH room A":
            found.add("place")
        indicators = {str(row.id): row for row in await session.scalars(select(Indicator))}
        if (await session.scalars(select(Submission))).first() is not None:
            found.add("save")
        if (await session.scalars(select(Receipt).where(Receipt.acknowledged_at.is_not(None)))).first() is not None:
            found.add("received")
        if (await session.scalars(select(Post))).first() is not None:
            found.add("shared")
        for form in await session.scalars(select(OpenForm)):
            if LEFT in form.context:  # kept, so that the person can take it up again
                continue
            found |= {"asks open", *_form_outcomes(form, indicators)}
        found |= await _requests(session, indicators)
    return frozenset(found)


def _form_outcomes(form: OpenForm, indicators: dict[str, Indicator]) -> set[str]:
    """What an open form has as answers to be confirmed."""
    answers = form.answers
    if form.name == "report_indicator":
        return _reported(answers, "", indicators, reopened=form.reopened)
    if form.name == "report_several":
        paths = {name.removesuffix("indicator") for name in answers if name.endswith(".indicator")}
        return {found for path in paths for found in _reported(answers, path, indicators, reopened=form.reopened)}
    words = {
        "send_delegate": ("name", "delegate"),
        "drop_action": ("reason", "reason"),
        "relocate_meeting": ("place",) * 2,
        "circulate_document": ("title",) * 2,
        "share": ("text",) * 2,
        "register": ("name",) * 2,
    }
    field, outcome = words.get(form.name, ("", ""))
    return {outcome} if answers.get(field) else set()


def _reported(answers: dict[str, Any], path: str, indicators: dict[str, Indicator], *, reopened: str) -> set[str]:
    """The report in a form's answers; none while its value is asked for, or of which period it is.

    Args:
        path: what stands before the names of its fields: "reports.0.".
    """
    indicator, value = indicators.get(str(answers.get(f"{path}indicator"))), answers.get(f"{path}value")
    if indicator is None or reopened == f"{path}value":
        return set()
    if indicator.milestone:
        return {f"milestone {indicator.number}"} if answers.get(f"{path}note") else set()
    if value is None or _is_of_old(answers.get(f"{path}period")):
        return set()
    plain = Decimal(value["value"]) if isinstance(value, dict) else parse_value(value, unit=indicator.unit)
    return {f"report {indicator.number}={format(plain.normalize(), 'f')}"}


def _is_of_old(period: Any) -> bool:
    """Whether a value is said to be of a period that ended a year ago, so that the form asks of which it is."""
    told = read_period(period["told"]) if isinstance(period, dict) else None
    return told is not None and told.last < NOW.date() - timedelta(days=366)


async def _requests(session: AsyncSession, indicators: dict[str, Indicator]) -> set[str]:
    """Requests that were made, or wait for a day or a person in the form that asks for it."""
    asked = [(row.kind, row.subject_type, row.subject_id) for row in await session.scalars(select(MemberRequest))]
    for form in await session.scalars(select(OpenForm).where(OpenForm.name == "ask_request")):
        context = form.context
        asked.append((RequestKind(context["kind"]), context["subject_type"], context["subject_id"]))
    found = set()
    for kind, subject_type, subject_id in asked:
        name = kind.value.replace("_", "-")
        if subject_type == ReportRequest.__tablename__:
            report = await session.get_one(ReportRequest, subject_id)
            found.add(f"{name} {indicators[str(report.indicator_id)].number}")
        else:
            found.add(name if name in {"question", "left"} else f"{name} {subject_id}")
    return {"question" if outcome.startswith("question") else outcome for outcome in found}
