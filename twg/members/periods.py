"""Periods of membership: one ends and the next begins, and how that is taken back (M10).

Within a period the places in sub-groups and the seats may change. What others have done since a change is kept when the
change is taken back: nobody gets back a seat or an office that somebody else has by now.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack, unpack
from storage.engine.database import hold
from storage.members import Membership, MembershipState, Role, find_seat, list_members
from twg.core.audit import values_of
from twg.core.refusals import NotFound
from twg.core.undoing import ChangedSince
from twg.members.joining import expect_receipts
from twg.members.seating import find_seat_in, take_seat

#: Columns of a period that change without another period.
_MEANWHILE = ("groups", "seat_id", "stands_in_id")


async def go_on(
    session: AsyncSession,
    old: Membership,
    role: Role,
    themes: list[str],
    *,
    core: bool,
    now: datetime,
    groups: str | None = None,
) -> Membership:
    """End a period today and begin the next one of the same person, who is asked for what others of the role are.

    Who leaves a role leaves the seat that is for it, and takes one of the new role that is to be named.

    Args:
        groups: the places in sub-groups from then on, as `Membership.groups`; None for those of the old period.
    Raises: NotFound where they were removed, or their period has ended otherwise, at this moment.
    """
    await hold(session, old)
    if old.state is not MembershipState.ACTIVE:
        raise NotFound
    day = now.astimezone(ZoneInfo(old.twg.zone)).date()
    old.state, old.until = MembershipState.LEFT, day
    await session.flush()
    new = Membership(
        person=old.person,
        twg=old.twg,
        role=role,
        themes=themes,
        core=core,
        groups=old.groups if groups is None else groups,
        seat_id=await find_seat_in(session, old, role),
        stands_in_id=old.stands_in_id,
        observer=old.observer,
        state=MembershipState.ACTIVE,
        since=day,
        until=None,
    )
    session.add(new)
    await session.flush()
    if role is not old.role:
        await take_seat(session, new)
    await expect_receipts(session, new, now=now)
    return new


async def keep_for_undo(
    session: AsyncSession, *, ended: Sequence[Membership] = (), begun: Sequence[Membership] = ()
) -> dict[str, Any]:
    """What the audit keeps of a change, so that it can be taken back.

    Returns: "reopen" and "void", ids of periods that it ended and began; "began", how those began, by id; "beside", the
        people who stood in for the same seat as one that it ended, by its id.
    """
    beside = {str(row.id): [each.person_id for each in await _list_beside(session, row)] for row in ended}
    return {
        "reopen": [row.id for row in ended],
        "void": [row.id for row in begun],
        "began": {str(row.id): values_of(row, *_MEANWHILE) for row in begun},
        "beside": beside,
    }


async def take_back(session: AsyncSession, undo: Mapping[str, Any]) -> list[Membership]:
    """Let periods that a change began count for nothing, and those that it ended go on.

    Args:
        undo: as `keep_for_undo` has returned it.
    Returns: the periods that go on.
    Raises: ChangedSince where one that it began has ended, or a person is a member again by now.
    """
    voided = await _rows(session, undo["void"])
    for row in voided:
        await hold(session, row)
        if row.state is not MembershipState.ACTIVE:
            raise ChangedSince(name="")
        row.state = MembershipState.VOID
    await session.flush()
    reopened = await _rows(session, undo["reopen"])
    for row in reopened:
        await hold(session, row)
        if await list_members(session, row.twg_id, Membership.person_id == row.person_id):
            raise ChangedSince(name="")
        row.state, row.until = MembershipState.ACTIVE, None
        await session.flush()
    for row in reopened:
        for later in voided:
            if later.person_id == row.person_id:
                _carry_over(later, undo.get("began", {}).get(str(later.id)), row)
    await session.flush()
    for row in reopened:
        await leave_what_is_taken(session, row, undo.get("beside", {}).get(str(row.id), []))
        await session.flush()
    return reopened


async def _rows(session: AsyncSession, ids: Iterable[int]) -> list[Membership]:
    found = [await session.get(Membership, row_id) for row_id in ids]
    return [row for row in found if row is not None]


def _carry_over(later: Membership, began: Mapping[str, Any] | None, row: Membership) -> None:
    """Do to a period that goes on what was done to the one after it since that began."""
    if began is None:
        return
    then = unpack(began["groups"])
    row.groups = pack((row.places - (then - later.places)) | (later.places - then))
    for column in ("seat_id", "stands_in_id"):
        if getattr(later, column) != began[column]:
            setattr(row, column, getattr(later, column))


async def leave_what_is_taken(session: AsyncSession, row: Membership, beside: Sequence[int] = ()) -> None:
    """Take from a period the seat, the office or the standing in that somebody else has by now.

    Args:
        beside: people who stood in for the same seat all along.
    """
    others = await list_members(session, row.twg_id, Membership.id != row.id)
    taken = {token for other in others for token in other.places if ":" in token}
    row.groups = pack(row.places - taken)
    if row.seat_id in {other.seat_id for other in others} or await _is_closed(session, row.seat_id):
        row.seat_id = None
    named_since = {each.person_id for each in await _list_beside(session, row)} - {*beside}
    if named_since or await _is_closed(session, row.stands_in_id):
        row.stands_in_id = None


async def _list_beside(session: AsyncSession, row: Membership) -> list[Membership]:
    """The other members who stand in for the holder of the same seat."""
    if row.stands_in_id is None:
        return []
    same = Membership.stands_in_id == row.stands_in_id, Membership.person_id != row.person_id
    return await list_members(session, row.twg_id, *same)


async def _is_closed(session: AsyncSession, seat_id: int | None) -> bool:
    seat = None if seat_id is None else await find_seat(session, seat_id)
    return seat is not None and seat.closed_at is not None
