"""What is read of a file: its parts, or why there are none."""

from collections.abc import Iterator
from typing import NamedTuple

#: Characters of a part; a longer page is several parts with the same number.
LONGEST_PART = 4_000


class Part(NamedTuple):
    """A page, sheet or slide, or a piece of one.

    Attributes:
        place: a value of `PlaceKind`: "page", "sheet" or "slide".
        number: as people count it, from 1; 0 for what they do not count.
        name: of a sheet; else empty.
        illegible: characters beside the text that a legacy font shows as Khmer.
    """

    place: str
    number: int
    name: str
    text: str
    illegible: int = 0


class Unreadable(Exception):
    """No text can be read; `state` is a value of `TextState`."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def divided(part: Part) -> Iterator[Part]:
    """The part in pieces of at most `LONGEST_PART` characters, cut between lines or words where there are any."""
    text, illegible = part.text, part.illegible
    while text or illegible:
        end = _end(text)
        yield part._replace(text=text[:end], illegible=illegible)
        text, illegible = text[end:], 0


def _end(text: str) -> int:
    if len(text) <= LONGEST_PART:
        return len(text)
    for mark in "\n ":
        if (at := text.rfind(mark, LONGEST_PART // 2, LONGEST_PART)) > 0:
            return at + 1
    return LONGEST_PART
