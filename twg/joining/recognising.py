"""Somebody who asks to join is a member already, with a new Telegram account (M8)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.joining import JoinState, find_join_request
from storage.members import Membership, PersonMerge, list_members
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice
from twg.core.subjects import Domains
from twg.joining.deciding import access_request
from twg.joining.refusals import AlreadyDecided
from twg.language.phones import read_phone
from twg.members import merging
from twg.members.registration import set_contact
from twg.rosters.doubles import find_alike


@operation(Permission.PERSON_MERGE)
async def list_who_it_may_be(session: AsyncSession, actor: Actor, request_id: int) -> list[Membership]:
    """The members who may be the person who asks: whose personal link it was, and those alike. Raises: NotFound."""
    request = await access_request(session, actor, request_id)
    entry = None if request.invite_id is None else await find_entry_of_invite(session, request.invite_id)
    members = {member.person_id: member for member in await list_members(session, actor.twg.id)}
    contact = str(request.details.get("contact") or request.person.contact)
    alike = await find_alike(session, actor.twg.id, request.name, contact, person_id=request.person_id)
    ids = [None if entry is None else entry.person_id, *(member.person_id for member in alike)]
    return [members[person_id] for person_id in dict.fromkeys(ids) if person_id in members]


@operation(Permission.PERSON_MERGE)
async def recognise(
    session: AsyncSession, actor: Actor, request_id: int, person_id: int, *, domains: Domains, now: datetime
) -> PersonMerge:
    """Let the account of somebody who asks to join be that of a member; the account before it is ended.

    Raises: NotFound, AlreadyDecided; NotAChoice (no member); the refusals of `merging.merge`.
    """
    request = await access_request(session, actor, request_id)
    await hold(session, request)
    if not request.is_open:
        raise AlreadyDecided(request=await find_join_request(session, request.id))
    found = await list_members(session, actor.twg.id, Membership.person_id == person_id)
    if not found or person_id == request.person_id:
        raise NotAChoice(field="kept")
    contact, phone = str(request.details.get("contact", "")), str(request.details.get("shared_phone", ""))
    if not request.person.contact:
        set_contact(request.person, contact)
    number = read_phone(phone) if phone else ""
    before = values_of(request, "state", "decided_by_id", "decided_at")
    request.state, request.decided_by, request.decided_at = JoinState.ADMITTED, actor.person, now
    request.details = {}
    await session.flush()
    asked_id = request.person_id
    after = values_of(request, *before)
    await record(session, actor, "joining.recognise", request, now=now, before=before, after=after)
    return await merging.merge(
        session,
        actor,
        asked_id,
        person_id,
        account_of=asked_id,
        vouched=bool(number) and number == found[0].person.phone_e164,
        domains=domains,
        now=now,
    )
