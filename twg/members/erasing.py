"""Erasing how people are reached: on their request, by the secretariat, and some days after they have left (T5).

What they said and decided stays, with their name: minutes, records and the audit. The audit and notices refer to
contacts by id (`storage.members.contacts`), so that these are gone there too.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.joining import list_requests_of
from storage.members import (
    Account,
    MembershipState,
    Person,
    erase_kept,
    is_member_anywhere,
    keep_contact,
    list_chats,
    list_contacts,
)
from twg.core.actors import Actor
from twg.core.audit import CHAT, RETENTION, record, record_unattended
from twg.core.forgetting import contacts_of
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed
from twg.core.subjects import Domains
from twg.language.contacts import read_contact
from twg.members.changing import access_newest


@operation_without_actor
async def erase_own_contacts(session: AsyncSession, account: Account, domains: Domains, *, now: datetime) -> None:
    """Erase how the person of an account is reached; they may belong to no TWG any more."""
    person = account.person
    before = await _erase(session, person, domains, now=now)
    await record_unattended(
        session,
        "members.erase_own_contacts",
        person,
        now=now,
        before=before,
        after={"contact_id": None},
        source=CHAT,
        person_id=person.id,
    )


@operation(Permission.MEMBER_CHANGE)
async def erase_contacts(
    session: AsyncSession, actor: Actor, membership_id: int, domains: Domains, *, now: datetime
) -> Person:
    """Erase how somebody is reached who is or was a member of the actor's TWG.

    Raises: NotFound; NotAllowed for who has left it and is a member of another TWG, which needs to reach them.
    """
    member = await access_newest(session, actor, membership_id)
    person = member.person
    if member.state is not MembershipState.ACTIVE and await is_member_anywhere(session, person.id):
        raise NotAllowed
    before = await _erase(session, person, domains, now=now)
    after = {"contact_id": None}
    await record(session, actor, "members.erase_contacts", person, now=now, before=before, after=after)
    return person


@operation_without_actor
async def erase_after_leaving(session: AsyncSession, person_id: int, domains: Domains, *, now: datetime) -> None:
    """Erase how somebody is reached who has left every TWG; the daily task does it."""
    person = await session.get_one(Person, person_id)
    before = await _erase(session, person, domains, now=now)
    await record_unattended(
        session,
        "members.erase_after_leaving",
        person,
        now=now,
        before=before,
        after={"contact_id": None},
        source=RETENTION,
    )


async def has_contacts(session: AsyncSession, person: Person) -> bool:
    """Whether anything is kept by which a person is reached, also what they entered where they asked to join."""
    return any(await _list_texts(session, person))


async def _list_texts(session: AsyncSession, person: Person) -> list[str]:
    """The contacts of a person, as typed: that of now, those before, and those entered where they asked to join."""
    asked = [str(each.details.get("contact") or "") for each in await list_requests_of(session, person.id)]
    return [person.contact, *await list_contacts(session, [person.id]), *asked]


async def _erase(session: AsyncSession, person: Person, domains: Domains, *, now: datetime) -> Mapping[str, Any]:
    """Erase the contacts of a person everywhere. Returns what the audit keeps of those before: a reference."""
    await hold(session, person)
    before = {"contact_id": await keep_contact(session, person.id, person.contact, now=now)}
    texts = await _list_texts(session, person)
    read = [read_contact(text) for text in texts]
    contacts = contacts_of(
        person.id,
        await list_chats(session, person.id),
        [person.phone_e164, *(phone for each in read for phone in each.phones)],
        [person.email, *(email for each in read for email in each.emails)],
        texts,
    )
    person.contact, person.phone_e164, person.email = "", "", ""
    await erase_kept(session, person.id)
    await session.flush()
    await domains.forget(session, contacts)
    return before
