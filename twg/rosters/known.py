"""The TWGs by which a list may be recognised as that of another one."""

import tomllib
from functools import cache

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.members import Twg, list_twgs
from twg.language.rosters.model import KnownTwg
from twg.members.many_twgs import EXAMPLE


async def list_others(session: AsyncSession, twg: Twg) -> list[KnownTwg]:
    """Every other TWG: those of this installation, and those of the guideline that it does not have.

    A TWG of the guideline is left out where one here has its code or a name of it.
    """
    here = [known_twg(each) for each in await list_twgs(session)]
    taken = {name for each in here for name in _names(each)}
    elsewhere = [each for each in _of_guideline() if taken.isdisjoint(_names(each))]
    return [each for each in here if each.code != twg.code] + elsewhere


@cache
def _of_guideline() -> tuple[KnownTwg, ...]:
    entries = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["twg"]
    return tuple(KnownTwg(entry["code"], entry["name"], entry["name_km"]) for entry in entries)


def _names(twg: KnownTwg) -> set[str]:
    """What the TWG is called, comparable."""
    return {key_of(name) for name in (twg.code, twg.name, twg.name_km)} - {""}


def known_twg(twg: Twg) -> KnownTwg:
    return KnownTwg(twg.code, twg.name, twg.name_km)
