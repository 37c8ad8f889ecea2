"""A report that is being written as a Word document, in one language (J6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from messages.rendering import word, word_contents
from messages.rendering.texts import Text, _, in_words, localize_digits
from messages.rendering.word_contents import Entry
from storage.core.shortening import shorten

if TYPE_CHECKING:
    from docx.document import Document

#: Characters of a name in the contents.
_NAME = 62
#: Lines of contents on the first page, below the title, and on each further one.
_FIRST, _FURTHER = 15, 28


@dataclass
class Paper:
    """A document that is being written, in one language."""

    document: "Document"
    locale: str
    tables: int = 0

    def say(self, text: Text | str) -> str:
        return in_words(text, self.locale)

    def number(self, value: object) -> str:
        return localize_digits(value, locale=self.locale)

    def heading(self, number: int, text: Text) -> str:
        """A heading with its number: "1. Summary"."""
        return f"{self.number(number)}. {self.say(text)}"

    def caption(self, title: Text | str, *, new_page: bool = False) -> None:
        """The caption of the next table. Args: `new_page`: it begins a page."""
        self.tables += 1
        about = self.say(_("Table")), self.tables, self.number(self.tables), self.say(title)
        word_contents.add_caption(self.document, *about, new_page=new_page)

    def line(self, text: Text | str, *, bold: bool = False, size_pt: int = word.SIZE_PT) -> None:
        word.add_line(self.document, self.say(text), bold=bold, size_pt=size_pt)

    def fact(self, name: Text, fact: str, *, size_pt: int = 10) -> None:
        """A line with its name in bold; nothing where there is no fact."""
        if not fact:
            return
        paragraph = self.document.add_paragraph()
        head = _("{name}: {fact}").with_(name=name, fact="").render(self.locale)
        word.write(paragraph, head, size_pt=size_pt, bold=True)
        word.write(paragraph, fact, size_pt=size_pt)

    def head(self) -> None:
        """The two lines above official papers."""
        for text in (_("Kingdom of Cambodia"), _("Nation Religion King")):
            word.add_line(self.document, self.say(text), bold=True, centred=True)

    def title(self, *texts: str) -> None:
        for place, text in enumerate(texts):
            word.add_line(self.document, text, size_pt=word.LARGE_PT - 2 * place, bold=True, centred=True)

    def contents(self, entries: Sequence[tuple[str, str, int, int]]) -> None:
        """The contents. Args: `entries`: text, bookmark, level, and page counted from the one after the contents."""
        self.line(_("Contents"), bold=True, size_pt=13)
        before = pages_of_contents(len(entries))
        filled = [
            Entry(shorten(text, _NAME), bookmark, self.number(page + before), level)
            for text, bookmark, level, page in entries
        ]
        breaks = range(_FIRST, len(filled), _FURTHER)
        word_contents.add_contents(self.document, filled, new_pages=breaks)

    def section(self, text: Text | str, bookmark: str, *, level: int = 1, new_page: bool = True) -> None:
        word_contents.add_titled(self.document, self.say(text), bookmark, level=level, new_page=new_page)


def pages_of_contents(lines: int) -> int:
    """How many pages the title and so many lines of contents take."""
    return 1 + max(0, -(-(lines - _FIRST) // _FURTHER))
