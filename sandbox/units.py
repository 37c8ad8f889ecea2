"""How Telegram counts text: in UTF-16 code units, though it limits its length in characters."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
