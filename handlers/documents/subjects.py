"""What forms about a document are about."""

from handlers.forms.form import about_row
from storage.documents import Document
from twg.documents import access

DOCUMENT = about_row(Document, access.access_document, lambda document: document.title)
