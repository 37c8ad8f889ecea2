"""Messages about the library of documents: lists, what they are narrowed by, recalled documents."""

from collections.abc import Sequence

from messages.documents import LANGUAGES, attach
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten, taking_off, told_apart
from messages.rendering.labels import label
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.documents import Document, DocumentKind
from storage.documents.library import MOST_COUNTED
from storage.meetings import Meeting
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.documents.library import Browsed, Card, Choice, LibraryPage, Side
from twg.documents.withdrawing import Reach

#: The code of each kind within callback data: the data has room for 64 bytes.
_CODES = {kind: kind.value[:2] for kind in DocumentKind}
_KINDS = {code: kind for kind, code in _CODES.items()}


def encode(browsed: Browsed) -> str:
    """What was chosen as buttons carry it: "kpa.m12.y2026.lkm.s45"; "-" for nothing."""
    parts = {
        "k": "" if browsed.kind is None else _CODES[browsed.kind],
        "m": browsed.meeting,
        "y": browsed.year,
        "l": browsed.language,
        "s": browsed.source,
    }
    return ".".join(f"{letter}{value}" for letter, value in parts.items() if value) or "-"


def decode(code: str) -> Browsed | None:
    """What `encode` has written; None for anything else."""
    values = {part[:1]: part[1:] for part in code.split(".")} if code != "-" else {}
    numbers = {letter: values.get(letter, "") for letter in "mys"}
    known = set(values) <= set("kmyls") and values.get("k", "pa") in _KINDS and values.get("l", "km") in LANGUAGES
    if not known or not all(number == "" or (number.isascii() and number.isdecimal()) for number in numbers.values()):
        return None
    meeting, year, source = (int(number) if number and len(number) < 10 else None for number in numbers.values())
    return Browsed(_KINDS.get(values.get("k", "")), meeting, year, values.get("l", ""), source)


def _chosen(page: LibraryPage) -> dict[Side, Text | str]:
    """What was chosen on each side, in words."""
    browsed = page.browsed
    return {
        **({} if browsed.kind is None else {Side.KIND: label(browsed.kind)}),
        **({} if page.meeting is None else {Side.MEETING: page.meeting.title}),
        **({} if browsed.year is None else {Side.YEAR: Text("{n}").with_(n=browsed.year)}),
        **({Side.LANGUAGE: LANGUAGES[browsed.language]} if browsed.language else {}),
        **({Side.SOURCE: page.source} if page.source else {}),
    }


#: Labels of the buttons by which the list is narrowed.
SIDES = {
    Side.KIND: _("By kind"),
    Side.MEETING: _("By meeting"),
    Side.YEAR: _("By year"),
    Side.LANGUAGE: _("By language"),
    Side.SOURCE: _("By source"),
}


def listing(actor: Actor, page: LibraryPage, locale: str) -> Content:
    """A page of documents with a button for each, and those that turn and narrow it."""
    documents, code = page.documents, encode(page.browsed)
    moments = [
        format_moment(document.circulation.circulated_at.astimezone(actor.zone), locale=locale, short=True)
        for document in documents
    ]
    labels = told_apart([document.title for document in documents], moments)
    keyboard: Keyboard = rows(
        button(name, "documents:open", document.id) for name, document in zip(labels, documents, strict=True)
    )
    turns = [button(_("Newer"), "documents:browse", page.page - 1, code)] if page.page > 1 else []
    turns += [button(_("Older"), "documents:browse", page.page + 1, code)] if page.more else []
    keyboard = (*keyboard, *((tuple(turns),) if turns else ()))
    chosen = _chosen(page)
    if page.more or page.page > 1 or code != "-":  # else all is on the screen
        sides = [button(name, "documents:sides", side.value, code) for side, name in SIDES.items()] if documents else []
        sides += [
            taking_off(name, "documents:browse", 1, encode(page.browsed.without(side))) for side, name in chosen.items()
        ]
        sides += [button(_("Show all"), "documents:browse", 1, "-")] if len(chosen) != 1 and code != "-" else []
        keyboard = (*keyboard, *rows(sides, per_row=2))
    if actor.may(Permission.DOCUMENT_CIRCULATE):
        keyboard = (*keyboard, (button(_("Circulate a document"), "documents:new"),))
    context = {"twg": actor.twg, "documents": documents, "page": page.page, "chosen": list(chosen.values())}
    return Content("documents/list", context, keyboard)


