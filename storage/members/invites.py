"""Invites with which people register."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.roles import Role
from storage.engine.database import Base
from storage.members.twgs import Twg


class Invite(Base):
    """An invitation link with which people register in a role. Its token is shown once; only the hash is stored."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    role: Mapped[Role]
    themes: Mapped[list[str]] = mapped_column(default=list)
    #: SHA-256 of the token, hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    max_uses: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: The period of the member whom its user succeeds, and whose tasks they take over; None for nobody's.
    successor_of_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    #: None if the operator made it on the command line.
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    twg: Mapped[Twg] = relationship(lazy="raise")


async def find_invite(session: AsyncSession, token_hash: str) -> Invite | None:
    """The invite with this token hash, with its TWG; None if there is none.

    Its row is locked until the transaction ends, so that two people cannot both take its last use.
    """
    query = select(Invite).where(Invite.token_hash == token_hash).options(joinedload(Invite.twg))
    return await session.scalar(query.with_for_update(of=Invite))


async def list_invites(session: AsyncSession, twg_id: int, *, now: datetime) -> list[Invite]:
    """Invites of a TWG that can still be used at `now` (UTC, aware), newest first."""
    query = select(Invite).where(
        Invite.twg_id == twg_id, Invite.revoked_at.is_(None), Invite.expires_at > now, Invite.uses < Invite.max_uses
    )
    return list(await session.scalars(query.order_by(Invite.id.desc())))
