"""Lists of members that secretariats send: the files, and the people in them who are expected to register."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.members import Role, Sex, Twg


class RosterEntry(Base):
    """A person whom a TWG's list names, and who registers by a personal invite."""

    __tablename__ = "roster_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    role: Mapped[Role]
    themes: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(120))
    #: The name in Khmer letters; empty where the list has none.
    name_km: Mapped[str] = mapped_column(String(120), default="")
    #: Academic degrees that stand behind the name: "MD, MPH"; empty without any.
    degrees: Mapped[str] = mapped_column(String(60), default="")
    sex: Mapped[Sex | None]
    position: Mapped[str] = mapped_column(String(120), default="")
    institution: Mapped[str] = mapped_column(String(200), default="")
    #: As the list has it; `phones` as E.164, `emails` as addresses.
    contact: Mapped[str] = mapped_column(String(400), default="")
    phones: Mapped[list[str]] = mapped_column(default=list)
    emails: Mapped[list[str]] = mapped_column(default=list)
    #: The person whose alternate this one is.
    alternate_of_id: Mapped[int | None] = mapped_column(ForeignKey("roster_entry.id"))
    #: The newest personal invite; those before it are revoked.
    invite_id: Mapped[int | None] = mapped_column(ForeignKey("invite.id"), index=True)
    #: Who registered by it.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    @property
    def full_name(self) -> str:
        """The name with the degrees behind it."""
        return f"{self.name}, {self.degrees}" if self.degrees else self.name


class RosterFile(Base):
    """A list that was sent to be imported."""

    __tablename__ = "roster_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    #: What it says, as `twg.language.rosters.apart` writes it; None until it was read. It has names and contacts.
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    applied_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")
    twg: Mapped[Twg] = relationship(lazy="raise")


async def list_entries(session: AsyncSession, twg_id: int) -> list[RosterEntry]:
    """Everybody whom the lists of a TWG name, in the order in which they were named."""
    query = select(RosterEntry).where(RosterEntry.twg_id == twg_id).order_by(RosterEntry.id)
    return list(await session.scalars(query))


async def find_entry_of_invite(session: AsyncSession, invite_id: int) -> RosterEntry | None:
    """The person whose personal invite this is; None for an invite that is nobody's own."""
    return await session.scalar(select(RosterEntry).where(RosterEntry.invite_id == invite_id))


async def find_roster_file(session: AsyncSession, roster_file_id: int) -> RosterFile | None:
    """A list with its file and its TWG; None if there is none with this id."""
    both = joinedload(RosterFile.file), joinedload(RosterFile.twg)
    return await session.scalar(select(RosterFile).where(RosterFile.id == roster_file_id).options(*both))


async def find_reading(session: AsyncSession, roster_file_id: int) -> dict[str, Any] | None:
    """What a list says, as it was read; None until it was."""
    return await session.scalar(select(RosterFile.reading).where(RosterFile.id == roster_file_id))


async def list_unread(session: AsyncSession) -> list[RosterFile]:
    """Lists whose bytes are archived and that were not read, the oldest first."""
    unread = RosterFile.reading.is_(None), StoredFile.sha256.is_not(None)
    return list(await session.scalars(select(RosterFile).join(RosterFile.file).where(*unread).order_by(RosterFile.id)))


async def list_old_files(session: AsyncSession, *, before: datetime) -> list[RosterFile]:
    """Lists that were imported before a moment (UTC), or sent before it and not imported, with their files."""
    last = func.coalesce(RosterFile.applied_at, RosterFile.created_at)
    query = select(RosterFile).where(last < before).options(joinedload(RosterFile.file)).order_by(RosterFile.id)
    return list(await session.scalars(query))


async def list_entries_with_contacts(session: AsyncSession) -> list[RosterEntry]:
    """Everybody, in all TWGs, of whom a list gives a number or an address, in the order in which they were named."""
    return list(await session.scalars(select(RosterEntry).where(RosterEntry.contact != "").order_by(RosterEntry.id)))
