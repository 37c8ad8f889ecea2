"""Documents and evidence of the store as zip files, each small enough for Telegram (R4, D4)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.archive import Archive
from storage.engine.database import Database
from storage.engine.labels import N_, Labelled
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.sheets import Composed, Filed, Kept, Sheet
from twg.core.subjects import Domains
from twg.export.names import safe_name
from twg.export.store import ExportFormat, access_exporter, note_taken
from twg.language.due_periods import Period

#: Most bytes of the files in one zip, unless one file alone has more: each zip is made in memory.
PART_BYTES = 24 * 1024 * 1024
#: Most bytes of a file that is sent: Telegram takes 50 MB, and the zip adds its directory and the index.
MOST_BYTES = 49 * 1000 * 1000
#: Most zips that are sent at once.
MOST_PARTS = 20
#: Bytes that a file takes in a zip and in its index beside its own.
_OVERHEAD = 1024


class FileState(Labelled):
    """Whether a file is in the zip, and if not, why."""

    INCLUDED = "included", N_("in the zip")
    NOT_ARCHIVED = "not_archived", N_("not fetched from Telegram yet")
    MISSING = "missing", N_("missing in the archive")
    DAMAGED = "damaged", N_("damaged in the archive")
    TOO_LARGE = "too_large", N_("too large for Telegram")
    CLOSED = "closed", N_("not open to you any more")


@dataclass(frozen=True)
class Item:
    """A file that is exported, with the row that it belongs to.

    Attributes:
        code: of the TWG.
        path: in the zip; of bytes that are in it already, the path of the first file that has them.
    """

    code: str
    sheet: Sheet
    filed: Filed
    path: str
    size_bytes: int
    state: FileState

    @property
    def file(self) -> Kept:
        return self.filed.file


@dataclass(frozen=True)
class OpenFiles:
    """The files that a person may have now.

    Attributes:
        session: with which papers that are composed are read.
        actors: by the id of a file, the person in its TWG.
    """

    session: AsyncSession = field(repr=False)
    actors: dict[int, Actor]


@dataclass(frozen=True)
class FilesExport:
    """Files that were asked for, in the zips in which they are sent.

    Attributes:
        members: ids of each TWG and of the membership of who asked for them.
        parts: the files of each zip; those that cannot be sent are named in the last.
        not_sent: how many files are left out, since there would be too many zips.
    """

    url: str
    archive: Archive = field(repr=False)
    members: tuple[tuple[int, int], ...]
    now: datetime
    sheets: tuple[Sheet, ...]
    period: Period | None
    parts: tuple[tuple[Item, ...], ...]
    not_sent: int = 0

    @property
    def items(self) -> list[Item]:
        return [item for part in self.parts for item in part]

    @asynccontextmanager
    async def open_files(self) -> AsyncIterator[OpenFiles]:
        """The files that the person may have now: what was withdrawn since they asked is not among them.

        Raises: NotFound, NotAllowed.
        """
        database = Database(self.url)
        try:
            async with database.read() as session:
                actors = [await access_exporter(session, *ids) for ids in self.members]
                listed = [
                    (actor, filed) for actor in actors for _, filed in await _list_filed(session, actor, self.sheets)
                ]
                yield OpenFiles(session, {filed.id: actor for actor, filed in listed})
        finally:
            await database.close()


@operation(Permission.STORE_EXPORT)
async def export_files(
    session: AsyncSession,
    actor: Actor,
    domains: Domains,
    archive: Archive,
    *,
    others: Sequence[Actor] = (),
    period: Period | None = None,
    now: datetime,
) -> FilesExport:
    """The files of every row that the actor may see, in zips; who took them is kept in the audit.

    Args:
        others: the same person in further TWGs.
        period: the days on which they came; None for all.
    Raises: NotAllowed where the person may not export one of the TWGs.
    """
    actors, paths, items = [actor, *others], dict[str, str](), list[Item]()
    for each in actors:
        each.check(Permission.STORE_EXPORT)
        for sheet, filed in await _list_filed(session, each, tuple(domains.sheets)):
            day = filed.dated.astimezone(each.zone).date()
            if period is None or period.first <= day <= period.last:
                items.append(_item_of(each, sheet, filed, archive, paths))
    parts = _in_parts(items)
    sent, not_sent = parts[:MOST_PARTS], sum(map(len, parts[MOST_PARTS:]))
    for each in actors:
        await note_taken(session, each, ExportFormat.FILES, period, now=now)
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    members = tuple((each.twg.id, each.member.id) for each in actors)
    return FilesExport(url, archive, members, now, tuple(domains.sheets), period, tuple(sent), not_sent)


def files_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """A sheet that lists the files of the others, for programs that fetch them one by one."""

    async def rows(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
        for sheet, filed in await _list_filed(session, actor, sheets):
            file, of = filed.file, (sheet.key, filed.row_id, filed.version or None, filed.title)
            size_bytes = None if isinstance(file, Composed) else file.size_bytes or None
            yield filed.id, *of, file.name, filed.dated, size_bytes, file.sha256 or ""

    columns = {
        "sheet": N_("Sheet"),
        "row": N_("ID of its row"),
        "version": N_("Version"),
        "title": N_("Title"),
        "file": N_("File"),
        "came_on": N_("Came on"),
        "size_bytes": N_("Size in bytes"),
        "sha256": N_("SHA-256 of the file"),
    }
    return Sheet("files", N_("Files"), columns, rows, order=0, dated_by=("came_on",))


async def access_filed(
    session: AsyncSession, actor: Actor, sheets: Sequence[Sheet], file_id: int
) -> tuple[Sheet, Filed]:
    """A file that belongs to a row that the actor may see, with the sheet of that row. Raises: NotFound."""
    for sheet, filed in await _list_filed(session, actor, sheets):
        if filed.id == file_id:
            return sheet, filed
    raise NotFound


async def _list_filed(session: AsyncSession, actor: Actor, sheets: Sequence[Sheet]) -> list[tuple[Sheet, Filed]]:
    return [
        (sheet, filed) for sheet in sheets if sheet.files is not None async for filed in sheet.files(session, actor)
    ]


def _item_of(actor: Actor, sheet: Sheet, filed: Filed, archive: Archive, paths: dict[str, str]) -> Item:
    """Args: `paths`: by SHA-256, the path of the first file with these bytes; this one is added."""
    file = filed.file
    version = f"-v{filed.version}" if filed.version else ""
    path = f"{actor.twg.code}/{sheet.key}/{filed.row_id}{version}-{file.id} {safe_name(file.name)}"
    if isinstance(file, Composed):
        return Item(actor.twg.code, sheet, filed, path, file.size_bytes, FileState.INCLUDED)
    if file.sha256 is None:
        return Item(actor.twg.code, sheet, filed, "", file.size_bytes, FileState.NOT_ARCHIVED)
    try:
        size_bytes = archive.path(file.sha256).stat().st_size
    except OSError:
        return Item(actor.twg.code, sheet, filed, "", file.size_bytes, FileState.MISSING)
    if size_bytes > MOST_BYTES:
        return Item(actor.twg.code, sheet, filed, "", size_bytes, FileState.TOO_LARGE)
    first = paths.setdefault(file.sha256, path)
    return Item(actor.twg.code, sheet, filed, first, size_bytes if first == path else 0, FileState.INCLUDED)


def _in_parts(items: Sequence[Item]) -> list[tuple[Item, ...]]:
    """Items in their order, those with the same bytes in one part; a part is over `PART_BYTES` only for one file."""
    together: dict[str, list[Item]] = {}
    for item in items:
        together.setdefault(item.path, []).append(item)
    absent = together.pop("", [])
    parts: list[list[Item]] = []
    room = 0
    for same in together.values():
        size = sum(item.size_bytes + _OVERHEAD for item in same)
        if size > room:
            parts.append([])
            room = PART_BYTES
        parts[-1] += same
        room -= size
    if absent:
        parts = [*parts[:-1], [*(parts[-1] if parts else []), *absent]]
    return [tuple(part) for part in parts]
