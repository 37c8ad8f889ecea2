"""Filling an empty database with a store of a given size: `python -m bench fill URL [SCALE]`."""

from datetime import UTC, datetime

from sqlalchemy import insert, text

from bench.filling.derived import derive
from bench.filling.rows import Row, Rows
from bench.filling.sizes import TEN_YEARS, Place, Size
from bench.language import Language
from bot.capabilities import registry
from storage.core.search import INDEXED_COLUMNS, SearchEntry, index_entries, indexed
from storage.engine.database import Base, Database
from storage.engine.tables import metadata
from tests.support.crowds import database_at
from twg.core.timekeeping import Timekeeping
from twg.reminders.settings import reschedule_where_changed


async def fill(database: Database, size: Size = TEN_YEARS, *, now: datetime | None = None) -> None:
    """Write the rows of a store.

    Args:
        database: with all tables, empty.
        now: when the store is looked at, UTC, aware; the current time where it is not given.
    """
    now = now or datetime.now(UTC)
    rows = Rows(Language())
    for at in range(size.twgs):
        for table, some in rows.of_twg(Place(size, at, now)):
            await _write(database, table, some)
    if not database.is_sqlite:
        await _count_on(database)
    async with database.begin() as session:
        await derive(session, size, now=now)
        await reschedule_where_changed(session, timekeeping(), registry().domains, now=now)
    async with database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()


def timekeeping() -> Timekeeping:
    """The rules as they are declared, and working hours around the clock, as in `bench.programs.settings`."""
    return Timekeeping(rules=tuple(registry().domains.rules.values()))


async def _write(database: Database, table: type[Base], rows: list[Row]) -> None:
    if not rows:
        return
    found = []
    if table is SearchEntry:  # computed before the transaction begins: PostgreSQL gives up on one that is idle
        found = [indexed(**{name: row[name] for name in INDEXED_COLUMNS}) for row in rows]
    async with database.begin() as session:
        await session.execute(insert(table), rows)
        if found:
            await index_entries(session, found)


async def _count_on(database: Database) -> None:
    """Let PostgreSQL number further rows after those that were written with their ids."""
    async with database.begin() as session:
        for table in metadata.sorted_tables:
            if "id" in table.columns:
                newest = f"(SELECT max(id) FROM {table.name})"  # noqa: S608 - a table's own name
                await session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {newest})"))


async def fill_at(url: str, size: Size) -> None:
    """Make the tables at this URL and fill them."""
    async with database_at(url) as database:
        await fill(database, size)
