"""Lists of members that are sent to the assistant: kept first, imported once somebody has seen what they come to."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.rosters import RosterFile, find_reading, find_roster_file
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.rosters.apart import from_json
from twg.language.rosters.model import Roster
from twg.language.rosters.refusals import RosterRefusal


class AlreadyImported(RosterRefusal):
    key = "rosters#already_imported"


class NotFetched(RosterRefusal):
    """The file is not in the archive yet, or was not read yet."""

    key = "rosters#not_fetched"


@operation(Permission.MEMBER_INVITE)
async def keep_roster(session: AsyncSession, actor: Actor, sent: SentFile, *, now: datetime) -> RosterFile:
    """Keep a list for import. Its bytes are fetched into the archive after the commit."""
    file = await keep_file(session, actor, sent, now=now)
    kept = RosterFile(
        twg_id=actor.twg.id, file_id=file.id, applied_at=None, created_by_id=actor.person.id, created_at=now
    )
    session.add(kept)
    await record(session, actor, "rosters.keep_roster", kept, now=now, after={"file_id": file.id})
    return kept


async def access_roster(session: AsyncSession, actor: Actor, roster_file_id: int) -> RosterFile:
    """A list of the actor's TWG, with its file. Raises: NotFound, NotAllowed."""
    actor.check(Permission.MEMBER_INVITE)
    found = await find_roster_file(session, roster_file_id)
    if found is None or found.twg_id != actor.twg.id:
        raise NotFound
    return found


async def access_reading(session: AsyncSession, actor: Actor, roster_file_id: int) -> Roster:
    """What a list of the actor's TWG says. Raises: NotFound, NotAllowed, NotFetched; why it cannot be read."""
    found = await access_roster(session, actor, roster_file_id)
    reading = await find_reading(session, found.id)
    if reading is None:
        raise NotFetched
    return from_json(reading)


@operation(Permission.MEMBER_INVITE)
async def mark_imported(session: AsyncSession, actor: Actor, roster_file_id: int, *, now: datetime) -> None:
    """Record that a list is imported now. Raises: NotFound, AlreadyImported."""
    found = await access_roster(session, actor, roster_file_id)
    await hold(session, found)
    if found.applied_at is not None:
        raise AlreadyImported
    before = values_of(found, "applied_at")
    found.applied_at = now
    after = values_of(found, "applied_at")
    await record(session, actor, "rosters.mark_imported", found, now=now, before=before, after=after)
