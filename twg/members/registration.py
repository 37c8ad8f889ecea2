"""Making somebody a member with the details that they entered, and correcting these details (M1, M6).

MemberRefusal
└── AlreadyMember
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import hold
from storage.members import (
    Account,
    InstitutionKind,
    Invite,
    Membership,
    MembershipState,
    Person,
    Role,
    Sex,
    Twg,
    access_institution,
    find_account,
    find_contact,
    institution_name,
    is_member_anywhere,
    keep_contact,
    list_members,
    take_account,
)
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.subjects import Domains
from twg.language.contacts import read_contact
from twg.members import seats
from twg.members.invites import MemberRefusal
from twg.members.joining import expect_receipts
from twg.members.leaving import take_place


class AlreadyMember(MemberRefusal):
    """data: `twg`, `role`."""

    key = "members#already_member"


#: Columns of a membership that the audit keeps.
_BELONGING = ("role", "themes", "state", "since", "until", "seat_id")


#: The kind of institution that a role speaks for; an adviser and a focal point may be of any.
KINDS = {
    Role.CHAIR: InstitutionKind.GOVERNMENT,
    Role.SECRETARIAT: InstitutionKind.GOVERNMENT,
    Role.GOVERNMENT: InstitutionKind.GOVERNMENT,
    Role.CRDB: InstitutionKind.GOVERNMENT,
    Role.LEAD_FACILITATOR: InstitutionKind.DEVELOPMENT_PARTNER,
    Role.DEVELOPMENT_PARTNER: InstitutionKind.DEVELOPMENT_PARTNER,
    Role.CIVIL_SOCIETY: InstitutionKind.NGO,
    Role.PRIVATE_SECTOR: InstitutionKind.PRIVATE_SECTOR,
}


class Details(BaseModel):
    title: str = Field(default="", max_length=60)
    name: str = Field(max_length=120)
    position: str = Field(max_length=120)
    institution: str = Field(max_length=200)
    sex: Sex | None = None
    contact: str = Field(default="", max_length=120)


class Registration(Details):
    """`shared_phone` is the number of the account's own contact, where it was shared by Telegram's button."""

    language: str = Field(pattern="^(en|km)$")
    shared_phone: str = ""


async def secretariat_but_themselves(cause: Cause) -> list[Membership]:
    """The secretariat of the member's TWG, apart from the member, and from who admits them."""
    membership: Membership = cause.subject
    return excluding(await secretariat(cause), membership.person_id, cause.by_id)


REGISTERED = Notice(
    name="member_registered",
    subject=Membership,
    recipients=secretariat_but_themselves,
    permission=Permission.MEMBER_INVITE,
)
CORRECTED = Notice(
    name="member_corrected",
    subject=Membership,
    recipients=secretariat_but_themselves,
    permission=Permission.MEMBER_INVITE,
)


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
        person = Person(name=args.name, contact="", created_at=now)
        account = await take_account(session, telegram_id, person, language=args.language, now=now)
        set_committed_value(person, "institution", None)
        set_committed_value(person, "memberships", [])
    return account


def set_contact(person: Person, text: str) -> None:
    """Set how a person is reached, as typed, and what is read from it."""
    read = read_contact(text)
    person.contact = text
    person.phone_e164, person.email = next(iter(read.phones), ""), next(iter(read.emails), "")


async def fill_in(session: AsyncSession, person: Person, args: Details, kind: InstitutionKind) -> None:
    """Write the details. `kind`: of the institution, where it is new and no known body."""
    person.title, person.name, person.sex = args.title, args.name, args.sex
    person.position = args.position
    if person.contact != args.contact:
        set_contact(person, args.contact)
    person.institution = await access_institution(session, args.institution, kind)


