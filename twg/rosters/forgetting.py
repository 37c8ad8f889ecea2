"""Erasing contacts that lists of members gave, and their files (T5)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import delete_file
from storage.rosters import RosterEntry, list_entries_with_contacts, list_old_files
from twg.core.audit import RETENTION, record_unattended, values_of
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


@operation_without_actor
async def delete_files(session: AsyncSession, *, before: datetime, now: datetime) -> list[str]:
    """Delete the files of lists that were imported before `before` (UTC), or sent before it and not imported.

    Returns: hashes of the bytes that the archive need not keep any more.
    """
    unused = []
    for kept in await list_old_files(session, before=before):
        file, was = kept.file, values_of(kept, "file_id")
        gone = {"file_id": None}
        await record_unattended(session, "rosters.delete_file", kept, now=now, before=was, after=gone, source=RETENTION)
        await session.delete(kept)
        await session.flush()
        sha256 = await delete_file(session, file)
        unused += [] if sha256 is None else [sha256]
    return unused


def _empty(entry: RosterEntry) -> None:
    entry.contact, entry.phones, entry.emails = "", [], []
