"""Seats: to be named, held, with alternates (M3, M11).

MemberRefusal
├── SeatHeld                nobody gives up a seat that somebody holds
└── OwnAlternate            somebody would stand in for themselves
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import (
    Membership,
    Role,
    Seat,
    find_seat,
    institution_name,
    is_of,
    list_holders,
    list_members,
    list_seated,
    list_seats,
)
from storage.rosters import RosterEntry, list_entries
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo
from twg.members.changing import UNDO_CHANGE_FOR, access_going_on, access_member
from twg.members.periods import go_on, keep_for_undo, take_back
from twg.members.refusals import MemberRefusal
from twg.members.seating import Seated, seat_all


class SeatHeld(MemberRefusal):
    """data: `name` of its holder."""

    key = "members#seat_held"


class OwnAlternate(MemberRefusal):
    key = "members#own_alternate"


class NewSeat(BaseModel):
    role: Role
    institution: str = Field(default="", max_length=200)
    position: str = Field(default="", max_length=120)
    #: Whether its holder is an alternate.
    alternate: bool = False


@operation(Permission.SEE)
async def list_seated_in(session: AsyncSession, actor: Actor) -> list[Seated]:
    """The seats of the actor's TWG, those to be named first, by role and institution."""
    seats = await list_seats(session, actor.twg.id)
    found = seat_all(seats, await list_seated(session, actor.twg.id))
    return sorted(found, key=lambda each: each.holder is not None)


@operation(Permission.SEE)
async def show_seat(session: AsyncSession, actor: Actor, seat_id: int) -> tuple[Seated, list[Membership]]:
    """A seat with its people, and the periods in which it was held, the newest first. Raises: NotFound."""
    seat = await access_seat(session, actor, seat_id)
    [seated] = seat_all([seat], await list_seated(session, actor.twg.id))
    periods = await list_holders(session, seat)
    return seated, [period for period in periods if period.until is None or period.until > period.since]


async def access_seat(session: AsyncSession, actor: Actor, seat_id: int) -> Seat:
    """A seat of the actor's TWG that was not given up. Raises: NotFound."""
    seat = await access_any_seat(session, actor, seat_id)
    if seat.closed_at is not None:
        raise NotFound
    return seat


async def access_any_seat(session: AsyncSession, actor: Actor, seat_id: int) -> Seat:
    """A seat of the actor's TWG, also one that was given up. Raises: NotFound."""
    seat = await find_seat(session, seat_id)
    if seat is None or seat.twg_id != actor.twg.id:
        raise NotFound
    return seat


@operation(Permission.MEMBER_CHANGE)
async def add_seat(session: AsyncSession, actor: Actor, args: NewSeat, *, now: datetime) -> Seat:
    """Add a seat whose holder is to be named."""
    return await write_seat(session, actor, args, now=now)


async def write_seat(session: AsyncSession, actor: Actor, args: NewSeat, *, now: datetime) -> Seat:
    """Add a seat and its row of the audit, for an operation that checks who may."""
    seat = Seat(**args.model_dump(), twg_id=actor.twg.id, created_at=now)
    session.add(seat)
    await session.flush()
    after = values_of(seat, "role", "institution", "position", *(["alternate"] if seat.alternate else []))
    await record(session, actor, "members.add_seat", seat, now=now, after=after)
    return seat


@operation(Permission.MEMBER_CHANGE)
async def fill_seat(session: AsyncSession, actor: Actor, seat_id: int, person_id: int, *, now: datetime) -> Seat:
    """Let a member hold a seat from today; who held it until then goes on without it.

    Raises: NotFound; NotAChoice (they are no member).
    """
    seat = await access_seat(session, actor, seat_id)
    await hold(session, seat)
    new = await access_member(session, actor, person_id)
    holders = await list_members(session, actor.twg.id, Membership.seat_id == seat.id)
    ended = [member for member in holders if member.id != new.id]
    begun = [await _go_on(session, member, None, now=now) for member in ended]
    if new.seat_id != seat.id:
        ended.append(new)
        begun.append(await _go_on(session, new, seat.id, now=now))
    if seat.alternate:
        await _stand_in_beside(session, actor, seat, begun[-1] if begun else new, now=now)
    undo = await keep_for_undo(session, ended=ended, begun=begun)
    before = {"holders": [member.person_id for member in holders], **undo}
    await record(session, actor, "members.fill_seat", seat, now=now, before=before, after={"holders": [new.person_id]})
    return seat


async def _go_on(session: AsyncSession, member: Membership, seat_id: int | None, *, now: datetime) -> Membership:
    """Begin a period in which a member holds this seat, or none."""
    new = await go_on(session, member, member.role, list(member.themes), core=member.core, now=now)
    new.seat_id = seat_id
    if seat_id is not None and new.stands_in_id == seat_id:
        new.stands_in_id = None
    await session.flush()
    return new


async def _stand_in_beside(
    session: AsyncSession, actor: Actor, seat: Seat, alternate: Membership, *, now: datetime
) -> None:
    """Let who holds the seat of an alternate stand in for the member whom it is for, where there is one only."""
    others = await list_members(session, actor.twg.id, Membership.role == seat.role, Membership.id != alternate.id)
    beside = [member for member in others if is_of(member.person, seat.institution) and member.stands_in_id is None]
    if len(beside) == 1:
        alternate.stands_in_id = await _seat_of(session, actor, beside[0], now=now)


async def _take_alternates_seat(session: AsyncSession, alternate: Membership, holder_seat_id: int) -> None:
    """Let a member who stands in for the holder of a seat hold the seat of an alternate beside it, if there is one."""
    beside = await find_seat(session, holder_seat_id)
    if alternate.seat_id is not None or beside is None:
        return
    for seated in seat_all(await list_seats(session, beside.twg_id), await list_seated(session, beside.twg_id)):
        seat = seated.seat
        of_both = seat.role is beside.role and is_of(alternate.person, seat.institution)
        if seat.alternate and seated.holder is None and of_both:
            alternate.seat_id = seat.id
            await session.flush()
            return


