"""A line of an agenda in the spelling that is compared, and without the number or bullet before it."""

import re
from functools import lru_cache

from storage.core.spelling import normalize

#: What stands before an item: "1.", "2)", "(3)", "4/", "5-", "a)", "iv.", «ក.», "Item 3:", a bullet.
_NUMBERING = re.compile(
    r"(?:(?:agenda )?item (?:no\.? ?)?\d{1,2}\s*[:.)-]\s*|(?:ចំណុច|របៀបវារៈ)?ទី\s?\d{1,2}\s*[:.)-]\s*"
    r"|\(\d{1,2}\)\s*|\d{1,2}\s?[.)](?!\d)\s*|\d{1,2}(?:\.\d{1,2})+(?:[.)]\s+|\s+(?=(?-i:[A-Z\u1780-\u17b3])))|\d{1,2}\s?[/-]\s+|\d{1,2}\s?:\s+(?=[^\d\s])|\d\ufe0f?\u20e3\s*"
    r"|(?:[a-z]|[ivx]{1,5})[.)]\s+|\([a-z]\)\s+|[\u1780-\u17a2][.)]\s*|[\u1780-\u17a2]-\s+|\d{1,2}\s?-\s*(?=[\u1780-\u17b3])"
    r"|[•·●▪■◦○*➢✓►▶→‣⁃\uf0b7\uf0a7+-]+\s+|[•·●▪◦○➢✓►‣])",
    re.IGNORECASE,
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
