"""Alembic's entry point. `storage.engine.migrate` passes the connection in the configuration's attributes."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal

from alembic import context, op

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


@contextmanager
def reading_one_table() -> Iterator[None]:
    """Meanwhile a table that SQLite replaces by a changed copy is read without those that it refers to.

    SQLAlchemy would read these too, and what they refer to: four tables of five, in a third of the time of all
    migrations. The copy names them by its foreign keys alone.
    """
    batch = op.batch_alter_table
    setattr(op, "batch_alter_table", partial(batch, reflect_kwargs={"resolve_fks": False}))  # noqa: B010 - a function
    try:
        yield
    finally:
        setattr(op, "batch_alter_table", batch)  # noqa: B010 - a function


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_object=include_object,
    render_item=render_item,
    render_as_batch=True,
    compare_type=True,
)
with reading_one_table():
    context.run_migrations()
