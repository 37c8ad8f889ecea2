"""What `twgbot doctor` finds: whether the archive has every file that the database knows of, byte for byte (D4, J6)."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.core.archive import Archive
from storage.core.file_texts import note_compared
from storage.core.files import count_unarchived, fetch_again, list_archived
from storage.engine.database import Database
from storage.reports import list_filed


@dataclass(frozen=True)
class Lost:
    """Bytes that the archive does not have any more.

    Attributes:
        problem: as `Archive.check` says it.
        names: of the files that people sent with these bytes, or that were made of a signed report.
        made: they are only of a signed report, so Telegram was never sent them as they are.
    """

    sha256: str
    problem: str
    names: tuple[str, ...]
    made: bool = False


@dataclass(frozen=True)
class Examined:
    """Attributes:
    whole: how many different files are there, with the bytes that they came with.
    waiting: how many are still to be fetched from Telegram.
    again: fetch the files that are missing or damaged from Telegram again.
    problem: why the next file may not be stored; empty when nothing is known against it.
    """

    whole: int
    lost: tuple[Lost, ...]
    waiting: int
    again: bool
    problem: str

    def lines(self, root: Path) -> Iterator[str]:
        """What the operator reads."""
        yield f"The archive in {root}: {self.whole} files are whole, {len(self.lost)} are lost."
        for one in self.lost:
            yield f"{one.problem}: {one.sha256} {', '.join(one.names)}"
        sent = [one for one in self.lost if not one.made]
        if sent and self.again:
            yield "Those that Telegram still has are fetched while the assistant runs."
        elif sent:
            yield "Copy them back from a backup, or let `twgbot doctor --fetch-again` fetch them from Telegram."
        if len(sent) < len(self.lost):
            yield "Copy files of signed reports back from a backup; the database has what was signed."
        if self.waiting:
            yield f"{self.waiting} files are not fetched from Telegram yet."
        if self.problem:
            yield f"The next file may not be stored: {self.problem}."


async def examine(database: Database, archive: Archive, *, fetch_again: bool, now: datetime) -> Examined:
    """Read every file of the archive that the database knows of, and compare its bytes with its name.

    Args:
        fetch_again: mark what is lost to be fetched from Telegram again.
    """
    whole, lost = 0, list[Lost]()
    for list_page, made in ((list_archived, False), (list_filed, True)):
        page, after = [("", list[str]())], ""
        while page:
            async with database.read() as session:
                page = await list_page(session, after=after)
            problems = {sha256: await asyncio.to_thread(archive.check, sha256) for sha256, _names in page}
            async with database.begin() as session:
                await note_compared(session, problems, now=now)
            broken = [(sha256, names) for sha256, names in page if problems[sha256]]
            lost += [Lost(sha256, problems[sha256], tuple(dict.fromkeys(names)), made) for sha256, names in broken]
            whole += len(page) - len(broken)
            after = page[-1][0] if page else ""
    if fetch_again:
        await _fetch_again(database, lost, now=now)
    async with database.read() as session:
        waiting = await count_unarchived(session)
    return Examined(whole, tuple(lost), waiting, fetch_again, archive.find_problem())


async def _fetch_again(database: Database, lost: list[Lost], *, now: datetime) -> None:
    async with database.begin() as session:
        for one in lost:
            await fetch_again(session, one.sha256, now=now)
