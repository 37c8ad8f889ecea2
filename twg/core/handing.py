"""What a person leaves open in a TWG, and how somebody else takes it over (M10).

A capability declares a `Handing` for each kind of rows that are open in somebody's name. The operations that end a
membership reach all of them by `Domains`, and so name no table of another capability.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.forms import OpenForm, find_answers, give_forms, list_forms_of
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import split_tokens
from twg.core.permissions import Permission

#: What people are told of it as: the key under which it is counted.
TOLD_AS = ("actions", "reports", "requests", "drafts", "records")
#: Ids of rows by the kind of their `Handing`.
Handed = dict[str, list[int]]


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Rows of one kind that are open in a person's name, and how they change hands.

    Attributes:
        table: of the rows; None where `give` locks them.
        kind: under which ids are kept with a change, so that it can be undone: "actions".
        told_as: one of `TOLD_AS`; empty where nobody is told how many there are.
        list_open: returns the ids of what is open, given a session, the id of a TWG and that of a person.
        give: gives rows (their ids) to a member, given a session, who acts, the ids, the member, the id of the person
            in whose name they are (`from_id`) and `now`. Returns the ids of those that were given: what the member
            cannot have stays where it is.
    """

    kind: str
    table: Any = None
    told_as: str = ""
    list_open: Callable[[AsyncSession, int, int], Awaitable[list[int]]]
    give: Callable[..., Awaitable[list[int]]]


@dataclass(frozen=True)
class LeftOpen:
    """What is open in a person's name in one TWG.

    Attributes:
        ids: by kind.
        counts: how many there are of each of `TOLD_AS`.
    """

    ids: Handed
    counts: dict[str, int]


async def list_held(session: AsyncSession, handing: Handing, twg_id: int, person_id: int) -> list[int]:
    """What `list_open` returns, locked until the transaction ends.

    What was answered, closed or given away by another transaction until the lock was there is left out: it stays with
    whom it is by then.
    """
    ids = await handing.list_open(session, twg_id, person_id)
    if not ids or handing.table is None:
        return ids
    table = handing.table
    await session.execute(select(table.id).where(table.id.in_(ids)).order_by(table.id).with_for_update(key_share=True))
    still = {*await handing.list_open(session, twg_id, person_id)}
    return [number for number in ids if number in still]


def count(handings: Mapping[str, Handing], ids: Handed) -> dict[str, int]:
    """How many rows there are of each of `TOLD_AS`."""
    counts = dict.fromkeys(TOLD_AS, 0)
    for kind, rows in ids.items():
        if told_as := handings[kind].told_as:
            counts[told_as] += len(rows)
    return counts


def handing_of_column(
    kind: str,
    column: Any,
    list_open: Callable[[AsyncSession, int, int], Awaitable[list[int]]],
    *,
    told_as: str = "",
    choose: Callable[[AsyncSession, list[int], Membership], Awaitable[list[int]]] | None = None,
) -> Handing:
    """How rows change hands of which a column says whose they are. Arguments: those of `Handing`, and

    Args:
        choose: is given the ids of rows and the member who takes over, and returns the ids of those that this member
            may have; without it the member takes over all.
    """

    async def give(session: AsyncSession, _actor: Actor, ids: list[int], to: Membership, **_when: Any) -> list[int]:
        chosen = ids if choose is None else await choose(session, ids, to)
        if chosen:
            table = column.class_
            await session.execute(update(table).where(table.id.in_(chosen)).values({column.key: to.person_id}))
        return chosen

    return Handing(kind=kind, table=column.class_, told_as=told_as, list_open=list_open, give=give)


def handing_of_forms(kind: str, permission: Permission, *names: str) -> Handing:
    """How forms of these names that were begun and not saved change hands: with all their answers.

    Args:
        permission: without it a member cannot save them, and so does not get them; who has it as they lead a
            sub-group gets those for that.
        names: of forms about the work of the TWG, none of which asks for anything personal.
    """

    async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
        return await list_forms_of(session, twg_id, person_id, names)

    async def give(
        session: AsyncSession, _actor: Actor, ids: list[int], to: Membership, *, now: datetime, **_from: int
    ) -> list[int]:
        return await give_forms(session, await _list_usable(session, ids, to, permission), to.person_id, now=now)

    return Handing(kind=kind, table=OpenForm, told_as="drafts", list_open=list_open, give=give)


async def _list_usable(session: AsyncSession, ids: list[int], to: Membership, permission: Permission) -> list[int]:
    """The ids of the forms that a member may save."""
    theirs = Actor(to.twg, to)
    if theirs.may_for_all(permission):
        return ids
    if not theirs.may(permission):
        return []
    answers = await find_answers(session, ids)
    return [number for number in ids if _is_for(answers[number].get("audience"), to.led)]


def _is_for(chosen: Any, led: frozenset[str]) -> bool:
    """Whether an answer is an audience of these sub-groups alone; one that is not given yet is no text."""
    tokens = split_tokens(chosen) if isinstance(chosen, str) else frozenset[str]()
    return bool(tokens) and tokens <= led
