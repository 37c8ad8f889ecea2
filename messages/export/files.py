"""Documents and evidence as a zip with an index, which says of each file where it is and what its bytes are."""

import asyncio
import csv
import hashlib
from io import BytesIO, TextIOWrapper
from zipfile import ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

from messages.export.composing import compose
from messages.export.values import read_value, to_csv
from messages.rendering.texts import Text, _
from twg.core.sheets import Composed
from twg.export.files import FilesExport, FileState, Item

#: Bytes that are copied at once.
_PIECE = 1024 * 1024
_HEADINGS = (
    _("TWG"),
    _("Kind"),
    _("ID"),
    _("Version"),
    _("Title"),
    _("File"),
    _("Came on"),
    _("Size in bytes"),
    _("SHA-256 of the file"),
    _("In the zip as"),
    _("State"),
)


def build_part(export: FilesExport, number: int, locale: str, zone: ZoneInfo) -> bytes:
    """A zip with the files of a part and its index, `index.csv`. Called in a thread.

    A file that is gone, was damaged or is not open to the person any more is named in the index and left out.

    Args:
        number: of the part, from 0.
    Raises: NotFound, NotAllowed.
    """
    return asyncio.run(_build(export, export.parts[number], locale, zone))


async def _build(export: FilesExport, part: tuple[Item, ...], locale: str, zone: ZoneInfo) -> bytes:
    made: dict[int, bytes] = {}
    async with export.open_files() as files:
        open_ids = files.actors.keys()
        for item in part:
            if isinstance(item.file, Composed) and item.filed.id in open_ids:
                made[item.filed.id] = await compose(files.session, files.actors[item.filed.id], item.sheet, item.file)
    buffer = BytesIO()
    states: dict[str, FileState] = {}
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        rows = []
        for item in part:
            state = item.state if item.filed.id in open_ids else FileState.CLOSED
            if item.filed.id in made:
                archive.writestr(item.path, made[item.filed.id])
            elif state is FileState.INCLUDED:
                if item.path not in states:
                    states[item.path] = _add(archive, export, item)
                state = states[item.path]
            rows.append((item, state))
        with TextIOWrapper(archive.open("index.csv", "w"), encoding="utf-8-sig", newline="") as index:
            writer = csv.writer(index)
            writer.writerow(heading.render(locale) for heading in _HEADINGS)
            for item, state in rows:
                line = _line(item, state, locale, made.get(item.filed.id))
                writer.writerow(to_csv(read_value(value, locale, zone)) for value in line)
    return buffer.getvalue()


def _add(archive: ZipFile, export: FilesExport, item: Item) -> FileState:
    """Put a file into the zip where it is as it came. Returns: what became of it."""
    sha256 = item.file.sha256 or ""
    wrong = export.archive.check(sha256)
    if wrong:
        return FileState.DAMAGED if wrong == "changed" else FileState.MISSING
    with export.archive.path(sha256).open("rb") as source, archive.open(item.path, "w") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
    return FileState.INCLUDED


def _line(item: Item, state: FileState, locale: str, made: bytes | None) -> tuple[object, ...]:
    """Args: `made`: the bytes of a paper that was made for this zip."""
    filed, file = item.filed, item.file
    kind = Text(item.sheet.label).render(locale)
    path = item.path if state is FileState.INCLUDED else ""
    size = len(made) if made is not None else item.size_bytes or file.size_bytes
    sha256 = file.sha256 or "" if made is None else hashlib.sha256(made).hexdigest()
    about = item.code, kind, filed.row_id, filed.version or None, filed.title, file.name
    return (*about, filed.dated, size, sha256, path, state)
