"""Institutions that people and seats belong to."""

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.spelling import key_of
from storage.engine.database import Base

#: Longest name of an institution, and the length to which its key is cut.
LONGEST_INSTITUTION = 200


class Institution(Base):
    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As the first person who named it typed it.
    name: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION))
    #: `key_of` the name, so that "MoH", "MOH" and "MoH\u200b" are one institution.
    name_key: Mapped[str] = mapped_column(String(LONGEST_INSTITUTION), unique=True)


async def access_institution(session: AsyncSession, name: str) -> Institution:
    """The institution with this name, however it is spelled; created if there is none."""
    key = key_of(name)[:LONGEST_INSTITUTION]
    institution = await session.scalar(select(Institution).where(Institution.name_key == key))
    if institution is None:
        institution = Institution(name=name.strip(), name_key=key)
        session.add(institution)
        await session.flush()
    return institution
