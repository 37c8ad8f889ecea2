"""Records: what is written down while a meeting goes on, from which its minutes are made (G6)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.shortening import first_line
from storage.engine.labels import N_
from storage.records import MeetingRecord, RecordKeeper, RecordLine
from twg.core.actors import Actor
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.core.uniting import Uniting
from twg.records import access, agenda, handing, keepers, keeping, moving


async def _access(session: AsyncSession, actor: Actor, record_id: int) -> MeetingRecord:
    return (await access.access_record(session, actor, record_id))[0]


async def _access_line(session: AsyncSession, actor: Actor, line_id: int) -> RecordLine:
    return (await access.access_line(session, actor, line_id))[0]


def _parts(record: MeetingRecord) -> Mapping[str, Select[int]]:
    """Its lines and those who were named to keep it, as what has happened to it is read."""
    return {
        RecordLine.__tablename__: select(RecordLine.id).where(RecordLine.record_id == record.id),
        RecordKeeper.__tablename__: select(RecordKeeper.id).where(RecordKeeper.meeting_id == record.meeting_id),
    }


def _still_named(older: RecordKeeper, newer: RecordKeeper) -> Mapping[str, Any]:
    """Of two entries of a person that of which the task has not ended counts."""
    stays = newer if older.ended_at is not None else older
    return {"ended_at": stays.ended_at, "named_at": stays.named_at, "named_by_id": stays.named_by_id}


DOMAIN = Domain(
    operations=operations_of(keeping, moving, keepers),
    subjects=(
        Subject(
            table=MeetingRecord,
            label=N_("Record of a meeting"),
            access=_access,
            title=lambda record: record.meeting.title,
            exported=False,
            parts=_parts,
        ),
        Subject(
            table=RecordLine,
            label=N_("Line of a record"),
            access=_access_line,
            title=lambda line: first_line(line.text),
            exported=False,
        ),
    ),
    notices=(keepers.NAMED,),
    agenda_sources=agenda.SOURCES,
    handings=handing.HANDINGS,
    unitings=(Uniting(table=RecordKeeper, same=("meeting_id",), unite=_still_named),),
)

__all__ = ["DOMAIN", "access", "keepers", "keeping", "moving"]
