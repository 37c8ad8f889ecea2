"""Messages about documents."""

from datetime import datetime

from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, shorten
from messages.rendering.texts import Text, _
from storage.core.file_texts import TextState
from storage.core.files import StoredFile
from storage.documents import Document
from storage.members import Twg
from twg.core.files import SentFile

#: What recordings are called that have no name of their own.
_RECORDINGS = {
    "voice": _("Voice message"),
    "video_note": _("Video message"),
    "video": _("Video"),
    "audio": _("Recording"),
}


def name_of(file: StoredFile | SentFile) -> Text | str:
    """What a file is called to people; Telegram gives recordings no name."""
    generated = file.name.startswith(f"{file.kind}-") and file.kind in _RECORDINGS
    return _RECORDINGS[file.kind] if generated else file.name


def attach(file: StoredFile, *, captioned: bool = False) -> Attachment:
    """A stored file as an attachment, sent again by its Telegram file id instead of uploaded."""
    return Attachment(file.name, handle=file.handle, kind=file.kind, captioned=captioned)


def newest_file(document: Document) -> StoredFile:
    """The file of the newest version."""
    return document.versions[-1].file


def circulated(
    document: Document,
    twg: Twg,
    *,
    heading: str = "",
    acknowledged: bool = False,
    reminded_at: datetime | None = None,
    text: TextState | None = None,
    keyboard: Keyboard = (),
) -> Content:
    """The document's newest file with its card as caption.

    Until the reader has acknowledged it, a card with a heading has the button to do so.

    Args:
        heading: "circulated" or "reminder"; "" for a reader who is not asked to acknowledge it.
        text: why its text, or some of it, is not found; `None` where it is, or will be.
        reminded_at: UTC, when those who have not acknowledged it are next reminded; `None` without such a reminder.
    """
    if heading and not acknowledged:
        keyboard = ((button(_("I have received it"), "documents:acknowledge", document.id),), *keyboard)
    context = {
        "document": document,
        "twg": twg,
        "heading": heading,
        "acknowledged": acknowledged,
        "reminded_at": reminded_at,
        "text": text,
    }
    opener = _opener(document)
    files = (attach(newest_file(document), captioned=True),)
    return Content("documents/card", context, keyboard, files, grouped=((opener,),))


def corrected(document: Document, twg: Twg, *, was: str) -> Content:
    """What those are told who have the document: its title and note as they are now.

    Args:
        was: the title in the message that they have.
    """
    context = {"document": document, "twg": twg, "was": "" if was == document.title else was}
    keyboard = ((_opener(document),),)
    return Content("documents/told_corrected", context, keyboard, grouped=keyboard)


def _opener(document: Document) -> Button:
    return button(shorten(document.title), "documents:open", document.id)
