"""Documents and their receipts as sheets of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import Circulation, Document, list_receipts_of, read_documents
from storage.documents.circulations import DocumentLanguage
from storage.engine.labels import N_
from storage.meetings import Meeting, read_meetings
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.audiences import Reader
from twg.core.sheets import Filed, Sheet
from twg.documents.access import visible_documents
from twg.meetings.access import visible_meetings
from twg.meetings.lead_time import lead_days

#: Documents whose receipts are read together; each has up to as many as the TWG has members.
DOCUMENTS_AT_ONCE = 20


async def _documents(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read, meetings = await access_reading(session, actor), await _meetings_seen(session, actor)
    async for documents in read_documents(session, actor.twg.id, visible_documents(actor)):
        for document in documents:
            yield (
                document.id,
                document.title,
                document.kind,
                read(document.audience),
                document.circulation.circulated_at,
                document.file.name,
                document.file.sha256 or "",
                document.circulation.note,
                document.versions[-1].number,
                document.versions[-1].note,
                document.recalled_at,
                document.recall_reason,
                document.circulation_id,
                *_of_meeting(document, meetings.get(document.circulation.meeting_id or 0), actor),
                document.source,
                document.theme,
                DocumentLanguage(document.language) if document.language else "",
                document.dated_on,
            )


async def _meetings_seen(session: AsyncSession, actor: Actor) -> dict[int, Meeting]:
    """The meetings with papers that the actor may see, with their agendas, by id."""
    seen = visible_meetings(Reader.of(actor))
    with_papers = select(Circulation.meeting_id).where(Circulation.twg_id == actor.twg.id)
    found = read_meetings(session, actor.twg.id, seen, Meeting.id.in_(with_papers))
    return {meeting.id: meeting async for meetings in found for meeting in meetings}


def _of_meeting(document: Document, meeting: Meeting | None, actor: Actor) -> tuple[Any, ...]:
    """For which meeting and agenda item it is a paper, and how many days before the meeting it was circulated."""
    if meeting is None:
        return "", None, "", None
    item = next((each.title for each in meeting.agenda if each.id == document.agenda_item_id), "")
    lead = lead_days(document.circulation.circulated_at, meeting.starts_at, actor.zone)
    return meeting.title, meeting.starts_at, item, lead


async def _receipts(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for documents in read_documents(session, actor.twg.id, visible_documents(actor), size=DOCUMENTS_AT_ONCE):
        documents_by_id = {document.id: document for document in documents}
        for receipt in await list_receipts_of(session, list(documents_by_id)):
            document = documents_by_id[receipt.document_id]
            named = document.title, document.circulation.circulated_at, receipt.name, receipt.institution
            yield receipt.id, *named, receipt.acknowledged_at


async def _files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    async for documents in read_documents(session, actor.twg.id, visible_documents(actor)):
        for document in documents:
            for version in document.versions:
                yield Filed(document.id, document.title, version.file.created_at, version.file, version.number)


SHEETS = (
    Sheet(
        "documents",
        N_("Documents"),
        {
            "title": N_("Title"),
            "kind": N_("Kind"),
            "audience": N_("For"),
            "circulated_at": N_("Circulated"),
            "file": N_("File"),
            "sha256": N_("SHA-256 of the file"),
            "note": N_("Note"),
            "version": N_("Version"),
            "changed": N_("What has changed"),
            "recalled_at": N_("Recalled"),
            "recall_reason": N_("Reason for the recall"),
            "set": N_("Sent together (number)"),
            "meeting": N_("Meeting"),
            "meeting_starts_at": N_("The meeting begins at"),
            "agenda_item": N_("Agenda item"),
            "lead_days": N_("Days before the meeting"),
            "source": N_("Source"),
            "theme": N_("Theme"),
            "language": N_("Language"),
            "dated_on": N_("Dated"),
        },
        _documents,
        order=40,
        dated_by=("circulated_at",),
        files=_files,
    ),
    Sheet(
        "receipts",
        N_("Receipts"),
        {
            "document": N_("Document"),
            "circulated_at": N_("Circulated"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "acknowledged_at": N_("Acknowledged"),
        },
        _receipts,
        order=50,
        dated_by=("circulated_at",),
    ),
)
