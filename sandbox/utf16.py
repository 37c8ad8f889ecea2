"""UTF-16 code units, in which Telegram counts the offsets and lengths of entities and the apps the length of a text."""

from __future__ import annotations


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    # "surrogatepass", because a half of a pair on its own counts one.
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_index(text: str, units: int) -> int | None:
    """The index of the character that begins after `units` code units; None inside of a character or past the end."""
    if text.isascii():
        return units if 0 <= units <= len(text) else None
    at = 0
    for index, character in enumerate(text):
        if at >= units:
            return index if at == units else None
        at += 2 if character > "\uffff" else 1
    return len(text) if at == units else None
