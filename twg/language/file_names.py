"""A title from the name of a file: readable words instead of underscores, copies, versions and dates (D1)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

#: Signs that turn the direction of writing or stand for nothing; in a name they hide what it really says.
_DIRECTIONS = re.compile("[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
#: Extensions are short, and written in one case; "12.Dec" has none.
_EXTENSION = re.compile(r"\.(?=[0-9]*[a-zA-Z])([a-z0-9]{1,5}|[A-Z0-9]{1,5})$")
_COPY = re.compile(
    r"[\s_-]*(?:\((?:\d{1,2}|copy|copie)\)|[-–—_\s]\s*(?:copy|copie|kopie|ច្បាប់ចម្លង|ចម្លង)(?:\s*\(?\d{0,2}\)?)?)$",
    re.IGNORECASE,
)
_COPY_OF = re.compile(r"^(?:copy of|copie de)[\s_-]+", re.IGNORECASE)
#: "final", "v3", "rev. 2", "ver 1.2", "version 3" at the end say which state of the document it is, not what it is.
_STATE = re.compile(
    r"(?:^|[\s_.,–—-]+|(?<=\)))\(?(?:final\d?|v\.?\s?\d+(?:[._]\d+)*|ver(?:sion)?[\s._]?\d+(?:[._]\d+)*|rev[\s._]?\d+|clean)\)?$",
    re.IGNORECASE,
)
#: "01_", "3.", "(2) " before a word: the place in a folder.
_NUMBERED = re.compile(r"^(?:\(\d{1,2}\)\s*|\d{1,2}[.)_]+\s*|0\d[\s-]+)(?=[^\W\d])")
_SEPARATED = r"(?P<{y}>(?:19|20)\d\d)[-_. ]?(?P<{m}>0[1-9]|1[0-2])[-_. ]?(?P<{d}>0[1-9]|[12]\d|3[01])"
_ISO = _SEPARATED.format(y="y", m="m", d="d")
_LOCAL = r"(?P<d>0?[1-9]|[12]\d|3[01])[-_. ](?P<m>0?[1-9]|1[0-2])[-_. ](?P<y>(?:19|20)\d\d)"
_AT_BEGIN = tuple(re.compile(rf"^\(?{day}\)?(?=[\s_.,–—-]|[^\W\d])[\s_.,–—-]*", re.ASCII) for day in (_ISO, _LOCAL))
_AT_END = tuple(re.compile(rf"(?:^|[\s_.,–—-]+|(?<=[^\W\d]))\(?{day}\)?$") for day in (_ISO, _LOCAL))
#: What cameras, scanners and messengers call files, and names that say nothing.
_NAMELESS = re.compile(
    r"(?:file|document|doc|untitled|unnamed|scan|image|img|photo|picture|screenshot|video|vid|audio|recording|dsc|pxl|"
    r"whatsapp image|new doc(?:ument)?|microsoft word)?[\W_\d]*",
    re.IGNORECASE,
)
#: Longest title, in characters.
_LONGEST = 200


@dataclass(frozen=True)
class ReadName:
    """What the name of a file says.

    Attributes:
        title: empty where it says nothing: "IMG_2041.jpg".
        dated_on: a day at its beginning or end.
        language: "km" for Khmer letters; empty where it cannot be seen.
    """

    title: str
    dated_on: date | None = None
    language: str = ""


def read_file_name(name: str) -> ReadName:
    """What a name says, without what programs and folders add to it.

    >>> read_file_name("2026-11-03_Budget_annex_final_v3 (2).docx")
    ReadName(title='Budget annex', dated_on=datetime.date(2026, 11, 3), language='')
    """
    stem = _without_extension(visible_name(name))
    stem = _decoded(stem).strip(" ._-–—")
    stem, dated_on = _without_marks(stem)
    words = _spaced(stem)
    if not words or _NAMELESS.fullmatch(words):
        return ReadName("", dated_on, _language_of(words))
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1].rstrip() + "…"
    return ReadName(_begun_large(words), dated_on, _language_of(words))


def visible_name(name: str) -> str:
    """The name as it is read: without signs that turn its direction and without control characters."""
    shown = _DIRECTIONS.sub("", name)
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in shown)


def extension_of(name: str) -> str:
    """What systems take for the kind of a file, in lower case: "exe" for "plan.pdf.EXE ."; empty without one."""
    plain = unicodedata.normalize("NFKC", visible_name(name)).rstrip(" .")
    return plain.rpartition(".")[2].strip().lower() if "." in plain else ""


def _without_extension(name: str) -> str:
    stem = name.strip()
    found = _EXTENSION.search(stem)
    return stem[: found.start()] if found else stem


def _decoded(stem: str) -> str:
    """Without what web addresses make of spaces and letters."""
    if re.search(r"%[0-9A-Fa-f]{2}", stem):
        plain = unquote(stem)
        stem = stem if "\ufffd" in plain else plain
    if " " not in stem and re.search(r"[^\W\d]\+[^\W]", stem):
        stem = stem.replace("+", " ")
    return "/".join(folder.strip() for folder in re.split(r"[\\/]+", stem) if folder.strip(" ."))


def _without_marks(stem: str) -> tuple[str, date | None]:
    """Without signs of a copy, of a state, of a place in a folder, and without a day at either end; and that day.

    What leaves nothing is kept.
    """
    dated_on: date | None = None
    while True:
        before = stem
        for mark in (_COPY, _COPY_OF, _STATE, _NUMBERED):
            stem = mark.sub("", stem).strip(" _-–—.,") or stem
        if dated_on is None:
            stem, dated_on = _without_day(stem)
        if stem == before:
            return stem, dated_on


def _without_day(stem: str) -> tuple[str, date | None]:
    plain = stem.translate(_KHMER_DIGITS)
    for pattern in (*_AT_BEGIN, *_AT_END):
        found = pattern.search(plain)
        if found is None:
            continue
        try:
            day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            continue
        rest = (stem[: found.start()] + stem[found.end() :]).strip(" _-–—.,")
        if any(letter.isalpha() for letter in rest):
            return rest, day
        return stem, day
    return stem, None


def _spaced(stem: str) -> str:
    """Words with spaces between them, of names that are written without."""
    words = stem.replace("_", " ")
    if " " not in words.strip():
        if words.count("-") > 1 or re.search(r"\d-|-\d", words):
            words = words.replace("-", " ")
        elif words.count(".") > 1:
            words = words.replace(".", " ")
        elif len(re.findall(r"(?<=[a-z])(?=[A-Z])", words)) > 1:
            words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z][a-z])", " ", words)
    return " ".join(words.split())


def _begun_large(words: str) -> str:
    first = words.split(" ", 1)[0]
    return words[0].upper() + words[1:] if first.isascii() and first.islower() and "/" not in first else words


def _language_of(words: str) -> str:
    return "km" if re.search("[\u1780-\u17b3]", words) else ""
