"""Circulations of documents, the versions of these, and the receipts of the people to whom they were sent."""

from storage.documents.circulations import (
    CIRCULATED_BY,
    Circulation,
    Document,
    DocumentKind,
    DocumentVersion,
    find_circulation,
    find_document,
    list_circulations,
    list_documents,
    read_documents,
)
from storage.documents.receipts import (
    Receipt,
    ReceiptRow,
    find_receipt,
    list_own_receipts,
    list_receipts,
    list_receipts_of,
    list_unacknowledged,
    list_waiting_circulations,
)

__all__ = [
    "CIRCULATED_BY",
    "Circulation",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "Receipt",
    "ReceiptRow",
    "find_circulation",
    "find_document",
    "find_receipt",
    "list_circulations",
    "list_documents",
    "list_own_receipts",
    "list_receipts",
    "list_receipts_of",
    "list_unacknowledged",
    "list_waiting_circulations",
    "read_documents",
]
