"""Asking PostgreSQL's index for the newest entries that a query finds.

The index knows no order, and would first find and sort all that a common piece is in. So the newest entries are
compared first, without it. How many of these have what is wanted tells how many more have to be looked at: so many of
the newest are found by two indexes together, without reading the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry
from storage.core.searching.statements import ORDER, Rows, constant
from storage.core.searching.visible import Columns, Visible, by_index, by_two_indexes, newest_or_all
from storage.engine.database import connection_of

#: So many of a TWG's newest entries are compared first.
NEWEST = 200
#: By the dates of so many of the newest it is told since when how many are dated.
_DATED = 1_000
#: So many times as many of the newest entries are asked for as are likely to have what is wanted, since to ask again
#: takes longer; all entries where those would be more than this.
_MARGIN, _MOST_SINCE = 2.0, 30_000
_LONGEST_SPAN = timedelta(days=36_500)


@dataclass
class Dates:
    """How close the newest entries of one TWG are, read once for all queries of a search."""

    #: Of the newest `_DATED`: when the first and the last of them are dated, and how many there are.
    _span: tuple[datetime | None, datetime | None, int] | None = None

    async def since(self, session: AsyncSession, twg_id: int, count: int) -> datetime | None:
        """Since when about so many entries of the TWG are dated; None where there are too few to tell."""
        if self._span is None:
            [row] = await connection_of(session).execute(_span(_DATED), {"twg_id": twg_id})
            first, last, of = row
            self._span = first, last, of
        first, last, of = self._span
        if first is None or last is None or of < _DATED:  # all of them are soon compared
            return None
        span: timedelta = (last - first) * count / of
        return last - span if span < _LONGEST_SPAN else None


@cache
def _span(newest: int) -> Rows:
    """When the first and the last of so many of a TWG's newest entries are dated, and how many there are."""
    dated = select(SearchEntry.dated).where(SearchEntry.twg_id == bindparam("twg_id")).order_by(*ORDER)
    column = dated.limit(constant(newest)).subquery().c.dated
    return select(func.min(column), func.max(column), func.count(column))


@dataclass(frozen=True)
class Asking:
    """A query of the index.

    Attributes:
        query: a tsquery.
        columns: of the entries that it finds.
        given: parameters of the columns.
    """

    session: AsyncSession
    visible: Visible
    dates: Dates
    query: str
    columns: Columns
    given: Mapping[str, Any] = field(default_factory=dict)

    async def newest(self, most: int) -> list[Sequence[Any]]:
        """Not more than `most` of the visible entries that it finds, the newest first."""
        rows, new = await self.among_newest(most)
        return await self.among_all(most, new) if 0 < new < most else rows

    async def among_newest(self, most: int) -> tuple[list[Sequence[Any]], int]:
        """Of those that are among the newest entries not more than `most`, and how many; where none is, as `newest`."""
        rows = await self._rows(newest_or_all, most, NEWEST)
        return [columns for *columns, _is_new in rows], sum(row.is_new for row in rows)

    async def among_all(self, most: int, new: int) -> list[Sequence[Any]]:
        """As `newest`. Args: `new`, how many of them are among the newest entries."""
        likely = int(_MARGIN * most * NEWEST / new) if new else 0
        if 0 < likely <= _MOST_SINCE and (since := await self.dates.since(self.session, self.visible.twg_id, likely)):
            rows = await self._rows(by_two_indexes, most, since=since)
            if len(rows) == most:
                return list(rows)
        return list(await self._rows(by_index, most))

    async def _rows(self, build: Callable[..., Rows], *sizes: int, **given: Any) -> Sequence[Row[*tuple[Any, ...]]]:
        statement = self.visible.once(build, self.columns, *sizes)
        parameters = {**self.given, **given, "query": self.query}
        return (await connection_of(self.session).execute(statement, parameters)).all()
