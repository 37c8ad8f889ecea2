"""A text in one spelling for parsers, with the place of each character in what was typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from storage.core.spelling import normalize, split_typed

#: Khmer letters, with what keyboards put between them that is not seen; or any other character.
_PIECE = re.compile(
    "[\u1780-\u17d3\u17dd](?:[\u200b-\u200d\u2060\ufeff\u00ad]*[\u1780-\u17d3\u17dd])*|.",
    re.DOTALL,
)
_KHMER_SPACE = "\u200b"


@dataclass(frozen=True)
class Plain:
    """A text in lower case in the spelling of `normalize`, except that line ends, tabs and double spaces stay.

    Attributes:
        text: the normalised characters.
        typed: the text as it was typed.
        places: for each character of `text`, its place in `typed`, and at the end the length of `typed`.
    """

    text: str
    typed: str
    places: tuple[int, ...]

    def as_typed(self, start: int, end: int) -> str:
        """The part of the typed text from one place of `text` to another."""
        return self.typed[self.places[start] : self.places[end]]


def plain(typed: str) -> Plain:
    """Normalise piece by piece, so that every character keeps its place."""
    characters: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(typed):
        for character, place in _spelled_piece(piece[0], characters[-1] if characters else ""):
            characters.append(character)
            places.append(piece.start() + place)
    return Plain("".join(characters), typed, (*places, len(typed)))


def spelled(words: str) -> str:
    """Words of a vocabulary in the spelling of `Plain.text`."""
    return plain(words).text


def _spelled_piece(piece: str, before: str) -> Iterator[tuple[str, int]]:
    """The normalised characters of a piece, each with its place in it; none for what is not seen."""
    if len(piece) == 1:
        if character := _normalize(piece, before):
            yield character, 0
        return
    text = normalize(piece)
    for place, character in enumerate(text):
        yield character, place if len(text) == len(piece) else len(split_typed(piece, place)[0])


def _normalize(character: str, before: str) -> str:
    """One character, or "" for one that is dropped; a raised digit is part of a unit (m²), never of a figure."""
    if character in "\n\t":
        return character
    if character.isspace() or character == _KHMER_SPACE:
        return " "
    character = normalize(character)
    if character.isdigit() and not character.isdecimal():
        is_power = character in "²³" and before.isascii() and before.isalpha()
        return unicodedata.normalize("NFKC", character) if is_power else character
    for form in (unicodedata.normalize("NFKC", character).lower(), character.lower()):
        if len(form) == 1:
            return form
    return character
