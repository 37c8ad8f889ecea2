"""From nothing to the tables as they are, and no further away from the models than nothing at all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, bindparam, inspect, select, text
from sqlalchemy.engine import Connection

from storage.core.inbox import Acceptance, accept_update, list_waiting_chats
from storage.engine.database import Database
from storage.engine.migrate import alembic_config, current_revision, newest_revision, prepare, upgrade
from storage.engine.tables import metadata
from storage.reminders import Reminder
from tests.support.guard import arranged


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


async def test_an_empty_database_is_brought_to_the_newest_revision(empty_database: Database) -> None:
    await prepare(empty_database)
    assert await current_revision(empty_database) == newest_revision()
    async with empty_database.engine.connect() as connection:
        tables = set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
    assert set(metadata.tables) <= tables


async def test_a_database_that_is_up_to_date_is_left_as_it_is(empty_database: Database) -> None:
    await prepare(empty_database)
    await prepare(empty_database)
    assert await current_revision(empty_database) == newest_revision()


async def test_models_and_migrations_agree(empty_database: Database) -> None:
    await prepare(empty_database)

    def check(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.check(config)

    async with empty_database.engine.begin() as connection:
        await connection.run_sync(check)


async def test_a_reminder_of_an_earlier_release_may_be_said_as_late_as_before(empty_database: Database) -> None:
    if empty_database.is_sqlite:
        Path(empty_database.engine.url.database or "").parent.mkdir(parents=True)
    await upgrade(empty_database, "0003")
    twg = (
        "INSERT INTO twg (id, code, name, name_km, host, zone, created_at)"
        " VALUES (1, 'HLT', 'Health', '', '', 'UTC', :now)"
    )
    reminder = (
        "INSERT INTO reminder (rule, subject_type, subject_id, twg_id, due_at, state)"
        " VALUES (:rule, 'meeting', 1, 1, :now, 'pending')"
    )
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    moment = bindparam("now", type_=DateTime(timezone=True))
    async with arranged(empty_database) as session:
        await session.execute(text(twg).bindparams(moment), {"now": now})
        for rule in ("meeting_2_hours", "meeting_3_days", "a rule of long ago"):
            await session.execute(text(reminder).bindparams(moment), {"now": now, "rule": rule})
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = {row.rule: (row.too_late_at - now, row.urgent) for row in await session.scalars(select(Reminder))}
    assert found == {
        "meeting_2_hours": (timedelta(hours=1.5), True),
        "meeting_3_days": (timedelta(hours=36), False),
        "a rule of long ago": (timedelta(), False),
    }


async def test_updates_of_an_earlier_release_are_still_known(empty_database: Database) -> None:
    if empty_database.is_sqlite:
        Path(empty_database.engine.url.database or "").parent.mkdir(parents=True)
    await upgrade(empty_database, "0008")
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    moment = bindparam("now", type_=DateTime(timezone=True))
    async with arranged(empty_database) as session:
        insert = text("INSERT INTO inbox (update_id, received_at) VALUES (7, :now)")
        await session.execute(insert.bindparams(moment), {"now": now})
    await prepare(empty_database)
    async with empty_database.begin() as session:
        assert await accept_update(session, 7, chat_id=1, now=now) is Acceptance.REPEATED
        assert await accept_update(session, 8, chat_id=1, now=now) is Acceptance.NEW
        assert await list_waiting_chats(session) == []
