"""The files of signed reports are made once, in both languages, and kept in the archive by their hash (J6).

With them the data that the Chair signed are kept as they were hashed, so that anybody can compute the fingerprint.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.rendering.content import Attachment
from messages.rendering.texts import LOCALES
from messages.reports import files_of, name_of_data
from storage.core.archive import Archive
from storage.engine.database import Database
from storage.members import Twg
from storage.reports import find_snapshot, list_unfiled
from twg.reports import filing, snapshots

log = logging.getLogger(__name__)


async def file_reports(
    database: Database, archive: Archive, make: Callable[[Attachment], Awaitable[bytes]], *, now: datetime
) -> int:
    """Make the files of signed reports that have none yet, between two transactions. Returns of how many reports.

    Args:
        make: returns the bytes of a file, made in a thread or in another process.
    """
    async with database.read() as session:
        waiting = await list_unfiled(session)
    for snapshot_id in waiting:
        async with database.read() as session:
            snapshot = await find_snapshot(session, snapshot_id)
            assert snapshot is not None  # noqa: S101 - snapshots are never deleted
            edition = await snapshots.edition_of(session, snapshot)
            amendments = await snapshots.amendments_of(session, snapshot)
            zone = ZoneInfo((await session.get_one(Twg, snapshot.twg_id)).zone)
        data = edition.contents.signed_bytes
        sha256 = await asyncio.to_thread(archive.put, data)
        name = name_of_data(edition)
        made = [filing.MadeFile(name, filing.NO_LOCALE, sha256, len(data))]
        for locale in LOCALES:
            for file in files_of(edition, amendments, zone, locale):
                data = await make(file)
                sha256 = await asyncio.to_thread(archive.put, data)
                made.append(filing.MadeFile(file.name, locale, sha256, len(data)))
        async with database.begin() as session:
            await filing.note_files(session, snapshot_id, made, now=now)
    return len(waiting)
