"""The minutes of a TWG: a list by meeting, and what there is to know of one (G6)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import Document, list_documents
from storage.documents.library import list_document_receipts
from storage.meetings import Meeting
from storage.minutes import (
    MinutesCorrection,
    MinutesVersion,
    count_open_corrections,
    list_all_versions,
    list_corrections,
    list_versions,
    list_with_minutes,
)
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.documents.access import visible_documents
from twg.meetings.access import visible_meetings
from twg.meetings.listing import list_past, list_under_way
from twg.minutes.access import access_minuted, access_newest, access_version
from twg.minutes.adopting import find_adopting
from twg.minutes.composing import Minutes, access_written

#: Minutes on a page.
ON_PAGE = 8


@dataclass(frozen=True)
class Listing:
    """A page of minutes, the latest meeting first.

    Attributes:
        versions: the newest of each.
        undecided: how many corrections nobody has decided, by version.
        unsent: on the first page, meetings that were held lately, whose record the reader keeps and whose minutes
            do not circulate yet.
        more: whether there is a next page.
    """

    versions: list[MinutesVersion]
    undecided: dict[int, int]
    unsent: list[Meeting]
    page: int
    more: bool


@operation(Permission.SEE)
async def list_minutes(session: AsyncSession, actor: Actor, *, page: int = 1, now: datetime) -> Listing:
    """A page of the minutes of meetings that the actor may see."""
    actor.check_covers("minutes")
    page = max(page, 1)
    seen = visible_meetings(Reader.of(actor))
    found = await list_versions(session, actor.twg.id, seen, limit=ON_PAGE + 1, skipped=ON_PAGE * (page - 1))
    shown = found[:ON_PAGE]
    undecided = await count_open_corrections(session, [version.id for version in shown])
    unsent = await _list_unsent(session, actor, now=now) if page == 1 else []
    return Listing(shown, undecided, unsent, page, len(found) > ON_PAGE)


async def _list_unsent(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    ids = [each.id for each in await list_under_way(session, actor, now=now)]
    ids += [each.id for each in (await list_past(session, actor, now=now)).meetings]
    sent, unsent = await list_with_minutes(session, ids), []
    for meeting_id in ids:
        if meeting_id not in sent:
            with suppress(Refusal):
                unsent.append(await access_minuted(session, actor, meeting_id, now=now))
    return unsent


@dataclass(frozen=True)
class MinutesCard:
    """What there is to know of the minutes of a meeting.

    Attributes:
        minutes: as the newest version says them; `version` is that.
        versions: all of them, oldest first.
        corrections: of all versions, oldest first.
        document: the file that was sent to those invited, if the reader may see it; None without one.
        acknowledged: how many have acknowledged it, and how many were asked.
        adopting: the meeting that can have adopted them; None for none.
    """

    minutes: Minutes
    version: MinutesVersion
    meeting: Meeting
    versions: list[MinutesVersion]
    corrections: list[MinutesCorrection]
    document: Document | None
    acknowledged: tuple[int, int]
    adopting: Meeting | None


@operation(Permission.SEE)
async def read_card(session: AsyncSession, actor: Actor, version_id: int, *, now: datetime) -> MinutesCard:
    """The minutes of a meeting, by the id of any of their versions. Raises: NotFound."""
    _version, meeting = await access_version(session, actor, version_id)
    version, meeting = await access_newest(session, actor, meeting.id)
    theirs = Document.minutes_of_id == meeting.id, Document.recalled_at.is_(None), visible_documents(actor)
    documents = await list_documents(session, actor.twg.id, *theirs, limit=1)
    document = documents[0] if documents else None
    receipts = [] if document is None else await list_document_receipts(session, document.id)
    return MinutesCard(
        await access_written(session, actor, version, meeting),
        version,
        meeting,
        await list_all_versions(session, meeting.id),
        await list_corrections(session, meeting.id),
        document,
        (sum(receipt.acknowledged_at is not None for receipt in receipts), len(receipts)),
        None if version.adopted_at is not None else await find_adopting(session, meeting, now=now),
    )


@operation(Permission.SEE)
async def read_newest(session: AsyncSession, actor: Actor, meeting_id: int) -> MinutesVersion:
    """The newest version of the minutes of a meeting. Raises: NotFound, NotCirculating."""
    return (await access_newest(session, actor, meeting_id))[0]
