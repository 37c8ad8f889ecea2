"""Leave a store as version 0.1.0 (commit 6ff41cf) leaves it when its process is killed on a busy evening.

It plays three weeks of five TWGs with the assistant and the sandbox of that version and writes `store_of_0_1.json`:

    git worktree add ../version-0.1 6ff41cf
    cd ../version-0.1
    PYTHONPATH=. python <this file> <the file to write>

What it imports is there by the same names in both versions; it acts by what buttons carry, and by commands.
"""

import asyncio
import importlib
import json
import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.stage import config_for
from sandbox.client import SeenMessage
from sandbox.model import Chat, Message
from storage.members import find_twg
from tests.support.stage import Player, Stage, raise_curtain

ZONE = ZoneInfo("Asia/Phnom_Penh")
START = datetime(2026, 11, 16, 9, 0, tzinfo=ZONE)
TIME = {"quiet_hours": "20:00-06:30", "days_off": [], "holidays": ""}
TWGS = {"HLT": "Health", "EDU": "Education", "WSH": "Water", "NUT": "Nutrition", "AGR": "Agriculture"}
#: Rows that a migrated store does without: the ids of handled updates, which a new sandbox counts anew, and what the
#: killed process held.
LEFT_OUT = {"alembic_version", "inbox", "lease", "budget"}
#: What is kept of a message besides its buttons.
CONTENT = ("text", "caption", "document")


