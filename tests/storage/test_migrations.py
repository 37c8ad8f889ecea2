"""From nothing to the tables as they are, and no further away from the models than nothing at all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, MetaData, bindparam, inspect, select, text
from sqlalchemy.engine import Connection

from storage.actions import Action
from storage.core.inbox import Acceptance, accept_update, list_waiting_chats
from storage.core.searching.finding import find_entries
from storage.engine.database import Database
from storage.engine.migrate import alembic_config, current_revision, newest_revision, prepare, upgrade
from storage.engine.tables import metadata
from storage.indicators import Responsible
from storage.members import Institution, InstitutionName, Person
from storage.reminders import Reminder
from tests.support.guard import arranged


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    assert newest_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_migrations_go_one_way() -> None:
    """Nothing runs a way back, and rows that were merged or moved have none: what goes back is the copy made before."""
    scripts = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    assert [script.revision for script in scripts if hasattr(script.module, "downgrade")] == []


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
    await upgrade(empty_database, "0009")
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


async def test_institutions_of_one_name_become_one_and_old_entries_are_found(empty_database: Database) -> None:
    if empty_database.is_sqlite:
        Path(empty_database.engine.url.database or "").parent.mkdir(parents=True)
    await upgrade(empty_database, "0008")
    async with arranged(empty_database) as session:
        await (await session.connection()).run_sync(_fill_0008)
    await prepare(empty_database)
    async with empty_database.read() as session:
        names = select(Institution.id, Institution.name, InstitutionName.key).join(InstitutionName)
        institutions = (await session.execute(names)).all()
        people = (await session.execute(select(Person.id, Person.institution_id).order_by(Person.id))).all()
        actions = (await session.execute(select(Action.id, Action.institution_id).order_by(Action.id))).all()
        responsible = (await session.execute(select(*_RESPONSIBLE).order_by(*_RESPONSIBLE))).all()
        found = {query: [entry.subject_id for entry in await find_entries(session, 1, query)] for query in _QUERIES}
    assert sorted(map(tuple, institutions)) == [
        (1, "MoH\u200b", "moh"),
        (3, "moh.", "moh."),
        (4, "ក្រសួងបណ្ដុះបណ្ដាល", "ក្រសួងបណ្តុះបណ្តាល"),
    ]
    assert [tuple(row) for row in people] == [(1, 1), (2, 1), (3, 3), (4, 4)]
    assert [tuple(row) for row in actions] == [(1, 1), (2, None)]
    assert [tuple(row) for row in responsible] == [(1, 1, True), (1, 3, False), (2, 1, True)]
    assert found == _QUERIES


_RESPONSIBLE = (Responsible.indicator_id, Responsible.institution_id, Responsible.lead)
#: What is searched after the migration, and the subjects that are found.
_QUERIES = {
    "សេចក្តីព្រាង": [1],
    "សេចក្ដីព្រាង": [1],
    "ថវិកាឆ្នាំ២០២៧": [1],
    "2027": [1],
    "plan 2027": [1],
    "o'brien's": [2],
    "O’Brien’s": [2],
    "draft": [2],
}


def _fill_0008(connection: Connection) -> None:
    """Rows as revision 0008 spelled them: institutions by their case-folded names, entries by NFKC."""
    tables = MetaData()
    tables.reflect(connection)
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    for name, rows in _rows_of_0008(now).items():
        connection.execute(tables.tables[name].insert(), rows)
    if connection.dialect.name == "postgresql":
        change = text("UPDATE search_entry SET trigrams = array_to_tsvector(CAST(:grams AS text[])) WHERE id = :id")
        for entry in _rows_of_0008(now)["search_entry"]:
            connection.execute(change, {"grams": ["as", "it", "was"], "id": entry["id"]})


def _rows_of_0008(now: datetime) -> dict[str, list[dict[str, Any]]]:
    names = {
        1: "MoH\u200b",
        2: "MOH",
        3: "moh.",
        4: "ក្រសួងបណ្ដុះបណ្ដាល",
        5: "ក្រសួង បណ្តុះបណ្តាល",
    }
    person = {"position": "", "contact": "", "language": "km", "commands_shown": "", "created_at": now}
    action = {
        "twg_id": 1,
        "audience": "|all|",
        "state": "open",
        "created_by_id": 1,
        "created_at": now,
        "closing_note": "",
    }
    indicator = {
        "twg_id": 1,
        "unit": "",
        "milestone": True,
        "baseline_period": "",
        "lower_is_better": False,
        "source": "",
        "created_at": now,
    }
    entry = {"subject_type": "document", "twg_id": 1, "audience": "|all|", "author_id": None, "dated": now}
    folded = ("សេចក្ដីព្រាង ថវិកា ឆ្នាំ២០២៧ plan", "o’brien’s draft")
    return {
        "institution": [{"id": key, "name": name, "name_key": name.casefold()} for key, name in names.items()],
        "twg": [
            {"id": 1, "code": "HLT", "name": "Health", "name_km": "", "host": "", "zone": "UTC", "created_at": now}
        ],
        "person": [
            {**person, "id": place, "telegram_id": place, "name": f"P{place}", "institution_id": institution}
            for place, institution in enumerate((1, 2, 3, 5), 1)
        ],
        "action": [
            {**action, "id": place, "text": "Write", "institution_id": institution}
            for place, institution in enumerate((2, None), 1)
        ],
        "indicator": [{**indicator, "id": place, "number": f"2008-{place}", "statement": "Law"} for place in (1, 2)],
        "indicator_responsible": [
            {"id": 1, "indicator_id": 1, "institution_id": 1, "lead": False},
            {"id": 2, "indicator_id": 1, "institution_id": 2, "lead": True},
            {"id": 3, "indicator_id": 1, "institution_id": 3, "lead": False},
            {"id": 4, "indicator_id": 2, "institution_id": 2, "lead": True},
        ],
        "search_entry": [
            {**entry, "id": place, "subject_id": place, "title": f"D{place}", "folded": words}
            for place, words in enumerate(folded, 1)
        ],
    }
