"""Requests that wait to be decided pass from a member to another one (M10)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Membership
from storage.requests import MemberRequest, RequestState, find_waiting_request
from twg.core.handing import handing_of_column


async def _list_waiting(session: AsyncSession, twg_id: int, column: Any, person_id: int) -> list[int]:
    waiting = MemberRequest.twg_id == twg_id, MemberRequest.state == RequestState.WAITING, column == person_id
    return list(await session.scalars(select(MemberRequest.id).where(*waiting).order_by(MemberRequest.id)))


async def list_asked(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the requests that a person has made."""
    return await _list_waiting(session, twg_id, MemberRequest.asked_by_id, person_id)


async def list_named(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the requests of others to hand something over to a person."""
    return await _list_waiting(session, twg_id, MemberRequest.named_id, person_id)


async def choose_asked(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can make theirs: none that they have made themselves."""
    rows = list(
        await session.scalars(select(MemberRequest).where(MemberRequest.id.in_(ids)).order_by(MemberRequest.id))
    )
    return [
        row.id
        for row in rows
        if await find_waiting_request(session, to.person_id, row.kind, row.subject_type, row.subject_id) is None
    ]


HANDINGS = (
    handing_of_column("requests", MemberRequest.asked_by_id, list_asked, told_as="requests", choose=choose_asked),
    handing_of_column("named", MemberRequest.named_id, list_named),
)
