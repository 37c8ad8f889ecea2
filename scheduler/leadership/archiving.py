"""Download files that people sent into the archive, so that they remain when the chat is gone (D4)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from storage.core.archive import Archive
from storage.core.file_texts import await_text
from storage.core.files import StoredFile, list_unarchived
from storage.core.search import index_archived
from storage.documents.details import adopt_language
from storage.engine.database import Database
from twg.language.document_facts import language_of

log = logging.getLogger(__name__)

#: Downloads the file with this handle and returns its bytes; may raise any network error.
Fetch = Callable[[str], Awaitable[bytes]]

#: Waits between tries to fetch a file; the last one is used for all further tries.
BACKOFF = tuple(timedelta(minutes=wait) for wait in (1, 5, 30, 120, 720))


class ArchiveUnwritable(Exception):
    """A file could not be stored, because the disk is full or the folder cannot be written."""


async def archive_files(database: Database, archive: Archive, fetch: Fetch, *, now: datetime) -> int:
    """Fetch the files that are due. A file that cannot be fetched is tried again later.

    Args:
        now: UTC, aware.
    Returns:
        How many files were archived.
    Raises:
        ArchiveUnwritable: no file can be stored now; that costs none of them a try.
    """
    async with database.read() as session:
        waiting = [(file.id, file.handle) for file in await list_unarchived(session, now=now)]
    archived = 0
    for file_id, handle in waiting:
        try:
            data = await fetch(handle)
        except Exception as error:
            log.warning("file %s could not be fetched: %s", file_id, error)
            await _put_off(database, file_id, now=now)
            continue
        try:
            sha256 = await asyncio.to_thread(archive.put, data)
        except OSError as error:
            raise ArchiveUnwritable(str(error)) from error
        async with database.begin() as session:
            (await session.get_one(StoredFile, file_id)).sha256 = sha256
            await session.flush()
            await await_text(session, sha256, now=now)
            await index_archived(session, sha256)
            await adopt_language(session, sha256, language_of)
        archived += 1
    return archived


async def _put_off(database: Database, file_id: int, *, now: datetime) -> None:
    async with database.begin() as session:
        file = await session.get_one(StoredFile, file_id)
        file.retry_at = now + BACKOFF[min(file.attempts, len(BACKOFF) - 1)]
        file.attempts += 1
