"""Papers that are owed pass from a member to another one (M10)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.papers import AskedPaper
from twg.core.handing import handing_of_column


async def list_asked_of(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the papers that were asked of a person."""
    asked = AskedPaper.twg_id == twg_id, AskedPaper.person_id == person_id
    return list(await session.scalars(select(AskedPaper.id).where(*asked).order_by(AskedPaper.id)))


HANDINGS = (handing_of_column("asked_papers", AskedPaper.person_id, list_asked_of),)
