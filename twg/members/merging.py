"""Merging two entries of one person, and taking that back within a day (M8, M10).

Everything of the one passes to the other: each column that refers to a person, whichever table has it. Of what a person
has one at most, the older row stays and gets the better values (`twg.core.uniting`). The audit is not changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.addressees import PERSON, rename_in_audiences
from storage.core.audiences import token_of
from storage.core.following import list_pending
from storage.core.row_log import RowLog, columns_referring_to, take_back
from storage.core.search import SearchEntry, index_by_author
from storage.documents import Receipt
from storage.engine.database import hold
from storage.joining import JoinRequest
from storage.meetings import Attendance
from storage.members import (
    Account,
    Membership,
    MembershipState,
    Person,
    PersonMerge,
    find_contact,
    find_membership,
    find_person_merge,
    keep_contact,
    list_merged,
)
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.core.undoing import UNDO_FOR, ChangedSince, Undo, is_undoable
from twg.core.uniting import clear_pair, unite
from twg.members.changing import access_newest
from twg.members.joined_accounts import hold_chats, join_accounts
from twg.members.joined_periods import close_requests, join_periods
from twg.members.merge_notices import tell_of_merge
from twg.members.mergeable import Entry, OwnEntry, SameEntry, check_account, check_one_person, load_entry
from twg.members.registration import set_contact

#: A merge can be taken back for so long.
UNDO_MERGE_FOR = timedelta(days=1)

#: Tables whose references to a person are not moved with all others: the audit is never changed, the merges say who was
#: who, and accounts and deliveries have rules of their own.
_APART = frozenset({"audit", "person_merge", "account", "delivery"})
#: What the entry that stays gets from the other one where it has nothing.
_DETAILS = ("title", "degrees", "sex", "position", "institution_id")
_LONGEST_CONTACT = 120
_AUTHORS = f"{SearchEntry.__tablename__}.author_id"


@dataclass(frozen=True)
class Joining:
    """What would pass from an entry to another.

    Attributes:
        counts: how many "periods", "answers", "receipts", "messages" (waiting to be sent), and what is open as
            `twg.core.handing.TOLD_AS` calls it.
    """

    entry: Entry
    counts: Mapping[str, int]


async def access_merge(session: AsyncSession, actor: Actor, merge_id: int) -> PersonMerge:
    """A merge made in the actor's TWG, for those who merge. Raises: NotFound."""
    found = await find_person_merge(session, merge_id, PersonMerge.twg_id == actor.twg.id)
    if found is None or not actor.may(Permission.PERSON_MERGE):
        raise NotFound
    return found


@operation(Permission.PERSON_MERGE)
async def look_what_joins(
    session: AsyncSession, actor: Actor, membership_id: int, domains: Domains, *, now: datetime
) -> Joining:
    """What hangs on the entry of a person who is or was a member of the actor's TWG. Raises: NotFound."""
    person = (await access_newest(session, actor, membership_id)).person
    entry = await load_entry(session, person)
    of_person = Membership.person_id == person.id, Membership.state != MembershipState.VOID
    counts = {
        "periods": await _count(session, Membership, *of_person),
        "answers": await _count(session, Attendance, Attendance.person_id == person.id),
        "receipts": await _count(session, Receipt, Receipt.person_id == person.id),
        "messages": len(await list_pending(session, [person.id], [])),
    }
    for member in entry.active:
        left_open = await domains.find_left_open(session, member.twg_id, person.id, now=now)
        for name, number in left_open.counts.items():
            counts[name] = counts.get(name, 0) + number
    return Joining(entry, counts)


async def _count(session: AsyncSession, table: Any, *criteria: Any) -> int:
    return await session.scalar(select(func.count()).select_from(table).where(*criteria)) or 0


