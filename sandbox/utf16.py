"""UTF-16 code units, in which Telegram counts the offsets and lengths of entities."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
