"""Compare the archive with what the database knows of it, a few files at a time, each of them every week (D4)."""

import asyncio
import logging
from datetime import datetime, timedelta

from storage.core.archive import Archive
from storage.core.file_texts import list_to_compare, note_compared
from storage.engine.database import Database

log = logging.getLogger(__name__)

#: How often each file is compared, and how many are at a time: at most 200,000 in a week.
EVERY = timedelta(weeks=1)
AT_ONCE = 20


async def inspect_archive(database: Database, archive: Archive, *, now: datetime) -> int:
    """Compare the bytes that were not compared for longest; the operator reads in the log and `/healthz` what is lost.

    They are read in another thread and in pieces, so that no answer waits for them.

    Args:
        now: UTC, aware.
    Returns:
        How many were compared.
    """
    async with database.read() as session:
        due = await list_to_compare(session, before=now - EVERY, limit=AT_ONCE)
    problems = {sha256: await asyncio.to_thread(archive.check, sha256) for sha256 in due}
    if not problems:
        return 0
    async with database.begin() as session:
        await note_compared(session, problems, now=now)
    for sha256, problem in problems.items():
        if problem:
            log.error("the archive has lost a file: %s is %s; see `twgbot doctor`", sha256, problem)
    return len(problems)
