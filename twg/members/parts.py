"""What belongs to a member, as what has happened to them is read (T5)."""

from collections.abc import Mapping

from sqlalchemy import Select, select

from storage.members import Account, ActsFor, Membership, MembershipProposal, Person


def parts(member: Membership) -> Mapping[str, list[int] | Select[int]]:
    """Ids by table: the person's periods in the TWG, their details, accounts and assistants, proposed changes."""
    periods = select(Membership.id).where(Membership.person_id == member.person_id, Membership.twg_id == member.twg_id)
    return {
        Membership.__tablename__: periods,
        Person.__tablename__: [member.person_id],
        Account.__tablename__: select(Account.id).where(Account.person_id == member.person_id),
        ActsFor.__tablename__: select(ActsFor.id).where(ActsFor.person_id == member.person_id),
        MembershipProposal.__tablename__: select(MembershipProposal.id).where(
            MembershipProposal.membership_id.in_(periods)
        ),
    }
