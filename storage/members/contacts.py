"""Contacts that people had, which the audit and notices refer to by id, so that an erasure reaches those too."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base


class KeptContact(Base):
    """A contact of a person, as typed."""

    __tablename__ = "kept_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Empty once it was erased.
    text: Mapped[str] = mapped_column(String(120))
    kept_at: Mapped[datetime]


async def keep_contact(session: AsyncSession, person_id: int, text: str, *, now: datetime) -> int | None:
    """Keep a contact that a person has or had. Returns its id; None for an empty one."""
    if not text:
        return None
    same = KeptContact.person_id == person_id, KeptContact.text == text
    known = await session.scalar(select(KeptContact.id).where(*same).limit(1))
    if known is not None:
        return known
    kept = KeptContact(person_id=person_id, text=text, kept_at=now)
    session.add(kept)
    await session.flush()
    return kept.id


async def find_contact(session: AsyncSession, contact_id: int | None) -> str:
    """The text of a kept contact; empty for None, and for one that was erased."""
    kept = None if contact_id is None else await session.get(KeptContact, contact_id)
    return "" if kept is None else kept.text


async def list_contacts(session: AsyncSession, person_ids: Iterable[int]) -> list[str]:
    """The texts of the contacts that people have had and that are not erased."""
    query = select(KeptContact.text).where(KeptContact.person_id.in_(list(person_ids)), KeptContact.text != "")
    return list(await session.scalars(query.order_by(KeptContact.id)))


async def erase_kept(session: AsyncSession, person_id: int) -> None:
    """Empty the texts of the contacts that a person has had."""
    await session.execute(update(KeptContact).where(KeptContact.person_id == person_id).values(text=""))
