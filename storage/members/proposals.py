"""Changes of membership that a second person has to agree to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.members.people import Membership, Person


class ProposedChange(Labelled):
    ROLE = "role", N_("Change the role")
    REMOVE = "remove", N_("Remove")
    SUCCEED = "succeed", N_("Name a successor")


class MembershipProposal(Base):
    """A change of a member that one person proposes and another decides. One waits per period at most."""

    __tablename__ = "membership_proposal"
    __table_args__ = (
        partial_index("ix_membership_proposal_waiting", "membership_id", where="decided_at IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    change: Mapped[ProposedChange]
    #: What the operation takes besides the reason: "role" and "themes", or "successor_id".
    args: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: None until it is decided.
    agreed: Mapped[bool | None]

    membership: Mapped[Membership] = relationship(lazy="raise")
    proposed_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])


async def find_proposal(session: AsyncSession, *criteria: Any) -> MembershipProposal | None:
    """The newest proposal that meets the criteria, with whom it is about and its people; None if there is none."""
    member = joinedload(MembershipProposal.membership)
    query = select(MembershipProposal).options(
        member.joinedload(Membership.person).joinedload(Person.institution),
        member.joinedload(Membership.twg),
        joinedload(MembershipProposal.proposed_by),
        joinedload(MembershipProposal.decided_by),
    )
    return await session.scalar(query.where(*criteria).order_by(MembershipProposal.id.desc()).limit(1))
