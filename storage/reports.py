"""Reports that were put to the Chair and signed: their data, locked, and the files that were made of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, UniqueConstraint, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.indicators import Round
from storage.members import Person


class SnapshotState(Labelled):
    ASKED = "asked", N_("Waits for the Chair’s signature")
    SIGNED = "signed", N_("Signed")
    #: The Chair was asked to sign a later one.
    REPLACED = "replaced", N_("Replaced by a later one")


class Progress(Labelled):
    """How far a TWG is with its report, the least far first."""

    NO_ROUND = "no_round", N_("No reporting round")
    NOTHING = "nothing", N_("Nothing reported")
    PARTLY = "partly", N_("Partly reported")
    REPORTED = "reported", N_("Reported, not signed")
    TO_SIGN = "to_sign", N_("Waits for the Chair’s signature")
    #: The report says something else now than what was signed.
    CHANGED = "changed", N_("Signed · changed since")
    SIGNED = "signed", N_("Signed")


class ReportSnapshot(Base):
    """What the report of a round says at the moment at which the Chair is asked to sign it. It never changes.

    A signed one is what goes to the GDCC; a later one of the same round amends it.
    """

    __tablename__ = "report_snapshot"
    __table_args__ = (UniqueConstraint("round_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    #: Counts from 1 within the round.
    edition: Mapped[int]
    #: What it says, as `twg.reports.contents.Contents` writes it.
    contents: Mapped[dict[str, Any]] = mapped_column(JSON(none_as_null=True))
    #: SHA-256 of the contents, hexadecimal: what the Chair signs.
    sha256: Mapped[str] = mapped_column(String(64))
    #: Why it amends the one that was signed before; empty for the first.
    reason: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[SnapshotState] = mapped_column(default=SnapshotState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    #: The moment as of which its ratings are; of an amendment that of the first edition.
    as_of: Mapped[datetime]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]

    round: Mapped[Round] = relationship(lazy="raise")
    asked_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    signed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[signed_by_id])
    files: Mapped[list["ReportFile"]] = relationship(lazy="raise", order_by="ReportFile.id")


class ReportFile(Base):
    """A file that was made of a signed report; its bytes are in the archive."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("snapshot_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("report_snapshot.id"))
    #: "HLT-JMI-2026-11-23-en.docx".
    name: Mapped[str] = mapped_column(String(120))
    #: Language: "en" or "km"; empty for the data that were signed.
    locale: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    made_at: Mapped[datetime]


_WHOLE = (
    joinedload(ReportSnapshot.round),
    joinedload(ReportSnapshot.asked_by),
    joinedload(ReportSnapshot.signed_by),
    selectinload(ReportSnapshot.files),
)


async def list_snapshots(session: AsyncSession, *criteria: Any) -> list[ReportSnapshot]:
    """Snapshots that meet the criteria, newest edition first, with round, people and files."""
    query = select(ReportSnapshot).where(*criteria).options(*_WHOLE)
    return list(await session.scalars(query.order_by(ReportSnapshot.round_id, ReportSnapshot.edition.desc())))


async def find_snapshot(session: AsyncSession, snapshot_id: int) -> ReportSnapshot | None:
    """A snapshot, loaded as by `list_snapshots`; None if there is none."""
    return next(iter(await list_snapshots(session, ReportSnapshot.id == snapshot_id)), None)


async def list_signed(session: AsyncSession, round_ids: Sequence[int]) -> list[ReportSnapshot]:
    """The signed snapshots of some rounds, of each round the newest first."""
    signed = ReportSnapshot.state == SnapshotState.SIGNED
    return await list_snapshots(session, ReportSnapshot.round_id.in_(round_ids), signed)


def is_unfiled() -> ColumnElement[bool]:
    """The clause for a signed snapshot of which no file was made yet."""
    return and_(ReportSnapshot.state == SnapshotState.SIGNED, ~ReportSnapshot.files.any())


async def list_filed(session: AsyncSession, *, after: str = "", limit: int = 500) -> list[tuple[str, list[str]]]:
    """The SHA-256 of files of signed reports that nobody has sent too, as `storage.core.files.list_archived`."""
    sent = select(StoredFile.id).where(StoredFile.sha256 == ReportFile.sha256).exists()
    of_page = select(ReportFile.sha256).where(ReportFile.sha256 > after, ~sent).distinct()
    page = list(await session.scalars(of_page.order_by(ReportFile.sha256).limit(limit)))
    named: dict[str, list[str]] = {sha256: [] for sha256 in page}
    rows = select(ReportFile.sha256, ReportFile.name).where(ReportFile.sha256.in_(named)).order_by(ReportFile.id)
    for sha256, name in await session.execute(rows):
        named[sha256].append(name)
    return list(named.items())


async def list_unfiled(session: AsyncSession) -> list[int]:
    """Ids of signed snapshots of which no file was made yet, oldest first."""
    return list(await session.scalars(select(ReportSnapshot.id).where(is_unfiled()).order_by(ReportSnapshot.id)))
