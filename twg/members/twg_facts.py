"""Adding TWGs and changing their facts, which the operator does (M12).

MemberRefusal
└── DuplicateTwg
"""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Twg, find_twg
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation_without_actor
from twg.members.refusals import MemberRefusal

#: Fewest characters of the name of a TWG.
LEAST_NAME = 2


class DuplicateTwg(MemberRefusal):
    """data: `code`."""

    key = "members#duplicate_twg"


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        raise ValueError("not a time zone") from None
    return zone


class TwgFacts(BaseModel):
    """Facts of a TWG; those that are not given stay as they are."""

    name: str = Field(default="", min_length=LEAST_NAME, max_length=200)
    name_km: str = Field(default="", max_length=200)
    host: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")
    zone: Annotated[str, Field(max_length=40), AfterValidator(_known_zone)] = "Asia/Phnom_Penh"
    #: Whether the Chair confirms those who ask to join, after the secretariat has screened them.
    chair_confirms: bool = True


class NewTwg(TwgFacts):
    code: str = Field(pattern=r"^[A-Za-z0-9&-]{2,20}$")
    name: str = Field(min_length=LEAST_NAME, max_length=200)


@operation_without_actor
async def add_twg(session: AsyncSession, args: NewTwg, *, now: datetime) -> Twg:
    """Add a TWG. Raises: DuplicateTwg."""
    if await find_twg(session, args.code) is not None:
        raise DuplicateTwg(code=args.code.upper())
    twg = Twg(**args.model_dump(exclude={"code"}), code=args.code.upper(), created_at=now)
    session.add(twg)
    after = values_of(twg, "code", *TwgFacts.model_fields)
    await record(session, Actor(twg, source="command line"), "members.add_twg", twg, now=now, after=after)
    return twg


@operation_without_actor
async def change_twg(session: AsyncSession, twg: Twg, args: TwgFacts, *, now: datetime) -> dict[str, tuple[Any, Any]]:
    """Change the facts of a TWG that are given.

    Returns:
        For each that is another one now, the values before and after.
    """
    await hold(session, twg)
    given = args.model_dump(exclude_unset=True)
    before = {fact: value for fact, value in values_of(twg, *given).items() if value != given[fact]}
    if not before:
        return {}
    for fact in before:
        setattr(twg, fact, given[fact])
    after = values_of(twg, *before)
    by = Actor(twg, source="command line")
    await record(session, by, "members.change_twg", twg, now=now, before=before, after=after)
    return {fact: (before[fact], after[fact]) for fact in before}
