"""Who sits in which seat: each seat with its people, and the seat that somebody takes or leaves (M3, M11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Membership, Role, Seat, find_seat, is_of, list_seated, list_seats


@dataclass(frozen=True)
class Seated:
    """A seat with who holds it now and who stands in for them; no holder while it is to be named."""

    seat: Seat
    holder: Membership | None
    alternates: list[Membership]


def seat_all(seats: Sequence[Seat], members: Sequence[Membership]) -> list[Seated]:
    """Each seat with its people among these members."""
    return [
        Seated(
            seat,
            next((member for member in members if member.seat_id == seat.id), None),
            [member for member in members if member.stands_in_id == seat.id],
        )
        for seat in seats
    ]


async def take_seat(session: AsyncSession, membership: Membership) -> None:
    """Let a member without a seat hold the first seat to be named of their role and institution, if there is one.

    A seat of an alternate is taken by who is named the alternate.
    """
    if membership.seat_id is not None:
        return
    seats = await list_seats(session, membership.twg_id)
    for seated in seat_all(seats, await list_seated(session, membership.twg_id)):
        seat = seated.seat
        theirs = seat.role is membership.role and is_of(membership.person, seat.institution)
        if seated.holder is None and theirs and not seat.alternate:
            membership.seat_id = seat.id
            await session.flush()
            return


async def find_seat_in(session: AsyncSession, old: Membership, role: Role) -> int | None:
    """The id of the seat that a member keeps who goes on in a role: one for the role that they leave stays behind."""
    seat = None if old.seat_id is None else await find_seat(session, old.seat_id)
    leaves = seat is not None and role is not old.role and seat.role is old.role
    return None if leaves else old.seat_id
