"""The assistant of today on a store that version 0.1.0 left, with people's chats as they were."""

import json
import logging
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, DateTime, MetaData, Numeric, Time, select, text
from sqlalchemy.types import JSON, TypeEngine

from bot import capabilities
from bot.app import Assistant
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.files import StoredFile
from sandbox.model import Message
from sandbox.server import SandboxServer
from storage.core.archive import Archive
from storage.core.audit import AuditRow
from storage.engine.database import Database
from storage.engine.files import sqlite_file
from storage.engine.migrate import prepare, upgrade
from tests.storage.upgrade.leave_store import TIME
from tests.support.guard import arranged
from tests.support.postgres import aside, make_copy, templates
from tests.support.stage import Player, Stage

#: The revision of version 0.1.0.
REVISION = "0007"
#: How long after the kill the new version starts.
PAUSE = timedelta(minutes=4)


@cache
def store() -> dict[str, Any]:
    """What version 0.1.0 left; see `leave_store.py`."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "store_of_0_1.json").read_text(encoding="utf-8"))
    return found


@cache
def rows_of(table: str) -> list[dict[str, Any]]:
    """The rows of a table as version 0.1.0 left them, by column."""
    kept = store()["tables"][table]
    return [dict(zip(kept["columns"], row, strict=True)) for row in kept["rows"]]


def buttons_of(message: dict[str, Any]) -> list[str]:
    """What the buttons of a message carry."""
    rows = (message["markup"] or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def load(database: Database) -> None:
    """Make the database what version 0.1.0 left."""
    if database.is_sqlite:
        Path(database.engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
    await upgrade(database, REVISION)
    async with arranged(database) as session:
        await (await session.connection()).run_sync(_fill)


def _fill(connection: Connection) -> None:
    """Write the rows by the columns that the tables have at this revision, whatever the models have by now."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        rows = rows_of(table.name) if table.name in store()["tables"] else []
        if not rows:
            continue
        types = {column.name: column.type for column in table.columns}
        values = [{name: _value(types[name], value) for name, value in row.items()} for row in rows]
        connection.execute(table.insert(), values)
        if connection.dialect.name == "postgresql":  # as if the rows had been given their ids there
            newest = max(row["id"] for row in rows)
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {newest})"))


def _value(kind: TypeEngine[Any], raw: Any) -> Any:
    """What a column takes for a value that SQLite keeps."""
    if raw is None:
        return None
    match kind:
        case DateTime():
            return datetime.fromisoformat(raw).replace(tzinfo=UTC)
        case Date():
            return date.fromisoformat(raw)
        case Time():
            return time.fromisoformat(raw)
        case Boolean():
            return bool(raw)
        case JSON():
            return json.loads(raw)
        case Numeric():
            return Decimal(str(raw))
        case _:
            return raw


@dataclass
class Upgraded:
    """The stage with those who were there before, by name."""

    stage: Stage

    def __getitem__(self, name: str) -> Player:
        return self.stage.people[name]

    async def presses(self, name: str, old: str) -> None:
        """Somebody presses the newest button that version 0.1 left them, by the beginning of what it carries.

        It may have been drawn anew by now, as a progress message is: a press can be on its way meanwhile.
        """
        player = self[name]
        [messages] = [left["messages"] for left in store()["people"] if left["name"] == name]
        for message in reversed(messages):
            for data in buttons_of(message):
                if data == old or data.startswith(f"{old}:"):
                    await player.does(player.person.taps_data(data, in_message=message["id"]))
                    return
        raise AssertionError(f"{name} has no button {old}")

    async def replies(self, name: str, words: str, *, to: str) -> None:
        """Somebody answers the newest message in which version 0.1 told them of this, by its name there."""
        player = self[name]
        kinds = {row["id"]: row["kind"] for row in rows_of("notification")}
        told = {
            row["message_id"]
            for row in rows_of("delivery")
            if row["chat_id"] == player.person.id and kinds[row["notification_id"]] == to and row["part"] == 0
        }
        newest = max(message.id for message in await player.person.messages() if message.id in told)
        await player.does(player.person.says(words, reply_to=newest))

    async def audited(self) -> list[str]:
        """The operations in the audit, in their order."""
        async with self.stage.assistant.database.read() as session:
            return list(await session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


@pytest.fixture(scope="session")
def left_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file that version 0.1.0 left, which tests copy."""
    path = tmp_path_factory.mktemp("left") / "empty.db"
    aside(_leave(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_store(left_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after the migrations of today."""
    path = tmp_path_factory.mktemp("migrated-store") / "empty.db"
    shutil.copy(left_file, path)
    aside(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


async def _leave(url: str) -> None:
    database = Database(url)
    await load(database)
    await database.close()


async def _migrate(url: str) -> None:
    database = Database(url)
    await prepare(database)
    await database.close()


@pytest.fixture
def as_left() -> None:
    """Tests that use it leave the migrations to the start of the assistant; for the others they have run already."""


@pytest.fixture
async def upgraded(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database_url: str, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Upgraded]:
    """The assistant of today has started on the store, and has not been waited for yet; it logs no error."""
    file, as_left = sqlite_file(empty_database_url), "as_left" in request.fixturenames
    if file is None:
        if as_left or "store_of_today" not in templates(empty_database_url):
            make_copy(empty_database_url, "store_of_0_1", load)
        if not as_left:
            make_copy(empty_database_url, "store_of_today", prepare, earlier="store_of_0_1")
    else:
        file.parent.mkdir()
        shutil.copy(request.getfixturevalue("left_file" if as_left else "migrated_store"), file)
    clock = MovableClock(datetime.fromisoformat(store()["left_at"]) + PAUSE, frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        config = config_for(server, tmp_path, empty_database_url, time=TIME)
        assistant = Assistant(config, clock.now, capabilities.registry())
        stage = Stage(server, client, clock, config, assistant)
        _keep_files(stage)
        for left in store()["people"]:
            await _hand_telephone(stage, left)
        # Telegram counts on; a private chat has its messages' numbers from a count that all of them share.
        server.world._shared_ids = count(max(left["last_id"] for left in store()["people"]) + 1)
        with stage.record.kept():
            await stage.assistant.start()
            yield Upgraded(stage)
            await stage.assistant.stop()
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


def _keep_files(stage: Stage) -> None:
    """Telegram and the archive have the files that people sent."""
    archive = Archive(stage.config.files.path)
    for left in store()["files"]:
        data = left["data"].encode()
        archive.put(data)
        file = StoredFile(**{**left, "data": data}, kind="document", size=len(data))
        stage.server.world.files.by_id[file.id] = stage.server.world.files.by_path[file.path] = file


async def _hand_telephone(stage: Stage, left: dict[str, Any]) -> None:
    """Somebody has the chat with the assistant that they had, and has read it."""
    player = await stage.person(left["name"], id=left["id"], language_code=left["language_code"])
    account = stage.server.world.people[left["id"]]
    account.started, account.blocked = True, left["blocked"]
    chat = stage.server.world.private_chat(account)
    chat.messages = {message["id"]: Message(chat_id=chat.id, **message) for message in left["messages"]}
    await player.looks_away()
