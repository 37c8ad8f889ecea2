"""What belongs to a member, as what has happened to them is read (T5)."""

from collections.abc import Mapping

from sqlalchemy import Select, or_, select

from storage.members import Account, ActsFor, Membership, MembershipProposal, Person, PersonMerge, gone_into, merges_of


def parts(member: Membership) -> Mapping[str, list[int] | Select[int]]:
    """Ids by table: the person's periods in the TWG, their details, accounts, assistants, changes and merges."""
    periods = select(Membership.id).where(Membership.person_id == member.person_id, Membership.twg_id == member.twg_id)
    return {
        Membership.__tablename__: periods,
        Person.__tablename__: select(Person.id).where(
            or_(Person.id == member.person_id, Person.id.in_(gone_into(member.person_id)))
        ),
        PersonMerge.__tablename__: merges_of(member.person_id),
        Account.__tablename__: select(Account.id).where(Account.person_id == member.person_id),
        ActsFor.__tablename__: select(ActsFor.id).where(ActsFor.person_id == member.person_id),
        MembershipProposal.__tablename__: select(MembershipProposal.id).where(
            MembershipProposal.membership_id.in_(periods)
        ),
    }
