"""One spelling for comparing texts: what looks alike compares alike. What is stored and shown stays as typed.

- `normalize` for parsers: digits, spaces, dashes, quotes, colons, Khmer marks, nothing invisible; case stays.
- `fold` for words within texts: `normalize`, and without case and the styles of letters (NFKC).
- `key_of` for whole texts (labels, names, codes): `fold` without spaces, which Khmer may have or not.

Words that are compared with a result, such as those of a pattern, have to be written in the same form: "៖" and "ៈ" are
":", a subscript ដ is ត, ឲ is ឱ.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

from storage.core.khmer_marks import LETTERS, reorder_marks

#: The first digit of each script whose digits are read: Khmer, Thai, Lao, full-width.
_ZEROS = "០๐໐０"
_DIGITS = {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}

#: Unicode's Default_Ignorable_Code_Point, control characters, annotations and the byte order mark, as ranges; without
#: U+200B, which Khmer keyboards give for the space bar.
_INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200C, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
#: What looks like an ASCII character, by that character. U+2800 is a blank.
_LOOKS_LIKE = {
    " ": "\u2800",
    "-": "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    "\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\U00010ead",
    "'": "`´｀‘’‚‛‹›′‵\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u0374\u055a\u05f3\u1fbd\u1fbf"
    "\u1fef\u1ffd\u1ffe\ua78c",
    '"': "«»“”„‟″‶〝〞〟\u02ba\u02ee\u05f4",
    ":": "ៈ៖\u02d0\u0589\u05c3\u2236\ua789\ufe13\ufe55",
    "/": "\u2044\u2215\u29f8",
}
_ALIKE: dict[int, str | None] = {
    **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
    **{0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)},  # full-width forms of ASCII
    **{ord(letter): plain for plain, letters in _LOOKS_LIKE.items() for letter in letters},
    **{ord(letter): plain for letter, plain in LETTERS.items()},
    **_DIGITS,
}
_WRITTEN_BY_KHMER_SPACE_BAR = "\u200b"
#: Between two Khmer letters or marks it separates words, which are written without a space.
_WITHIN_KHMER = re.compile("(?<=[\u1780-\u17d3\u17d7\u17dc\u17dd:])\u200b+(?=[\u1780-\u17d3\u17d7\u17dc\u17dd:])")


def normalize(text: str) -> str:
    """The text as parsers read it: NFC, single ASCII spaces, one spelling of what looks alike; case stays.

    U+200B is a space, except between Khmer letters, where it is nothing: "/jmi\\u200b2008-4" is two words, and
    "រួច\\u200bរាល់" is one. The length may change: see `split_typed` for the rest of a text as it was typed.
    """
    text = text.translate(_ALIKE)
    if not text.isascii():
        if _WRITTEN_BY_KHMER_SPACE_BAR in text:
            text = _WITHIN_KHMER.sub("", text).replace(_WRITTEN_BY_KHMER_SPACE_BAR, " ")
        text = _compose(text)
    return " ".join(text.split())


def _compose(text: str) -> str:
    """NFC, with Khmer marks in one order. Both move a coeng to the left only, so that it ends."""
    while (composed := unicodedata.normalize("NFC", reorder_marks(text))) != text:
        text = composed
    return text


def fold(text: str) -> str:
    """The text for comparison with others, or for a search in it: `normalize`, NFKC and case-folded."""
    text = normalize(text)
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text)
    plain = unicodedata.normalize("NFKC", plain.casefold())
    return plain if plain == text else " ".join(plain.translate(_ALIKE).split())


def key_of(text: str) -> str:
    """The text for comparison with another as a whole: `fold` without spaces."""
    return normalize(fold(text).replace(" ", ""))  # what a space held apart may combine


def each_once(texts: Iterable[str]) -> list[str]:
    """The texts as typed, one of each key, the first of several spellings; none that is not seen."""
    first: dict[str, str] = {}
    for text in texts:
        if key := key_of(text):
            first.setdefault(key, text)
    return list(first.values())


def to_digits(text: str) -> str:
    """The text with Khmer and other digits as ASCII digits; its length stays."""
    return text.translate(_DIGITS)


def is_visible(text: str) -> bool:
    """Whether anything of the text is seen: not one of spaces and invisible characters only."""
    return bool(normalize(text))


def split_typed(text: str, end: int) -> tuple[str, str]:
    """Cut a text, as it was typed, where the first `end` characters of `normalize(text)` end.

    A parser matches `normalize(text)` and keeps the rest as a note: `split_typed(text, match.end())[1].strip()`. Spaces
    and invisible characters at the cut stay with the first part.
    """
    if text.isascii() and normalize(text) == text:
        end += text.startswith(" ", end)
        return text[:end], text[end:]
    cut = bisect_right(range(len(text) + 1), end, key=lambda length: len(normalize(text[:length]))) - 1
    return text[:cut], text[cut:]