@operation(Permission.SEE)
async def correct(session: AsyncSession, actor: Actor, args: Details, *, now: datetime) -> None:
    """Correct the actor's details, in all of their TWGs; each secretariat is told the old and new values."""
    person = actor.person
    before: dict[str, Any] = details_of(person)
    contact = person.contact
    await fill_in(session, person, args, KINDS.get(actor.role, InstitutionKind.OTHER))
    await session.flush()
    if details_of(person) == before:
        return
    before_id = await keep_contact(session, person.id, contact, now=now)
    after_id = await keep_contact(session, person.id, person.contact, now=now)
    kept_before = {**_without_contact(before), "contact_id": before_id}
    after = {**_without_contact(details_of(person)), "contact_id": after_id}
    await record(session, actor, "members.correct", person, now=now, before=kept_before, after=after)
    for membership in person.memberships:
        if membership.state is MembershipState.ACTIVE:
            about = replace(actor, twg=membership.twg, membership=membership)
            await notify(session, CORRECTED, subject=membership, now=now, by=about, data={"before": kept_before})


def details_of(person: Person) -> dict[str, Any]:
    return {
        "title": person.title,
        "name": person.name,
        "sex": person.sex,
        "position": person.position,
        "institution": institution_name(person),
        "contact": person.contact,
    }


def _public_details(account: Account) -> dict[str, str | None]:
    """The details of the person with an account without their contact, and the account's language."""
    return {**_without_contact(details_of(account.person)), "language": account.language}


def _without_contact(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name != "contact"}


async def read_details(session: AsyncSession, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the audit and notices keep them, with the contact in words; empty where it was erased."""
    details = {name: value for name, value in kept.items() if name != "contact_id"}
    return {**details, "contact": await find_contact(session, kept["contact_id"])}


async def check_new(session: AsyncSession, person_id: int, twg: Twg) -> None:
    """Raises: AlreadyMember."""
    existing = await list_members(session, twg.id, Membership.person_id == person_id)
    if existing:
        raise AlreadyMember(twg=twg, role=existing[0].role)


async def enrol(
    session: AsyncSession,
    account: Account,
    place: Place,
    args: Registration | None = None,
    *,
    domains: Domains,
    now: datetime,
    by: Actor | None = None,
) -> Membership:
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
    elsewhere = await is_member_anywhere(session, person.id)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if args is not None:
        before = _public_details(account) if person.position else {}  # only the name of a newcomer is kept until now
        account.language = args.language
        await fill_in(session, person, args, KINDS.get(place.role, InstitutionKind.OTHER))
        after = _public_details(account)
    before |= values_of(account, "current_twg_id")
    used = place.invite if place.invite is not None and place.invite.uses < place.invite.max_uses else None
    counted, told = {}, {}
    if used is not None:
        before |= {"invite_uses": used.uses}
        used.uses += 1
        counted, told = {"invite_uses": used.uses}, {"invite": used.id}
    membership = Membership(
        person=person,
        twg=place.twg,
        role=place.role,
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
        await seats.take_seat(session, membership)
    after |= {**values_of(membership, *_BELONGING), **values_of(account, "current_twg_id"), **counted}
    actor = by or themself
    await record(session, actor, "members.register", membership, now=now, before=before, after=after, **told)
    await expect_receipts(session, membership, now=now)
    if used is not None and used.successor_of_id is not None:
        await take_place(session, themself, used.successor_of_id, membership, domains=domains, now=now)
    await notify(session, REGISTERED, subject=membership, now=now, by=actor)
    return membership


@operation(Permission.SEE)
async def switch_twg(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    """Make the actor's TWG the one in which the commands of their account act."""
    account, before = actor.own_account, values_of(actor.own_account, "current_twg_id")
    account.current_twg_id = actor.twg.id
    after = values_of(account, *before)
    await record(session, actor, "members.switch_twg", account, now=now, before=before, after=after)


@operation(Permission.SEE)
async def choose_language(session: AsyncSession, actor: Actor, language: str, *, now: datetime) -> None:
    """Set the language in which the actor's account is written to, "en" or "km"."""
    account, before = actor.own_account, values_of(actor.own_account, "language")
    account.language = language
    after = values_of(account, *before)
    await record(session, actor, "members.choose_language", account, now=now, before=before, after=after)
