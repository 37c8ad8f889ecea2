"""What SQLAlchemy makes of a statement is kept from test to test, though each opens a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from storage.engine import database

#: More than the program has statements.
MOST = 5000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Engines of the same kind share their dialect and what it compiled: for each test anew it took two fifths of all.

    Compiled statements are found by the very dialect that compiled them.
    """
    create, dialects, compiled = database.create_async_engine, {}, LRUCache[Any, Any](MOST)

    def sharing(url: str, **options: Any) -> AsyncEngine:
        engine = create(url, **options)
        own: Dialect = engine.sync_engine.dialect
        engine.sync_engine.dialect = dialects.setdefault(type(own), own)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with patch.object(database, "create_async_engine", sharing):
        yield
