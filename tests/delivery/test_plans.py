"""What is asked every second walks through no table, however much is in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from storage.engine.database import Database
from tests.delivery.conftest import Office
from tests.support.setup_steps import announce_meeting

#: One part of an SQLite plan that reads a table from its beginning to its end, and not a partial index.
_WALK = re.compile(r"^SCAN (reminder|delivery|notification|meeting|action|report)\b(?!.* USING (COVERING )?INDEX ix_)")


@contextmanager
def recorded(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that the database is given, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        statements.append((statement, parameters[0] if many else parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def walks(database: Database, statement: str, parameters: Any) -> list[str]:
    async with database.read() as session:
        connection = await session.connection()
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row.detail for row in plan if _WALK.search(row.detail)]


async def test_a_second_in_which_nothing_is_due_walks_through_no_table(office: Office) -> None:
    database = office.stage.assistant.database
    if not database.is_sqlite:
        pytest.skip("PostgreSQL plans by the sizes of its tables")
    await announce_meeting(office.dara)
    await office.stage.settle()
    with recorded(database) as statements:
        await office.stage.passes(seconds=1)
    asked = [(sql, given) for sql, given in statements if sql.startswith(("SELECT", "UPDATE", "WITH"))]
    assert any("reminder" in sql for sql, _given in asked)
    assert [(sql, walk) for sql, given in asked for walk in await walks(database, sql, given)] == []


async def test_a_walk_would_be_seen(office: Office) -> None:
    database = office.stage.assistant.database
    if database.is_sqlite:
        assert await walks(database, "SELECT state FROM reminder ORDER BY due_at + 1", ()) == ["SCAN reminder"]
