"""Audiences: what a person may see and what is sent to whom, from one table (D5).

Source: Guideline, Part Three (a), Part Four (ii).
"""

import enum
from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.audiences import pack, shares_token, unpack
from storage.members import Membership, Role, list_members
from twg.actors import Actor


class Audience(enum.StrEnum):
    """The audiences people choose from."""

    ALL = "all"
    CORE = "core"
    GOVERNMENT = "government"
    PARTNERS = "partners"
    LEADS = "leads"
    SECRETARIAT = "secretariat"


#: Which tokens a role holds beside "all". The core group always has its chair, lead facilitator and secretariat.
TOKENS: dict[Role, frozenset[str]] = {
    Role.CHAIR: frozenset({Audience.GOVERNMENT, Audience.LEADS, Audience.CORE}),
    Role.LEAD_FACILITATOR: frozenset({Audience.PARTNERS, Audience.LEADS, Audience.CORE}),
    Role.SECRETARIAT: frozenset({Audience.GOVERNMENT, Audience.SECRETARIAT, Audience.CORE}),
    Role.GOVERNMENT: frozenset({Audience.GOVERNMENT}),
    Role.DEVELOPMENT_PARTNER: frozenset({Audience.PARTNERS}),
    Role.CRDB: frozenset({Audience.GOVERNMENT}),
    Role.FOCAL_POINT: frozenset({Audience.GOVERNMENT}),
    Role.TECHNICAL_ADVISER: frozenset(),
    Role.CIVIL_SOCIETY: frozenset(),
    Role.PRIVATE_SECTOR: frozenset(),
}


def to_column(audience: Audience) -> str:
    """What is stored for an audience."""
    return pack([audience])


def from_column(column: str) -> Audience:
    """The audience that people chose, from what is stored."""
    return Audience(next(iter(unpack(column))))


def tokens_of(membership: Membership) -> frozenset[str]:
    """Every token this member holds."""
    core = {Audience.CORE} if membership.core else set()
    return TOKENS[membership.role] | core | {Audience.ALL, f"role:{membership.role}"}


def includes(audience: str, membership: Membership) -> bool:
    """Whether the stored audience has this member in it."""
    return not unpack(audience).isdisjoint(tokens_of(membership))


def visible_to(
    actor: Actor,
    audience: InstrumentedAttribute[str],
    author: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> ColumnElement[bool]:
    """The clause that holds for rows this actor may see: in the audience, or their own."""
    return or_(shares_token(audience, tokens_of(actor.member)), author == actor.person.id)


async def list_audience(session: AsyncSession, twg_id: int, audience: str) -> list[Membership]:
    """The active members in a stored audience, as of now."""
    return [member for member in await list_members(session, twg_id) if includes(audience, member)]


def excluding(members: Iterable[Membership], *person_ids: int | None) -> list[Membership]:
    """The members without some people: whoever wrote it need not be told."""
    return [member for member in members if member.person_id not in person_ids]
