"""Whether a document stands: refusals of what was recalled, and who runs documents (D1, D2).

NotFound
└── WasRecalled         somebody whom it was sent to asks for it

BadInput
├── AlreadyRecalled
└── SameFile            the new version is the file that is there
"""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry
from storage.documents import CIRCULATED_BY, Document, find_document, find_receipt
from storage.engine.database import table_name
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import BadInput, NotFound


class WasRecalled(NotFound):
    """data: `document`."""

    key = "documents#was_recalled"


class AlreadyRecalled(BadInput):
    """data: `document`."""

    key = "documents#already_recalled"


class SameFile(BadInput):
    """data: `document`."""

    key = "documents#same_file"


def documents_seen(reader: Reader) -> ColumnElement[bool]:
    """The clause for documents that this reader may see: in their audience, or circulated by them.

    Of those that were recalled, only those that they run.
    """
    seen = visible_to(reader, Document.audience, CIRCULATED_BY)
    return and_(seen, or_(Document.recalled_at.is_(None), _run_by(reader)))


def _run_by(reader: Reader) -> ColumnElement[bool]:
    """The clause for documents that this reader runs, as `may_run` decides it."""
    if reader.role in GRANTS[Permission.DOCUMENT_CIRCULATE]:
        return true()
    return Document.audience.in_(reader.sums_led)


def found_by(reader: Reader) -> ColumnElement[bool]:
    """The clause for entries of the search of documents that were recalled and that this reader runs."""
    recalled = select(Document.id).where(Document.twg_id == reader.twg_id, Document.recalled_at.is_not(None))
    its = SearchEntry.subject_type == table_name(Document)
    return and_(its, SearchEntry.subject_id.in_(recalled.where(documents_seen(reader))))


async def access_refusal(session: AsyncSession, actor: Actor, document_id: int) -> NotFound:
    """Why the actor may not see a document: who was asked to acknowledge it learns that it was recalled."""
    document = await find_document(session, document_id, Document.twg_id == actor.twg.id)
    if document is None or document.recalled_at is None:
        return NotFound()
    receipt = await find_receipt(session, document.id, actor.person.id)
    return NotFound() if receipt is None else WasRecalled(document=document)


def check_standing(document: Document) -> None:
    """Raises: AlreadyRecalled."""
    if document.recalled_at is not None:
        raise AlreadyRecalled(document=document)