@operation(Permission.MEMBER_CHANGE)
async def name_alternate(
    session: AsyncSession, actor: Actor, membership_id: int, person_id: int | None, *, now: datetime
) -> Seat:
    """Let a member stand in for another, in the place of those who did until then; None for nobody.

    Raises: NotFound, OwnAlternate; NotAChoice (they are no member).
    Returns: the seat of whom they stand in for.
    Source: Guideline, Part Three (a).
    """
    holder = await access_going_on(session, actor, membership_id)
    alternate = None if person_id is None else await access_member(session, actor, person_id)
    if alternate is not None and alternate.person_id == holder.person_id:
        raise OwnAlternate(field="alternate")
    seat_id = await _seat_of(session, actor, holder, now=now)
    standing = await list_members(session, actor.twg.id, Membership.stands_in_id == seat_id)
    named = [] if alternate is None else [alternate]
    stood_in = {str(member.person_id): member.stands_in_id for member in (*standing, *named)}
    before = {"alternates": [member.person_id for member in standing], "stood_in": stood_in}
    for member in standing:
        member.stands_in_id = None
    if alternate is not None:
        alternate.stands_in_id = seat_id
    await session.flush()
    if alternate is not None:
        await _take_alternates_seat(session, alternate, seat_id)
    after = {"alternates": [] if alternate is None else [alternate.person_id]}
    seat = await access_seat(session, actor, seat_id)
    await record(session, actor, "members.name_alternate", seat, now=now, before=before, after=after)
    return seat


async def _seat_of(session: AsyncSession, actor: Actor, holder: Membership, *, now: datetime) -> int:
    """The seat that a member holds; one is made for who has none."""
    if holder.seat_id is None:
        args = NewSeat(role=holder.role, institution=institution_name(holder.person), position=holder.person.position)
        holder.seat_id = (await write_seat(session, actor, args, now=now)).id
        await session.flush()
    return holder.seat_id


@operation(Permission.MEMBER_CHANGE)
async def give_up_seat(session: AsyncSession, actor: Actor, seat_id: int, *, now: datetime) -> Seat:
    """Give up a seat that nobody holds: nobody is to be named for it any more. Raises: NotFound, SeatHeld."""
    seat = await access_seat(session, actor, seat_id)
    await hold(session, seat)
    holders = await list_members(session, actor.twg.id, Membership.seat_id == seat.id)
    if holders:
        raise SeatHeld(name=holders[0].person.name)
    standing = await list_members(session, actor.twg.id, Membership.stands_in_id == seat.id)
    stood_in = {str(member.person_id): member.stands_in_id for member in standing}
    before = {**values_of(seat, "closed_at"), "stood_in": stood_in}
    seat.closed_at = now
    for member in standing:
        member.stands_in_id = None
    after = values_of(seat, "closed_at")
    await record(session, actor, "members.give_up_seat", seat, now=now, before=before, after=after)
    return seat


@operation(Permission.MEMBER_CHANGE)
async def restore_seat(
    session: AsyncSession, actor: Actor, seat_id: int, before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> Seat:
    """Take back that the holder of a seat or its alternate was named, or that it was given up.

    Raises: NotFound; ChangedSince where the membership of somebody concerned has changed by now.
    """
    seat = await access_any_seat(session, actor, seat_id)
    await hold(session, seat)
    was = values_of(seat, "closed_at")
    seat.closed_at = None
    if "void" in before:
        await take_back(session, before)
    for person_id, stood_in in before.get("stood_in", {}).items():
        for member in await list_members(session, actor.twg.id, Membership.person_id == int(person_id)):
            if member.stands_in_id in {seat.id, None}:  # nobody has named them for another seat since
                member.stands_in_id = stood_in
    await session.flush()
    after = values_of(seat, "closed_at")
    await record(session, actor, "members.restore_seat", seat, now=now, before=was, after=after)
    return seat


@operation(Permission.MEMBER_CHANGE)
async def undo_add_seat(
    session: AsyncSession, actor: Actor, seat_id: int, _before: Any, _domains: Domains, *, now: datetime
) -> Seat:
    """Take back that a seat was added. Raises: NotFound, SeatHeld."""
    return await give_up_seat(session, actor, seat_id, now=now)


async def stand_in_as_listed(session: AsyncSession, actor: Actor, entry: RosterEntry, *, now: datetime) -> None:
    """Let somebody who has joined from the TWG's list stand in for whom it says, and those whom it names for them.

    Args:
        entry: that of who has joined.
    """
    entries = {each.id: each for each in await list_entries(session, entry.twg_id)}
    members = {member.person_id: member for member in await list_members(session, entry.twg_id)}
    for alternate in entries.values():
        principal = entries.get(alternate.alternate_of_id or 0)
        if principal is None or entry not in {alternate, principal}:
            continue
        holder, deputy = (members.get(each.person_id or 0) for each in (principal, alternate))
        if holder is not None and deputy is not None and holder is not deputy:
            deputy.stands_in_id = seat_id = await _seat_of(session, actor, holder, now=now)
            await _take_alternates_seat(session, deputy, seat_id)
    await session.flush()


UNDOS = (
    Undo(change="members.add_seat", reverse=undo_add_seat, within=UNDO_CHANGE_FOR),
    *(
        Undo(change=f"members.{name}", reverse=restore_seat, within=UNDO_CHANGE_FOR)
        for name in ("fill_seat", "name_alternate", "give_up_seat")
    ),
)
