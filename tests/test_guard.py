"""The guard over every test finds what is written past the operations, and lets the machinery be."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.inbox import Acceptance, accept_update
from storage.engine.database import Database
from storage.engine.tables import metadata
from storage.members import Membership, Person, Role, Twg, find_twg
from tests.support.guard import MACHINERY, MACHINERY_TABLES, Guard, arranged, excuses, guarding
from tests.support.sql import UNREAD, Write, writes_of
from twg.core.actors import Actor
from twg.core.audit import record_unattended, values_of
from twg.core.operations import operation_without_actor
from twg.core.refusals import NotFound
from twg.members import directory, twg_facts

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
Writing = Callable[[AsyncSession], Awaitable[object]]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """With one TWG."""
    database = Database(database_url)
    async with database.begin() as session:
        await twg_facts.add_twg(session, twg_facts.NewTwg(code="HLT", name="Health"), now=NOW)
    yield database
    await database.close()


async def by_the_orm(session: AsyncSession) -> None:
    session.add(Person(name="Sokha", created_at=NOW))


async def by_an_attribute(session: AsyncSession) -> None:
    twg = await find_twg(session, "HLT")
    assert twg is not None
    twg.name = "Wealth"


async def by_an_update(session: AsyncSession) -> None:
    await session.execute(update(Twg).values(name="Wealth"))


async def by_a_delete(session: AsyncSession) -> None:
    await session.delete(await session.get_one(Twg, 1))


async def by_core(session: AsyncSession) -> None:
    connection = await session.connection()
    await connection.execute(update(Twg.__table__).values(name="Wealth"))


async def by_many_rows(session: AsyncSession) -> None:
    rows = [{"name": f"Sokha {number}", "created_at": NOW} for number in range(3)]
    await session.execute(insert(Person), rows)


async def by_text(session: AsyncSession) -> None:
    await session.execute(text("update twg set name = 'Wealth'"))


async def before_a_savepoint(session: AsyncSession) -> None:
    """As when a form is saved and the operation refuses."""
    await by_an_attribute(session)
    await session.flush()
    with suppress(NotFound):
        async with session.begin_nested():
            raise NotFound


async def within_a_savepoint(session: AsyncSession) -> None:
    async with session.begin_nested():
        await by_an_attribute(session)


async def after_an_operation_was_rolled_back(session: AsyncSession) -> None:
    with suppress(NotFound):
        async with session.begin_nested():
            await rename(session, "Wealth", audited=True)
            raise NotFound
    await by_an_update(session)


async def after_an_operation_in_another_transaction(session: AsyncSession) -> None:
    await rename(session, "Health and food", audited=True)
    await session.commit()
    await by_an_update(session)


WRITINGS: dict[Writing, str] = {
    by_the_orm: "person (added)",
    by_an_attribute: "twg (name)",
    by_an_update: "twg (name)",
    by_a_delete: "twg (removed)",
    by_core: "twg (name)",
    by_many_rows: "person (added)",
    by_text: "twg (name)",
    before_a_savepoint: "twg (name)",
    within_a_savepoint: "twg (name)",
    after_an_operation_was_rolled_back: "twg (name)",
    after_an_operation_in_another_transaction: "twg (name)",
}


def take(guard: Guard) -> list[str]:
    """The first line of each violation; this test does not fail for them."""
    lines = [violation.splitlines()[0] for violation in guard.violations]
    guard.violations.clear()
    return lines


@pytest.mark.parametrize("write", WRITINGS)
async def test_a_write_without_an_operation_is_found(database: Database, guard: Guard, write: Writing) -> None:
    async with arranged(database) as session:  # nothing refers to the TWG, so that it can be deleted
        await session.execute(text("DELETE FROM audit"))
    async with database.begin() as session:
        await write(session)
    [violation] = guard.violations
    assert "tests/test_guard.py:" in violation
    assert take(guard) == [f"written without an operation: {WRITINGS[write]}"]


def test_a_test_with_a_violation_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="written without"), guarding() as guard:
        guard.violations.append("written without an operation: twg (name)")


async def test_an_operation_that_reads_does_not_excuse_a_write(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        await directory.list_directory(session, Actor(twg, Membership(person_id=1, twg_id=1, role=Role.CHAIR)))
        twg.name = "Wealth"
    assert take(guard) == ["written without an operation: twg (name)"]


@operation_without_actor
async def rename(session: AsyncSession, name: str, *, audited: bool) -> None:
    twg = await find_twg(session, "HLT")
    assert twg is not None
    before = values_of(twg, "name")
    twg.name = name
    if audited:
        await record_unattended(session, "test_guard.rename", twg, now=NOW, before=before, after=values_of(twg, "name"))


async def test_an_operation_leaves_an_audit_row(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        await rename(session, "Wealth", audited=True)
    assert take(guard) == []
    async with database.begin() as session:
        await rename(session, "Health", audited=False)
    assert take(guard) == ["written by test_guard.rename without an audit row: twg (name)"]


async def test_what_was_rolled_back_is_nobodys_write(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        await by_an_update(session)
        await session.rollback()
    async with database.begin() as session:
        await find_twg(session, "HLT")
    assert take(guard) == []


async def test_what_a_savepoint_undoes_is_nobodys_write(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        nested = await session.begin_nested()
        await by_an_update(session)
        await nested.rollback()
    async with database.begin() as session:
        async with session.begin_nested():
            await by_an_update(session)
        await session.rollback()
    assert take(guard) == []


async def test_an_audit_row_counts_for_the_whole_transaction(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        await rename_within_savepoints(session, "Wealth")
    assert take(guard) == []


@operation_without_actor
async def rename_within_savepoints(session: AsyncSession, name: str) -> None:
    """The row changes within a savepoint of a savepoint; what happened is recorded after both."""
    twg = await find_twg(session, "HLT")
    assert twg is not None
    async with session.begin_nested(), session.begin_nested():
        twg.name = name
    await record_unattended(session, "test_guard.rename", twg, now=NOW, after=values_of(twg, "name"))


async def test_a_write_on_a_connection_without_a_session_is_found(database: Database, guard: Guard) -> None:
    async with database.begin() as session:  # leaves its connection to the pool
        await find_twg(session, "HLT")
    async with database.engine.connect() as connection:
        await connection.execute(update(Twg.__table__).values(name="Wealth"))
        assert take(guard) == ["written on a connection without a session: twg (name)"]
        await connection.execute(insert(metadata.tables["inbox"]).values(update_id=1, received_at=NOW))
        await connection.execute(text("SELECT 1"))
    assert take(guard) == []


async def test_a_test_may_arrange_something(database: Database, guard: Guard) -> None:
    async with arranged(database) as session:
        await by_an_attribute(session)
    assert take(guard) == []


async def test_the_machinery_writes_its_own_tables(database: Database, guard: Guard) -> None:
    async with database.begin() as session:
        assert await accept_update(session, 1, chat_id=1, now=NOW) is Acceptance.NEW
    assert take(guard) == []


@pytest.mark.parametrize(
    ("table", "column", "module", "may"),
    [
        ("account", "commands_shown", "bot.outbound", True),
        ("person", "name", "bot.outbound", False),
        ("account", "commands_shown", "handlers.members", False),
        ("delivery", "state", "scheduler.delivery.results", True),
        ("delivery", "state", "scheduler.delivery_more", False),
        ("stored_file", "sha256", "scheduler.leadership.archiving", True),
        ("stored_file", "name", "scheduler.leadership.archiving", False),
        ("meeting", "state", "storage.engine.migrate", True),
        ("form", "answers", "handlers.forms.conversation", True),
    ],
)
def test_the_machinery_writes_certain_columns_from_certain_modules(
    table: str, column: str, module: str, may: bool
) -> None:
    assert excuses(Write(table, frozenset({column})), frozenset({"bot.leader", module})) == may


def test_rows_are_added_only_where_that_is_said() -> None:
    added = frozenset({"added"})
    assert excuses(Write("delivery", added), frozenset({"scheduler.delivery.loop"}))
    assert not excuses(Write("notification", added), frozenset({"scheduler.delivery.loop"}))


def test_the_lists_name_what_there_is() -> None:
    assert set(MACHINERY_TABLES) - {"alembic_version", "search_index"} <= set(metadata.tables)
    for allowed in MACHINERY:
        assert import_module(allowed.module)
        assert allowed.columns <= set(metadata.tables[allowed.table].columns.keys())
        assert allowed.columns or allowed.adds
        assert allowed.why
    assert all(MACHINERY_TABLES.values())


@pytest.mark.parametrize(
    ("statement", "table", "columns"),
    [
        ("UPDATE delivery SET state=?, error=? WHERE delivery.id IN (?) RETURNING id", "delivery", {"state", "error"}),
        ('UPDATE "round" SET "state"=$1::VARCHAR WHERE id = $2', "round", {"state"}),
        ("UPDATE lease SET since=CASE WHEN (a = ?) THEN b ELSE max(c, d) END, holder=?", "lease", {"since", "holder"}),
        ("INSERT OR IGNORE INTO inbox (update_id) VALUES (?)", "inbox", {"added"}),
        (
            "INSERT INTO budget (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET free_at = ? WHERE a = b",
            "budget",
            {"added", "free_at"},
        ),
        ("delete from form", "form", {"removed"}),
        ("WITH old AS (SELECT 1) UPDATE person SET name = 'x' FROM old", "person", {"name"}),
        ("WITH old AS (DELETE FROM person RETURNING id) SELECT id FROM old", "person", {"removed"}),
        ("UPDATE main.twg SET name = 'x'", "twg", {"name"}),
        ('update /* the */ only public . "twg" -- one\n AS t set name = 1', "twg", {"name"}),
        ("UPDATE `twg` SET `name` = 'x', [code] = 'y'", "twg", {"name", "code"}),
        ("UPDATE twg SET (name, code) = ('x', 'y'), zone = 'z'", "twg", {"name", "code", "zone"}),
        ("UPDATE person SET commands_shown = '(', name = 'x'", "person", {"commands_shown", "name"}),
        (
            "UPDATE person SET commands_shown = E'\\'(', name = $x$'($x$, id = 1",
            "person",
            {"commands_shown", "name", "id"},
        ),
        ("UPDATE twg SET name = a IS DISTINCT FROM b, code = 'x' FROM c, d WHERE a = b", "twg", {"name", "code"}),
        ("TRUNCATE TABLE ONLY twg CASCADE", "twg", {"removed"}),
        ("COPY twg (name) FROM STDIN", "twg", {"added"}),
        (
            "MERGE INTO twg USING new ON (twg.id = new.id) WHEN MATCHED THEN UPDATE SET name = 'x' "
            "WHEN NOT MATCHED THEN INSERT (name) VALUES ('x')",
            "twg",
            {"added", "name"},
        ),
        ("EXPLAIN ANALYZE UPDATE twg SET name = 'x'", "twg", {"name"}),
        ("EXECUTE  renaming ('x')", UNREAD, {"EXECUTE renaming ('x')"}),
        ("COMMIT", UNREAD, {"COMMIT"}),
    ],
)
def test_statements_are_read(statement: str, table: str, columns: set[str]) -> None:
    assert list(writes_of(statement)) == [Write(table, frozenset(columns))]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM person FOR NO KEY UPDATE OF person",
        "select replace(name, 'update twg set name', '') FROM twg",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH old AS (SELECT 1) SELECT * FROM old",
        "VALUES (1)",
        "BEGIN IMMEDIATE",
        "ROLLBACK TO SAVEPOINT one",
        "PRAGMA foreign_keys = ON",
        "CREATE TABLE one (id INTEGER REFERENCES two ON UPDATE CASCADE)",
        "CREATE TRIGGER one AFTER INSERT ON two BEGIN INSERT INTO three VALUES (1); DELETE FROM four; END",
        "EXPLAIN QUERY PLAN DELETE FROM twg",
        "LOCK TABLE twg IN SHARE MODE",
        "LISTEN due",
        "-- nothing",
    ],
)
def test_statements_that_write_nothing_are_let_be(statement: str) -> None:
    assert list(writes_of(statement)) == []
