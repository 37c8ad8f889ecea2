"""The shared store as tables (R4). Each sheet holds only what the actor may see."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.members import Membership, list_members
from twg.core.actors import Actor
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domain, Domains, Sheet


@dataclass(frozen=True)
class Table:
    """A sheet with the rows that the actor may see, which are read from the database while they are taken."""

    sheet: Sheet
    rows: AsyncIterator[tuple[Any, ...]]


@dataclass(frozen=True)
class Export:
    """An export that was asked for, to be read apart from the update: ten years of a TWG take seconds.

    Attributes:
        url: of the database.
        now: when it was asked for, UTC.
    """

    url: str
    twg_id: int
    membership_id: int
    now: datetime
    sheets: tuple[Sheet, ...]

    @asynccontextmanager
    async def read(self) -> AsyncIterator[list[Table]]:
        """Every sheet, to be read one after the other on a connection of their own, in the event loop that calls this.

        Raises: NotFound for somebody who is not a member any more.
        """
        database = Database(self.url)
        try:
            async with database.read() as session:
                found = await list_members(session, self.twg_id, Membership.id == self.membership_id)
                if not found:
                    raise NotFound
                actor = Actor(found[0].twg, found[0])
                yield [Table(sheet, sheet.rows(session, actor, *self._dated(sheet))) for sheet in self.sheets]
        finally:
            await database.close()

    def _dated(self, sheet: Sheet) -> tuple[datetime, ...]:
        """What a sheet is given besides session and actor."""
        return (self.now,) if sheet.dated else ()


@operation(Permission.STORE_EXPORT)
async def export_store(session: AsyncSession, actor: Actor, domains: Domains, *, now: datetime) -> Export:
    """Every sheet that a capability declares, of the actor's TWG."""
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    return Export(url, actor.twg.id, actor.member.id, now, tuple(domains.sheets))


DOMAIN = Domain(operations=operations_of(sys.modules[__name__]))
