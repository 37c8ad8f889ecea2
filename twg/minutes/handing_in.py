"""Minutes that were written elsewhere are handed in as a file (G6).

What the file says is proposed, and taken into the record by a tap (`twg.minutes.handed_in`).
Source: Guideline 2016, Part Three (d)(ii).
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import Meeting
from storage.minutes import find_newest
from storage.minutes.files import MinutesFile, find_minutes_file
from twg.attendance.access import Holding, find_holding
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.documents.access import access_document
from twg.meetings.listing import list_past, list_under_way
from twg.minutes.access import AlreadyAdopted, NotHeld
from twg.records.access import access_kept

#: Meetings that are offered for a file.
MOST_OFFERED = 6


async def access_handing(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """A meeting whose minutes the actor can hand in. Raises: NotFound, NotAllowed, NotHeld, AlreadyAdopted."""
    meeting = await access_kept(session, actor, meeting_id)
    holding = await find_holding(session, meeting, now=now)
    if holding not in (Holding.HELD, Holding.UNNOTED):  # that there are minutes says that it was held
        raise NotHeld(meeting=meeting, holding=holding.value)
    version = await find_newest(session, meeting.id)
    if version is not None and (version.adopted_at is not None or version.number > 1):
        raise AlreadyAdopted(version=version)
    return meeting


@operation(Permission.RECORD_KEEP)
async def list_handable(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The last meetings whose minutes the actor can hand in, the latest first."""
    ids = [each.id for each in await list_under_way(session, actor, now=now)]
    ids += [each.id for each in (await list_past(session, actor, now=now)).meetings]
    found: list[Meeting] = []
    for meeting_id in ids:
        with suppress(Refusal):
            found.append(await access_handing(session, actor, meeting_id, now=now))
    return found[:MOST_OFFERED]


@operation(Permission.RECORD_KEEP)
async def hand_in(
    session: AsyncSession, actor: Actor, meeting_id: int, sent: SentFile, *, now: datetime
) -> MinutesFile:
    """Keep a file as the minutes of a meeting; it is read once its bytes are in the archive.

    Raises: as `access_handing`.
    """
    meeting = await access_handing(session, actor, meeting_id, now=now)
    file = await keep_file(session, actor, sent, now=now)
    return await _keep(session, actor, meeting, file.id, now=now)


@operation(Permission.RECORD_KEEP)
async def hand_in_document(
    session: AsyncSession, actor: Actor, document_id: int, meeting_id: int, *, now: datetime
) -> MinutesFile:
    """Take a document that was circulated as the minutes of a meeting; what circulates later is a version of it.

    Raises: NotFound, as `access_handing`.
    """
    document = await access_document(session, actor, document_id)
    meeting = await access_handing(session, actor, meeting_id, now=now)
    if document.minutes_of_id is None and document.audience == meeting.audience:
        await hold(session, document)
        before = values_of(document, "minutes_of_id")
        document.minutes_of_id = meeting.id
        after = values_of(document, "minutes_of_id")
        await record(session, actor, "minutes.hand_in", document, now=now, before=before, after=after)
    return await _keep(session, actor, meeting, document.file.id, now=now)


async def _keep(session: AsyncSession, actor: Actor, meeting: Meeting, file_id: int, *, now: datetime) -> MinutesFile:
    kept = MinutesFile(
        twg_id=meeting.twg_id,
        meeting_id=meeting.id,
        file_id=file_id,
        decided={},
        created_by_id=actor.person.id,
        created_at=now,
    )
    session.add(kept)
    after = {"file_id": file_id, "meeting_id": meeting.id}
    await record(session, actor, "minutes.hand_in", kept, now=now, after=after)
    return kept


async def access_file(session: AsyncSession, actor: Actor, file_id: int) -> tuple[MinutesFile, Meeting]:
    """A file that was handed in, for who keeps the record of its meeting. Raises: NotFound, NotAllowed."""
    actor.check_covers("minutes")
    kept = await find_minutes_file(session, file_id)
    if kept is None or kept.twg_id != actor.twg.id:
        raise NotFound
    return kept, await access_kept(session, actor, kept.meeting_id)
