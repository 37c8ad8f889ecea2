"""What a person leaves open in a TWG, and how somebody else takes it over (M10).

A capability declares a `Handing` for each kind of rows that are open in somebody's name. The operations that end a
membership reach all of them by `Domains`, and so name no table of another capability.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.forms import OpenForm, find_answers, give_forms, list_forms_of
from storage.core.row_log import RowLog, take_back
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import split_tokens
from twg.core.permissions import Permission

#: What people are told of it as: the key under which it is counted.
TOLD_AS = ("actions", "reports", "requests", "papers", "items", "drafts", "records")
#: Ids of rows by the kind of their `Handing`.
Ids = dict[str, list[int]]
#: Returns the ids of what is open in a person's name, given a session, the id of a TWG, that of the person, and `now`.
ListOpen = Callable[[AsyncSession, int, int, datetime], Awaitable[list[int]]]


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Rows of one kind that are open in a person's name, and how they change hands.

    Attributes:
        columns: those that say whose the rows are; `tests/members/test_duties.py` fails on one that nobody declares.
        table: of the rows; None where `give` locks them.
        kind: under which ids are kept with a change, so that it can be undone: "actions".
        told_as: one of `TOLD_AS`; empty where nobody is told how many there are.
        give: gives rows (their ids) to a member, given a session, who acts, the ids, the member, the id of the person
            in whose name they are (`from_id`), `log` and `now`. Returns the ids of those that were given: what the
            member cannot have stays where it is. Where the member has the same already, such as the other part of an
            action that two share, one of the two goes by `log`, which is taken back when the change is undone.
        follow: does what taking back by the log leaves, given a session, who acts, the ids of the rows, and `now`.
    """

    kind: str
    columns: tuple[Any, ...]
    table: Any = None
    told_as: str = ""
    list_open: ListOpen
    give: Callable[..., Awaitable[list[int]]]
    follow: Callable[..., Awaitable[None]] | None = None


@dataclass(frozen=True)
class LeftOpen:
    """What is open in a person's name in one TWG.

    Attributes:
        ids: by kind.
        counts: how many there are of each of `TOLD_AS`.
    """

    ids: Ids
    counts: dict[str, int]


