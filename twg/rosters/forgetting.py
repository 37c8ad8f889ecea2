"""Erasing contacts that lists of members gave (T5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.rosters import RosterEntry, list_entries_with_contacts
from twg.core.audit import RETENTION, record_unattended
from twg.core.forgetting import Contacts
from twg.core.operations import operation_without_actor


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase a person's contacts in the entries of lists that are theirs, or that give the same number or address."""
    for entry in await list_entries_with_contacts(session):
        ways = contacts.phones & {*entry.phones} or contacts.emails & {*entry.emails}
        if entry.person_id == contacts.person_id or ways:
            _empty(entry)
    await session.flush()


@operation_without_actor
async def erase_unused(session: AsyncSession, *, before: datetime, now: datetime) -> int:
    """Erase contacts of entries that were made before `before` (UTC) and by which nobody has registered.

    Returns: of how many entries.
    """
    old = [
        entry
        for entry in await list_entries_with_contacts(session)
        if entry.person_id is None and entry.created_at < before
    ]
    for entry in old:
        _empty(entry)
        erased = {"contact": ""}
        await record_unattended(session, "rosters.erase_unused", entry, now=now, after=erased, source=RETENTION)
    return len(old)


def _empty(entry: RosterEntry) -> None:
    entry.contact, entry.phones, entry.emails = "", [], []
