"""Assistants: accounts that receive and answer for another person, their principal (M11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, String, bindparam, exists, select, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from storage.core.audiences import pack, unpack
from storage.core.roles import Role
from storage.engine.labels import N_, Labelled
from storage.members.accounts import Account, ActsFor, in_force
from storage.members.institutions import Institution
from storage.members.people import Membership, MembershipState, Person
from storage.members.twgs import Twg


class Matter(Labelled):
    """What an assistant may be chosen for, by the name of its capability."""

    MEETINGS = "meetings", N_("Meetings")
    DOCUMENTS = "documents", N_("Documents")
    ACTIONS = "actions", N_("Actions")
    INDICATORS = "indicators", N_("Indicators")


#: In `ActsFor.matters`: everything, also what is none of the matters that can be chosen one by one.
EVERYTHING = "all"


#: Capabilities that belong to a matter of another name: what is asked about a meeting before there is one, the papers
#: that are asked of people for it, who was there, what was written down, and what was decided; reports on indicators.
_WITHIN = {
    "dates": Matter.MEETINGS,
    "updates": Matter.MEETINGS,
    "papers": Matter.MEETINGS,
    "attendance": Matter.MEETINGS,
    "records": Matter.MEETINGS,
    "decisions": Matter.MEETINGS,
    "objections": Matter.MEETINGS,
    "reports": Matter.INDICATORS,
}


def covers(matters: Iterable[str], capability: str) -> bool:
    """Whether what an assistant was chosen for has a capability in it."""
    chosen = frozenset(matters)
    return EVERYTHING in chosen or _WITHIN.get(capability, capability) in chosen


@dataclass(frozen=True)
class Address:
    """Where what concerns a person is sent.

    Attributes:
        person_id: the person whom it concerns.
        chat_id: the private chat of the account.
    """

    person_id: int
    account_id: int
    chat_id: int


#: Executed for every notification. Parameters to bind: `people`, `all`.
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_ADDRESSES = union_all(
    select(Account.person_id, Account.id, Account.telegram_id, bindparam("all", type_=String()).label("matters")).where(
        Account.person_id.in_(_PEOPLE), Account.ended_at.is_(None)
    ),
    select(ActsFor.person_id, Account.id, Account.telegram_id, ActsFor.matters)
    .join(Account, Account.id == ActsFor.account_id)
    .where(ActsFor.person_id.in_(_PEOPLE), Account.ended_at.is_(None), in_force()),
)


async def list_addresses(session: AsyncSession, person_ids: Iterable[int], capability: str | None) -> list[Address]:
    """Where what concerns these people is sent: their own accounts, and those of their assistants.

    Args:
        capability: to which it belongs; an assistant gets what they were chosen for. None: every assistant gets it.
    """
    rows = await session.execute(_ADDRESSES, {"people": list(person_ids), "all": pack([EVERYTHING])})
    found = [
        Address(*address) for *address, matters in rows if capability is None or covers(unpack(matters), capability)
    ]
    return sorted(found, key=lambda address: address.person_id)


async def list_without_account(session: AsyncSession, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who have no account in use."""
    wanted = set(person_ids)
    in_use = Account.person_id.in_(wanted), Account.ended_at.is_(None)
    return wanted - set(await session.scalars(select(Account.person_id).where(*in_use)))


async def list_twgs_reached(session: AsyncSession, role: Role) -> set[int]:
    """Ids of the TWGs in which a message reaches somebody who has this role."""
    active = Membership.role == role, Membership.state == MembershipState.ACTIVE
    rows = (await session.execute(select(Membership.twg_id, Membership.person_id).where(*active))).all()
    unreachable = await list_unreachable(session, {row.person_id for row in rows})
    return {row.twg_id for row in rows if row.person_id not in unreachable}


async def list_unreachable(session: AsyncSession, person_ids: Iterable[int]) -> set[int]:
    """Those of these people whom no message reaches: no account of theirs, or of an assistant, takes one."""
    wanted = set(person_ids)
    takes = Account.ended_at.is_(None), Account.unreachable_since.is_(None)
    own = select(Account.person_id).where(Account.person_id.in_(wanted), *takes)
    of_assistants = select(ActsFor.person_id).join(Account, Account.id == ActsFor.account_id)
    reached = union(own, of_assistants.where(ActsFor.person_id.in_(wanted), *takes, in_force()))
    return wanted - set(await session.scalars(reached))


