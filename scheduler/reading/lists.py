"""Reading the lists of members that were sent, so that what they come to is there when somebody asks for it (M5)."""

import asyncio
import logging

from scheduler.leadership.people_first import PeopleFirst
from storage.core.archive import Archive
from storage.engine.database import Database
from storage.rosters import RosterFile, find_roster_file, list_unread
from twg.language.rosters.apart import read_apart
from twg.rosters.known import known_twg, list_others

log = logging.getLogger(__name__)


async def read_lists(database: Database, archive: Archive, people: PeopleFirst) -> int:
    """Read the lists whose bytes are in the archive and that were not read yet. Returns how many were.

    Each is read between two transactions: nobody waits for it.
    """
    async with database.read() as session:
        waiting = [kept.id for kept in await list_unread(session)]
    for roster_file_id in waiting:
        await _read(database, archive, people, roster_file_id)
    return len(waiting)


async def _read(database: Database, archive: Archive, people: PeopleFirst, roster_file_id: int) -> None:
    async with database.read() as session:
        kept = await find_roster_file(session, roster_file_id)
        if kept is None or kept.file.sha256 is None:
            return
        path, name = archive.path(kept.file.sha256), kept.file.name
        twg, others = known_twg(kept.twg), await list_others(session, kept.twg)
    if not await asyncio.to_thread(path.is_file):
        log.warning("list of members %s is not in the archive; it is not read", roster_file_id)
        return
    reading = await read_apart(path, name, twg, others)
    await people.give_way()
    async with database.begin() as session:
        found = await session.get(RosterFile, roster_file_id)
        if found is not None:
            found.reading = reading
