"""What is said of documents."""

from datetime import datetime

from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Keyboard, button, shorten
from messages.rendering.texts import _
from storage.core.files import StoredFile
from storage.documents import Document
from storage.members import Twg


def attach(file: StoredFile, *, captioned: bool = False) -> Attachment:
    """A file we hold, sent again by the messenger's own handle."""
    return Attachment(file.name, handle=file.handle, kind=file.kind, captioned=captioned)


def newest_file(document: Document) -> StoredFile:
    """The file of the version that counts."""
    return document.versions[-1].file


def circulated(
    document: Document,
    twg: Twg,
    *,
    heading: str = "",
    acknowledged: bool = False,
    reminded_at: datetime | None = None,
    keyboard: Keyboard = (),
) -> Content:
    """The document itself with what it is; the button to acknowledge it until that is done.

    Args:
        heading: "" when it is shown on demand, else "circulated" or "reminder".
        reminded_at: when whoever has not acknowledged it is reminded next; empty when nobody is.
    """
    if heading and not acknowledged:
        keyboard = ((button(_("I have received it"), "documents:acknowledge", document.id),), *keyboard)
    context = {
        "document": document,
        "twg": twg,
        "heading": heading,
        "acknowledged": acknowledged,
        "reminded_at": reminded_at,
    }
    opener = button(shorten(document.title), "documents:open", document.id)
    files = (attach(newest_file(document), captioned=True),)
    return Content("documents/card", context, keyboard, files, grouped=((opener,),))
