"""Making the person with an account a member, with the details that they entered (M1, M6).

MemberRefusal
└── AlreadyMember
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import hold
from storage.joining import drop_details
from storage.members import (
    Account,
    InstitutionKind,
    Invite,
    Membership,
    MembershipState,
    Person,
    Role,
    Twg,
    find_account,
    is_member_anywhere,
    list_members,
    take_account,
)
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.constituencies import KINDS
from twg.core.notifications import notify
from twg.core.subjects import Domains
from twg.language.person_names import split_name
from twg.members.joining import expect_receipts
from twg.members.leaving import take_place
from twg.members.partners import find_role_of
from twg.members.periods import keep_for_undo
from twg.members.refusals import MemberRefusal
from twg.members.registration import REGISTERED, Registration, fill_in, public_details
from twg.members.seating import take_seat


class AlreadyMember(MemberRefusal):
    """data: `twg`, `role`."""

    key = "members#already_member"


#: Columns of a membership that the audit keeps.
_BELONGING = ("role", "themes", "state", "since", "until", "seat_id")


@dataclass(frozen=True)
class Place:
    """Where somebody becomes a member, and as what.

    Attributes:
        invite: the link by which they came, of which a use is counted; None without one.
    """

    twg: Twg
    role: Role
    themes: list[str]
    invite: Invite | None = None

    @classmethod
    def of(cls, used: Invite) -> "Place":
        """The one that a link is for."""
        return cls(used.twg, used.role, used.themes, used)


async def access_account(session: AsyncSession, telegram_id: int, args: Registration, *, now: datetime) -> Account:
    """The account in use with this Telegram user id; a new one, with a person of whom only the name is kept yet."""
    account = await find_account(session, telegram_id)
    if account is None:
        _title, name, degrees = split_name(args.title, args.name)
        person = Person(name=name, degrees=degrees, contact="", created_at=now)
        account = await take_account(session, telegram_id, person, language=args.language, now=now)
        set_committed_value(person, "institution", None)
        set_committed_value(person, "memberships", [])
    return account


async def check_new(session: AsyncSession, person_id: int, twg: Twg) -> None:
    """Raises: AlreadyMember."""
    existing = await list_members(session, twg.id, Membership.person_id == person_id)
    if existing:
        raise AlreadyMember(twg=twg, role=existing[0].role)


@dataclass(frozen=True)
class Enrolled:
    """A new membership.

    Attributes:
        undo: what taking it back needs, as the audit keeps it.
        notices: ids of the notifications about it.
    """

    membership: Membership
    undo: dict[str, Any]
    notices: list[int]


async def enrol(
    session: AsyncSession,
    account: Account,
    place: Place,
    args: Registration | None = None,
    *,
    domains: Domains,
    now: datetime,
    by: Actor | None = None,
) -> Enrolled:
    """Make the person with an account a member, and tell the secretariat. The caller has checked that they may be.

    A use of the link is counted while one is left; only then the place of the member is taken who is succeeded.

    Args:
        args: their details; None where those that are stored stay as they are.
        by: who admits them; None where they come by a link that admits at once.
    Raises: AlreadyMember.
    Source: Guideline, Part Three (a).
    """
    person = account.person
    await hold(session, person)
    await check_new(session, person.id, place.twg)
    role = await find_role_of(session, place.twg.id, place.role, place.invite)
    elsewhere = await is_member_anywhere(session, person.id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if args is not None:
        before = public_details(account) if person.position else {}  # only the name of a newcomer is kept until now
        if account.language != args.language:
            account.language = args.language
            await drop_details(session, person.id, {"language"})
        await fill_in(session, person, args, KINDS.get(role, InstitutionKind.OTHER))
        after = public_details(account)
    was = values_of(account, "current_twg_id")
    before |= was
    used = place.invite if place.invite is not None and place.invite.uses < place.invite.max_uses else None
    counted, told = {}, {}
    if used is not None:
        before |= {"invite_uses": used.uses}
        used.uses += 1
        counted, told = {"invite_uses": used.uses}, {"invite": used.id}
    membership = Membership(
        person=person,
        twg=place.twg,
        role=role,
        themes=place.themes,
        core=False,
        observer=False,
        state=MembershipState.ACTIVE,
        since=now.astimezone(ZoneInfo(place.twg.zone)).date(),
        until=None,
    )
    session.add(membership)
    if not elsewhere:  # a person who works in another TWG goes on there until they switch
        account.current_twg_id = place.twg.id
    await session.flush()
    themself = Actor(place.twg, membership, account)
    if used is None or used.successor_of_id is None:
        await take_seat(session, membership)
    after |= {**values_of(membership, *_BELONGING), **values_of(account, "current_twg_id"), **counted}
    actor = by or themself
    await record(session, actor, "members.register", membership, now=now, before=before, after=after, **told)
    await expect_receipts(session, membership, now=now)
    ended = None
    if used is not None and used.successor_of_id is not None:
        ended = await take_place(session, themself, used.successor_of_id, membership, domains=domains, now=now)
        await take_seat(session, membership)
    notices = [] if ended is None else ended.notices
    notices.append((await notify(session, REGISTERED, subject=membership, now=now, by=actor)).id)
    own = await keep_for_undo(session, begun=[membership])
    undo = {**({} if ended is None else ended.undo), "void": own["void"], "began": own["began"]}
    return Enrolled(membership, {**own, **undo, **was}, notices)
