"""Whom messages do not reach, for those who can do something about it (M8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.labels import N_, Labelled
from storage.members import (
    Account,
    Institution,
    Membership,
    MembershipState,
    Role,
    list_members,
    list_periods,
    list_without_account,
)
from storage.rosters import list_entries
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission

#: People who have left are listed for so long.
LEFT_FOR = timedelta(days=30)


class Hindrance(Labelled):
    """Why messages do not reach a person, in the order in which people are listed."""

    BLOCKED = "blocked", N_("Blocked the assistant, or closed their account")
    NEVER_STARTED = "never_started", N_("In the list of members, and never pressed Start")
    WITHOUT_TELEGRAM = "without_telegram", N_("Without Telegram")
    LEFT = "left", N_("Left")


@dataclass(frozen=True)
class Unreached:
    """A person whom messages do not reach.

    Attributes:
        contact: as typed, or as in the list of members; empty for none.
        since: local day since when, where that is known.
        membership_id: of a member, or of the last period of somebody who has left; None for a name in a list.
        invited: whether a personal link was made for them.
    """

    hindrance: Hindrance
    name: str
    role: Role
    institution: Institution | str
    contact: str
    since: date | None = None
    membership_id: int | None = None
    invited: bool = False


@operation(Permission.MEMBER_INVITE)
async def list_unreached(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Unreached]:
    """Members who blocked the assistant or have no Telegram, people of the list who never started, who just left."""
    members = await list_members(session, actor.twg.id)
    by_person = {member.person_id: member for member in members}
    blocked = Account.person_id.in_(by_person), Account.ended_at.is_(None), Account.unreachable_since.is_not(None)
    accounts = await session.scalars(select(Account).where(*blocked))
    since = {
        account.person_id: account.unreachable_since.astimezone(actor.zone).date()
        for account in accounts
        if account.unreachable_since is not None
    }
    without = await list_without_account(session, by_person)
    known = {key_of(member.person.name) for member in members}
    found = [_of_member(Hindrance.BLOCKED, by_person[person_id], day) for person_id, day in since.items()]
    found += [
        Unreached(
            Hindrance.NEVER_STARTED,
            entry.name,
            entry.role,
            entry.institution,
            entry.contact,
            invited=entry.invite_id is not None,
        )
        for entry in await list_entries(session, actor.twg.id)
        if entry.person_id is None and key_of(entry.name) not in known
    ]
    found += [_of_member(Hindrance.WITHOUT_TELEGRAM, by_person[person_id]) for person_id in without]
    found += await _list_left(session, actor, set(by_person), now=now)
    order = list(Hindrance)
    return sorted(found, key=lambda each: (order.index(each.hindrance), each.name))


def _of_member(hindrance: Hindrance, member: Membership, since: date | None = None) -> Unreached:
    person = member.person
    return Unreached(hindrance, person.name, member.role, person.institution or "", person.contact, since, member.id)


async def _list_left(session: AsyncSession, actor: Actor, here: set[int], *, now: datetime) -> list[Unreached]:
    """The last periods of people who left not long ago and are no members any more."""
    from_day = (now - LEFT_FOR).astimezone(actor.zone).date()
    ended = Membership.state == MembershipState.LEFT, Membership.until >= from_day
    last: dict[int, Membership] = {}
    for period in await list_periods(session, actor.twg.id, *ended):
        last.setdefault(period.person_id, period)
    gone = [period for person_id, period in last.items() if person_id not in here]
    return [_of_member(Hindrance.LEFT, period, period.until) for period in gone]
