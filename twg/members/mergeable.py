"""Whether two entries can be those of one person (M10).

MemberRefusal
├── SameEntry               one entry was chosen twice
├── OwnEntry                who merges chose their own entry as the one that goes
├── RolesDiffer             the two are members of one TWG in different roles
├── OneForTheOther          one of them acts or stands in for the other
├── ChangeWaits             something between them, or about one of them, waits for a second person
└── MergedByOperator        another account would hold an office, or act in another TWG
"""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.facilitators import LeadNomination
from storage.members import (
    Account,
    ActsFor,
    Membership,
    MembershipProposal,
    MembershipState,
    Person,
    Role,
    Twg,
)
from storage.requests import MemberRequest, RequestState
from twg.core.actors import Actor
from twg.members.admission import OFFICES
from twg.members.refusals import MemberRefusal

#: Roles of whose holders another account does not take the place by a decision of the secretariat alone.
_GUARDED = OFFICES | {Role.LEAD_FACILITATOR}


class SameEntry(MemberRefusal):
    key = "members#same_entry"


class OwnEntry(MemberRefusal):
    key = "members#own_entry"


class RolesDiffer(MemberRefusal):
    """data: `name`, `role`, of the one; `other`, `other_role`, of the other one; `twg`."""

    key = "members#roles_differ"


class OneForTheOther(MemberRefusal):
    """data: `name`, who acts or stands in; `principal`."""

    key = "members#one_for_the_other"


class ChangeWaits(MemberRefusal):
    """data: `name`, `other`."""

    key = "members#change_waits"


class MergedByOperator(MemberRefusal):
    """data: `name`, whose account would be another one."""

    key = "members#merged_by_operator"


@dataclass(frozen=True)
class Entry:
    """One of two entries, with what hangs on it.

    Attributes:
        account: the one in use; None without one.
        active: the periods that last, in all TWGs.
    """

    person: Person
    account: Account | None
    active: tuple[Membership, ...]


async def load_entry(session: AsyncSession, person: Person) -> Entry:
    account = await session.scalar(
        select(Account).where(Account.person_id == person.id, Account.ended_at.is_(None)).with_for_update(of=Account)
    )
    lasting = Membership.person_id == person.id, Membership.state == MembershipState.ACTIVE
    active = await session.scalars(select(Membership).where(*lasting).order_by(Membership.id))
    return Entry(person, account, tuple(active))


async def check_one_person(session: AsyncSession, gone: Entry, kept: Entry) -> None:
    """Raises: RolesDiffer, OneForTheOther, ChangeWaits."""
    for one in gone.active:
        for other in kept.active:
            if one.twg_id == other.twg_id and one.role is not other.role:
                twg = await session.get_one(Twg, one.twg_id)
                names = {"name": gone.person.name, "other": kept.person.name}
                raise RolesDiffer(**names, role=one.role, other_role=other.role, twg=twg, field="kept")
    for deputy, principal in ((gone, kept), (kept, gone)):
        if await _is_for(session, deputy, principal):
            raise OneForTheOther(name=deputy.person.name, principal=principal.person.name, field="kept")
    if await _waits(session, gone, kept):
        raise ChangeWaits(name=gone.person.name, other=kept.person.name, field="kept")


def check_account(actor: Actor, entries: tuple[Entry, Entry], account: Account | None) -> None:
    """Check that by a decision of the secretariat no account gets an office, a place in another TWG, or all TWGs.

    Args:
        account: the one that is in use from now on.
    Raises: MergedByOperator.
    """
    if actor.membership is None or account is None:
        return
    owner = next(entry for entry in entries if entry.account is account)
    own = {(member.twg_id, member.role) for member in owner.active}
    for entry in entries:
        for member in entry.active:
            guarded = member.twg_id != actor.twg.id or member.role in _GUARDED
            if entry is not owner and guarded and (member.twg_id, member.role) not in own:
                raise MergedByOperator(name=entry.person.name, field="kept")
        if entry.person.oversees and not owner.person.oversees:
            raise MergedByOperator(name=entry.person.name, field="kept")


async def _is_for(session: AsyncSession, one: Entry, other: Entry) -> bool:
    """Whether one acts for the other as an assistant, has asked to, or stands in for them."""
    accounts = select(Account.id).where(Account.person_id == one.person.id)
    acting = ActsFor.person_id == other.person.id, ActsFor.account_id.in_(accounts), ActsFor.ended_at.is_(None)
    seats = {member.seat_id for member in other.active} - {None}
    stands_in = any(member.stands_in_id in seats for member in one.active)
    return stands_in or await session.scalar(select(ActsFor.id).where(*acting).limit(1)) is not None


async def _waits(session: AsyncSession, gone: Entry, kept: Entry) -> bool:
    """Whether a change waits that a second person decides, and that is about one of them, or between them."""
    people = {gone.person.id, kept.person.id}
    about = select(Membership.id).where(Membership.person_id.in_(people))
    open_proposals = select(MembershipProposal).where(MembershipProposal.decided_at.is_(None))
    for proposal in await session.scalars(open_proposals.order_by(MembershipProposal.id)):
        if proposal.args.get("successor_id") in people:
            return True
    proposed = open_proposals.where(MembershipProposal.membership_id.in_(about)).limit(1)
    between = (
        select(MemberRequest.id)
        .where(MemberRequest.state == RequestState.WAITING)
        .where(
            or_(
                (MemberRequest.asked_by_id == gone.person.id) & (MemberRequest.named_id == kept.person.id),
                (MemberRequest.asked_by_id == kept.person.id) & (MemberRequest.named_id == gone.person.id),
            )
        )
        .limit(1)
    )
    if await session.scalar(proposed) is not None or await session.scalar(between) is not None:
        return True
    nominations = select(LeadNomination).where(LeadNomination.ended_at.is_(None))
    return any(
        len({one.nominee_id, one.proposed_by_id, one.replaced_id} & people) == 2
        for one in await session.scalars(nominations)
    )
