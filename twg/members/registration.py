"""Adding a TWG, registering members, joining a second TWG (M1, M6).

MemberRefusal
├── AlreadyMember
└── DuplicateTwg
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
    Invite,
    Membership,
    MembershipState,
    Person,
    Sex,
    Twg,
    access_institution,
    find_invite,
    find_membership,
    find_person,
    find_twg,
    list_members,
)
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.language.contacts import read_contact
from twg.members.admission import check_admission
from twg.members.directory import institution_name
from twg.members.invites import MemberRefusal, access_invite
from twg.members.joining import expect_receipts


class AlreadyMember(MemberRefusal):
    """data: `twg`, `role`."""

    key = "members#already_member"


class DuplicateTwg(MemberRefusal):
    """data: `code`."""

    key = "members#duplicate_twg"


#: Columns of a membership that the audit keeps.
_BELONGING = ("role", "themes", "state", "since", "until")


class NewTwg(BaseModel):
    code: str = Field(pattern=r"^[A-Za-z0-9&-]{2,20}$")
    name: str = Field(min_length=2, max_length=200)
    name_km: str = Field(default="", max_length=200)
    host: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=200, pattern=r"^([^@\s]+@[^@\s]+)?$")
    zone: str = "Asia/Phnom_Penh"


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
async def add_twg(session: AsyncSession, args: NewTwg, *, now: datetime) -> Twg:
    """Add a TWG. Raises: DuplicateTwg; ZoneInfoNotFoundError for an unknown zone."""
    if await find_twg(session, args.code) is not None:
        raise DuplicateTwg(code=args.code.upper())
    ZoneInfo(args.zone)
    twg = Twg(**args.model_dump(exclude={"code"}), code=args.code.upper(), created_at=now)
    session.add(twg)
    after = values_of(twg, "code", "name", "name_km", "host", "email", "zone")
    await record(session, Actor(twg, source="command line"), "members.add_twg", twg, now=now, after=after)
    return twg


@operation_without_actor
async def register(
    session: AsyncSession, token_hash: str, telegram_id: int, args: Registration, *, now: datetime
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
    person = await find_person(session, telegram_id)
    before = {} if person is None else _public_details(person)
    if person is None:
        person = Person(telegram_id=telegram_id, contact="", created_at=now, commands_shown="")
        session.add(person)
    person.language = args.language
    await _fill_in(session, person, args)
    membership = await _join(session, person, used, now=now, before=before, after=_public_details(person))
    if entry is not None:
        entry.person_id = person.id
    return membership


async def _fill_in(session: AsyncSession, person: Person, args: Details) -> None:
    person.title, person.name, person.sex = args.title, args.name, args.sex
    person.position = args.position
    if person.contact != args.contact:
        read = read_contact(args.contact)
        person.contact = args.contact
        person.phone_e164, person.email = next(iter(read.phones), ""), next(iter(read.emails), "")
    person.institution = await access_institution(session, args.institution)


@operation(Permission.SEE)
async def correct(session: AsyncSession, actor: Actor, args: Details, *, now: datetime) -> None:
    """Correct the actor's details, in all of their TWGs; each secretariat is told the old and new values."""
    person = actor.person
    before = details_of(person)
    await _fill_in(session, person, args)
    await session.flush()
    if details_of(person) == before:
        return
    await record(session, actor, "members.correct", person, now=now, before=before, after=details_of(person))
    for membership in person.memberships:
        if membership.state is MembershipState.ACTIVE:
            about = replace(actor, twg=membership.twg, membership=membership)
            await notify(session, CORRECTED, subject=membership, now=now, by=about, data={"before": before})


def details_of(person: Person) -> dict[str, str | None]:
    return {
        "title": person.title,
        "name": person.name,
        "sex": person.sex,
        "position": person.position,
        "institution": institution_name(person),
        "contact": person.contact,
    }


def _public_details(person: Person) -> dict[str, str | None]:
    """The details of a person without their contact."""
    details = {**details_of(person), "language": person.language}
    del details["contact"]
    return details


@operation_without_actor
async def join(session: AsyncSession, token_hash: str, person: Person, *, now: datetime) -> Membership:
    """Make a registered person a member of another TWG through an invite, without a form (M6).

    Raises: UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite; AlreadyMember, also where the invite is used up or
        expired, because members may tap the link by which they joined again; NotRecognised for an invite that is
        somebody's own.
    """
    found = await find_invite(session, token_hash)
    if found is not None:
        await _check_new(session, person, found)
    used = await access_invite(session, token_hash, now=now)
    check_admission(await find_entry_of_invite(session, used.id), "")
    return await _join(session, person, used, now=now, before={}, after={})


async def _check_new(session: AsyncSession, person: Person, used: Invite) -> None:
    """Raises: AlreadyMember."""
    existing = await list_members(session, used.twg_id, Membership.person_id == person.id)
    if existing:
        raise AlreadyMember(twg=used.twg, role=existing[0].role)


async def _join(
    session: AsyncSession,
    person: Person,
    used: Invite,
    *,
    now: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Membership:
    """Make a person a member. `before`, `after`: changed values of the person, for the audit."""
    await session.flush()
    await hold(session, person)
    await _check_new(session, person, used)
    membership = await find_membership(session, person.id, used.twg_id)
    before = {
        **before,
        **({} if membership is None else values_of(membership, *_BELONGING)),
        **values_of(person, "current_twg_id"),
        "invite_uses": used.uses,
    }
    used.uses += 1
    if membership is None:
        membership = Membership(person_id=person.id, twg_id=used.twg_id, core=False, observer=False)
        session.add(membership)
    membership.role, membership.themes = used.role, used.themes
    membership.state, membership.until = MembershipState.ACTIVE, None
    membership.since = now.astimezone(ZoneInfo(used.twg.zone)).date()
    membership.person, membership.twg = person, used.twg
    person.current_twg_id = used.twg_id
    actor = Actor(used.twg, membership)
    after = {
        **after,
        **values_of(membership, *_BELONGING),
        **values_of(person, "current_twg_id"),
        "invite_uses": used.uses,
    }
    await record(session, actor, "members.register", membership, now=now, before=before, after=after, invite=used.id)
    await expect_receipts(session, membership, now=now)
    await notify(session, REGISTERED, subject=membership, now=now, by=actor)
    return membership


@operation(Permission.SEE)
async def switch_twg(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    """Make the actor's TWG the one in which the person's commands act."""
    person, before = actor.person, values_of(actor.person, "current_twg_id")
    person.current_twg_id = actor.twg.id
    after = values_of(person, *before)
    await record(session, actor, "members.switch_twg", person, now=now, before=before, after=after)


@operation(Permission.SEE)
async def choose_language(session: AsyncSession, actor: Actor, language: str, *, now: datetime) -> None:
    """Set the language in which the person is written to, "en" or "km"."""
    person, before = actor.person, values_of(actor.person, "language")
    person.language = language
    after = values_of(person, *before)
    await record(session, actor, "members.choose_language", person, now=now, before=before, after=after)
