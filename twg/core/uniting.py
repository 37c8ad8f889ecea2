"""What becomes of two rows of which a person has one at most, when two entries of that person are merged (M10).

A capability declares a `Uniting` for each of its tables with such rows; all others simply pass to the entry that stays.
`tests/members/test_merging.py` fails on a unique constraint with a person in it that nobody declares.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, inspect, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog, classes
from storage.engine.database import Base


@dataclass(frozen=True, kw_only=True)
class Uniting:
    """Two rows become one: the older one stays.

    Attributes:
        column: of the table, whose row it is: "person_id".
        same: the columns in which two rows about the same thing agree.
        counts: whether a row is one of those of which there is one at most.
        unite: returns values of the row that stays, given the older and the newer row.
        ends: returns values of the other row, given `now`, which stays as a part of history; None: it is deleted.
        undone: whether undoing the merge undoes this.
    """

    table: type[Base]
    column: str = "person_id"
    same: tuple[str, ...]
    counts: Callable[[Any], bool] = lambda _row: True
    unite: Callable[[Any, Any], Mapping[str, Any]] = lambda _older, _newer: {}
    ends: Callable[[datetime], Mapping[str, Any]] | None = None
    undone: bool = True


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two columns of a row that name two people: where both entries of a person are named, one is enough.

    Attributes:
        stays, cleared: the names of the columns.
    """

    table: type[Base]
    stays: str
    cleared: str


async def clear_pair(session: AsyncSession, log: RowLog, pair: Pair, gone_id: int, kept_id: int) -> None:
    """Let no row name one person twice, before what refers to the one entry passes to the other."""
    stays, cleared = (getattr(pair.table, name) for name in (pair.stays, pair.cleared))
    named = or_(and_(stays == gone_id, cleared == kept_id), and_(stays == kept_id, cleared == gone_id))
    key = inspect(pair.table).primary_key
    for row in list(await session.scalars(select(pair.table).where(named).order_by(*key))):
        await log.change(row, **{pair.cleared: None})


async def unite(
    session: AsyncSession, log: RowLog, uniting: Uniting, gone_id: int, kept_id: int, *, now: datetime
) -> None:
    """Unite the rows of two entries of a person in one table, before those of the one pass to the other."""
    column: Any = getattr(uniting.table, uniting.column)
    key = inspect(uniting.table).primary_key
    query = select(uniting.table).where(column.in_((gone_id, kept_id))).order_by(*key)
    first: dict[tuple[Any, ...], Any] = {}
    for row in list(await session.scalars(query)):
        if not uniting.counts(row):
            continue
        older = first.setdefault(tuple(getattr(row, name) for name in uniting.same), row)
        if older is not row:
            await unite_rows(session, log if uniting.undone else RowLog(session), uniting, older, row, now=now)


async def unite_rows(
    session: AsyncSession, log: RowLog, uniting: Uniting, older: Any, newer: Any, *, now: datetime
) -> None:
    """Let the first of two rows of one table stay for both, with what is about the other one."""
    values = dict(uniting.unite(older, newer))
    if uniting.ends is not None:
        await log.change(newer, **uniting.ends(now))
    else:
        for table in _about_rows():
            about = table.subject_type == newer.__tablename__, table.subject_id == newer.id
            for row in list(await session.scalars(select(table).where(*about))):
                await log.change(row, subject_id=older.id)
        await log.delete(newer)
    await log.change(older, **values)


def _about_rows() -> list[Any]:
    """The tables whose rows are about a row of any table, apart from the audit, which is never changed."""
    return [mapped for name, mapped in classes().items() if name != "audit" and hasattr(mapped, "subject_type")]
