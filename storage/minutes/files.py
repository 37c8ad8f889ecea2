"""Files that are handed in as the minutes of a meeting, to be read and taken into its record (G6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.meetings import Meeting
from storage.members import Person, Twg


class MinutesFile(Base):
    """A file with the minutes of a meeting."""

    __tablename__ = "minutes_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: What it says, as `twg.language.handed_minutes.reading` writes it; None until it was read.
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    #: By the place of an action point in the reading: the id of the line that it became; 0 for one that was left out.
    decided: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    twg: Mapped[Twg] = relationship(lazy="raise")
    created_by: Mapped[Person] = relationship(lazy="raise")


_WHOLE = joinedload(MinutesFile.file), joinedload(MinutesFile.twg), joinedload(MinutesFile.created_by)


async def find_minutes_file(session: AsyncSession, file_id: int) -> MinutesFile | None:
    """A file with minutes, with its file and its TWG; None if there is none with this id."""
    return await session.scalar(select(MinutesFile).where(MinutesFile.id == file_id).options(*_WHOLE))


async def find_newest_file(session: AsyncSession, meeting_id: int) -> MinutesFile | None:
    """The file that was handed in last as the minutes of a meeting; None where none was."""
    of_meeting = select(MinutesFile).where(MinutesFile.meeting_id == meeting_id).options(*_WHOLE)
    return await session.scalar(of_meeting.order_by(MinutesFile.id.desc()).limit(1))


async def find_minutes_reading(session: AsyncSession, file_id: int) -> dict[str, Any] | None:
    """What a file says, as it was read; None until it was."""
    return await session.scalar(select(MinutesFile.reading).where(MinutesFile.id == file_id))


async def list_unread_minutes(session: AsyncSession) -> list[MinutesFile]:
    """Files whose bytes are archived and that were not read, the oldest first."""
    unread = MinutesFile.reading.is_(None), StoredFile.sha256.is_not(None)
    query = select(MinutesFile).join(MinutesFile.file).where(*unread).order_by(MinutesFile.id)
    return list(await session.scalars(query))


async def list_minutes_files(session: AsyncSession, twg_id: int, *criteria: Any) -> list[tuple[MinutesFile, Meeting]]:
    """All files of a TWG with their meetings, which meet the criteria, oldest first."""
    query = select(MinutesFile, Meeting).join(Meeting, Meeting.id == MinutesFile.meeting_id)
    query = query.where(MinutesFile.twg_id == twg_id, *criteria).options(*_WHOLE).order_by(MinutesFile.id)
    return [(kept, meeting) for kept, meeting in await session.execute(query)]
