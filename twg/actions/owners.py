"""Who is responsible for an agreed action (A1).

A person or an institution leads it, an institution by its members alike. Others may share it: persons, institutions,
sub-groups, parts of the TWG, roles. What only a part of the TWG or a role has, has no lead: the secretariat closes it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import NO_CO_OWNERS, Action, owner_tokens
from storage.core.addressees import INSTITUTION, PERSON, institution_addressee, person_addressee
from storage.core.audiences import pack, token_of
from storage.core.spelling import fold, key_of
from storage.members import Institution, Membership, Person, Role, list_members
from storage.subgroups import group_id_of
from twg.core.actors import Actor
from twg.core.addressing import access_audience, access_owning
from twg.core.audiences import Reader, includes, invited_to, join_tokens
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice

#: Before whom something went to.
_WENT_TO = r"(?<!\bto )(?<!\bwith )(?<!\bfrom )"
_WENT_TO_KHMER = "(?<!ជូន)(?<!ទៅ)(?<!ដល់)(?<!ពី)"
#: The columns that say who is responsible for an action.
OWNERS = ("owner_id", "institution_id", "co_owners")


def leads(action: Action, member: Membership) -> bool:
    """Whether a member leads an action: by name, or as a member of the institution that leads it."""
    if action.owner_id is not None:
        return action.owner_id == member.person_id
    return action.institution_id is not None and action.institution_id == member.person.institution_id


def is_responsible(action: Action, member: Membership) -> bool:
    """Whether a member leads an action or shares it."""
    return leads(action, member) or includes(action.co_owners, member)


def token_among_owners(action: Action, person: Person) -> str | None:
    """The token by which a person, or their institution, is named as an owner; None for a part, role or sub-group."""
    own = [token_of(PERSON, person.id)]
    if person.institution_id is not None:
        own.append(token_of(INSTITUTION, person.institution_id))
    return next((token for token in own if token in action.owners), None)


def names_some(action: Action, text: str) -> bool:
    """Whether a text says something of some of those who share an action, and not of all: "MoP has done it".

    Nothing is said of those to whom something went: "sent to MoP".
    """
    lead = person_addressee(action.owner) if action.owner is not None else None
    if action.institution is not None and lead is None:
        lead = institution_addressee(action.institution)
    known = {each.token: each for each in (lead, *action.addressees) if each is not None}
    owners = [known[token] for token in action.owners if token in known]
    named = [each for each in owners if any(_is_named(name, text) for name in (each.name, each.name_km) if name)]
    return len(action.owners) > 1 and 0 < len(named) < len(action.owners)


def _is_named(name: str, text: str) -> bool:
    if not name.isascii():
        return re.search(_WENT_TO_KHMER + re.escape(key_of(name)), key_of(text)) is not None
    return re.search(rf"{_WENT_TO}(?<!\w){re.escape(fold(name))}(?!\w)", fold(text)) is not None


def responsible_for(reader: Reader) -> ColumnElement[bool]:
    """The clause for actions that this reader leads or shares, by the same rule as `is_responsible`."""
    own = Action.owner_id == reader.person_id
    shared = and_(Action.co_owners != NO_CO_OWNERS, invited_to(reader, Action.co_owners))
    if reader.institution_id is None:
        return or_(own, shared)
    return or_(own, and_(Action.owner_id.is_(None), Action.institution_id == reader.institution_id), shared)


async def owned_by_institution(session: AsyncSession, twg_id: int, institution_id: int | None) -> ColumnElement[bool]:
    """The clause for actions that an institution leads or shares, itself or by one of its members who is named."""
    if institution_id is None:
        return false()
    members = await list_members(session, twg_id, Person.institution_id == institution_id)
    tokens = [token_of(INSTITUTION, institution_id), *(token_of(PERSON, each.person_id) for each in members)]
    shared = (Action.co_owners.contains(f"|{token}|", autoescape=True) for token in tokens)
    return or_(Action.institution_id == institution_id, and_(Action.co_owners != NO_CO_OWNERS, or_(*shared)))


async def list_responsible(session: AsyncSession, action: Action) -> list[Membership]:
    """The members who lead or share an action, as of now."""
    return [each for each in await list_members(session, action.twg_id) if is_responsible(action, each)]


async def list_asked_first(session: AsyncSession, action: Action) -> list[Membership]:
    """Those of `list_responsible` who are reminded until the action is overdue.

    An institution that has focal points is reminded by them, until it has not answered in time.
    """
    members = await list_members(session, action.twg_id)
    owners = set(action.owners)
    focal = {each.person.institution_id for each in members if each.role is Role.FOCAL_POINT} - {None}
    asked = []
    for member in members:
        own = token_among_owners(action, member.person)
        of_institution = own is not None and own.startswith(f"{INSTITUTION}:")
        others = pack(owners - {own}) if of_institution else pack(owners)
        behind = of_institution and member.person.institution_id in focal and member.role is not Role.FOCAL_POINT
        if (own is not None and not behind) or includes(others, member):
            asked.append(member)
    return asked


@dataclass(frozen=True)
class Owners:
    """Who is to be responsible: values of `Action`."""

    owner: Person | None
    institution: Institution | None
    co_owners: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """As `Action.owners`."""
        owner_id = None if self.owner is None else self.owner.id
        return owner_tokens(owner_id, None if self.institution is None else self.institution.id, self.co_owners)

    def give(self, action: Action) -> None:
        """Make an action theirs."""
        action.owner, action.institution, action.co_owners = self.owner, self.institution, self.co_owners


async def access_owners(
    session: AsyncSession,
    actor: Actor,
    tokens: Sequence[str],
    *,
    permission: Permission = Permission.ACTION_RECORD,
    now: datetime,
) -> Owners:
    """Those whom these tokens name; the first person, institution or sub-group leads, a sub-group by its chair.

    Args:
        permission: by which the actor names them.
    Raises: NotAChoice (one of them is none in the actor's TWG), TooManyChosen, GroupEnded, GroupWithoutChair.
    """
    await access_audience(session, actor, join_tokens(tokens), permission, now=now, field="owner")
    lead = lead_among(tokens)
    others = pack(token for token in tokens if token != lead)
    if lead is None:
        return Owners(None, None, others)
    group_id = group_id_of(lead)
    if group_id is not None:
        _group, chair = await access_owning(session, actor, group_id, now=now)
        return Owners(chair.person, chair.person.institution, pack(set(tokens) - {token_of(PERSON, chair.person_id)}))
    kind, _colon, number = lead.partition(":")
    if kind == INSTITUTION:
        return Owners(None, await session.get_one(Institution, int(number)), others)
    [member] = await list_members(session, actor.twg.id, Membership.person_id == int(number))
    return Owners(member.person, member.person.institution, others)


def lead_among(tokens: Iterable[str]) -> str | None:
    """The first of some owners who can lead: a person, an institution, a sub-group by its chair; None without one."""
    named = f"{PERSON}:", f"{INSTITUTION}:"
    return next((token for token in tokens if token.startswith(named) or group_id_of(token) is not None), None)


def check_named(tokens: Collection[str]) -> None:
    """Raises: NotAChoice, where nobody is named."""
    if not tokens:
        raise NotAChoice(field="owner")


def without(action: Action, token: str, instead: str | None = None) -> list[str]:
    """The tokens of the owners of an action, with another, or none, in the place of one of them."""
    kept: Iterable[str | None] = (instead if each == token else each for each in action.owners)
    return list(dict.fromkeys(each for each in kept if each is not None))
