"""Messages about documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from messages.meetings.papers import word_lead
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, told_apart
from messages.rendering.labels import audience_labels
from messages.rendering.texts import Text, _
from storage.core.files import StoredFile
from storage.documents import Circulation, Document
from storage.members import Adoption, Twg
from storage.minutes import MinutesVersion
from twg.core.audiences import parse_audience
from twg.documents.albums import albums_of
from twg.documents.library import Card
from twg.documents.naming import meeting_of, name_of_circulation

#: Documents of a set that have a button below its list; the others are found by searching.
MOST_OPENED = 20
#: How each language is called.
LANGUAGES = {"km": _("Khmer"), "en": _("English")}


def attach(file: StoredFile, *, captioned: bool = False) -> Attachment:
    """A stored file as an attachment, sent again by its Telegram file id instead of uploaded."""
    return Attachment(file.name, handle=file.handle, kind=file.kind, captioned=captioned)


def circulated(
    document: Document,
    twg: Twg,
    *,
    heading: str = "",
    acknowledged: bool = False,
    reminded_at: datetime | None = None,
    keyboard: Keyboard = (),
    card: Card | None = None,
    newer: bool = False,
    minutes: MinutesVersion | None = None,
) -> Content:
    """The document's newest file with its card as caption.

    Until the reader has acknowledged it, a card with a heading has the button to do so.

    Args:
        heading: "circulated", "reminder", "replaced" or "stands"; "" for a reader who is not asked to acknowledge it.
        reminded_at: UTC, when those who have not acknowledged it are next reminded; `None` without such a reminder.
        card: where it was used and who has it, for who looks at it on demand.
        newer: whether it is shown instead of an earlier version, whose message has the button.
        minutes: where it is the minutes of a meeting, how these stand now.
    """
    number = document.versions[-1].number
    meeting = meeting_of(document.circulation) if card is None else card.meeting
    if heading and not acknowledged:
        keyboard = ((button(_("I have received it"), "documents:acknowledge", document.id, number),), *keyboard)
    if heading and document.minutes_of_id is not None and document.recalled_at is None:
        keyboard = (*keyboard, (button(_("Propose a correction"), "minutes:choose", document.minutes_of_id),))
    context = {
        "document": document,
        "twg": twg,
        "heading": heading,
        "meeting": meeting,
        "item": None if meeting is None else document.item,
        "acknowledged": acknowledged,
        "reminded_at": reminded_at,
        "card": card,
        "newer": newer,
        "minutes": minutes,
        "Adoption": Adoption,
        "text": None if card is None else card.unfound,
        "lead": None if card is None or card.lead is None else word_lead(card.lead),
        "language": LANGUAGES.get(document.language, ""),
        "seen_by": [] if card is None else audience_labels(parse_audience(document.audience), card.addressees),
    }
    opener = _opener(document)
    files = (attach(document.file, captioned=True),)
    return Content("documents/card", context, keyboard, files, grouped=((opener,),))


def corrected(document: Document, twg: Twg, *, was: str) -> Content:
    """What those are told who have the document: its title and note as they are now.

    Args:
        was: the title in the message that they have.
    """
    context = {"document": document, "twg": twg, "was": "" if was == document.title else was}
    keyboard = ((_opener(document),),)
    return Content("documents/told_corrected", context, keyboard, grouped=keyboard)


def _opener(document: Document, label: str = "") -> Button:
    """Args: `label`: another one than the title."""
    called: Text | str = label or shorten(document.title)
    if not label and document.minutes_of_id is not None:
        called = _("Minutes: {title}").with_(title=called)
    return button(called, "documents:open", document.id, document.versions[-1].number)


def circulated_set(
    circulation: Circulation,
    twg: Twg,
    *,
    heading: str = "",
    acknowledged: bool = False,
    reminded_at: datetime | None = None,
    keyboard: Keyboard = (),
    newer: bool = False,
    with_files: bool = False,
    openers: bool = True,
    withdrawn: Sequence[Document] = (),
) -> Content:
    """The list of the documents of a set, with a button for each; and one to acknowledge all. Args: as `circulated`.

    Args:
        with_files: the files come before it, in albums.
        openers: there is a button for each document; none where the files come before it.
        withdrawn: those that were recalled, for a reader who has them.
    """
    documents = [document for document in circulation.documents if document.recalled_at is None]
    edition = edition_of(circulation)
    opened = documents[:MOST_OPENED] if openers and not with_files else []
    labels = told_apart([document.title for document in opened], [f"{document.position}." for document in opened])
    buttons: Keyboard = rows(_opener(document, label) for document, label in zip(opened, labels, strict=True))
    if heading and not acknowledged:
        buttons = ((button(_("I have received them"), "documents:acknowledge_set", circulation.id, edition),), *buttons)
    context = {
        "circulation": circulation,
        "meeting": meeting_of(circulation),
        "documents": documents,
        "twg": twg,
        "heading": heading,
        "acknowledged": acknowledged,
        "reminded_at": reminded_at,
        "newer": newer,
        "withdrawn": withdrawn,
    }
    if with_files:
        albums = tuple(_album(documents) for documents in albums_of(circulation))
        return Content("documents/set", context, (*buttons, *keyboard), albums=albums)
    grouped = ((button(shorten(name_of_circulation(circulation)), *opens(circulation)),),)
    return Content("documents/set", context, (*buttons, *keyboard), grouped=grouped)


def edition_of(circulation: Circulation) -> int:
    """A number that grows with each new version of a document of a set."""
    return max(version.id for document in circulation.documents for version in document.versions)


def _album(documents: Sequence[Document]) -> tuple[Attachment, ...]:
    """The files that were not recalled, each with its number in the list and its title."""
    caption = _("{number}. {label}")
    return tuple(
        replace(attach(document.file), caption=caption.with_(number=document.position, label=document.title))
        for document in documents
        if document.recalled_at is None
    )


def posted(circulation: Circulation, twg: Twg) -> Content:
    """What is posted in a group: the titles alone."""
    documents = [document for document in circulation.documents if document.recalled_at is None]
    context = {"circulation": circulation, "documents": documents, "meeting": meeting_of(circulation), "twg": twg}
    return Content("documents/posted", context)


def opens(circulation: Circulation) -> tuple[str, int]:
    """The button that opens a circulation, with the id that it carries: of its one document, or its own."""
    if circulation.is_set:
        return "documents:open_set", circulation.id
    return "documents:open", circulation.documents[0].id
