"""Registering members, correcting their details, joining a second TWG (M1, M6).

MemberRefusal
└── AlreadyMember
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

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
    access_institution,
    find_account,
    find_contact,
    find_invite,
    institution_name,
    keep_contact,
    list_members,
    take_account,
)
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.core.subjects import Domains
from twg.language.contacts import read_contact
from twg.members.admission import check_admission
from twg.members.invites import MemberRefusal, access_invite
from twg.members.joining import expect_receipts
from twg.members.leaving import take_place


class AlreadyMember(MemberRefusal):
    """data: `twg`, `role`."""

    key = "members#already_member"


#: Columns of a membership that the audit keeps.
_BELONGING = ("role", "themes", "state", "since", "until")


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
    """The secretariat of the member's TWG, apart from the member."""
    membership: Membership = cause.subject
    return excluding(await secretariat(cause), membership.person_id)


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


@operation_without_actor
async def register(
    session: AsyncSession, token_hash: str, telegram_id: int, args: Registration, *, domains: Domains, now: datetime
) -> Membership:
    """Make the person behind an account a member through an invite, and tell the secretariat.

    Raises:
        UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite: also where this happened after the form was opened.
        AlreadyMember: this account belongs to that TWG.
        NotRecognised: the invite is somebody's own, and the account's number is not the one in the TWG's list.
    Source: Guideline, Part Three (a).
    """
    used = await access_invite(session, token_hash, now=now)
    entry = await find_entry_of_invite(session, used.id)
    check_admission(entry, args.shared_phone)
    account = await find_account(session, telegram_id)
    before = {} if account is None else _public_details(account)
    if account is None:
        person = Person(name=args.name, contact="", created_at=now)
        account = await take_account(session, telegram_id, person, language=args.language, now=now)
    account.language = args.language
    await _fill_in(session, account.person, args, KINDS.get(used.role, InstitutionKind.OTHER))
    membership = await _join(
        session, account, used, domains=domains, now=now, before=before, after=_public_details(account)
    )
    if entry is not None:
        entry.person_id = account.person_id
    return membership


async def _fill_in(session: AsyncSession, person: Person, args: Details, kind: InstitutionKind) -> None:
    """Write the details. `kind`: of the institution, where it is new and no known body."""
    person.title, person.name, person.sex = args.title, args.name, args.sex
    person.position = args.position
    if person.contact != args.contact:
        read = read_contact(args.contact)
        person.contact = args.contact
        person.phone_e164, person.email = next(iter(read.phones), ""), next(iter(read.emails), "")
    person.institution = await access_institution(session, args.institution, kind)


@operation(Permission.SEE)
async def correct(session: AsyncSession, actor: Actor, args: Details, *, now: datetime) -> None:
    """Correct the actor's details, in all of their TWGs; each secretariat is told the old and new values."""
    person = actor.person
    before, contact = details_of(person), person.contact
    await _fill_in(session, person, args, KINDS.get(actor.role, InstitutionKind.OTHER))
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


def details_of(person: Person) -> dict[str, str | None]:
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


@operation_without_actor
async def join(
    session: AsyncSession, token_hash: str, account: Account, *, domains: Domains, now: datetime
) -> Membership:
    """Make a registered person a member of another TWG through an invite, without a form (M6).

    Raises: UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite; AlreadyMember, also where the invite is used up or
        expired, because members may tap the link by which they joined again; NotRecognised for an invite that is
        somebody's own.
    """
    found = await find_invite(session, token_hash)
    if found is not None:
        await _check_new(session, account.person_id, found)
    used = await access_invite(session, token_hash, now=now)
    check_admission(await find_entry_of_invite(session, used.id), "")
    return await _join(session, account, used, domains=domains, now=now, before={}, after={})


async def _check_new(session: AsyncSession, person_id: int, used: Invite) -> None:
    """Raises: AlreadyMember."""
    existing = await list_members(session, used.twg_id, Membership.person_id == person_id)
    if existing:
        raise AlreadyMember(twg=used.twg, role=existing[0].role)


async def _join(
    session: AsyncSession,
    account: Account,
    used: Invite,
    *,
    domains: Domains,
    now: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Membership:
    """Make the person with an account a member. `before`, `after`: their changed values, for the audit."""
    person = account.person
    await session.flush()
    await hold(session, person)
    await _check_new(session, person.id, used)
    before = {**before, **values_of(account, "current_twg_id"), "invite_uses": used.uses}
    used.uses += 1
    membership = Membership(
        person=person,
        twg=used.twg,
        role=used.role,
        themes=used.themes,
        core=False,
        observer=False,
        state=MembershipState.ACTIVE,
        since=now.astimezone(ZoneInfo(used.twg.zone)).date(),
        until=None,
    )
    session.add(membership)
    account.current_twg_id = used.twg_id
    await session.flush()
    actor = Actor(used.twg, membership, account)
    after = {
        **after,
        **values_of(membership, *_BELONGING),
        **values_of(account, "current_twg_id"),
        "invite_uses": used.uses,
    }
    await record(session, actor, "members.register", membership, now=now, before=before, after=after, invite=used.id)
    await expect_receipts(session, membership, now=now)
    if used.successor_of_id is not None:
        await take_place(session, actor, used.successor_of_id, membership, domains=domains, now=now)
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
