"""The texts of Word and PowerPoint files, read as a stream in bounded memory.

Only the runs of text are needed: a library would build every element of a file in memory first.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from scheduler.reading.legacy_khmer import is_illegible, is_legacy_font
from scheduler.reading.parts import Part, Unreadable

_CHUNK = 1 << 16
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_STYLES = "word/styles.xml"
#: Beside the document itself: what stands at the foot of its pages.
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")

Attributes = Mapping[str, str]


def read_word(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Pages as Word has saved them; one if it has not. Raises: Unreadable."""
    paged = _Text(breaks=True, breaking=_breaking_styles(archive))
    yield from _stream(archive, "word/document.xml", paged)
    for name in _NOTES:
        if name in archive.namelist():
            yield from (part._replace(number=0) for part in _stream(archive, name, _Text()))


def _breaking_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The styles whose paragraphs begin a page."""
    return styles_with(archive, "pageBreakBefore")


def styles_with(archive: zipfile.ZipFile, sought: str) -> frozenset[str]:
    """The ids of the styles that have an element of this name, and do not switch off what it says."""
    found, name = set[str](), ""

    def start(element: str, given: Attributes) -> None:
        nonlocal name
        if element == "style":
            name = local_value(given, "styleId")
        elif element == sought and _is_on(given):
            found.add(name)

    if _STYLES in archive.namelist():
        for _chunk in parse(archive, _STYLES, start):
            pass
    return frozenset(found)


def _is_on(given: Attributes) -> bool:
    return local_value(given, "val") not in {"0", "false", "off"}


def read_slides(archive: zipfile.ZipFile) -> Iterator[Part]:
    """The slides in their order, each with its notes. Raises: Unreadable."""
    for number, path in enumerate(_slides(archive), 1):
        texts = [part for name in (path, _notes_of(archive, path)) if name for part in _stream(archive, name, _Text())]
        text = "\n".join(part.text for part in texts)
        yield Part("slide", number, "", text, sum(part.illegible for part in texts))


def _slides(archive: zipfile.ZipFile) -> list[str]:
    """Paths of the slides, in the order in which they are shown."""
    targets, order = _targets(archive, "ppt/presentation.xml"), list[str]()

    def start(element: str, given: Attributes) -> None:
        if element == "sldId":
            order.extend(value for key, value in given.items() if key.endswith("relationships id"))

    for _chunk in parse(archive, "ppt/presentation.xml", start):
        pass
    shown = [targets[key] for key in order if targets.get(key) in archive.namelist()]
    found = sorted(filter(_SLIDE.fullmatch, archive.namelist()), key=lambda path: int(_SLIDE.sub(r"\1", path)))
    return shown or found


def _notes_of(archive: zipfile.ZipFile, path: str) -> str:
    return next((target for target in _targets(archive, path).values() if "/notesSlides/" in target), "")


def _targets(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """Paths of what a part refers to, by the id of the relation."""
    folder, name = posixpath.split(path)
    relations, found = f"{folder}/_rels/{name}.rels", dict[str, str]()

    def start(element: str, given: Attributes) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.join(f"/{folder}", given.get("Target", ""))
            found[given.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    if relations in archive.namelist():
        for _chunk in parse(archive, relations, start):
            pass
    return {key: target for key, target in found.items() if target in archive.namelist()}


@dataclass
class _Text:
    """Collects what is written in a part of a document.

    Attributes:
        breaks: whether its pages are told apart.
        breaking: styles whose paragraphs begin a page.
    """

    breaks: bool = False
    breaking: frozenset[str] = frozenset()
    number: int = 1
    done: list[Part] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)
    _illegible: int = 0
    #: A page break that the author set is the last of what was read: Word saves beside it that a page begins there.
    _broken: bool = False
    #: The section that ends with the paragraph: how the next one begins; empty for no end of a section.
    _section: str = ""
    _in_text: bool = False
    #: How many elements are open whose text a tracked change has moved elsewhere.
    _moved: int = 0
    _legacy: bool = False

    def start(self, element: str, given: Attributes) -> None:
        match element:
            case "t":
                self._in_text = True
            case "moveFrom":
                self._moved += 1
            case "r":
                self._legacy = False
            case "rFonts" | "latin":
                self._legacy = any(map(is_legacy_font, given.values()))
            case "tab" | "tc":
                self._written.append("\t")
            case "br" if local_value(given, "type") == "page" and self.breaks:
                self._break()
            case "br" | "cr":
                self._written.append("\n")
            case "pageBreakBefore" if self.breaks and _is_on(given):
                self._break()
            case "pStyle" if local_value(given, "val") in self.breaking:
                self._break()
            case "sectPr":
                self._section = "nextPage"
            case "type" if self._section:
                self._section = local_value(given, "val")
            case "lastRenderedPageBreak" if self.breaks:
                if not self._broken:
                    self._end_page()
                self._broken = False

    def end(self, element: str) -> None:
        if element == "t":
            self._in_text = False
        elif element == "moveFrom":
            self._moved -= 1
        elif element == "p":
            self._written.append("\n")
            if self._section not in {"", "continuous"} and self.breaks:
                self._break()
            self._section = ""

    def text(self, text: str) -> None:
        if self._in_text and not self._moved:
            self._broken = False
            if self._legacy:
                self._illegible += len(text)
            else:
                self._written.append(text)

    def _break(self) -> None:
        if not self._broken:  # a break of which nothing was written behind is none more
            self._end_page()
        self._broken = True

    def _end_page(self) -> None:
        self.finish()
        self.number += 1

    def finish(self) -> None:
        text = "".join(self._written)
        if is_illegible(text):
            text, self._illegible = "", self._illegible + len(text)
        if text.strip() or self._illegible:
            self.done.append(Part("page", self.number, "", text, self._illegible))
        self._written, self._illegible = [], 0


def local_value(given: Attributes, name: str) -> str:
    return next((value for key, value in given.items() if key.rpartition(" ")[2] == name), "")


def _stream(archive: zipfile.ZipFile, path: str, into: _Text) -> Iterator[Part]:
    for _chunk in parse(archive, path, into.start, into.end, into.text):
        yield from into.done
        into.done.clear()
    into.finish()
    yield from into.done
    into.done.clear()


def parse(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda _name: None,
    text: Callable[[str], None] = lambda _text: None,
) -> Iterator[None]:
    """Call these for each element, by its local name, and for each text; yields after each chunk that was read.

    Raises: Unreadable, also for a part that declares entities, as only hostile files do.
    """

    def refuse(*_declared: Any) -> None:
        raise Unreadable("damaged")

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(name.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    try:
        with archive.open(path) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
    except (ExpatError, KeyError):
        raise Unreadable("damaged") from None
