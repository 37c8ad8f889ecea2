"""Two memberships of one person in the same TWG become one; requests to join where they are a member are over (M10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.core.row_log import RowLog
from storage.core.spelling import each_once
from storage.joining import JoinState, list_open_to
from storage.members import Invite, Membership, MembershipState
from twg.members.mergeable import Entry


async def join_periods(session: AsyncSession, log: RowLog, gone: Entry, kept: Entry) -> list[int]:
    """Let the older of two memberships in the same TWG go on, with what either has; the other one counts for nothing.

    Both are in the same role. Returns the ids of those that go on.
    """
    joined = []
    for one in kept.active:
        for other in gone.active:
            if one.twg_id != other.twg_id:
                continue
            first, second = sorted((one, other), key=lambda member: (member.since, member.id))
            seat_id = one.seat_id or other.seat_id
            stands_in_id = one.stands_in_id or other.stands_in_id
            values = {
                "core": first.core or second.core,
                "themes": each_once([*first.themes, *second.themes]),
                "groups": pack(first.places | second.places),
                "seat_id": seat_id,
                "stands_in_id": None if stands_in_id == seat_id else stands_in_id,
                "observer": first.observer and second.observer,
            }
            await log.change(second, state=MembershipState.VOID)
            await log.change(first, **values)
            successors = select(Invite).where(Invite.successor_of_id == second.id)
            for invite in list(await session.scalars(successors)):
                await log.change(invite, successor_of_id=first.id)
            joined.append(first.id)
    return joined


async def close_requests(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Let requests to join count for nothing where the person is a member; what was entered is forgotten."""
    active = Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE
    twgs = set(await session.scalars(select(Membership.twg_id).where(*active)))
    for request in await list_open_to(session, person_id):
        if request.twg_id in twgs:
            request.state, request.decided_at, request.details = JoinState.WITHDRAWN, now, {}
    await session.flush()
