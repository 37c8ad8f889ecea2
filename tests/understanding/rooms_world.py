"""The world of the room (README.md here): a meeting that is on, its record, an action of two, edits and albums."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.attendance import MeetingPresence
from storage.core.audiences import token_of
from storage.members import Institution
from storage.records import MeetingRecord, RecordLine
from storage.requests import MemberRequest, RequestKind
from tests.actions.conftest import records
from tests.indicators.conftest import defines, opens_round
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage, raise_curtain
from tests.understanding.world import copy_database, stored
from twg.language.agenda import AgendaLine

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Thursday; the plenary has begun an hour before.
NOW = datetime(2026, 12, 3, 10, tzinfo=ZONE)
PHOTO = b"\xff\xd8\xff a photo"
_REQUESTS = {RequestKind.LEAVES_EARLY: "leaves", RequestKind.OTHER_TIME: "move", RequestKind.AGENDA_ITEM: "item"}


@dataclass
class RoomWorld:
    """A stage in one context, which every message finds as it was."""

    stage: Stage
    context: str
    writer: Player
    live: Path
    kept: Path
    #: What is replied to, or the own message that is edited.
    about: SeenMessage | None
    before: frozenset[str] = frozenset()

    async def hears(self, words: str) -> frozenset[str]:
        """Say this in the context. Returns: what it left, as outcomes."""
        copy_database(self.kept, self.live)
        kind = self.context.partition(":")[0]
        if kind == "edited":
            assert self.about is not None
            await self.writer.edits(self.about, words)
        elif kind == "album":
            photos = [(f"{number}.jpg", PHOTO) for number in (1, 2)]
            await self.writer.sends_album(photos, caption=words, reply_to=self.about)
        elif kind == "forwarded":
            await self._forwards(words)
        else:
            await self.writer.says(words, reply_to=self.about)
        found = await stored_in_room(self.stage)
        taken_back = {each for each in self.before - found if each.startswith(("begun", "done"))}
        return (found - self.before - {"asks open"}) | ({"undone"} if taken_back else set())

    async def _forwards(self, words: str) -> None:
        """Forward what Kenji wrote in a group in which the assistant is not."""
        kenji = self.stage.people["Kenji Sato"].person
        group = await self.stage.sandbox.group("Friends", [self.writer.person, kenji], bot="left")
        await self.writer.forwards(await kenji.says(words, chat=group))


@asynccontextmanager
async def enter_room(context: str, folder: Path, migrated: Path) -> AsyncIterator[RoomWorld]:
    """The world just before a message of this context."""
    live = folder / "twgbot.db"
    copy_database(migrated, live)
    start = datetime(2026, 11, 25, 9, tzinfo=ZONE)
    async with raise_curtain(folder, f"sqlite+aiosqlite:///{live}", start) as stage:
        await _peopled(stage)
        writer = stage.people["Sophea" if context.endswith(("record", "no-record")) else "Dara"]
        await stage.becomes(NOW)
        about = await _prelude(stage, writer, context)
        await everybody_looks_away(writer)
        world = RoomWorld(stage, context, writer, live, folder / "kept.db", about, await stored_in_room(stage))
        copy_database(live, world.kept)
        yield world


async def _peopled(stage: Stage) -> None:
    await stage.adds_twg()
    secretary = await stage.member("Sophea", "secretariat", "MoH CRDB")
    dara = await stage.member("Dara", "government", "MoH")
    await stage.member("Bopha", "government", "MoP")
    await stage.member("Kenji Sato", "development_partner", "ADB")
    await records(secretary, dara, "Revise the budget annex", due_on=date(2026, 12, 10))
    await records(secretary, dara, "Send the district figures", due_on=date(2026, 12, 15))
    async with stage.assistant.database.read() as session:
        ids = {row.name: row.id for row in await session.scalars(select(Institution))}
    owners = tuple(token_of("institution", ids[name]) for name in ("MoH", "MoP"))
    await records(secretary, None, "Prepare the joint note on staffing", owners=owners, due_on=date(2026, 12, 11))
    await defines(secretary, "2008-4", responsible=["MoH"], baseline=Decimal(52), target=None, target_period="")
    await opens_round(secretary, date(2026, 12, 11))
    agenda = [AgendaLine("Opening", "Chair", 30), AgendaLine("Health budget 2027", "Dara", 60)]
    await announce_meeting(
        secretary, title="Plenary meeting", day=NOW.date(), at=time(9), place="MoH room A", agenda=agenda
    )


async def _prelude(stage: Stage, writer: Player, context: str) -> SeenMessage | None:
    """Bring about the context. Returns: the message that is replied to or edited, if any."""
    kind, _, what = context.partition(":")
    if what == "record" or kind == "record":
        await writer.forges("records:start:1")
        await writer.says("decision: the agenda is adopted")
    about = None
    if kind == "edited":
        first = {"yes": "I will come", "done": "/done 1 sent to MEF", "value": "/jmi 2008-4 58%"}[what]
        invitation = (await writer.finds("meetings/card", heading="announced")).message
        await writer.says(first, reply_to=invitation if what == "yes" else None)
        about = [message for message in await writer.person.messages() if message.mine][-1]
    elif what in {"action", "shared"}:
        words = "Revise the budget annex" if what == "action" else "Prepare the joint note"
        given = [seen.message for seen in await writer.messages() if seen.contexts("actions/card")]
        about = next(message for message in reversed(given) if words in message.text)
    elif what == "indicator":
        about = (await writer.finds("indicators/request")).message
    await stage.passes(minutes=1)
    return about


async def stored_in_room(stage: Stage) -> frozenset[str]:
    """What is stored now: as `stored`, with the record, who is there, and what was asked by name."""
    found = {each for each in await stored(stage) if not each.startswith(("leaves-early", "other-time", "agenda-item"))}
    async with stage.assistant.database.read() as session:
        for line in await session.scalars(select(RecordLine).where(RecordLine.removed_at.is_(None))):
            owners = f" owners={line.owners.replace(', ', ',')}" if line.owners else ""
            due = f" due={line.due_on}" if line.due_on else ""
            found.add(f"{line.kind.value}{owners}{due}" if line.id > 1 else "begun")
        for row in await session.scalars(select(MeetingPresence)):
            found.add(row.presence.value)
        for asked in await session.scalars(select(MemberRequest)):
            if asked.kind in _REQUESTS:
                found.add(_REQUESTS[asked.kind])
        for record in await session.scalars(select(MeetingRecord)):
            found.add(f"at {record.item_token}{' closed' if record.closed_at else ''}")
    return frozenset(found)
