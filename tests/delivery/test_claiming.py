"""What a claim takes, and that its cost does not grow with what waits, nor with what was ever sent (T3)."""

import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.claiming import claim_due
from storage.core.notifications import PACED, PACED_TOGETHER, Delivery, DeliveryState, Notification
from storage.engine.database import Database
from storage.members import Account
from tests.support.crowds import database_at, write_members
from tests.support.guard import arranged
from twg.core.actors import Actor

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LIMIT = 20
PEOPLE = 40
#: Most statements of a claim, whatever it finds.
STATEMENTS = 7


def _copy(migrated: Path, file: Path) -> str:
    """Copy a database with all tables. Returns the URL of the copy."""
    shutil.copy(migrated, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
async def database(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Database]:
    async with database_at(_copy(migrated_file, tmp_path / "twgbot.db")) as database:
        yield database


async def _fill(session: AsyncSession, *, old: int, waiting: int) -> None:
    """Write deliveries to each of `PEOPLE` people: sent ones, due ones, and some that wait for their turn in the chat.

    Args:
        old: number of sent notifications to all of them.
        waiting: number of due notifications to all of them, of each kind.
    """
    actor = await write_members(session, "HLT", PEOPLE)
    first = actor.person.id
    accounts = list(await session.scalars(select(Account.id).order_by(Account.id)))
    due = [("", NOW - timedelta(hours=1)), (PACED, NOW - timedelta(seconds=1))]
    later = [(PACED, NOW + timedelta(hours=1)), (PACED_TOGETHER, NOW + timedelta(hours=1))]
    columns = {"kind": "x", "subject_type": "twg", "subject_id": 1, "twg_id": actor.twg.id, "data": {}, "waiting": []}
    rows = []
    for state, waits, number in [
        (DeliveryState.SENT, [("", NOW - timedelta(days=9))], old),
        (DeliveryState.PENDING, [*due, *later], waiting),
    ]:
        for error, not_before in waits:
            for _ in range(number):
                notification = Notification(**columns, created_at=NOW, fanned_out=True)
                session.add(notification)
                await session.flush()
                rows += [
                    {
                        "notification_id": notification.id,
                        "person_id": first + person,
                        "account_id": accounts[person],
                        "chat_id": first + person,
                        "state": state,
                        "error": error,
                        "not_before": not_before,
                    }
                    for person in range(PEOPLE)
                ]
    await session.execute(insert(Delivery), rows)


async def _claimed(database: Database) -> list[tuple[str, tuple[object, ...]]]:
    """The statements of a claim, with their parameters; what it changes is rolled back."""
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_rest: object) -> None:
        statements.append((statement, given))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.read() as session:
        await claim_due(session, now=NOW, limit=LIMIT)
        await session.rollback()
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    return [(sql, given) for sql, given in statements if sql.startswith(("SELECT", "UPDATE"))]


def _steps(database: Database, statements: list[tuple[str, tuple[object, ...]]]) -> int:
    """How many steps of SQLite's virtual machine the statements take, in hundreds."""
    assert database.file is not None
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = sqlite3.connect(database.file)
    connection.set_progress_handler(count, 100)
    for sql, given in statements:
        connection.execute(sql, given).fetchall()
    connection.close()
    return steps


async def test_a_claim_takes_a_bounded_number_of_statements_which_walk_through_nothing(database: Database) -> None:
    async with database.begin() as session:
        await _fill(session, old=5, waiting=5)
    statements = await _claimed(database)
    assert 0 < len(statements) <= STATEMENTS
    assert database.file is not None
    connection = sqlite3.connect(database.file)
    plans = [row[3] for sql, given in statements for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
    connection.close()
    assert not [line for line in plans if re.match(r"SCAN (delivery|notification)\b(?!.* USING .*INDEX ix_)", line)]
    indices = {found for line in plans for found in re.findall(r"ix_delivery_\w+", line)}
    assert {"ix_delivery_due", "ix_delivery_paced", "ix_delivery_together"} <= indices


async def test_its_cost_grows_neither_with_the_backlog_nor_with_the_age_of_the_store(
    tmp_path: Path, migrated_file: Path
) -> None:
    steps = []
    for name, old, waiting in (("full", 2, 50), ("old", 100, 50), ("fuller", 2, 200)):
        async with database_at(_copy(migrated_file, tmp_path / f"{name}.db")) as database:
            async with database.begin() as session:
                await _fill(session, old=old, waiting=waiting)
            steps.append(_steps(database, await _claimed(database)))
    full, old_store, fuller = steps
    assert old_store <= 1.1 * full
    assert fuller <= 1.1 * full


async def _wait(session: AsyncSession, actor: Actor, waits: Sequence[tuple[str, timedelta]]) -> None:
    """Write a due delivery to each member in turn, from the first one on.

    Args:
        waits: why it is put off, empty if it is not, and since when it has been due.
    """
    accounts = list(await session.scalars(select(Account.id).order_by(Account.id)))
    for person, (error, since) in enumerate(waits):
        notification = Notification(
            kind="x", subject_type="twg", subject_id=1, twg_id=actor.twg.id, data={}, created_at=NOW
        )
        session.add(notification)
        await session.flush()
        first = actor.person.id
        session.add(
            Delivery(
                notification_id=notification.id,
                person_id=first + person,
                account_id=accounts[person],
                chat_id=first + person,
                error=error,
                not_before=NOW - since,
            )
        )


HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize("error", [PACED, PACED_TOGETHER])
@pytest.mark.parametrize(
    ("waited", "others", "claimed"),
    [
        (30, 30, (10, 10)),  # what waited longer takes no more than half
        (30, 3, (17, 3)),  # and what the others leave
        (3, 30, (3, 17)),
        (30, 0, (20, 0)),
    ],
)
async def test_what_waited_for_busy_chats_leaves_half_of_a_claim_to_the_others(
    database: Database, error: str, waited: int, others: int, claimed: tuple[int, int]
) -> None:
    async with database.begin() as session:
        actor = await write_members(session, "HLT", waited + others)
        await _wait(session, actor, [*[(error, HOUR)] * waited, *[("", SECOND)] * others])
    async with database.read() as session:
        found = [row.error for row in await claim_due(session, now=NOW, limit=LIMIT)]
        await session.rollback()
    assert (found.count(error), found.count("")) == claimed


async def test_where_one_is_claimed_at_a_time_what_waited_is_claimed_too(database: Database) -> None:
    async with database.begin() as session:
        await _wait(session, await write_members(session, "HLT", 2), [(PACED, HOUR), ("", SECOND)])
    claimed = []
    for _ in range(3):
        async with arranged(database) as session:
            claimed += [row.error for row in await claim_due(session, now=NOW, limit=1)]
    assert claimed == ["", PACED]
