"""Files that are read: tables of indicators that secretariats send, sheets with reports that are sent back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.members import Twg


class IndicatorFile(Base):
    """A table that was sent to be imported."""

    __tablename__ = "indicator_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: What it says, as `twg.language.indicator_sheets.apart` writes it; None until it was read.
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    applied_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    twg: Mapped[Twg] = relationship(lazy="raise")


async def find_indicator_file(session: AsyncSession, file_id: int) -> IndicatorFile | None:
    """A table with its file and its TWG; None if there is none with this id."""
    both = joinedload(IndicatorFile.file), joinedload(IndicatorFile.twg)
    return await session.scalar(select(IndicatorFile).where(IndicatorFile.id == file_id).options(*both))


async def find_indicator_reading(session: AsyncSession, file_id: int) -> dict[str, Any] | None:
    """What a table says, as it was read; None until it was."""
    return await session.scalar(select(IndicatorFile.reading).where(IndicatorFile.id == file_id))


async def list_unread_indicator_files(session: AsyncSession) -> list[IndicatorFile]:
    """Tables whose bytes are archived and that were not read, the oldest first."""
    unread = IndicatorFile.reading.is_(None), StoredFile.sha256.is_not(None)
    query = select(IndicatorFile).join(IndicatorFile.file).where(*unread).order_by(IndicatorFile.id)
    return list(await session.scalars(query))


class ReportSheet(Base):
    """A sheet with reports that was filled in and sent back."""

    __tablename__ = "report_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: What it says, as `twg.language.report_sheets.apart` writes it; None until it was read.
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    #: How doubted values are meant, by the id of their indicator; "" for one that is left out.
    chosen: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    applied_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    twg: Mapped[Twg] = relationship(lazy="raise")


async def find_report_sheet(session: AsyncSession, sheet_id: int) -> ReportSheet | None:
    """A sheet with its file and its TWG; None if there is none with this id."""
    both = joinedload(ReportSheet.file), joinedload(ReportSheet.twg)
    return await session.scalar(select(ReportSheet).where(ReportSheet.id == sheet_id).options(*both))


async def find_sheet_reading(session: AsyncSession, sheet_id: int) -> dict[str, Any] | None:
    """What a sheet says, as it was read; None until it was."""
    return await session.scalar(select(ReportSheet.reading).where(ReportSheet.id == sheet_id))


async def list_unread_report_sheets(session: AsyncSession) -> list[ReportSheet]:
    """Sheets whose bytes are archived and that were not read, the oldest first."""
    unread = ReportSheet.reading.is_(None), StoredFile.sha256.is_not(None)
    query = select(ReportSheet).join(ReportSheet.file).where(*unread).order_by(ReportSheet.id)
    return list(await session.scalars(query))
