"""Details of documents that are seen from their context, so that nobody is asked: source, theme, item, language (D2).

They are seen from what was typed below the files, from their names, from who sent them first, and from the agenda of
the meeting for which they are. What a caption labels goes before what is concluded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import each_once, fold, key_of
from storage.documents import DocumentKind
from storage.documents.details import list_institutions_by_account, list_themes
from storage.meetings import AgendaItem
from storage.members import Membership
from storage.members.known_bodies import find_body
from twg.core.files import SentFile
from twg.documents.likeness import OVERLAPPING, overlap, read_name
from twg.language.document_facts import (
    Detail,
    find_details,
    find_item_number,
    find_language,
    first_of,
    language_of,
    mentions,
    read_item_number,
    read_language,
)
from twg.language.file_names import read_file_name
from twg.language.procedural import needs_no_paper

#: Kinds of documents that are about a meeting as a whole.
_OF_THE_MEETING = frozenset({DocumentKind.AGENDA, DocumentKind.MINUTES})
#: Titles of so few letters may stand in any other.
_SHORT = 5


@dataclass(frozen=True)
class Context:
    """What is known of a TWG.

    Attributes:
        authors: the name of each member and that of their institution, by the id of their account.
        themes: of earlier documents, and those for which members are responsible; the longest first.
        agenda: of the meeting for which the documents are; empty for none.
    """

    authors: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True)
class Seen:
    """The details of one document; empty, and None, where they cannot be seen. `language` is "km", "en" or empty."""

    source: str = ""
    theme: str = ""
    language: str = ""
    item: AgendaItem | None = None


async def load_context(session: AsyncSession, twg_id: int, members: Iterable[Membership]) -> Context:
    """What is known of a TWG, without an agenda."""
    authors = await list_institutions_by_account(session, twg_id)
    of_members = [theme for member in members for theme in member.themes]
    themes = each_once([*await list_themes(session, twg_id), *of_members])
    return Context(authors, tuple(sorted(themes, key=len, reverse=True)))


def see(context: Context, file: SentFile, *, title: str, kind: DocumentKind, caption: str, note: str) -> Seen:
    """What is seen of a document.

    Args:
        title: as it will be called.
        caption: what was typed below its own file.
        note: what was typed below all files together.
    """
    name = "" if file.kind == "photo" else file.name
    labelled = first_of(find_details(caption), find_details(note))
    source = labelled.get(Detail.SOURCE, "") or _source(context, file, name)
    return Seen(
        source=source,
        theme=labelled.get(Detail.THEME, "") or _theme(context, f"{name}\n{title}\n{caption}\n{note}"),
        language=read_language(labelled.get(Detail.LANGUAGE, "")) or find_language(caption) or _language(name, title),
        item=_item(context, labelled.get(Detail.ITEM, ""), f"{name}\n{caption}", title, kind, source),
    )


def _source(context: Context, file: SentFile, name: str) -> str:
    """The institution of who sent it first, or that person; else a known body that the name of the file begins with."""
    if file.author:
        person, institution = context.authors.get(file.author_id) or _by_name(context, file.author)
        return institution or person or file.author
    return _marked_body(name)


def _by_name(context: Context, author: str) -> tuple[str, str]:
    """The only member of this name, for an author who hides their account; empty for none and for several."""
    found = {pair for pair in context.authors.values() if key_of(pair[0]) == key_of(author)}
    return found.pop() if len(found) == 1 else ("", "")


def _marked_body(name: str) -> str:
    """The known body that stands apart at an end of a name: "ADB_comments", "Budget (MoH)", "WHO - slides".

    One within the words is what a paper is about.
    """
    stem = name.rpartition(".")[0] or name
    bracketed = stem.rstrip().endswith(")") and "(" in stem
    first, sign, _rest = stem.replace(" - ", "_").replace(" – ", "_").partition("_")
    for words in ([first] if sign else []) + ([stem.rstrip()[:-1].rpartition("(")[2]] if bracketed else []):
        if find_body(words.strip()) is not None:
            return words.strip()
    return ""


def _theme(context: Context, text: str) -> str:
    return next((theme for theme in context.themes if mentions(text, theme)), "")


def _language(name: str, title: str) -> str:
    """Khmer where the name or the title has Khmer letters; a Latin name says nothing, the text of the file will."""
    return "km" if "km" in (read_file_name(name).language, language_of(title)) else ""


def _item(context: Context, labelled: str, said: str, title: str, kind: DocumentKind, source: str) -> AgendaItem | None:
    """The item that the caption or the name says; else the only one that is called so, or that its source presents.

    Args:
        said: the name of its file, and what was typed below that.
    """
    number = read_item_number(labelled) if labelled else find_item_number(said)
    if number is not None:
        return next((item for item in context.agenda if item.position == number), None)
    if labelled:
        return find_item(context.agenda, labelled)
    if kind in _OF_THE_MEETING:
        return None
    return find_item(context.agenda, title) or _presented_by(context.agenda, source)


def find_item(agenda: Iterable[AgendaItem], words: str) -> AgendaItem | None:
    """The agenda item whose title shares most words with these, where one does and no other as many."""
    sought = read_name(words)
    rated = [(overlap(sought, read_name(item.title)), item) for item in agenda if not needs_no_paper(item.title)]
    best = max((share for share, _item in rated), default=0.0)
    near = [item for share, item in rated if share == best]
    if best >= OVERLAPPING and len(near) == 1:
        return near[0]
    within = [item for _share, item in rated if len(key_of(item.title)) > _SHORT and mentions(words, item.title)]
    return within[0] if len(within) == 1 else None


def _presented_by(agenda: Iterable[AgendaItem], source: str) -> AgendaItem | None:
    """The only item that a body or a person presents, however it is called there."""
    if not source:
        return None
    found = [item for item in agenda if item.presenter and is_called(item.presenter, source)]
    return found[0] if len(found) == 1 else None


def is_called(presenter: str, source: str) -> bool:
    """Whether who presents an item is this body or person, however it is called there."""
    body = find_body(source)
    names = {fold(source), *([] if body is None else map(fold, body.names))}
    return fold(presenter) in names or any(mentions(presenter, name) for name in names)
