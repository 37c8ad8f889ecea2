"""Cutting a long text into the pieces that Telegram's apps send it in."""

from __future__ import annotations

from sandbox.entity_nesting import clip
from sandbox.errors import Json
from sandbox.telegram_html import SPACE
from sandbox.utf16 import utf16_length

#: The longest piece, in UTF-16 code units.
PIECE_UNITS = 4096
#: How many characters before the end of a full piece the apps search for a better place to cut.
SEARCHED = 300
#: Places to cut at, the best first: before an empty line, before a line break, after a sentence, before a space.
BREAKS = ("\n\n", "\n", ". ", " ")


def cut_text(text: str, entities: list[Json]) -> list[tuple[str, list[Json]]]:
    """The pieces of a text with their entities, each trimmed; one piece when the text is short enough."""
    pieces = []
    start, units = 0, 0
    while start < len(text):
        end = _end_of_piece(text, start)
        piece = text[start:end]
        trimmed = piece.strip(SPACE)
        if trimmed:
            lead = units + utf16_length(piece[: len(piece) - len(piece.lstrip(SPACE))])
            pieces.append((trimmed, clip(entities, lead, lead + utf16_length(trimmed))))
        start, units = end, units + utf16_length(piece)
    return pieces


def _end_of_piece(text: str, start: int) -> int:
    """Where the piece that begins at `start` ends."""
    left, full = PIECE_UNITS, start
    while full < len(text):
        left -= 2 if text[full] > "\uffff" else 1
        if left < 0:
            break
        full += 1
    if full == len(text):
        return full
    for mark in BREAKS:
        found = text.rfind(mark, max(start + 1, full - SEARCHED), full)
        if found > start:
            return found + (1 if mark == ". " else 0)
    return full
