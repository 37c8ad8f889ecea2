"""A sheet of the store for programs: a page of it as JSON, or the whole as CSV, written to a file (R4)."""

import asyncio
import csv
import json
from contextlib import aclosing
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import IO, Any
from zoneinfo import ZoneInfo

from messages.export.values import read_value, to_csv
from messages.rendering.texts import Text
from twg.export.store import Export, Table


class PageGone(Exception):
    """The row after which a page was to begin is not there any more."""


def write_csv(export: Export, locale: str, file: IO[bytes]) -> None:
    """Write the one sheet of an export as CSV, UTF-8 with a byte order mark. Called in a thread.

    Raises: NotFound, NotAllowed.
    """
    asyncio.run(_write_csv(export, locale, file))


async def _write_csv(export: Export, locale: str, file: IO[bytes]) -> None:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    async with export.read() as opened:
        [table], [actor] = opened.tables, opened.actors
        writer.writerow(Text(heading).render(locale) for heading in table.sheet.headings.values())
        async for row in table.rows:
            writer.writerow(to_csv(read_value(value, locale, actor.zone)) for value in row)
    text.flush()
    text.detach()


def write_page(export: Export, locale: str, file: IO[bytes], *, after: str, limit: int) -> None:
    """Write a page of the one sheet of an export as JSON, with the id after which the next begins. Called in a thread.

    Args:
        after: the id of the last row of the page before; empty for the first page.
        limit: most rows.
    Raises: NotFound, NotAllowed; PageGone.
    """
    asyncio.run(_write_page(export, locale, file, after, limit))


async def _write_page(export: Export, locale: str, file: IO[bytes], after: str, limit: int) -> None:
    async with export.read() as opened:
        [table], [actor] = opened.tables, opened.actors
        rows = await _take(table, after, limit + 1)
        keys = list(table.sheet.headings)
        told = [
            {key: to_json(value, locale, actor.zone) for key, value in zip(keys, row, strict=True)}
            for row in rows[:limit]
        ]
    follows = str(rows[limit - 1][1]) if len(rows) > limit else ""
    page = {"twg": actor.twg.code, "sheet": table.sheet.key, "rows": told, "next": follows or None}
    file.write(json.dumps(page, ensure_ascii=False).encode())


async def _take(table: Table, after: str, most: int) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    begun = not after
    async with aclosing(table.rows) as read:
        async for row in read:
            if begun:
                rows.append(row)
                if len(rows) == most:
                    break
            elif str(row[1]) == after:
                begun = True
    if not begun:
        raise PageGone
    return rows


def to_json(value: Any, locale: str, zone: ZoneInfo) -> Any:
    """A value of a sheet as JSON holds it; a moment in ISO 8601 with the offset of the TWG's clock."""
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(microsecond=0).isoformat()
    match read := read_value(value, locale, zone):
        case date():
            return read.isoformat()
        case Decimal():
            return int(read) if read == read.to_integral_value() else float(read)
        case _:
            return read
