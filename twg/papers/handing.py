"""Papers that are owed pass from a member to another one, and from one entry of a person to another (M10)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Membership
from storage.papers import AskedPaper
from twg.core.handing import handing_of_column
from twg.core.uniting import Uniting


async def list_asked_of(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the papers that were asked of a person."""
    asked = AskedPaper.twg_id == twg_id, AskedPaper.person_id == person_id
    return list(await session.scalars(select(AskedPaper.id).where(*asked).order_by(AskedPaper.id)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that are not asked of a member already."""
    mine = select(AskedPaper.agenda_item_id).where(AskedPaper.person_id == to.person_id)
    asked = set(await session.scalars(mine)) - {None}
    rows = await session.scalars(select(AskedPaper).where(AskedPaper.id.in_(ids)).order_by(AskedPaper.id))
    return [row.id for row in rows if row.agenda_item_id not in asked]


def _newest_day(_older: AskedPaper, newer: AskedPaper) -> dict[str, Any]:
    """Who was asked twice has until the day that was named last."""
    return {"due_on": newer.due_on}


HANDINGS = (handing_of_column("asked_papers", AskedPaper.person_id, list_asked_of, choose=choose),)
UNITINGS = (
    Uniting(
        table=AskedPaper,
        same=("agenda_item_id",),
        counts=lambda row: row.agenda_item_id is not None,
        unite=_newest_day,
    ),
)