class Company:
    """The people, who act by what buttons carry and by typing."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def becomes(self, day: int, hour: int, minute: int = 0, *, month: int = 12) -> None:
        await self.stage.becomes(datetime(2026, month, day, hour, minute, tzinfo=ZONE))

    async def press(self, player: Player, *wanted: str) -> None:
        """One button after the other: "meetings/answer:3:yes" or its beginning, or "save" and the like of a form."""
        for data in wanted:
            message, found = await self.find(player, data)
            await player.does(player.person.taps_data(found, in_message=message))

    async def find(self, player: Player, wanted: str) -> tuple[SeenMessage, str]:
        for message in reversed(await player.person.messages()):
            for button in (button for row in message.buttons for button in row):
                data = str(button.data)
                is_form = "/" not in wanted and data.startswith("f:") and data.endswith(f":{wanted}")
                if is_form or data == wanted or data.startswith(f"{wanted}:"):
                    return message, data
        shown = [(m.text, [b.data for row in m.buttons for b in row]) for m in await player.person.messages()][-3:]
        raise AssertionError(f"{player.person.name} has no button {wanted} in {shown}")

    async def joins(self, player: Player, role: str, code: str) -> None:
        await player.starts(await self.stage.invites(role, code=code))

    async def works_in(self, player: Player, twg_id: int) -> None:
        await player.says("/settings")
        await self.press(player, f"general/switch:{twg_id}")

    async def plans(self, dara: Player, title: str, day: str, at: str = "10:00", *, announced: bool = True) -> None:
        await dara.says("/newmeeting", title)
        await self.press(dara, "c=plenary")
        await dara.says(day, at, "2h", "Ministry of Health, room A")
        await self.press(dara, "c=all")
        await dara.says("Follow-up of the last meeting | Secretariat | 30")
        await self.press(dara, "finish", "save")
        if announced:
            await self.press(dara, "meetings/announce")

    async def records(self, dara: Player, text: str, owner: str, day: str, *, held: bool = False) -> None:
        await dara.says(f"/newaction {text}", owner, day)
        await self.press(dara, *(["skip"] if held else []), "c=all", "save")

    async def circulates(self, dara: Player, title: str, day: str) -> None:
        await dara.sends_file(f"{title}.pdf", f"%PDF-1.4 {title}".encode())
        await self.press(dara, "documents/take", "c=0", "c=paper", "c=all")
        await dara.says(day)
        await self.press(dara, "skip", "save")

    async def defines(self, dara: Player, number: str, statement: str, unit: str, responsible: str) -> None:
        await dara.says("/jmi")
        await self.press(dara, "indicators/define")
        await dara.says(number, statement)
        if unit:
            await dara.says(unit, "65")
        else:
            await self.press(dara, "skip")
        await dara.says("Dec 2026", responsible)
        await self.press(dara, "save")

    async def opens_round(self, dara: Player, title: str, day: str) -> None:
        await dara.says("/round", title, day)
        await self.press(dara, "save")

    async def registers(self, name: str, *, answered: int = 4) -> Player:
        """Somebody registers by an invitation, as far as so many answers."""
        player = await self.stage.person(name)
        await player.starts(await self.stage.invites("government"))
        await self.press(player, "c=en")
        await player.says(*[name, "Officer", "MoP", "012 345 678"][:answered])
        if answered == 4:
            await self.press(player, "save")
        return player


async def play(stage: Stage) -> datetime:
    """Everything up to the moment of the kill, which is returned."""
    company = Company(stage)
    for code, name in TWGS.items():
        await stage.adds_twg(code, name)
    async with stage.assistant.database.begin() as session:
        tokyo = await find_twg(session, "AGR")
        assert tokyo is not None
        tokyo.zone = "Asia/Tokyo"  # where it is night already when the store is left
    dara = await stage.member("Dara", "secretariat")
    maly, bopha = await stage.member("Maly", "secretariat"), await stage.member("Bopha", "secretariat", language="km")
    lyhour = await stage.member("Lyhour", "development_partner", "UNFPA")
    sokha = await stage.member("Sokha", "development_partner", "UNFPA", language="km")
    phirun = await stage.member("Phirun", "lead_facilitator", "WHO")
    chenda = await stage.member("Chenda", "chair", language="km")
    kenji = await stage.member("Kenji", "development_partner", "JICA")
    vichea, kanha = await stage.member("Vichea", "government"), await stage.member("Kanha", "government", "MoP")
    for player, role, codes in (
        (dara, "secretariat", ("EDU", "WSH", "NUT", "AGR")),
        (maly, "secretariat", ("EDU",)),
        (bopha, "secretariat", ("EDU",)),
        (lyhour, "development_partner", ("EDU", "WSH")),
        (sokha, "development_partner", ("EDU", "WSH", "AGR")),
        (kenji, "development_partner", ("AGR",)),
    ):
        for code in codes:
            await company.joins(player, role, code)
        await company.works_in(player, 1)
    await kanha.does(kanha.person.blocks())
    await _until_december(company, dara, kenji, vichea)
    await _first_days_of_december(company, dara, kenji, sokha, lyhour)
    silent = (maly, lyhour, phirun, bopha, sokha, chenda)
    for player in silent:
        await stage.sandbox.fault(kind="502", method="send*", chat_id=player.person.id, times=None)
    await _the_last_day(company, dara, kenji, vichea)
    await _old_messages(company, dara, kenji)
    await _open_forms(company, dara, kenji)
    await _evening(company, dara, (maly, lyhour, phirun), (bopha, sokha, chenda))
    return await _killed(stage)


async def _until_december(company: Company, dara: Player, kenji: Player, vichea: Player) -> None:
    """Indicators, a first round that is over, rules set otherwise, actions, and a meeting to come."""
    for number, statement, unit, responsible in (
        ("2008-4", "Deliveries by skilled staff", "%", "MoH, UNFPA"),
        ("2010-1", "Midwifery strategy adopted", "", "UNFPA"),
        ("2011-3", "District hospitals fully staffed", "%", "UNFPA, JICA"),
    ):
        await company.defines(dara, number, statement, unit, responsible)
    for twg_id, number, responsible in ((2, "3001-1", "UNFPA"), (3, "4001-1", "UNFPA"), (4, "5001-1", "MoH")):
        await company.works_in(dara, twg_id)
        await company.defines(dara, number, f"Coverage {number}", "%", responsible)
    await company.works_in(dara, 3)
    await dara.says("/reminders")
    await company.press(dara, "reminders/change:action_7_days_late", "c=off", "save")
    await company.works_in(dara, 1)
    await dara.says("/reminders")
    await company.press(dara, "reminders/change:meeting_1_day", "c=on")
    await dara.says("1", "09:00")
    await company.press(dara, "save")
    await company.opens_round(dara, "JMI report of the summer", "20/11/2026")
    await kenji.says("/jmi 2011-3 41 Before the reform")
    await company.press(kenji, "save")
    await dara.says("/round")
    await company.press(dara, "indicators/ask_close", "indicators/close")
    for text, owner, day in (
        ("Stalled: print the guideline", "Kenji", "23/11/2026"),
        ("Late: translate the guideline", "Kenji", "30/11/2026"),
        ("Overdue: send the inventory", "Sokha", "06/12/2026"),
        ("Overdue: send the map", "Lyhour", "06/12/2026"),
        ("Together with a round: send the figures", "Sokha", "09/12/2026"),
        ("Due in a week: send the budget", "Sokha", "14/12/2026"),
        ("Due in a week: send the plan", "Lyhour", "14/12/2026"),
        ("To be taken: call the province", "Sokha", "20/12/2026"),
        ("To be taken: call the district", "Lyhour", "20/12/2026"),
        ("To be moved: visit the province", "Sokha", "20/12/2026"),
        ("To be moved: visit the district", "Lyhour", "20/12/2026"),
        ("To be closed: invite the province", "Sokha", "20/12/2026"),
        ("To be closed: invite the district", "Lyhour", "20/12/2026"),
        ("Changed by forms: draft the report", "Kenji", "29/12/2026"),
        ("Dropped by a form: copy the report", "Kenji", "29/12/2026"),
        ("Done before: thank the hosts", "Kenji", "29/12/2026"),
        ("Stalled before: count the hosts", "Kenji", "16/11/2026"),
        ("Moved and taken before: write to the hosts", "Kenji", "29/12/2026"),
    ):
        await company.records(dara, text, owner, day)
    await dara.says("/done 16 They were thanked")
    await company.press(dara, "actions/reopen:16")
    await dara.says("/done 16 They were thanked again")
    await kenji.says("/settings")
    await company.press(kenji, "general/language:km", "general/language:en")
    await company.becomes(17, 9, month=11)
    await company.plans(dara, "Meeting that is over", "02/12/2026")
    await company.press(kenji, "meetings/answer:1:yes")
    await company.becomes(30, 9, month=11)
    await company.opens_round(dara, "JMI report for the GDCC", "09/12/2026")
    await company.works_in(dara, 2)
    await company.opens_round(dara, "Education report", "06/12/2026")
    await company.works_in(dara, 1)
    await company.becomes(30, 9, 5, month=11)
    # Vichea cannot be written to until the reminder of the meeting is too late for him.
    await company.stage.sandbox.fault(kind="502", method="send*", chat_id=vichea.person.id, times=None)


async def _first_days_of_december(company: Company, dara: Player, kenji: Player, sokha: Player, lyhour: Player) -> None:
    """Meetings to come, reports, papers; a day on which the assistant does not run."""
    stage = company.stage
    await company.becomes(1, 9)
    await company.becomes(2, 5)
    await stage.sandbox.mend()
    await company.becomes(2, 8)
    await company.becomes(2, 10)
    for title, day in (
        ("Meeting that is reminded of", "10/12/2026"),
        ("Meeting to be cancelled", "15/12/2026"),
        ("Meeting to be moved", "16/12/2026"),
    ):
        await company.plans(dara, title, day)
    reminder, _data = await company.find(sokha, "indicators/report:3")  # together with one of an action
    await sokha.says("58 two provinces are late", reply_to=reminder)
    await company.becomes(3, 9)
    for reporter, line in (
        (sokha, "2008-4 58 Two provinces are late"),
        (lyhour, "2010-1 The draft is with the ministry"),
        (kenji, "2011-3 44 Without the islands"),
    ):
        await reporter.says(f"/jmi {line}")
        await company.press(reporter, "save")
    await company.press(dara, "indicators/return:4")
    await dara.says("Please add the islands")
    await company.press(dara, "save")
    await company.press(dara, "actions/move:18")
    await dara.says("30/12/2026")
    await company.press(dara, "save", "actions/give:18")
    await dara.says("Sokha")
    await company.press(dara, "save", "actions/note:18")
    await dara.says("Sokha knows them better")
    await dara.says("/invite")
    await company.press(dara, "c=crdb")
    await dara.says("1")
    await company.press(dara, "save", "members/revoke")
    await company.becomes(4, 9)
    await company.circulates(dara, "Paper not yet read", "06/12/2026")
    await company.circulates(dara, "Paper reminded of", "06/12/2026")
    await company.press(dara, "deliveries/again")
    await company.becomes(5, 9)
    await company.circulates(dara, "Paper of Saturday", "12/12/2026")
    await company.press(kenji, "documents/acknowledge:3")
    await company.becomes(6, 7, 30)
    await stage.assistant.stop()
    stage.clock.set(datetime(2026, 12, 6, 20, 15, tzinfo=ZONE))
    await stage.restarts()
    await stage.settle()


async def _the_last_day(company: Company, dara: Player, kenji: Player, vichea: Player) -> None:
    """One of everything that people are told of; six of them cannot be written to."""
    await company.becomes(7, 6, 30)
    await company.becomes(7, 8)
    await company.becomes(7, 9, 5)
    await company.press(dara, "reminders/now:" + await _missed_of(company.stage, "document", 2))
    await company.records(dara, "Given: ask the province", "Sokha", "21/12/2026", held=True)
    await company.records(dara, "Given: ask the district", "Lyhour", "21/12/2026", held=True)
    for number in (8, 9):
        await company.press(dara, f"actions/give:{number}")
        await dara.says("Kenji")
        await company.press(dara, "save")
    for number in (10, 11):
        await company.press(dara, f"actions/move:{number}")
        await dara.says("22/12/2026")
        await company.press(dara, "save")
    for number in (12, 13):
        await company.press(dara, f"actions/drop:{number}")
        await dara.says("The ministry invites them itself")
        await company.press(dara, "save")
    await company.press(dara, "indicators/accept:2", "indicators/accept:3")
    await kenji.says("/jmi 2011-3 47 With the islands")
    await company.press(kenji, "save")
    await vichea.says("/jmi 2008-4 59 From the registers")
    await company.press(vichea, "save")
    await company.circulates(dara, "Paper of Monday", "15/12/2026")
    await kenji.says("/share The midwife study is out")
    await company.press(kenji, "c=ongoing_work", "skip", "c=all", "save")
    await kenji.says("/me")
    await company.press(kenji, "members/correct", "change", "change=position")
    await kenji.says("Senior officer")
    await company.press(kenji, "save")
    await company.registers("Rithy")
    await company.plans(dara, "Meeting announced on Monday", "20/12/2026")
    await dara.says("/meetings")
    await company.press(dara, "meetings/open:3", "meetings/cancel:3", "save")
    await dara.says("/meetings")
    await company.press(dara, "meetings/open:4", "meetings/move:4")
    await dara.says("17/12/2026", "10:00")
    await company.press(dara, "save")
    await company.works_in(dara, 3)
    await company.opens_round(dara, "Water report", "28/12/2026")
    await company.works_in(dara, 1)
    await company.becomes(7, 9, 10)


async def _missed_of(stage: Stage, table: str, subject_id: int) -> str:
    """The id of the missed reminder of something."""
    path = stage.assistant.database.engine.url.database
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        query = "SELECT id FROM reminder WHERE state = 'missed' AND subject_type = ? AND subject_id = ?"
        return str(connection.execute(query, (table, subject_id)).fetchone()[0])


async def _old_messages(company: Company, dara: Player, kenji: Player) -> None:
    """What is shown on demand and has buttons of its own."""
    await company.becomes(7, 17)
    await kenji.says("60 now, the registers are complete")
    await company.press(kenji, "indicators/take")
    await kenji.says("The draft is with the ministry")
    await company.press(kenji, "actions/take_mine")
    await kenji.says("58 of the hospitals")
    await kenji.says("/search midwife")
    await dara.sends_file("taken-later.pdf", b"%PDF-1.4 taken later")
    await company.plans(dara, "Meeting that is planned", "22/12/2026", announced=False)
    await company.plans(dara, "Meeting that is previewed", "23/12/2026", announced=False)
    for command in ("/settings", "/jmi", "/round", "/actions", "/meetings", "/documents", "/me", "/reminders"):
        await dara.says(command)
    await company.press(dara, "actions/list:twg", "indicators/ask_close")
    vars(importlib.import_module("handlers.reviewing"))["REVIEW_PAGE"] = 1  # so that there is a second page
    await dara.says("/review")
    await company.records(dara, "Recorded on Monday: write the minutes", "Kenji", "24/12/2026", held=True)
    await company.press(dara, "documents/open:4", "meetings/open:5")
    await dara.says("/meetings")
    await company.press(dara, "meetings/open:6")
    await dara.says("/invite")
    await company.press(dara, "c=government")
    await dara.says("2")
    await company.press(dara, "save")


async def _open_forms(company: Company, dara: Player, kenji: Player) -> None:
    """Every form, left half-way."""
    await company.becomes(7, 17, 20)
    await dara.sends_file("half-way.pdf", b"%PDF-1.4 half-way")
    await company.press(dara, "documents/take")
    await dara.says("Paper left half-way")
    await dara.says("/newmeeting", "Meeting left half-way")
    await company.press(dara, "meetings/correct:6", "change", "change=title")
    await company.press(dara, "meetings/move:5")
    await dara.says("21/12/2026")
    await company.press(dara, "meetings/relocate:5")
    await dara.says("/meetings")
    await company.press(dara, "meetings/open:2", "meetings/cancel:2")
    await dara.says("/invite")
    await company.press(dara, "c=focal_point")
    await company.press(dara, "reminders/change:action_1_day", "c=on")
    await company.press(dara, "indicators/define")
    await dara.says("2012-5", "Districts with an ambulance")
    await company.press(dara, "indicators/return:5")
    await company.press(dara, "members/correct", "change", "change=contact")
    await dara.says("/newaction Action left half-way", "Kenji")
    await company.press(
        dara, "actions/done:14", "actions/drop:15", "actions/give:14", "actions/move:14", "actions/note:14"
    )
    await company.works_in(dara, 4)
    await dara.says("/round", "Nutrition report")
    await company.works_in(dara, 1)
    await company.press(kenji, "meetings/answer:2:delegate")
    await kenji.says("/share Post left half-way", "/search")
    await kenji.says("/jmi 2011-3")
    await company.press(kenji, "indicators/report:3")
    await company.registers("Nary", answered=2)


async def _evening(company: Company, dara: Player, killed: Iterable[Player], waiting: Iterable[Player]) -> None:
    """It is night in Tokyo; Telegram asks to wait for some of the six, and fails for the others."""
    stage = company.stage
    await company.becomes(7, 18)
    await company.works_in(dara, 5)
    await dara.says("/share News for the night")
    await company.press(dara, "c=ongoing_work", "skip", "c=all", "save")
    await company.works_in(dara, 1)
    bopha, sokha, chenda = waiting
    for minute, told_to_wait, seconds in ((15, (bopha, chenda), 2400), (30, (sokha,), 1500)):
        await stage.sandbox.mend()
        for player in told_to_wait:
            await stage.sandbox.fault(
                kind="429", method="send*", chat_id=player.person.id, retry_after=seconds, times=None
            )
        for player in (sokha, *killed):
            if player not in told_to_wait:
                await stage.sandbox.fault(kind="502", method="send*", chat_id=player.person.id, times=None)
        await asyncio.sleep(1.1)  # three chats refused within a second would pause all
        await company.becomes(7, 18, minute)


async def _killed(stage: Stage) -> datetime:
    """Telegram takes what is sent and does not answer; the process does not outlive that."""
    await stage.sandbox.mend()
    await stage.sandbox.fault(kind="delay", method="send*", seconds=600, times=None)
    await stage.assistant.stop()
    stage.clock.set(datetime(2026, 12, 7, 18, 46, tzinfo=ZONE))
    await stage.restarts()
    await asyncio.sleep(3)
    return stage.clock.now()


def _tables(path: Path) -> dict[str, Any]:
    """Every row by table, as SQLite keeps it."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables: dict[str, Any] = {}
        for name in sorted(names):
            if name in LEFT_OUT or name.startswith(("sqlite_", "search_trigrams")):
                continue
            cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # noqa: S608 - a table's own name
            tables[name] = {"columns": [column[0] for column in cursor.description], "rows": list(cursor)}
        return tables


