"""Requests that wait to be decided pass from a member to another one (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog
from storage.members import Membership
from storage.requests import UNLIMITED, MemberRequest, RequestState, find_waiting_request
from twg.core.actors import Actor
from twg.core.handing import handing_of_column
from twg.core.uniting import unite_rows
from twg.requests.reminding import remind_of
from twg.requests.uniting import TWO_REQUESTS


async def _list_waiting(session: AsyncSession, twg_id: int, column: Any, person_id: int) -> list[int]:
    waiting = MemberRequest.twg_id == twg_id, MemberRequest.state == RequestState.WAITING, column == person_id
    return list(await session.scalars(select(MemberRequest.id).where(*waiting).order_by(MemberRequest.id)))


async def list_asked(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the requests that a person has made."""
    return await _list_waiting(session, twg_id, MemberRequest.asked_by_id, person_id)


async def list_named(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the requests of others to hand something over to a person."""
    return await _list_waiting(session, twg_id, MemberRequest.named_id, person_id)


async def choose_asked(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can make theirs: none that they have made themselves."""
    return [row.id for row in await _list(session, ids) if await _find_same(session, row, to) is None]


async def join_asked(session: AsyncSession, log: RowLog, ids: list[int], to: Membership, now: datetime) -> None:
    """End the requests that a member has made too."""
    for row in await _list(session, ids):
        theirs = await _find_same(session, row, to)
        if theirs is not None:
            await unite_rows(session, log, TWO_REQUESTS, theirs, row, now=now)


async def follow(session: AsyncSession, actor: Actor, ids: list[int], *, now: datetime) -> None:
    """Remind again of requests that wait again."""
    for row in await _list(session, ids):
        await remind_of(session, row, actor, now=now)


async def _list(session: AsyncSession, ids: list[int]) -> list[MemberRequest]:
    query = select(MemberRequest).where(MemberRequest.id.in_(ids)).order_by(MemberRequest.id)
    return list(await session.scalars(query))


async def _find_same(session: AsyncSession, row: MemberRequest, to: Membership) -> MemberRequest | None:
    """The request of a member for the same; of some there may be any number."""
    if row.kind in UNLIMITED:
        return None
    return await find_waiting_request(session, to.person_id, row.kind, row.subject_type, row.subject_id)


HANDINGS = (
    handing_of_column(
        "requests",
        MemberRequest.asked_by_id,
        list_asked,
        told_as="requests",
        choose=choose_asked,
        join=join_asked,
        follow=follow,
    ),
    handing_of_column("named", MemberRequest.named_id, list_named),
)
