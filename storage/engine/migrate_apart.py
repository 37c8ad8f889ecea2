"""Migrations in a child process, for a program that stays.

Alembic, what it imports and what the migrations allocate are 18 MB, which a process does not give back when they have
run. A child that is forked has everything else imported already, so that the start takes no longer.
"""

import asyncio
import os
import signal

from storage.engine.database import Database
from storage.engine.migrate import lacks_migrations, prepare


async def prepare_apart(database: Database) -> None:
    """As `prepare`, with missing migrations run by a child process. Nothing else may use the database meanwhile.

    If the child fails, its transaction has changed nothing: the migrations run here then, and raise what they raise.

    Raises:
        UnfitDatabase: as `prepare`.
    """
    if not await lacks_migrations(database):
        return
    if not database.is_sqlite or database.file is not None:  # of a database in memory a child has a copy
        await database.close()  # a forked process must not inherit a connection
        child = os.fork()
        if child == 0:
            _migrate_and_exit(database.url)
        await asyncio.to_thread(os.waitpid, child, 0)
    await prepare(database)


def _migrate_and_exit(url: str) -> None:
    """In the child: without the interrupt handler of the parent's event loop, and without the parent's clean-up."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        asyncio.run(prepare(Database(url)))
        code = 0
    finally:
        os._exit(code)
