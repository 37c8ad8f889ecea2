"""Alembic's entry point; the connection is handed over by `storage.engine.migrate`."""

from typing import Any, Literal

from alembic import context

from storage.engine.database import UTCDateTime
from storage.engine.tables import metadata

#: Parts of the search index that only a migration can name: SQLite's tables, PostgreSQL's column and its index.
SEARCH_INDEX = ("search_trigrams", "trigrams", "ix_search_entry_trigrams")


def include_object(_object: Any, name: str | None, _kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """What the models describe."""
    return name is None or not name.startswith(SEARCH_INDEX)


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own, so that an old migration never depends on today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    render_item=render_item,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