@dataclass(frozen=True)
class Handed:
    """What has changed hands.

    Attributes:
        ids: of the rows that were given, by kind.
        joined: what was noted of rows that the member had already, by kind, as JSON of a `RowLog`.
    """

    ids: Ids = field(default_factory=dict)
    joined: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What the audit keeps, and `from_json` reads."""
        return {"handed": self.ids, "joined": self.joined}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Handed":
        return cls(dict(kept["handed"]), dict(kept.get("joined", {})))

    def changed(self, handing: Handing) -> list[int]:
        """The ids of the rows of a kind that the member had already and that were changed, each once."""
        log = self.joined.get(handing.kind, {"changed": []})
        of_kind = {column.class_.__tablename__ for column in handing.columns}
        return list(dict.fromkeys(key[0] for table, key, _before, _after in log["changed"] if table in of_kind))


async def list_held(session: AsyncSession, handing: Handing, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """What `list_open` returns, locked until the transaction ends.

    What was answered, closed or given away by another transaction until the lock was there is left out: it stays with
    whom it is by then.
    """
    ids = await handing.list_open(session, twg_id, person_id, now)
    if not ids or handing.table is None:
        return ids
    table = handing.table
    await session.execute(select(table.id).where(table.id.in_(ids)).order_by(table.id).with_for_update(key_share=True))
    still = {*await handing.list_open(session, twg_id, person_id, now)}
    return [number for number in ids if number in still]


async def hand_over(
    session: AsyncSession, actor: Actor, handings: Sequence[Handing], from_id: int, to: Membership, *, now: datetime
) -> Handed:
    """Give all that is open in a person's name to a member, apart from what that member cannot have.

    Returns: what was given.
    """
    handed = Handed()
    for each in handings:
        log, opened = RowLog(session), await list_held(session, each, actor.twg.id, from_id, now)
        handed.ids[each.kind] = await each.give(session, actor, opened, to, from_id=from_id, log=log, now=now)
        if log.changed or log.deleted:
            handed.joined[each.kind] = log.as_json()
    return handed


async def hand_back(
    session: AsyncSession,
    actor: Actor,
    handings: Sequence[Handing],
    handed: Handed,
    to: Membership,
    *,
    from_id: int,
    now: datetime,
) -> None:
    """Give back to a member what `hand_over` gave, as far as it is open in the name of who got it (`from_id`)."""
    for each in handings:
        opened = await list_held(session, each, actor.twg.id, from_id, now)
        still = sorted({*handed.ids.get(each.kind, ())} & {*opened})
        await each.give(session, actor, still, to, from_id=from_id, log=RowLog(session), now=now)
        if each.kind in handed.joined:
            await take_back(session, handed.joined[each.kind], old=to.person_id, new=from_id)
            if each.follow is not None:
                await each.follow(session, actor, handed.changed(each), now=now)


def count(handings: Mapping[str, Handing], ids: Ids) -> dict[str, int]:
    """How many rows there are of each of `TOLD_AS`."""
    counts = dict.fromkeys(TOLD_AS, 0)
    for kind, rows in ids.items():
        if told_as := handings[kind].told_as:
            counts[told_as] += len(rows)
    return counts


def count_taken(handings: Mapping[str, Handing], handed: Handed) -> dict[str, int]:
    """The same of what has changed hands, with what the member had a part of already."""
    taken = {kind: [*handed.ids.get(kind, ()), *handed.changed(each)] for kind, each in handings.items()}
    return count(handings, taken)


def handing_of_column(
    kind: str,
    column: Any,
    list_open: ListOpen,
    *,
    told_as: str = "",
    choose: Callable[[AsyncSession, list[int], Membership], Awaitable[list[int]]] | None = None,
    join: Callable[[AsyncSession, RowLog, list[int], Membership, datetime], Awaitable[None]] | None = None,
    follow: Callable[..., Awaitable[None]] | None = None,
) -> Handing:
    """How rows change hands of which a column says whose they are. Arguments: those of `Handing`, and

    Args:
        choose: is given the ids of rows and the member who takes over, and returns the ids of those that this member
            may have; without it the member takes over all.
        join: is given a log, the ids of the others and that member, and `now`: lets one of two rows go where the member
            has the same already.
    """
    table = column.class_

    async def give(
        session: AsyncSession,
        _actor: Actor,
        ids: list[int],
        to: Membership,
        *,
        log: RowLog,
        now: datetime,
        **_from: int,
    ) -> list[int]:
        chosen = ids if choose is None else await choose(session, ids, to)
        if chosen:
            await session.execute(update(table).where(table.id.in_(chosen)).values({column.key: to.person_id}))
        others = [number for number in ids if number not in chosen]
        if others and join is not None:
            await join(session, log, others, to, now)
        return chosen

    return Handing(
        kind=kind,
        columns=(column,),
        table=table,
        told_as=told_as,
        list_open=list_open,
        give=give,
        follow=follow,
    )


def handing_of_forms(kind: str, permission: Permission, *names: str) -> Handing:
    """How forms of these names that were begun and not saved change hands: with all their answers.

    Args:
        permission: without it a member cannot save them, and so does not get them; who has it as they lead a
            sub-group gets those for that.
        names: of forms about the work of the TWG, none of which asks for anything personal.
    """

    async def list_open(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
        return await list_forms_of(session, twg_id, person_id, names)

    async def give(
        session: AsyncSession, _actor: Actor, ids: list[int], to: Membership, *, now: datetime, **_from: Any
    ) -> list[int]:
        return await give_forms(session, await _list_usable(session, ids, to, permission), to.person_id, now=now)

    columns = (OpenForm.user_id,)
    return Handing(kind=kind, columns=columns, table=OpenForm, told_as="drafts", list_open=list_open, give=give)


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
