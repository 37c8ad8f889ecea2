"""Reading lists of members, tables of indicators, sheets of reports, and minutes, before somebody asks for them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.leadership.people_first import PeopleFirst
from scheduler.reading.minutes import read_minutes_apart
from storage.core.archive import Archive
from storage.engine.database import Database
from storage.indicators import (
    IndicatorFile,
    ReportSheet,
    find_indicator_file,
    find_report_sheet,
    list_unread_indicator_files,
    list_unread_report_sheets,
)
from storage.minutes.files import MinutesFile, find_minutes_file, list_unread_minutes
from storage.rosters import RosterFile, find_roster_file, list_unread
from twg.language.indicator_sheets.apart import read_indicators_apart
from twg.language.report_sheets.apart import read_report_sheet_apart
from twg.language.rosters.apart import read_apart
from twg.language.rosters.model import KnownTwg
from twg.rosters.known import known_twg, list_others

log = logging.getLogger(__name__)


#: A file that was kept to be read.
_Kept = RosterFile | IndicatorFile | ReportSheet | MinutesFile


@dataclass(frozen=True)
class _Kind:
    """A kind of files that are read.

    Attributes:
        list_unread: those whose bytes are archived and that were not read.
        find: one of them by its id, with its file and its TWG.
        read: what it says, as JSON.
    """

    table: type[_Kept]
    list_unread: Callable[[AsyncSession], Awaitable[Sequence[_Kept]]]
    find: Callable[[AsyncSession, int], Awaitable[_Kept | None]]
    read: Callable[[Path, str, KnownTwg, Sequence[KnownTwg]], Awaitable[dict[str, Any]]]


_KINDS = (
    _Kind(RosterFile, list_unread, find_roster_file, read_apart),
    _Kind(IndicatorFile, list_unread_indicator_files, find_indicator_file, read_indicators_apart),
    _Kind(ReportSheet, list_unread_report_sheets, find_report_sheet, read_report_sheet_apart),
    _Kind(MinutesFile, list_unread_minutes, find_minutes_file, read_minutes_apart),
)


async def read_lists(database: Database, archive: Archive, people: PeopleFirst) -> int:
    """Read the files whose bytes are in the archive and that were not read yet. Returns how many were.

    Each is read between two transactions: nobody waits for it.
    """
    count = 0
    for kind in _KINDS:
        async with database.read() as session:
            waiting = [kept.id for kept in await kind.list_unread(session)]
        for row_id in waiting:
            await _read(database, archive, people, kind, row_id)
        count += len(waiting)
    return count


async def _read(database: Database, archive: Archive, people: PeopleFirst, kind: _Kind, row_id: int) -> None:
    async with database.read() as session:
        kept = await kind.find(session, row_id)
        if kept is None or kept.file.sha256 is None:
            return
        path, name = archive.path(kept.file.sha256), kept.file.name
        twg, others = known_twg(kept.twg), await list_others(session, kept.twg)
    if not await asyncio.to_thread(path.is_file):
        log.warning("%s %s is not in the archive; it is not read", kind.table.__tablename__, row_id)
        return
    reading = await kind.read(path, name, twg, others)
    await people.give_way()
    async with database.begin() as session:
        found: _Kept | None = await session.get(kind.table, row_id)
        if found is not None:
            found.reading = reading
