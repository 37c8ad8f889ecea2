"""Requests that wait to be decided pass from a member to another one (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Membership
from storage.requests import MemberRequest, RequestState, find_waiting_request
from twg.core.actors import Actor
from twg.core.handing import Handing, give_by_column


async def _list_waiting(session: AsyncSession, twg_id: int, column: Any, person_id: int) -> list[int]:
    waiting = MemberRequest.twg_id == twg_id, MemberRequest.state == RequestState.WAITING, column == person_id
    return list(await session.scalars(select(MemberRequest.id).where(*waiting).order_by(MemberRequest.id)))


async def list_asked(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the requests that a person has made."""
    return await _list_waiting(session, twg_id, MemberRequest.asked_by_id, person_id)


async def list_named(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the requests of others to hand something over to a person."""
    return await _list_waiting(session, twg_id, MemberRequest.named_id, person_id)


async def give_asked(
    session: AsyncSession,
    _actor: Actor,
    ids: list[int],
    to: Membership,
    *,
    now: datetime,  # noqa: ARG001 - every handing is given it
) -> list[int]:
    """Let requests be another member's. Returns ids, without requests that the member has made themselves."""
    rows = list(
        await session.scalars(select(MemberRequest).where(MemberRequest.id.in_(ids)).order_by(MemberRequest.id))
    )
    free = [
        row.id
        for row in rows
        if await find_waiting_request(session, to.person_id, row.kind, row.subject_type, row.subject_id) is None
    ]
    return await give_by_column(session, MemberRequest.asked_by_id, free, to)


async def give_named(
    session: AsyncSession,
    _actor: Actor,
    ids: list[int],
    to: Membership,
    *,
    now: datetime,  # noqa: ARG001 - every handing is given it
) -> list[int]:
    """Let another member be named in requests of others. Returns `ids`."""
    return await give_by_column(session, MemberRequest.named_id, ids, to)


HANDINGS = (
    Handing(kind="requests", told_as="requests", list_open=list_asked, give=give_asked),
    Handing(kind="named", list_open=list_named, give=give_named),
)