async def find_person_without_account(session: AsyncSession, person_id: int) -> Person | None:
    """A person who has no account in use, with institution, active memberships and their TWGs; None for any other."""
    has = exists().where(Account.person_id == Person.id, Account.ended_at.is_(None))
    query = select(Person).where(Person.id == person_id, ~has).options(joinedload(Person.institution))
    person = await session.scalar(query)
    if person is not None:
        theirs = select(Membership).where(Membership.person_id == person.id).options(joinedload(Membership.twg))
        memberships = list(await session.scalars(theirs.order_by(Membership.id)))
        for membership in memberships:
            set_committed_value(membership, "person", person)
        set_committed_value(person, "memberships", memberships)
    return person


async def find_offer(session: AsyncSession, token_hash: str) -> ActsFor | None:
    """What the link with this token hash offers, with the principal and TWG, locked; None if there is none."""
    query = select(ActsFor).where(ActsFor.token_hash == token_hash)
    query = query.options(joinedload(ActsFor.person), joinedload(ActsFor.twg))
    return await session.scalar(query.with_for_update(of=ActsFor))


async def find_acts(session: AsyncSession, acts_id: int) -> ActsFor | None:
    """Who acts for whom, with the account, its person and the principal; None if there is none with this id."""
    query = select(ActsFor).where(ActsFor.id == acts_id)
    query = query.options(joinedload(ActsFor.person), joinedload(ActsFor.account).joinedload(Account.person))
    return await session.scalar(query)


async def list_assistants(session: AsyncSession, person_id: int) -> list[ActsFor]:
    """Who acts for a person, or has asked to, with all three loaded; the oldest first."""
    query = select(ActsFor).where(ActsFor.person_id == person_id, ActsFor.ended_at.is_(None))
    query = query.where(ActsFor.account_id.is_not(None))
    query = query.options(joinedload(ActsFor.person), joinedload(ActsFor.account).joinedload(Account.person))
    return list(await session.scalars(query.order_by(ActsFor.id)))


async def list_principals(session: AsyncSession, account_id: int) -> list[ActsFor]:
    """For whom an account acts, by name; the people are loaded with institution, memberships and their TWGs."""
    query = (
        select(ActsFor, Person, Institution, Membership, Twg)
        .join(Person, Person.id == ActsFor.person_id)
        .outerjoin(Institution, Institution.id == Person.institution_id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Twg, Twg.id == Membership.twg_id)
        .where(ActsFor.account_id == account_id, in_force())
        .order_by(Person.name, ActsFor.id, Membership.id)
    )
    found: dict[int, ActsFor] = {}
    memberships: dict[int, list[Membership]] = {}
    for acts, person, institution, membership, twg in await session.execute(query):
        found[acts.id] = acts
        set_committed_value(acts, "person", person)
        set_committed_value(person, "institution", institution)
        of_person = memberships.setdefault(acts.id, [])
        if membership is not None:
            set_committed_value(membership, "person", person)
            set_committed_value(membership, "twg", twg)
            of_person.append(membership)
    for acts in found.values():
        set_committed_value(acts.person, "memberships", memberships[acts.id])
    return list(found.values())


async def list_acting(session: AsyncSession, account_ids: Iterable[int]) -> dict[tuple[int, int], ActsFor]:
    """For whom these accounts act now, by account and person."""
    query = select(ActsFor).where(ActsFor.account_id.in_(list(account_ids)), in_force())
    return {(acts.account_id or 0, acts.person_id): acts for acts in await session.scalars(query)}


_READS: BindParameter[Any] = bindparam("accounts", expanding=True)
#: Executed for every batch of deliveries, and therefore built once.
_TWGS_READ: CompoundSelect[Any] = union(
    select(Account.id, Membership.twg_id)
    .join(Membership, Membership.person_id == Account.person_id)
    .where(Account.id.in_(_READS), Membership.state == MembershipState.ACTIVE),
    select(ActsFor.account_id, Membership.twg_id)
    .join(Membership, Membership.person_id == ActsFor.person_id)
    .where(ActsFor.account_id.in_(_READS), in_force(), Membership.state == MembershipState.ACTIVE),
)


async def list_twgs_read(session: AsyncSession, account_ids: Iterable[int]) -> dict[int, set[int]]:
    """By account, the ids of the TWGs from which it is written to: those of its person, and of their principals."""
    found: dict[int, set[int]] = {}
    for account_id, twg_id in await session.execute(_TWGS_READ, {"accounts": list(account_ids)}):
        found.setdefault(account_id, set()).add(twg_id)
    return found
