"""A line of an agenda in the spelling that is compared, and without the number or bullet before it."""

import re
from functools import lru_cache

from storage.core.spelling import normalize

#: What stands before an item: "1.", "2)", "(3)", "4/", "5-", "a)", "iv.", «ក.», "Item 3:", a bullet.
_NUMBERING = re.compile(
    r"(?:(?:agenda )?item (?:no\.? ?)?\d{1,2}\s*[:.)-]\s*|(?:ចំណុច|របៀបវារៈ)?ទី\s?\d{1,2}\s*[:.)-]\s*"
    r"|\(\d{1,2}\)\s*|\d{1,2}\s?[.)](?!\d)\s*|\d{1,2}(?:\.\d{1,2})+(?:[.)]\s+|\s+(?=(?-i:[A-Z\u1780-\u17b3])))|\d{1,2}\s?[/-]\s+|\d{1,2}\s?:\s+(?=[^\d\s])|\d\ufe0f?\u20e3\s*"
    r"|(?:[a-z]|[ivx]{1,5})[.)]\s+|\([a-z]\)\s+|[\u1780-\u17a2][.)]\s*|[\u1780-\u17a2]-\s+|\d{1,2}\s?-\s*(?=[\u1780-\u17b3])"
    r"|[•·●▪■◦○*➢✓►▶→‣⁃\uf0b7\uf0a7+-]+\s+|[•·●▪◦○➢✓►‣]|(?-i:o)\s+(?=(?-i:[A-Z\u1780-\u17b3])))",
    re.IGNORECASE,
)
#: The kinds of number or bullet before a line.
_STYLES = (
    ("item", re.compile(r"(?:agenda )?item (?:no\.? ?)?\d{1,2}\s*[:.)-]|(?:ចំណុច|របៀបវារ:)?ទី\s?\d{1,2}\s*[:.)-]", re.I)),
    ("deep", re.compile(r"\d{1,2}(?:\.\d{1,2})+[.)]?(?=\s|[\u1780-\u17b3])")),
    ("roman", re.compile(r"[IVX]{1,5}[.)](?=\s)")),
    (
        "number",
        re.compile(
            r"\(\d{1,2}\)|\d{1,2}\s?[.)](?!\d)|\d{1,2}\s?[/-](?=\s|[\u1780-\u17b3])|\d{1,2}\s?:(?=\s+[^\d\s])|\d\ufe0f?\u20e3"
        ),
    ),
    ("letter", re.compile(r"\(?(?:[a-z]|[ivx]{2,5})[.)](?=\s)|[\u1780-\u17a2][.)-]", re.I)),
    ("bullet", re.compile(r"[•·●▪■◦○*➢✓►▶→‣⁃\uf0b7\uf0a7+-]+\s|[•·●▪◦○➢✓►‣]")),
    ("circle", re.compile(r"o\s(?=[A-Z\u1780-\u17b3])")),
)


def plain_line(text: str) -> str:
    """The text in the spelling that is compared, character for character, so that places are those of the text."""
    return "".join(map(_plain_char, text))


@lru_cache(maxsize=4096)
def _plain_char(char: str) -> str:
    plain = normalize(char)
    return plain if len(plain) == 1 else char if char == "\t" else " " if char.isspace() or char == "\u200b" else char


def without_numbering(text: str) -> str:
    """The text without bullets and numbers before it; a number that belongs to the title stays: "2025 results"."""
    text = text.strip(" \t\u200b\u00a0\n")
    for _again in range(2):
        if numbering := _NUMBERING.match(plain_line(text)):
            text = text[numbering.end() :].lstrip(" \t\u200b\u00a0")
    return text


def style_of(line: str) -> str:
    """The kind of number or bullet before a line: "number", "deep", "roman", "letter", "bullet"…; empty for none."""
    plain = plain_line(line.strip(" \t\u200b\u00a0"))
    return next((style for style, pattern in _STYLES if pattern.match(plain)), "")
