"""The shared store as tables (R4). Each sheet holds only what the actor may see."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.engine.labels import N_, Labelled
from storage.members import Membership, list_members
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.sheets import Sheet
from twg.core.subjects import Domains
from twg.export.left_out import LeftOut, access_left_out
from twg.language.due_periods import Period


class ExportFormat(Labelled):
    """As what the store leaves."""

    WORKBOOK = "xlsx", N_("Excel file")
    TABLES = "csv", N_("CSV files")
    FILES = "files", N_("Documents and evidence")


@dataclass(frozen=True)
class Table:
    """A sheet with the rows that the actors may see, which are read from the database while they are taken.

    Each row begins with the code of its TWG and its id.
    """

    sheet: Sheet
    rows: AsyncGenerator[tuple[Any, ...]]


@dataclass(frozen=True)
class Opened:
    """An export that is read.

    Attributes:
        actors: the person in each TWG, as they are now.
        left_out: of each TWG, in the same order, what their role does not see.
    """

    actors: list[Actor]
    left_out: list[list[LeftOut]]
    tables: list[Table]


@dataclass(frozen=True)
class Export:
    """An export that was asked for, to be read apart from the update: ten years of a TWG take seconds.

    Attributes:
        url: of the database.
        members: ids of each TWG and of the membership of who asked for it.
        now: when it was asked for, UTC.
        period: rows of other days are left out of sheets that have days; None for all.
    """

    url: str
    members: tuple[tuple[int, int], ...]
    now: datetime
    sheets: tuple[Sheet, ...]
    period: Period | None = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Opened]:
        """Every sheet, to be read one after the other on a connection of their own, in the event loop that calls this.

        Raises: NotFound for somebody who is not a member any more, NotAllowed for one whose role has changed.
        """
        database = Database(self.url)
        try:
            async with database.read() as session:
                actors = [await access_exporter(session, *ids) for ids in self.members]
                left_out = [await access_left_out(session, actor, self.sheets) for actor in actors]
                tables = [Table(sheet, self._rows(session, actors, sheet)) for sheet in self.sheets]
                yield Opened(actors, left_out, tables)
        finally:
            await database.close()

    async def _rows(
        self, session: AsyncSession, actors: Sequence[Actor], sheet: Sheet
    ) -> AsyncGenerator[tuple[Any, ...]]:
        keys = list(sheet.headings)
        dated = [keys.index(key) for key in sheet.dated_by]
        for actor in actors:
            async for row in access_rows(session, actor, sheet, now=self.now):
                if self.period is None or not dated or _falls(row, dated, self.period, actor.zone):
                    yield row


async def access_exporter(session: AsyncSession, twg_id: int, membership_id: int) -> Actor:
    """A member who may export their TWG, as they are now. Raises: NotFound, NotAllowed."""
    found = await list_members(session, twg_id, Membership.id == membership_id)
    if not found:
        raise NotFound
    actor = Actor(found[0].twg, found[0])
    actor.check(Permission.STORE_EXPORT)
    return actor


async def access_rows(
    session: AsyncSession, actor: Actor, sheet: Sheet, *, now: datetime
) -> AsyncIterator[tuple[Any, ...]]:
    """The rows of a sheet that an actor may see, each with the code of the TWG before its id."""
    moment = (now,) if sheet.dated else ()
    async for row in sheet.rows(session, actor, *moment):
        yield actor.twg.code, *row


def _falls(row: tuple[Any, ...], dated: Sequence[int], period: Period, zone: ZoneInfo) -> bool:
    """Whether one of the days of a row, on the clock of its TWG, lies in a period."""
    return any(
        day is not None and period.first <= day <= period.last for day in (_day_of(row[at], zone) for at in dated)
    )


def _day_of(value: datetime | date | None, zone: ZoneInfo) -> date | None:
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


@operation(Permission.STORE_EXPORT)
async def export_store(
    session: AsyncSession,
    actor: Actor,
    domains: Domains,
    what: ExportFormat = ExportFormat.WORKBOOK,
    *,
    others: Sequence[Actor] = (),
    period: Period | None = None,
    now: datetime,
) -> Export:
    """Every sheet that a capability declares, of the actor's TWG; who took it is kept in the audit.

    Args:
        others: the same person in further TWGs, whose rows stand in the same sheets.
    Raises: NotAllowed where the person may not export one of them.
    """
    actors = [actor, *others]
    for each in actors:
        each.check(Permission.STORE_EXPORT)
        await note_taken(session, each, what, period, now=now)
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    members = tuple((each.twg.id, each.member.id) for each in actors)
    return Export(url, members, now, tuple(domains.sheets), period)


async def note_taken(
    session: AsyncSession, actor: Actor, what: ExportFormat, period: Period | None, *, now: datetime
) -> None:
    """Note in the audit of a TWG who took what of it."""
    days = {} if period is None else {"since": period.first, "until": period.last}
    after = {"export_format": what, **days}
    await record(session, actor, "export.export_store", actor.twg, now=now, after=after)
