"""Alembic's entry point; the connection is handed over by `storage.migrate`."""

from typing import Any, Literal

from alembic import context

from storage.database import UTCDateTime
from storage.tables import metadata


def include_object(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """What the models describe; the search index has parts that only a migration can name."""
    return not (kind in {"table", "index"} and name is not None and name.startswith("search_trigrams"))


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
