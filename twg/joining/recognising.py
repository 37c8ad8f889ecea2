"""Somebody who asks to join is a member already, with a new Telegram account (M8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import find_last_change
from storage.core.row_log import RowLog
from storage.engine.database import hold
from storage.joining import JoinRequest, JoinState, find_join_request
from storage.members import InstitutionKind, Membership, PersonMerge, find_account_of, list_members
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.constituencies import KINDS
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo, is_undoable
from twg.joining import notices
from twg.joining.deciding import access_request
from twg.joining.details import complete
from twg.joining.refusals import AlreadyDecided
from twg.language.phones import read_phone
from twg.members import merging
from twg.members.registration import fill_in
from twg.rosters.doubles import find_alike

#: What recognising somebody changes.
_DECISION = ("state", "decided_by_id", "decided_at")


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

    What they had entered is written to their own entry first, so that the member's gets from it what it has not.

    Raises: NotFound, AlreadyDecided; NotAChoice (no member); the refusals of `merging.merge`.
    """
    request = await access_request(session, actor, request_id)
    await hold(session, request)
    if not request.is_open:
        raise AlreadyDecided(request=await find_join_request(session, request.id))
    found = await list_members(session, actor.twg.id, Membership.person_id == person_id)
    account = await find_account_of(session, request.person_id)
    if not found or account is None or person_id == request.person_id:
        raise NotAChoice(field="kept")
    phone = str(request.details.get("shared_phone", ""))
    number = read_phone(phone) if phone else ""
    entered = complete(account, request.details)
    if entered is not None:
        await fill_in(session, request.person, entered, KINDS.get(request.role, InstitutionKind.OTHER))
    request.details = {}
    await session.flush()
    before, asked_id, log = values_of(request, *_DECISION), request.person_id, RowLog(session)
    await log.change(request, state=JoinState.ADMITTED, decided_by_id=actor.person.id, decided_at=now)
    after = values_of(request, *before)
    merged = await merging.merge(
        session,
        actor,
        asked_id,
        person_id,
        account_of=asked_id,
        vouched=bool(number) and number == found[0].person.phone_e164,
        log=log,
        domains=domains,
        now=now,
    )
    before["merge_id"] = merged.id
    change = await find_last_change(session, merged.__tablename__, merged.id)
    told = [] if change is None else change.data["notices"]
    await record(session, actor, "joining.recognise", request, now=now, before=before, after=after, notices=told)
    return merged


@operation(Permission.PERSON_MERGE)
async def undo_recognise(
    session: AsyncSession, actor: Actor, request_id: int, before: Mapping[str, Any], domains: Domains, *, now: datetime
) -> JoinRequest:
    """Let a request wait again whose person the actor has recognised, with the account by which they asked.

    They are told, once they may have read of the recognition.

    Raises: NotFound; the refusals of `merging.undo_merge`.
    """
    request = await access_request(session, actor, request_id)
    merged = await merging.access_merge(session, actor, before["merge_id"])
    if merged.undone_at is not None or request.decided_by_id != actor.person.id:
        raise NotFound
    decided = values_of(request, *_DECISION)
    await merging.undo_merge(session, actor, merged.id, None, domains, now=now)
    session.expire(request)
    found = await find_join_request(session, request_id)
    assert found is not None  # noqa: S101 - requests are never deleted
    after = values_of(found, *_DECISION)
    await record(session, actor, "joining.undo_recognise", found, now=now, before=decided, after=after)
    if not is_undoable(merged.merged_at, now=now):
        await notify(session, notices.ADMISSION_UNDONE, subject=found, now=now, by=actor)
    return found


UNDOS = (Undo(change="joining.recognise", reverse=undo_recognise, within=merging.UNDO_MERGE_FOR),)
