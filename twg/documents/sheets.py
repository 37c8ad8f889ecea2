"""Documents and their receipts as sheets of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import list_receipts_of, read_documents
from storage.engine.labels import N_
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.subjects import Sheet
from twg.documents.access import visible_documents

#: Documents whose receipts are read together; each has up to as many as the TWG has members.
DOCUMENTS_AT_ONCE = 20


async def _documents(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for documents in read_documents(session, actor.twg.id, visible_documents(actor)):
        for document in documents:
            yield (
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
            )


async def _receipts(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for documents in read_documents(session, actor.twg.id, visible_documents(actor), size=DOCUMENTS_AT_ONCE):
        titles = {document.id: document.title for document in documents}
        for receipt in await list_receipts_of(session, list(titles)):
            yield titles[receipt.document_id], receipt.name, receipt.institution or "", receipt.acknowledged_at


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
        },
        _documents,
        order=40,
    ),
    Sheet(
        "receipts",
        N_("Receipts"),
        {
            "document": N_("Document"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "acknowledged_at": N_("Acknowledged"),
        },
        _receipts,
        order=50,
    ),
)
