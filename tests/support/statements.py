"""Sharing SQLAlchemy's compiled statements among tests, each of which opens a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from storage.engine import database

#: Size of the cache; the program has fewer statements.
MOST = 5000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all engines of a kind share one dialect and one cache of compiled statements while the block runs.

    Compiling for each test took two fifths of the time of all tests. The dialect is shared because the cache's keys
    hold the dialect object.
    """
    create, dialects, compiled = database.create_async_engine, {}, LRUCache[Any, Any](MOST)

    def sharing(url: str, **options: Any) -> AsyncEngine:
        engine = create(url, **options)
        own: Dialect = engine.sync_engine.dialect
        shared = engine.sync_engine.dialect = dialects.setdefault(type(own), own)

        def learn(*_: object) -> None:
            """Tell the shared dialect what the engine's own learnt of the server, if no engine connected before."""
            if shared.server_version_info is None:
                vars(shared).update(vars(own))

        event.listen(engine.sync_engine.pool, "connect", learn)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with patch.object(database, "create_async_engine", sharing):
        yield
