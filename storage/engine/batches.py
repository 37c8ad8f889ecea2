"""Reading many rows in batches, so that memory does not grow with the table."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.base import ExecutableOption

#: Number of rows that are read together.
BATCH = 500


async def in_batches(
    session: AsyncSession,
    query: Select[Any],
    key: InstrumentedAttribute[int],
    *options: ExecutableOption,
    size: int = BATCH,
) -> AsyncIterator[list[Any]]:
    """All rows of a query for one table in batches, in the order of the query.

    The keys are read first: a query for "the next 500 after this key" would be answered by walking through the table in
    the order of its keys, other TWGs' rows among them.

    Args:
        key: the primary key of the table.
        options: what is loaded with each row.
    """
    keys = list(await session.scalars(query.with_only_columns(key)))
    for first in range(0, len(keys), size):
        yield await _load(session, query, key, keys[first : first + size], options)


async def _load(
    session: AsyncSession,
    query: Select[Any],
    key: InstrumentedAttribute[int],
    keys: list[int],
    options: Sequence[ExecutableOption],
) -> list[Any]:
    """The rows with these keys, in their order; without those that are gone."""
    found = await session.scalars(query.where(key.in_(keys)).order_by(None).options(*options))
    rows = {getattr(row, key.key): row for row in found.unique()}
    return [rows[row_key] for row_key in keys if row_key in rows]
