"""What belongs to no capability: taking back a change, forms that nobody went on with, what is kept of chats."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow, find_last_change, find_last_of
from storage.core.chat_traces import list_notifications_about, list_traces
from storage.core.forms import OpenForm, delete_form
from storage.core.notifications import void_notifications
from storage.engine.database import hold
from storage.members import Membership, Person, list_members, list_people, outsider
from twg.core.actors import Actor
from twg.core.audit import record, to_plain, values_of
from twg.core.forgetting import Contacts
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domain, Domains
from twg.core.undoing import UNDO_FOR, ChangedSince, check_in_time, is_undoable


@dataclass(frozen=True)
class Undone:
    """A change that was taken back.

    Attributes:
        told: how many people had been told of it, and are told now that it was taken back.
        shows_again: messages that it had changed show again what they showed before.
    """

    change: AuditRow
    told: int
    shows_again: bool = False


async def access_change(session: AsyncSession, actor: Actor, change_id: int) -> AuditRow:
    """A change that the actor has made in this TWG. Raises: NotFound."""
    change = await session.get(AuditRow, change_id)
    if change is None or change.twg_id != actor.twg.id or change.actor_id != actor.person.id:
        raise NotFound
    return change


async def access_undoable(
    session: AsyncSession, actor: Actor, domains: Domains, change_id: int | None = None, *, now: datetime
) -> AuditRow:
    """A change of the actor's that can still be taken back.

    Args:
        change_id: of its audit row; None for the last thing that the actor did at all.
    Raises: NotFound.
    """
    if change_id is None:
        change = await find_last_of(session, actor.person.id)
    else:
        change = await session.get(AuditRow, change_id)
    declared = None if change is None else domains.undos.get(change.action)
    if change is None or declared is None or change.actor_id != actor.person.id:
        raise NotFound
    if not is_undoable(change.at, within=declared.within, now=now):
        raise NotFound
    return change


@operation(Permission.SEE)
async def undo(session: AsyncSession, actor: Actor, change_id: int, domains: Domains, *, now: datetime) -> Undone:
    """Take back one of the actor's own changes: void the notices that it caused, and restore the row.

    Those who were told already, because a notice was urgent, are told that it was taken back.

    Args:
        change_id: of its audit row.
    Raises:
        NotFound: no such change of theirs, one that cannot be taken back, or the actor may not see the row any more.
        TooLateToUndo, ChangedSince.
    """
    change = await access_change(session, actor, change_id)
    declared, about = domains.undos.get(change.action), domains.subjects.get(change.subject_type)
    if declared is None or about is None:
        raise NotFound
    row = await about.access(session, actor, change.subject_id)
    await hold(session, row)
    await check_undoable(session, change, row, within=declared.within, now=now)
    told = await void_notifications(session, change.data.get("notices", []))
    await declared.reverse(session, actor, change.subject_id, change.data.get("before"), domains, now=now)
    if not told or declared.undone is None:  # where it is none, the operation that reverses the change tells them
        return Undone(change, len(told), declared.shows_again)
    members = await list_members(session, actor.twg.id, Membership.person_id.in_(told))
    if declared.undone.to_outsiders:
        others = {*told} - {member.person_id for member in members}
        members += [outsider(person, actor.twg) for person in await list_people(session, others)]
    if members:
        await notify(session, declared.undone, subject=row, to=members, now=now, by=actor)
    return Undone(change, len(members), declared.shows_again)


async def check_undoable(
    session: AsyncSession, change: AuditRow, row: Any, *, within: timedelta = UNDO_FOR, now: datetime
) -> None:
    """Raises: ChangedSince, also where a change of the row is in the audit of something else; TooLateToUndo."""
    await _check_unchanged(session, change, row)
    check_in_time(change.at, within=within, now=now)


async def _check_unchanged(session: AsyncSession, change: AuditRow, row: Any) -> None:
    last = await find_last_change(session, change.subject_type, change.subject_id)
    # Values that are kept in other tables are looked at by the operation that reverses the change.
    after = {name: value for name, value in change.data["after"].items() if hasattr(row, name)}
    if last is not None and last.id == change.id and to_plain(values_of(row, *after)) == after:
        return
    other = last.actor_id if last is not None and last.actor_id != change.actor_id else None
    person = None if other is None else await session.get(Person, other)
    raise ChangedSince(name="" if person is None else person.name)


async def the_member(cause: Cause) -> list[Membership]:
    """The member whom it is about."""
    return await list_members(cause.session, cause.subject.twg_id, Membership.id == cause.subject.id)


FORM_DISCARDED = Notice(name="form_discarded", subject=Membership, recipients=the_member)


@operation(Permission.SEE)
async def discard_form(
    session: AsyncSession, actor: Actor, form: OpenForm, title: str, typed: Sequence[tuple[str, str]], *, now: datetime
) -> None:
    """Delete a form that its owner, the actor, has not gone on with for long; they are sent what they typed in it.

    Args:
        title: of the form, in English.
        typed: labels of questions, in English, with the answers as typed; "" for a message that answered none.
    """
    await delete_form(session, form)
    about = {"form": form.name, "opened_at": form.opened_at}
    await record(session, actor, "general.discard_form", actor.member, now=now, after=about)
    if typed:
        data = {"form": title, "typed": [list(pair) for pair in typed]}
        await notify(session, FORM_DISCARDED, subject=actor.member, to=[actor.member], now=now, data=data)


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase contacts in what is kept of a person's chats: answers of open forms, messages, answers sent back."""
    forms, effects, acts = await list_traces(session, contacts.chat_ids)
    for form in forms:
        form.answers = {name: answer for name, answer in form.answers.items() if not contacts.are_in(answer)}
        form.context = contacts.without(form.context)
    for effect in effects:
        if contacts.are_in([effect.text, effect.edited]):
            await session.delete(effect)
    for act in acts:
        if contacts.are_in([act.text, act.files]):
            await session.delete(act)
    for notification in await list_notifications_about(session, FORM_DISCARDED.name, contacts.person_id):
        notification.data = contacts.without(notification.data)
    await session.flush()


DOMAIN = Domain(operations=operations_of(sys.modules[__name__]), notices=(FORM_DISCARDED,), forgets=forget)
