"""Institutions that a TWG works with, and correcting how they are called (M10).

InstitutionRefusal
└── NameTaken               another institution is called so
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.engine.database import hold
from storage.indicators import Indicator, Responsible
from storage.members import (
    LONGEST_INSTITUTION,
    Institution,
    InstitutionKind,
    Membership,
    MembershipState,
    NamedInstitution,
    Person,
    find_institution,
    list_aliases,
    list_institutions,
    set_names,
)
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.institutions.naming import Institutions

#: Most other names of an institution.
MOST_ALIASES = 20


class InstitutionRefusal(Refusal):
    key = "institutions#refused"


class NameTaken(InstitutionRefusal):
    """data: `text`, as typed; `name` of the institution that is called so."""

    key = "institutions#name_taken"


class InstitutionDetails(BaseModel):
    name: str = Field(min_length=1, max_length=LONGEST_INSTITUTION)
    name_km: str = Field(default="", max_length=LONGEST_INSTITUTION)
    kind: InstitutionKind
    aliases: list[str] = Field(default=[], max_length=MOST_ALIASES)


@dataclass(frozen=True)
class InTwg:
    """An institution in one TWG. `members`: how many active members it has there."""

    institution: Institution
    members: int


async def load_institutions(session: AsyncSession) -> Institutions:
    """All institutions, of every TWG, to look names up in."""
    return Institutions(tuple(await list_institutions(session)))


@operation(Permission.INSTITUTION_CORRECT)
async def list_in_twg(session: AsyncSession, actor: Actor) -> list[InTwg]:
    """The institutions of the actor's TWG, by name."""
    return await list_of(session, actor.twg.id)


async def list_of(session: AsyncSession, twg_id: int) -> list[InTwg]:
    """Those that active members, actions or indicators of a TWG belong to, by name."""
    active = Membership.twg_id == twg_id, Membership.state == MembershipState.ACTIVE
    members = (
        select(Person.institution_id, func.count()).join(Membership).where(*active).group_by(Person.institution_id)
    )
    counts = dict((await session.execute(members)).all())
    actions = select(Action.institution_id).where(Action.twg_id == twg_id)
    indicators = select(Responsible.institution_id).join(Indicator).where(Indicator.twg_id == twg_id)
    ids = Institution.id.in_([each for each in counts if each is not None])
    of_twg = or_(ids, Institution.id.in_(actions), Institution.id.in_(indicators))
    alone = Institution.merged_into_id.is_(None)
    found = await session.scalars(select(Institution).where(of_twg, alone).order_by(Institution.name))
    return [InTwg(institution, counts.get(institution.id, 0)) for institution in found]


async def access_in_twg(session: AsyncSession, actor: Actor, institution_id: int) -> InTwg:
    """An institution of the actor's TWG. Raises: NotFound."""
    for found in await list_of(session, actor.twg.id):
        if found.institution.id == institution_id:
            return found
    raise NotFound


@operation(Permission.INSTITUTION_CORRECT)
async def correct(
    session: AsyncSession, actor: Actor, institution_id: int, args: InstitutionDetails, *, now: datetime
) -> Institution:
    """Correct the names and the kind of an institution, for every TWG.

    Raises: NotFound, NameTaken.
    """
    institution = (await access_in_twg(session, actor, institution_id)).institution
    await hold(session, institution)
    await _check_free(session, institution, {"name": [args.name], "name_km": [args.name_km], "aliases": args.aliases})
    before = await _described(session, institution)
    institution.name, institution.name_km, institution.kind = args.name, args.name_km, args.kind
    await set_names(session, institution, args.aliases)
    after = await _described(session, institution)
    await record(session, actor, "institutions.correct", institution, now=now, before=before, after=after)
    return institution


async def _check_free(session: AsyncSession, institution: Institution, names: dict[str, list[str]]) -> None:
    """Raises: NameTaken, for the first name by field that another institution has."""
    for field, texts in names.items():
        for text in filter(None, texts):
            found = await find_institution(session, text)
            if found is not None and found.id != institution.id:
                raise NameTaken(field=field, text=text, name=found.name)


async def _described(session: AsyncSession, institution: Institution) -> dict[str, object]:
    aliases = await list_aliases(session, institution)
    return {**values_of(institution, "name", "name_km", "kind"), "aliases": aliases}


def others(listed: Iterable[InTwg], institution: Institution) -> list[InTwg]:
    """Those apart from one, the ones near to it first."""
    rest = [each for each in listed if each.institution.id != institution.id]
    named = tuple(NamedInstitution(each.institution, (each.institution.name,)) for each in rest)
    near = [one.id for one in Institutions(named).near(institution.name)]
    return sorted(rest, key=lambda each: near.index(each.institution.id) if each.institution.id in near else len(near))
