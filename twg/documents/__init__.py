"""Documents: circulating them, acknowledging them, and listing who has not (D1, D2, D5)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.documents import Circulation, Document, DocumentKind, Receipt, find_circulation, find_document
from storage.engine.labels import N_
from twg.core.handing import handing_of_forms
from twg.core.operations import operations_of
from twg.core.permissions import Permission
from twg.core.subjects import Domain, Subject
from twg.documents import (
    access,
    acknowledging,
    circulating,
    correcting,
    describing,
    library,
    recalling,
    replacing,
    uniting,
)
from twg.documents.naming import name_of_circulation
from twg.documents.sheets import SHEETS
from twg.documents.standing import found_by


def _still_calls(_circulation: Circulation, _now: datetime) -> None:
    """Raise nothing: a reminder of documents is always possible; the notice finds who has not acknowledged them."""


def _parts(document: Document) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    receipts = select(Receipt.id).where(Receipt.document_id == document.id)
    return {Receipt.__tablename__: receipts}


def _parts_of_circulation(circulation: Circulation) -> Mapping[str, Select[int]]:
    """What belongs to a circulation: its documents, and what belongs to them."""
    documents = select(Document.id).where(Document.circulation_id == circulation.id)
    receipts = select(Receipt.id).where(Receipt.document_id.in_(documents))
    return {Document.__tablename__: documents, Receipt.__tablename__: receipts}


DOMAIN = Domain(
    operations=operations_of(circulating, acknowledging, correcting, describing, replacing, recalling, library),
    subjects=(
        Subject(
            table=Document,
            label=N_("Document"),
            access=access.access_document,
            title=lambda document: document.title,
            find=find_document,
            searched=True,
            found_by=found_by,
            kinds=DocumentKind,
            sheets=SHEETS,
            parts=_parts,
        ),
        Subject(
            table=Circulation,
            label=N_("Documents"),
            access=access.access_circulation,
            title=name_of_circulation,
            find=find_circulation,
            still_calls=_still_calls,
            reschedule=circulating.reschedule,
            exported=False,
            parts=_parts_of_circulation,
        ),
    ),
    notices=(
        circulating.CIRCULATED,
        circulating.REMINDER,
        correcting.CORRECTED,
        replacing.REPLACED,
        recalling.RECALLED,
        recalling.STANDS_AGAIN,
    ),
    rules=circulating.RULES,
    undos=recalling.UNDOS,
    handings=(
        handing_of_forms("document_forms", Permission.DOCUMENT_CIRCULATE, "circulate_document", "replace_document"),
    ),
    unitings=uniting.UNITINGS,
)

__all__ = [
    "DOMAIN",
    "access",
    "acknowledging",
    "circulating",
    "correcting",
    "describing",
    "library",
    "recalling",
    "replacing",
]
