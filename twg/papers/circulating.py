"""Circulating accepted papers: as one set, and what is accepted later as additional or replacing documents (D1, D6)."""

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.documents import Circulation, Document, DocumentKind, find_document
from storage.engine.database import hold_whole
from storage.meetings import Meeting, MeetingState
from storage.members import find_membership, institution_name
from storage.papers import Paper, PaperState, list_papers
from twg.core.actors import Actor
from twg.core.addressing import check_runs
from twg.core.audit import record
from twg.core.files import as_sent
from twg.core.operations import operation
from twg.core.permissions import ORGANISERS, Permission
from twg.documents import circulating, replacing
from twg.documents.circulating import LIMITS, NewCirculation, NewDocument
from twg.documents.guessing import guess_kind
from twg.documents.replacing import LONGEST_NOTE, NewVersion
from twg.language.document_facts import language_of
from twg.language.file_names import read_file_name
from twg.meetings.access import MeetingCancelled, access_meeting
from twg.papers.access import NothingToCirculate, access_held_paper


class PackArgs(BaseModel):
    """`audience` is the token of an audience or of a sub-group: of those who get documents that are new."""

    meeting_id: int
    audience: str
    acknowledge_by: date | None = None
    note: str = Field(default="", max_length=LIMITS["note"])


@dataclass(frozen=True)
class Ready:
    """What is accepted for a meeting and has not gone out.

    Attributes:
        new: those that become documents.
        newer: those whose newest version replaces what was circulated.
    """

    meeting: Meeting
    new: list[Paper]
    newer: list[Paper]


@dataclass(frozen=True)
class PackSent:
    """Attributes:
    circulation: of the documents that are new; None where all of them replace others.
    notifications: of the circulation and of each document that was replaced.
    """

    circulation: Circulation | None
    replaced: list[Document]
    notifications: list[Notification]


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_ready(session: AsyncSession, actor: Actor, meeting_id: int) -> Ready:
    """What can be circulated for a meeting now. Raises: NotFound, NotAllowed, MeetingCancelled, NothingToCirculate."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_runs(actor, Permission.DOCUMENT_CIRCULATE, meeting.audience)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    accepted = Paper.meeting_id == meeting.id, Paper.state == PaperState.ACCEPTED
    papers = [paper for paper in await list_papers(session, *accepted) if not paper.is_sent]
    if not papers:
        raise NothingToCirculate(meeting=meeting)
    standing = {paper.id for paper in papers if await _find_standing(session, paper) is not None}
    new = sorted((paper for paper in papers if paper.id not in standing), key=attrgetter("place"))
    return Ready(meeting, new, [paper for paper in papers if paper.id in standing])


async def _find_standing(session: AsyncSession, paper: Paper) -> Document | None:
    """The document as which the paper was circulated; None where it was not, and where that was recalled."""
    document = None if paper.document_id is None else await find_document(session, paper.document_id)
    return None if document is None or document.recalled_at is not None else document


@operation(Permission.DOCUMENT_CIRCULATE)
async def circulate_pack(session: AsyncSession, actor: Actor, args: PackArgs, *, now: datetime) -> PackSent:
    """Circulate what is accepted for a meeting: new papers as one circulation, newer versions in place of the old.

    Raises: as `list_ready` and `twg.documents.circulating.circulate`.
    """
    ready = await _hold_ready(session, actor, args.meeting_id)
    circulation, notifications, replaced = None, [], []
    if ready.new:
        new = NewCirculation(
            documents=[await _as_document(session, paper) for paper in ready.new],
            audience=args.audience,
            acknowledge_by=args.acknowledge_by,
            meeting_id=ready.meeting.id,
            note=args.note,
        )
        circulation, notification = await circulating.circulate(session, actor, new, now=now)
        notifications.append(notification)
        for paper, document in zip(ready.new, circulation.documents, strict=True):
            await _note_sent(session, actor, paper, document.id, now=now)
    for paper in ready.newer:
        assert paper.document_id is not None  # noqa: S101 - it was found by it
        version = NewVersion(file=as_sent(paper.file), note=paper.newest.note[:LONGEST_NOTE])
        done = await replacing.replace(session, actor, paper.document_id, version, now=now)
        replaced.append(done.document)
        notifications.append(done.notification)
        await _note_sent(session, actor, paper, paper.document_id, now=now)
    return PackSent(circulation, replaced, notifications)


async def _hold_ready(session: AsyncSession, actor: Actor, meeting_id: int) -> Ready:
    """What can be circulated, locked with its meeting: a paper that was returned or sent meanwhile is not among it.

    Raises: as `list_ready`.
    """
    await hold_whole(session, await access_meeting(session, actor, meeting_id))
    found = await list_ready(session, actor, meeting_id)
    for paper in (*found.new, *found.newer):
        await access_held_paper(session, actor, paper.id)
    return await list_ready(session, actor, meeting_id)


async def _as_document(session: AsyncSession, paper: Paper) -> NewDocument:
    """The paper as a document: its source is the institution of who handed it in, unless that is the secretariat."""
    read = read_file_name(paper.file.name)
    membership = await find_membership(session, paper.handed_in_by_id, paper.twg_id)
    by_organiser = membership is not None and membership.role in ORGANISERS
    person = paper.handed_in_by
    return NewDocument(
        file=as_sent(paper.file),
        title=paper.title,
        kind=guess_kind(paper.file.name) or DocumentKind.PAPER,
        language="km" if "km" in (read.language, language_of(paper.title)) else "",
        source="" if by_organiser else (institution_name(person) or person.name),
        dated_on=read.dated_on,
        agenda_item_id=paper.agenda_item_id,
    )


async def _note_sent(session: AsyncSession, actor: Actor, paper: Paper, document_id: int, *, now: datetime) -> None:
    paper.document_id, paper.sent_number = document_id, paper.newest.number
    after = {"document_id": document_id, "number": paper.sent_number}
    await record(session, actor, "papers.circulate_pack", paper, now=now, after=after)