def _rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _kept(chat: Chat, tables: dict[str, Any]) -> list[Message]:
    """The messages that a button or a reply can still act on: the newest of each kind, and those of open forms."""
    kinds = {row["id"]: row["kind"] for row in _rows(tables["notification"])}
    told = {
        row["message_id"]: kinds[row["notification_id"]]
        for row in _rows(tables["delivery"])
        if row["chat_id"] == chat.id and row["part"] == 0
    }
    forms = {f"f:{row['id']}:{row['revision']}" for row in _rows(tables["form"])}
    newest: dict[str, Message] = {}
    for message in chat.messages.values():
        buttons = [str(button.get("callback_data")) for row in message.inline_rows for button in row]
        heads = {data.rpartition(":")[0] if data.startswith("f:") else data.partition(":")[0] for data in buttons}
        of = {head for head in heads if not head.startswith("f:") or head in forms}
        newest |= dict.fromkeys([*of, told.get(message.id, "")], message)
    newest.pop("", None)
    kept = {message.id for message in newest.values()}
    kept |= {message.reply_to for message in newest.values() if message.reply_to is not None}
    return [message for message in chat.messages.values() if message.id in kept and not message.deleted]


def _telephone(stage: Stage, player: Player, tables: dict[str, Any]) -> dict[str, Any]:
    account, chat = stage.server.world.people[player.person.id], stage.server.world.chats[player.person.id]
    messages = [
        {
            "id": message.id,
            "sender": message.sender,
            "date": message.date,
            "content": {key: message.content[key] for key in CONTENT if key in message.content},
            "reply_to": message.reply_to,
            "markup": message.markup,
        }
        for message in _kept(chat, tables)
    ]
    return {
        "id": account.id,
        "name": account.first_name,
        "language_code": account.language_code,
        "blocked": account.blocked,
        "last_id": chat.last_id,
        "messages": messages,
    }


