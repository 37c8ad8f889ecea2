"""The files of a circulation as documents: their titles and kinds by the names of the files, and as corrected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from messages.documents import LANGUAGES
from messages.rendering.file_names import name_of
from messages.rendering.labels import label
from messages.rendering.templating import format_day
from messages.rendering.texts import LOCALES, Text, _, localize_digits
from storage.core.spelling import key_of
from storage.documents import DocumentKind
from storage.meetings import AgendaItem
from twg.core.files import SentFile
from twg.documents.guessing import guess_kind
from twg.documents.seeing import Context, see
from twg.language.choices import find_choice
from twg.language.document_facts import Detail, read_details
from twg.language.file_names import read_file_name

#: Most documents in one circulation: four albums.
MOST_PAPERS = 40
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
#: "3: Budget annex (report)": the number, what the document is called, and its kind in brackets.
_LINE = re.compile(r"\s*(?P<number>[0-9០-៩]{1,3})\s*[:.)=។៖–—-]\s*(?P<text>.*)", re.DOTALL)
_KIND = re.compile(r"(?P<title>.*?)\s*\((?P<kind>[^()]*)\)\s*")
#: What takes a document out, besides nothing at all.
_OUT = frozenset(map(key_of, ("-", "–", "—", "x", "no", "none", "remove", "delete", "leave out", "លុប", "ដកចេញ", "ទេ")))


@dataclass(frozen=True)
class Paper:
    """A document that is about to be circulated. `number` is the place of its file, from 1."""

    number: int
    file: SentFile
    title: str
    kind: DocumentKind
    dated_on: date | None
    language: str
    source: str = ""
    theme: str = ""
    item: AgendaItem | None = None

    def line(self, locale: str) -> str:
        """As the summary lists it: "3. Budget annex (Report) · item 2 · ADB"."""
        number = localize_digits(self.number, locale=locale)
        return f"{number}. {' · '.join([f'{self.title} ({label(self.kind).render(locale)})', *self.details(locale)])}"

    def details(self, locale: str) -> list[str]:
        """What is known of it besides title and kind."""
        item = [] if self.item is None else [_("item {n}").with_(n=self.item.position).render(locale)]
        language = [LANGUAGES[self.language].render(locale)] if self.language else []
        day = [] if self.dated_on is None else [format_day(self.dated_on, locale=locale, short=True)]
        return [*item, *filter(None, [self.source, self.theme]), *language, *day]


@dataclass(frozen=True)
class LineRead:
    """What one line says about a document. `title` and `kind` are None where it says nothing of them.

    Attributes:
        number: of the document; None for all of them.
        details: as typed; an empty one empties it.
    """

    number: int | None
    title: str | None = None
    kind: DocumentKind | None = None
    out: bool = False
    details: Mapping[Detail, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What the documents of a circulation are read with.

    Attributes:
        context: from which details are seen, with the agenda of the chosen meeting.
        note: what was typed below the files.
        for_meeting: they are papers for a meeting, where their names say nothing else.
    """

    locale: str
    context: Context = field(default_factory=Context)
    note: str = ""
    for_meeting: bool = False


def read_papers(file: SentFile, corrected: Mapping[str, Any], around: Around) -> list[Paper]:
    """The files as documents, without those that were taken out.

    Args:
        corrected: the raw answer of a `TitlesField`, or nothing.
    """
    titles, kinds = corrected.get("titles", {}), corrected.get("kinds", {})
    rest = DocumentKind.PAPER if around.for_meeting else DocumentKind.OTHER
    several = len({each.caption for each in file.all if each.caption}) > 1
    found, of_album, author = [], "", ""
    for number, each in enumerate(file.all, start=1):
        if each.caption:  # of an album the first file has the caption
            of_album, author = each.caption, each.author
        elif each.author != author:
            of_album = ""
        if number in corrected.get("out", ()):
            continue
        read = read_file_name("" if each.kind == "photo" else each.name)
        kind = DocumentKind(kinds[str(number)]) if str(number) in kinds else guess_kind(each.name) or rest
        said = titles.get(str(number)) or read.title
        title = said or _nameless(each, number, around.locale)
        caption = each.caption if file.more else f"{each.caption}\n{around.note}"
        note = of_album if several else around.note
        seen = see(around.context, each, title=said, kind=kind, caption=caption, note=note)
        paper = Paper(number, each, title, kind, read.dated_on, seen.language, seen.source, seen.theme, seen.item)
        found.append(_with_details(paper, corrected, around.context))
    return found


def _with_details(paper: Paper, corrected: Mapping[str, Any], context: Context) -> Paper:
    """The paper with what the sender typed in place of what the assistant saw.

    What they typed for this paper counts before what they typed for all papers.
    """
    typed = {**corrected.get("details", {}).get("", {}), **corrected.get("details", {}).get(str(paper.number), {})}
    changes: dict[str, Any] = {name: typed[name] for name in ("source", "theme", "language") if name in typed}
    if Detail.ITEM in typed:
        changes["item"] = next((item for item in context.agenda if item.id == typed[Detail.ITEM]), None)
    if Detail.DATED_ON in typed:
        day = typed[Detail.DATED_ON]
        changes["dated_on"] = date.fromisoformat(day) if day else None
    return replace(paper, **changes)


def _nameless(file: SentFile, number: int, locale: str) -> str:
    """What a file is called whose name says nothing: "Photo 3"."""
    kind = name_of(file)
    what = kind if isinstance(kind, Text) else _("Document")
    return f"{what.render(locale)} {localize_digits(number, locale=locale)}"


def read_line(line: str) -> LineRead | None:
    """What a line says about the document whose number it begins with, or of which details about all of them.

    None where it says neither.
    """
    of_all = read_details(line)
    if of_all is not None:
        return LineRead(None, details=of_all)
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    number, text = int(found["number"].translate(_KHMER_DIGITS)), found["text"].strip()
    if not text or key_of(text) in _OUT:
        return LineRead(number, out=True)
    details = read_details(text)
    if details is not None:
        return LineRead(number, details=details)
    with_kind = _KIND.fullmatch(text)
    kind = None if with_kind is None else read_kind(with_kind["kind"])
    if with_kind is None or kind is None:
        return LineRead(number, title=text)
    return LineRead(number, title=with_kind["title"].strip() or None, kind=kind)


def read_kind(text: str) -> DocumentKind | None:
    """The kind that is called so in any language."""
    kinds = tuple(DocumentKind)
    labels = [(kind, label(kind).render(locale)) for kind in kinds for locale in LOCALES]
    exact = next((kind for kind, name in labels if key_of(name) == key_of(text)), None)
    return exact or (find_choice(text, kinds, labels) if text.strip() else None)


def with_caption(files: Sequence[SentFile], words: str) -> list[SentFile]:
    """The files, with the words on a single one, of which its details are seen: the note may be a part of them."""
    if len(files) != 1 or files[0].caption:
        return list(files)
    return [files[0].model_copy(update={"caption": words})]


def caption_of(files: Iterable[SentFile], text: str) -> str:
    """The note that captions are: one as it is, several with the number of their file.

    Args:
        text: the caption of a file that came alone.
    """
    listed = list(files)
    captions = [(number, file.caption) for number, file in enumerate(listed, start=1) if file.caption]
    if len(captions) < 2:
        return captions[0][1] if captions else text
    if len({caption for _number, caption in captions}) == 1:
        return captions[0][1]
    return "\n".join(f"{number}. {caption}" for number, caption in captions)
