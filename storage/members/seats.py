"""Seats in a TWG: each is held by a member or is to be named, and may have alternates (M3, M11)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.roles import Role
from storage.engine.database import Base
from storage.members.people import Membership, list_members, list_periods


class Seat(Base):
    """A seat that an institution has in a TWG.

    Who holds it, and who held it on a day, are the periods with it as `Membership.seat_id`; who stands in for its
    holder are the members with it as `Membership.stands_in_id`.
    """

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    role: Mapped[Role]
    #: As it was typed; empty where none was said.
    institution: Mapped[str] = mapped_column(String(200), default="")
    #: What its holder is there, such as "Director"; empty where nothing was said.
    position: Mapped[str] = mapped_column(String(120), default="")
    #: Whether it is that of an alternate, who is to be named; the alternate stands in for a member of the institution.
    alternate: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    #: When it was given up, UTC; None while there is such a seat.
    closed_at: Mapped[datetime | None]


async def find_seat(session: AsyncSession, seat_id: int) -> Seat | None:
    return await session.get(Seat, seat_id)


async def list_seats(session: AsyncSession, twg_id: int) -> list[Seat]:
    """The seats of a TWG that were not given up, by precedence of their roles, then by institution."""
    rows = await session.scalars(select(Seat).where(Seat.twg_id == twg_id, Seat.closed_at.is_(None)))
    order = list(Role)
    return sorted(rows, key=lambda seat: (order.index(seat.role), seat.institution, seat.id))


async def list_seated(session: AsyncSession, twg_id: int) -> list[Membership]:
    """The active members who hold a seat or stand in for its holder."""
    return [
        member
        for member in await list_members(session, twg_id)
        if member.seat_id is not None or member.stands_in_id is not None
    ]


async def list_holders(session: AsyncSession, seat: Seat) -> list[Membership]:
    """The periods in which somebody held a seat, the newest first."""
    return await list_periods(session, seat.twg_id, Membership.seat_id == seat.id)
