"""Alembic's entry point. `storage.engine.migrate` passes the connection in the configuration's attributes."""

from typing import Any, Literal

from alembic import context

from storage.engine.database import UTCDateTime
from storage.engine.tables import metadata

#: Prefixes of parts of the search index that the models do not declare, so that autogenerate must leave them alone:
#: SQLite's tables, PostgreSQL's column and its index.
SEARCH_INDEX = ("search_index", "tokens", "ix_search_entry_tokens")


def include_object(_object: Any, name: str | None, _kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether autogenerate compares an object with the models: all but the search index."""
    return name is None or not name.startswith(SEARCH_INDEX)


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write `UTCDateTime` as SQLAlchemy's own type, so that migrations do not depend on code that may change."""
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
