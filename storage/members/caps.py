"""How many members a TWG should have at most: proposed by a Chair or lead facilitator, confirmed by the other (M4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.roles import Role
from storage.engine.database import Base, partial_index
from storage.members.people import Membership, MembershipState, Person


class MembershipCap(Base):
    """A proposed or agreed cap. The newest that was agreed is in force; one waits per TWG at most."""

    __tablename__ = "membership_cap"
    __table_args__ = (partial_index("ix_membership_cap_waiting", "twg_id", where="decided_at IS NULL", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    #: Number of members at most.
    number: Mapped[int]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: The office of who proposed it; the other one confirms it.
    proposed_as: Mapped[Role]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: None until it is decided.
    agreed: Mapped[bool | None]

    proposed_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])


async def find_cap(session: AsyncSession, cap_id: int) -> MembershipCap | None:
    """A proposed or agreed cap with its people; None if there is none with this id."""
    query = select(MembershipCap).where(MembershipCap.id == cap_id)
    return await session.scalar(
        query.options(joinedload(MembershipCap.proposed_by), joinedload(MembershipCap.decided_by))
    )


async def find_waiting_cap(session: AsyncSession, twg_id: int) -> MembershipCap | None:
    """The proposed cap of a TWG that waits to be confirmed; None without one."""
    waiting = MembershipCap.twg_id == twg_id, MembershipCap.decided_at.is_(None)
    return await session.scalar(select(MembershipCap).where(*waiting))


async def find_agreed_number(session: AsyncSession, twg_id: int) -> int | None:
    """How many members were agreed on last; None where nothing was."""
    query = select(MembershipCap.number).where(MembershipCap.twg_id == twg_id, MembershipCap.agreed.is_(True))
    return await session.scalar(query.order_by(MembershipCap.decided_at.desc(), MembershipCap.id.desc()).limit(1))


async def count_members(session: AsyncSession, twg_id: int) -> int:
    """How many active members a TWG has."""
    active = Membership.twg_id == twg_id, Membership.state == MembershipState.ACTIVE
    return await session.scalar(select(func.count()).select_from(Membership).where(*active)) or 0
