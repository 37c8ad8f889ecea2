"""The files of a signed report, by their hash: what went to the GDCC can be told from anything else (J6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import keep_compared
from storage.members import Twg
from storage.reports import ReportFile, SnapshotState, find_snapshot
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.operations import operation_without_actor

#: Of what is in no language: the data that were signed.
NO_LOCALE = ""
#: `source` in the audit of what comes about by itself.
_TIME = "time"


@dataclass(frozen=True)
class MadeFile:
    """A file whose bytes are in the archive. `sha256`: hexadecimal."""

    name: str
    locale: str
    sha256: str
    size_bytes: int


@operation_without_actor
async def note_files(session: AsyncSession, snapshot_id: int, files: Sequence[MadeFile], *, now: datetime) -> None:
    """Note the files of a signed report; nothing where they are noted already."""
    snapshot = await find_snapshot(session, snapshot_id)
    if snapshot is None or snapshot.state is not SnapshotState.SIGNED or snapshot.files:
        return
    session.add_all(
        ReportFile(
            snapshot_id=snapshot_id,
            name=file.name,
            locale=file.locale,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            made_at=now,
        )
        for file in files
    )
    await keep_compared(session, [file.sha256 for file in files], now=now)
    after = {"files": [file.name for file in files], "sha256": [file.sha256 for file in files]}
    actor = Actor(await session.get_one(Twg, snapshot.twg_id), source=_TIME)
    await record(session, actor, "reports.note_files", snapshot, now=now, after=after)