def choices(twg: Twg, page: LibraryPage, found: Sequence[Choice]) -> Content:
    """The values of a side, each with how many documents there are of it."""
    buttons = [_choice(each) for each in found]
    back = button(_("Back"), "documents:browse", 1, encode(page.browsed))
    context = {"twg": twg, "chosen": list(_chosen(page).values()), "found": len(found)}
    return Content("documents/choices", context, (*rows(buttons, per_row=2), (back,)))


def _choice(choice: Choice) -> Button:
    match choice.value:
        case DocumentKind():
            name: Text | str = label(choice.value)
        case Meeting():
            name = shorten(choice.value.title, 36)
        case int():
            name = Text("{n}").with_(n=choice.value)
        case _ if choice.value in LANGUAGES:
            name = LANGUAGES[choice.value]
        case _:
            name = shorten(choice.value.strip(), 36)
    many = choice.count >= MOST_COUNTED
    count = Text("{n}+").with_(n=MOST_COUNTED - 1) if many else Text("{n}").with_(n=choice.count)
    words = Text("{name} ({count})").with_(name=name, count=count)
    return button(words, "documents:browse", 1, encode(choice.browsed))


def card_keyboard(card: Card) -> Keyboard:
    """The buttons below a document's card: its versions, and what its reader may do with it."""
    document, found = card.document, []
    if len(document.versions) > 1:
        found.append(button(_("Earlier versions"), "documents:versions", document.id))
    if not card.runs:
        return rows(found)
    receipts = button(_("Who has not acknowledged"), "documents:receipts", document.id)
    if document.recalled_at is not None:
        return rows([*found, receipts])
    replace = button(_("Send a new version"), "documents:replace", document.id)
    recall = button(_("Recall"), "documents:recall", document.id)
    describe = button(_("Correct the details"), "documents:describe", document.id)
    return rows([receipts, *found, replace, recall, describe], per_row=2)


def in_album(document: Document, twg: Twg) -> Content:
    """A document of a set in its album: its file, with its number and its title."""
    files = (attach(document.file, captioned=True),)
    return Content("documents/in_album", {"document": document, "twg": twg}, files=files)


def recalled(document: Document, twg: Twg) -> Content:
    """What stands in the place of a document that was recalled."""
    return Content("documents/recalled", {"document": document, "twg": twg})


def posted_version(document: Document, twg: Twg) -> Content:
    """What is posted in a group of a new version: the title alone, for the file is sent to each member."""
    return Content("documents/posted_version", {"document": document, "twg": twg})


def told_recalled(document: Document, twg: Twg) -> Content:
    """What those are told who have a document that was recalled."""
    opener = button(shorten(document.title), "documents:open", document.id)
    return Content("documents/told_recalled", {"document": document, "twg": twg}, grouped=((opener,),))


def tell_reach(reach: Reach) -> list[Text]:
    """Who has a document that is recalled, and what cannot be undone, a sentence each."""
    told = []
    if reach.people:
        told += [
            counted(
                reach.people,
                _("1 person has it; their messages are changed to say that it was recalled."),
                _("{n} people have it; their messages are changed to say that it was recalled."),
            ),
            _("What cannot be undone: copies that they saved or forwarded stay with them."),
        ]
    if reach.old:
        told.append(
            counted(
                reach.old,
                _("1 message is older than 48 hours: it can be changed, not deleted, and stays as a changed one."),
                _("{n} messages are older than 48 hours: they can be changed, not deleted, and stay as changed ones."),
            )
        )
    if reach.shared:
        told.append(
            counted(
                reach.shared,
                _("1 message that says other things too keeps its title."),
                _("{n} messages that say other things too keep its title."),
            )
        )
    if reach.waiting:
        told.append(
            counted(
                reach.waiting,
                _("1 person who would still have got it does not get it."),
                _("{n} people who would still have got it do not get it."),
            )
        )
    return told or [_("Nobody has it.")]
