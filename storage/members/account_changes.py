"""People who come with a new Telegram account, until it is confirmed that they are who they say (M8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.members.people import Person
from storage.members.twgs import Twg


class AccountChange(Base):
    """That a Telegram account says that it is the new one of a person. One waits per account at most."""

    __tablename__ = "account_change"
    __table_args__ = (
        partial_index("ix_account_change_waiting", "telegram_id", where="decided_at IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The TWG to which the invite was that they came by.
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Telegram's user id of the new account.
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    #: Name of the new account in Telegram.
    account_name: Mapped[str] = mapped_column(String(120))
    #: "en" or "km".
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: None until it is decided.
    agreed: Mapped[bool | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    twg: Mapped[Twg] = relationship(lazy="raise")


async def find_account_change(session: AsyncSession, *criteria: Any) -> AccountChange | None:
    """The newest that meets the criteria, with its people and TWG; None if there is none."""
    query = select(AccountChange).options(
        joinedload(AccountChange.person).joinedload(Person.institution),
        joinedload(AccountChange.decided_by),
        joinedload(AccountChange.twg),
    )
    return await session.scalar(query.where(*criteria).order_by(AccountChange.id.desc()).limit(1))
