"""Documents: circulating them, acknowledging them, and listing who has not (D1, D2, D5)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.documents import Document, DocumentKind, Receipt, find_document
from storage.engine.labels import N_
from twg.core.handing import handing_of_forms
from twg.core.operations import operations_of
from twg.core.permissions import Permission
from twg.core.subjects import Domain, Subject
from twg.documents import access, circulating, correcting
from twg.documents.sheets import SHEETS


def _still_calls(_document: Document, _now: datetime) -> None:
    """Raise nothing: a reminder of a document is always possible; the notice finds who has not acknowledged it."""


def _parts(document: Document) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    receipts = select(Receipt.id).where(Receipt.document_id == document.id)
    return {Receipt.__tablename__: receipts}


DOMAIN = Domain(
    operations=operations_of(circulating, correcting),
    subjects=(
        Subject(
            table=Document,
            label=N_("Document"),
            access=access.access_document,
            title=lambda document: document.title,
            find=find_document,
            still_calls=_still_calls,
            reschedule=circulating.reschedule,
            searched=True,
            kinds=DocumentKind,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(circulating.CIRCULATED, circulating.REMINDER, correcting.CORRECTED),
    rules=circulating.RULES,
    handings=(handing_of_forms("document_forms", Permission.DOCUMENT_CIRCULATE, "circulate_document"),),
)

__all__ = ["DOMAIN", "access", "circulating", "correcting"]