def _left(stage: Stage, at: datetime, path: Path) -> dict[str, Any]:
    tables = _tables(path)
    people = [_telephone(stage, player, tables) for player in stage.people.values()]
    mentioned = json.dumps([tables, people])
    files = [
        {
            "id": file.id,
            "unique_id": file.unique_id,
            "name": file.name,
            "mime_type": file.mime_type,
            "path": file.path,
            "data": file.data.decode(),
        }
        for file in stage.server.world.files.by_id.values()
        if file.id in mentioned
    ]
    return {
        "about": [
            "What version 0.1.0 (commit 6ff41cf, revision 0007) left, with the chats as people have them.",
            "Written by tests/storage/upgrade/leave_store.py, which says how; nothing in it was made by hand.",
        ],
        "left_at": at.isoformat(),
        "files": files,
        "people": people,
        "tables": tables,
    }


def _write(target: Path, left: dict[str, Any]) -> None:
    """JSON with a line for each row, message and file."""

    def lines(items: Iterable[Any]) -> str:
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]"

    def person(item: dict[str, Any]) -> str:
        head = json.dumps({key: value for key, value in item.items() if key != "messages"}, ensure_ascii=False)
        return f'{head[:-1]}, "messages": {lines(item["messages"])}}}'

    def table(name: str, item: dict[str, Any]) -> str:
        return f'"{name}": {{"columns": {json.dumps(item["columns"])}, "rows": {lines(item["rows"])}}}'

    tables = ",\n".join(table(name, item) for name, item in left["tables"].items())
    people = ",\n".join(person(item) for item in left["people"])
    target.write_text(
        f'{{\n"about": {lines(left["about"])},\n"left_at": "{left["left_at"]}",\n"files": {lines(left["files"])},\n'
        f'"people": [\n{people}\n],\n"tables": {{\n{tables}\n}}\n}}\n',
        encoding="utf-8",
    )


async def main(target: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "twgbot.db"
    async with raise_curtain(folder, f"sqlite+aiosqlite:///{path}", START) as stage:
        stage.config = config_for(stage.server, folder, f"sqlite+aiosqlite:///{path}", time=TIME)
        await stage.restarts()
        at = await play(stage)
        _write(target, _left(stage, at, path))
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