@operation(Permission.PERSON_MERGE)
async def merge(
    session: AsyncSession,
    actor: Actor,
    gone_id: int,
    kept_id: int,
    *,
    account_of: int | None = None,
    vouched: bool = False,
    log: RowLog | None = None,
    domains: Domains,
    now: datetime,
) -> PersonMerge:
    """Make two entries of one person one: everything of the one passes to the other, in all TWGs.

    Both are, or were, members of the actor's TWG, or have asked to join it; the operator may merge any two.

    Args:
        account_of: the person whose Telegram account is used from now on, where both have one; that of `gone_id`, which
            is newer, where it is not said. The other account is ended: nothing is sent to it, and it may do nothing.
        vouched: Telegram vouches that the account has the number of the person.
        log: has noted what the caller has changed, which undoing the merge takes back with it.
    Raises: NotFound, SameEntry, OwnEntry; RolesDiffer, OneForTheOther, ChangeWaits, MergedByOperator.
    """
    if gone_id == kept_id:
        raise SameEntry(field="kept")
    if gone_id == actor.person_id:
        raise OwnEntry(field="kept")
    people = {person_id: await _access_person(session, actor, person_id) for person_id in (gone_id, kept_id)}
    await hold_chats(session, people)
    await hold(session, *(people[person_id] for person_id in sorted(people)))
    if await list_merged(session, people):
        raise NotFound
    gone, kept = [await load_entry(session, people[person_id]) for person_id in (gone_id, kept_id)]
    await check_one_person(session, gone, kept)
    account = _choose(gone, kept, account_of)
    if not vouched:
        check_account(actor, (gone, kept), account)
    log = log or RowLog(session)
    contacts = await _join_contacts(session, gone.person, kept.person, now=now)
    await join_accounts(session, log, gone, kept, account, now=now)
    for pair in domains.pairs:
        await clear_pair(session, log, pair, gone_id, kept_id)
    for uniting in domains.unitings:
        await unite(session, log, uniting, gone_id, kept_id, now=now)
    periods = await join_periods(session, log, gone, kept)
    for column in columns_referring_to(Person):
        if column.table.name not in _APART:
            await log.move(column, gone_id, kept_id)
    await index_by_author(session, log.moved.get(_AUTHORS, ()), was=gone_id, author_id=kept_id)
    await rename_in_audiences(session, log, token_of(PERSON, gone_id), token_of(PERSON, kept_id))
    filled = {name: getattr(gone.person, name) for name in _DETAILS if not getattr(kept.person, name)}
    await log.change(kept.person, **filled)
    await log.refresh()
    await close_requests(session, kept_id, now=now)
    as_left = {"account_id": None if account is None else account.id, "periods": periods, "contacts": contacts}
    merged = PersonMerge(
        twg_id=actor.twg.id,
        gone=gone.person,
        kept=kept.person,
        merged_at=now,
        moved={**log.as_json(), **as_left},
        undone_at=None,
    )
    session.add(merged)
    await session.flush()
    told = await tell_of_merge(session, actor, merged, not_before=now + UNDO_FOR, now=now)
    after = values_of(merged, "gone_id", "kept_id", "undone_at")
    await record(session, actor, "members.merge", merged, now=now, after=after, notices=told)
    return merged


async def _access_person(session: AsyncSession, actor: Actor, person_id: int) -> Person:
    """A person who belongs, or belonged, to the actor's TWG or has asked to join it. Raises: NotFound."""
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound
    if actor.membership is not None and await find_membership(session, person_id, actor.twg.id) is None:
        asked = JoinRequest.person_id == person_id, JoinRequest.twg_id == actor.twg.id
        if await session.scalar(select(JoinRequest.id).where(*asked).limit(1)) is None:
            raise NotFound
    await session.refresh(person, ["institution"])
    return person


def _choose(gone: Entry, kept: Entry, account_of: int | None) -> Account | None:
    """The account that is in use from now on; None where neither has one."""
    if account_of == kept.person.id and kept.account is not None:
        return kept.account
    return gone.account or kept.account


async def _join_contacts(session: AsyncSession, gone: Person, kept: Person, *, now: datetime) -> dict[str, int | None]:
    """Let the one person be reached in all the ways in which either was. Returns ids of kept contacts."""
    before = {"gone": await keep_contact(session, gone.id, gone.contact, now=now)}
    before["kept"] = await keep_contact(session, kept.id, kept.contact, now=now)
    both = "; ".join(dict.fromkeys(filter(None, (kept.contact, gone.contact))))
    set_contact(kept, both if len(both) <= _LONGEST_CONTACT else kept.contact)
    set_contact(gone, "")
    return {**before, "after": await keep_contact(session, kept.id, kept.contact, now=now)}


@operation(Permission.PERSON_MERGE)
async def undo_merge(
    session: AsyncSession,
    actor: Actor,
    merge_id: int,
    _before: Mapping[str, Any] | None,
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Make two entries of one again; what has been changed since stays with the one that has it.

    Raises: NotFound; ChangedSince where the person has another account or another role by now, or was merged again.
    """
    merged = await access_merge(session, actor, merge_id)
    moved, gone, kept = merged.moved, merged.gone, merged.kept
    await hold_chats(session, [gone.id, kept.id])
    await hold(session, *sorted((gone, kept), key=lambda person: person.id))
    await _check_as_left(session, merged)
    await take_back(session, moved, old=gone.id, new=kept.id)
    await index_by_author(session, moved["moved"].get(_AUTHORS, ()), was=kept.id, author_id=gone.id)
    ids = moved["contacts"]
    if kept.contact == await find_contact(session, ids["after"]):
        set_contact(kept, await find_contact(session, ids["kept"]))
    set_contact(gone, await find_contact(session, ids["gone"]))
    merged.undone_at = now
    if not is_undoable(merged.merged_at, now=now):
        await tell_of_merge(session, actor, merged, not_before=now, now=now)
    after = values_of(merged, "undone_at")
    await record(session, actor, "members.undo_merge", merged, now=now, before={"undone_at": None}, after=after)


async def _check_as_left(session: AsyncSession, merged: PersonMerge) -> None:
    """Raises: ChangedSince."""
    in_use = Account.person_id == merged.kept_id, Account.ended_at.is_(None)
    account_id = await session.scalar(select(Account.id).where(*in_use))
    lasting = Membership.id.in_(merged.moved["periods"]), Membership.state == MembershipState.ACTIVE
    periods = await session.scalars(select(Membership.id).where(*lasting))
    again = await list_merged(session, [merged.kept_id])
    if account_id != merged.moved["account_id"] or len(periods.all()) != len(merged.moved["periods"]) or again:
        raise ChangedSince(name="")


UNDOS = (Undo(change="members.merge", reverse=undo_merge, within=UNDO_MERGE_FOR),)
