"""The details that people enter, correcting them, the language and the TWG of an account (M1, M6)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.joining import drop_details
from storage.members import (
    Account,
    InstitutionKind,
    Membership,
    MembershipState,
    Person,
    Sex,
    access_institution,
    find_contact,
    institution_name,
    keep_contact,
)
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.constituencies import KINDS
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.contacts import read_contact
from twg.language.person_names import split_name


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


def set_contact(person: Person, text: str) -> None:
    """Set how a person is reached, as typed, and what is read from it."""
    read = read_contact(text)
    person.contact = text
    person.phone_e164, person.email = next(iter(read.phones), ""), next(iter(read.emails), "")


async def fill_in(session: AsyncSession, person: Person, args: Details, kind: InstitutionKind) -> None:
    """Write the details; what the person has entered elsewhere and waits to be written is older than these.

    Args:
        kind: of the institution, where it is new and no known body.
    """
    known = None if person.id is None else details_of(person)
    person.title, person.name, person.degrees = split_name(args.title, args.name)
    person.sex, person.position = args.sex, args.position
    if person.contact != args.contact:
        set_contact(person, args.contact)
    person.institution = await access_institution(session, args.institution, kind)
    if known is not None:
        changed = {name for name, value in details_of(person).items() if value != known[name]}
        await drop_details(session, person.id, changed)


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
        "name": person.full_name,
        "sex": person.sex,
        "position": person.position,
        "institution": institution_name(person),
        "contact": person.contact,
    }


def public_details(account: Account) -> dict[str, str | None]:
    """The details of the person with an account without their contact, and the account's language."""
    return {**_without_contact(details_of(account.person)), "language": account.language}


def _without_contact(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name != "contact"}


async def read_details(session: AsyncSession, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the audit and notices keep them, with the contact in words; empty where it was erased."""
    details = {name: value for name, value in kept.items() if name != "contact_id"}
    return {**details, "contact": await find_contact(session, kept["contact_id"])}


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
    await drop_details(session, account.person_id, {"language"})
    after = values_of(account, *before)
    await record(session, actor, "members.choose_language", account, now=now, before=before, after=after)
