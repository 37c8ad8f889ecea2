"""Changes of rows that are noted as they are made, as JSON, so that they can be taken back later.

What has been changed again since stays as it is then.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, Table, inspect, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import MANYTOONE
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import Base, insert_ignoring


class RowLog:
    """Changes rows of a transaction and notes how they were.

    Attributes:
        moved: by "table.column", keys of the rows whose column was changed from one value to another.
        changed: table, key, values before and after; in the order of the changes.
        deleted: table and values.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self.moved: dict[str, list[list[Any]]] = {}
        self.changed: list[list[Any]] = []
        self.deleted: list[list[Any]] = []

    def as_json(self) -> dict[str, Any]:
        return {"moved": self.moved, "changed": self.changed, "deleted": self.deleted}

    async def change(self, row: Base, **values: Any) -> None:
        """Set columns of a row, at once: uniqueness is judged by each statement."""
        before = {name: getattr(row, name) for name in values}
        if before == values:
            return
        for name, value in values.items():
            setattr(row, name, value)
        await self._session.flush()
        key = list(inspect(row).identity or ())
        self.changed.append([row.__tablename__, key, _plain(before), _plain(values)])

    async def delete(self, row: Base) -> None:
        values = {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}
        await self._session.delete(row)
        await self._session.flush()
        self.deleted.append([row.__tablename__, _plain(values)])

    async def move(self, column: Column[Any], old: int, new: int, *criteria: ColumnElement[bool]) -> None:
        """Set a column to another value in all rows that have the old one and meet the criteria."""
        table = column.table
        assert isinstance(table, Table)  # noqa: S101 - a column of a mapped table
        keys = [list(row) for row in await self._session.execute(_keys(table).where(column == old, *criteria))]
        if keys:
            mapped = classes()[table.name]
            found = tuple_(*table.primary_key.columns).in_([tuple(key) for key in keys])
            await self._session.execute(update(mapped).where(found).values({column.key: new}))
            self.moved[f"{table.name}.{column.key}"] = keys

    async def refresh(self) -> None:
        """Let what is loaded in the session refer to the rows that its columns name now."""
        for row in list(self._session.sync_session.identity_map.values()):
            for relationship in inspect(row).mapper.relationships:
                related = row.__dict__.get(relationship.key)
                if relationship.direction is not MANYTOONE or related is None:
                    continue
                [(local, _remote)] = relationship.local_remote_pairs
                wanted = row.__dict__.get(local.key)
                if wanted is not None and inspect(related).identity != (wanted,):
                    found = await self._session.get(relationship.mapper.class_, wanted)
                    set_committed_value(row, relationship.key, found)


async def take_back(session: AsyncSession, log: Mapping[str, Any], *, old: int, new: int) -> None:
    """Undo what a log has noted, as far as it was not changed since.

    Args:
        old, new: the values that `move` was called with.
    """
    for name, keys in log["moved"].items():
        table_name, _dot, column_name = name.partition(".")
        mapped = classes()[table_name]
        table: Any = mapped.__table__
        column = table.c[column_name]
        those = tuple_(*table.primary_key.columns).in_([tuple(key) for key in keys])
        await session.execute(update(mapped).where(those, column == new).values({column_name: old}))
    for table_name, key, before, after in reversed(log["changed"]):
        mapped = classes()[table_name]
        row = await session.get(mapped, tuple(key), populate_existing=True)
        if row is not None and all(getattr(row, column) == value for column, value in _typed(mapped, after).items()):
            for column, value in _typed(mapped, before).items():
                setattr(row, column, value)
            await session.flush()
    for table_name, values in log["deleted"]:
        mapped = classes()[table_name]
        await session.execute(insert_ignoring(session, mapped), _typed(mapped, values))
    await RowLog(session).refresh()


def columns_referring_to(target: type[Base]) -> list[Column[Any]]:
    """Each column of another table that refers to a row of this one, by the order of the tables."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is target.__table__
    ]


def classes() -> dict[str, type[Base]]:
    """The mapped class of each table, by name."""
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def _keys(table: Table) -> sa.Select[Any]:
    return select(*table.primary_key.columns).order_by(*table.primary_key.columns)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def _typed(mapped: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that `_plain` wrote, as the columns of a table take them."""
    table: Any = mapped.__table__
    return {name: _typed_value(table.c[name].type, value) for name, value in values.items()}


def _typed_value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.Enum):
        assert kind.enum_class is not None  # noqa: S101 - all enumerations of the tables are classes
        return kind.enum_class(value)
    python: type[Any] = (kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind).python_type
    if issubclass(python, datetime | date | time):
        return python.fromisoformat(value)
    return Decimal(value) if python is Decimal else value
