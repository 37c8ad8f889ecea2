"""SQLite databases that were left between two revisions.

For a time before version 0.2, every migration after the first missing one committed each statement by itself. An
interruption then left tables that no migration can start from, most often when the first command made the database. As
long as such a database has no rows, nothing is lost by making it anew.
"""

from sqlalchemy import Connection, text

#: All tables but those in which a virtual table keeps its data. Virtual ones, which are those of the search index, come
#: first: dropping one drops the tables with its data too.
_TABLES = text(
    "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC"
)
_COLUMNS = text("SELECT name FROM pragma_table_info(:name)")
_INDICES = text(
    "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)
_NUMBERED = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'")


def names(connection: Connection) -> set[str]:
    """Names of tables with their columns, of indices and triggers: "table.column", "index"."""
    found = set(connection.scalars(_INDICES))
    for table, _kind in connection.execute(_TABLES).all():
        found |= {f"{table}.{column}" for column in connection.scalars(_COLUMNS, {"name": table})}
    return found


def has_rows(connection: Connection) -> bool:
    """Whether a table has rows, Alembic's apart. The search index has none that `search_entry` has not."""
    tables = [name for name, kind in connection.execute(_TABLES).all() if kind == "table" and name != "alembic_version"]
    return any(connection.scalar(text(f'SELECT EXISTS (SELECT 1 FROM "{name}")')) for name in tables)  # noqa: S608 - the schema's own names


def drop_tables(connection: Connection) -> None:
    """Drop all tables; ids begin with 1 again."""
    for name, _kind in connection.execute(_TABLES).all():
        connection.execute(text(f'DROP TABLE "{name}"'))
    if connection.scalar(_NUMBERED):
        connection.execute(text("DELETE FROM sqlite_sequence"))
