"""Which kind a file is of, by its bytes and not by its name, and its parts."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from scheduler.reading.legacy_khmer import is_illegible
from scheduler.reading.markup import Page, is_page
from scheduler.reading.office import read_slides, read_word
from scheduler.reading.opendocument import CONTENT, read_opendocument
from scheduler.reading.parts import Part, Unreadable, divided
from scheduler.reading.pdf import read_pdf
from scheduler.reading.rtf import BEGINNING, read_rtf
from scheduler.reading.sheets import read_workbook

#: Beginning of files of Office before 2007, and of encrypted ones of today.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Beginning of files that are no text although much of them may be: PostScript, Word of 1989 to 1995.
_NO_TEXT = (b"%!PS", b"\xdb\xa5")
#: Where what a PDF begins with may stand.
_HEAD = 1024
#: Files of an archive; no document has more.
_MOST_FILES = 10_000
#: Most bytes of a part of a workbook that the library reads into memory as a whole: its strings, its styles.
_MOST_AT_ONCE = 100_000_000
_AT_ONCE = re.compile(r"xl/(?!worksheets/)")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
#: Of texts in English, French or Khmer, with their signs.
_LETTERS = re.compile("[\t\n\r\f -~\u00a0-\u024f\u1780-\u17ff\u19e0-\u19ff\u200b-\u206f\u20a0-\u20bf]")


def read_file(path: Path) -> Iterator[Part]:
    """The parts of a file, in their order, each not longer than `LONGEST_PART`. Raises: Unreadable."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Unreadable("empty")
    for part in _parts(path, head):
        yield from divided(part)


def _parts(path: Path, head: bytes) -> Iterator[Part]:
    if b"%PDF-" in head:
        return read_pdf(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(path)
    if head.startswith(_OLE):
        raise Unreadable("encrypted" if _has(path, _ENCRYPTED) else "unknown")
    if head.startswith(BEGINNING):
        return read_rtf(path)
    return _of_text(path)


def _has(path: Path, sought: bytes) -> bool:
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(1 << 20):
            if sought in before + chunk:
                return True
            before = chunk[-len(sought) :]
    return False


def _of_archive(path: Path) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if len(names) > _MOST_FILES:
                raise Unreadable("too_large")
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise Unreadable("encrypted")
            if "word/document.xml" in names:
                yield from read_word(archive)
            elif "ppt/presentation.xml" in names:
                yield from read_slides(archive)
            elif "xl/workbook.xml" in names:
                if any(_AT_ONCE.match(part.filename) and part.file_size > _MOST_AT_ONCE for part in archive.infolist()):
                    raise Unreadable("too_large")
                yield from read_workbook(path)
            elif CONTENT in names:
                yield from read_opendocument(archive)
            else:
                raise Unreadable("unknown")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise Unreadable("damaged") from None


def _of_text(path: Path) -> Iterator[Part]:
    with path.open("rb") as file:
        head = file.read(1 << 16)
    encoding = _encoding(head)
    if not encoding or head.startswith(_NO_TEXT):
        raise Unreadable("unknown")
    with open(path, encoding=encoding, errors="replace", newline=None) as file:
        page: Page | None = None
        first = True
        while text := file.read(1 << 16):
            if _CONTROLS.search(text):
                raise Unreadable("unknown")
            page, first = Page() if first and is_page(text) else page, False
            if page is not None:
                page.feed(text)
                text = page.take()
            yield Part("page", 0, "", "", len(text)) if is_illegible(text) else Part("page", 0, "", text)


def _encoding(head: bytes) -> str:
    """The encoding of a text; empty for what is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-16-le", "utf-16-be"):
        if _is_text_in(encoding, head):
            return encoding
    if b"\0" in head:
        return ""
    for end in range(4):  # a character may be cut at the end
        try:
            head[: len(head) - end].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        return "utf-8-sig"
    letters = sum(byte >= 32 or byte in b"\t\r\n\f" for byte in head)
    return "cp1252" if letters == len(head) and sum(byte > 127 for byte in head) < len(head) * 0.3 else ""


def _is_text_in(encoding: str, head: bytes) -> bool:
    """Whether bytes without a mark of their encoding are a text in this one: Latin and Khmer letters, signs and spaces.

    Text in UTF-8 is two letters in one there, and those are rarely of these alphabets.
    """
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return bool(text) and _CONTROLS.search(text) is None and len(_LETTERS.findall(text)) > len(text) * 0.95
