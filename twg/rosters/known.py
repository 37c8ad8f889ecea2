"""The TWGs by which a list may be recognised as that of another one."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Twg, list_twgs
from twg.language.rosters.model import KnownTwg


async def list_others(session: AsyncSession, twg: Twg) -> list[KnownTwg]:
    """Every other TWG of this installation."""
    return [known_twg(other) for other in await list_twgs(session) if other.id != twg.id]


def known_twg(twg: Twg) -> KnownTwg:
    return KnownTwg(twg.code, twg.name, twg.name_km)
