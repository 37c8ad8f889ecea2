"""A text in one spelling for parsers, with the place of each character in what was typed."""

import unicodedata
from dataclasses import dataclass

from storage.core.spelling import to_digits

#: Characters without a width that say nothing; U+200B, the space bar of Khmer keyboards, is treated apart.
_UNSEEN = "\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\0"
_KHMER_SPACE = "\u200b"
_QUOTES = "’‘‛′`´ʼ"
_MINUS = "\u2212"
_COENG, _DA, _TA = "\u17d2", "\u178a", "\u178f"


@dataclass(frozen=True)
class Plain:
    """A text in lower case, with ASCII digits, plain spaces, hyphens and apostrophes.

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
    """Normalise character by character, so that every one keeps its place."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(typed):
        before = characters[-1] if characters else ""
        after = typed[place + 1 : place + 2]
        one = _normalize(character, before, after)
        if one:
            characters.append(one)
            places.append(place)
    return Plain("".join(characters), typed, (*places, len(typed)))


def spelled(words: str) -> str:
    """Words of a vocabulary in the spelling of `Plain.text`."""
    return plain(words).text


def _normalize(character: str, before: str, after: str) -> str:
    """One character, or "" for one that is dropped."""
    if character in _UNSEEN:
        return ""
    if character == _KHMER_SPACE:
        return "" if _is_khmer_letter(before) and _is_khmer_letter(after) else " "
    if character in "\n\t":
        return character
    if character == _MINUS or unicodedata.category(character) == "Pd":
        return "-"
    if character in _QUOTES:
        return "'"
    if unicodedata.category(character) in ("Zs", "Cc"):
        return " "
    if character == _DA and before == _COENG:
        return _TA  # both are written below a letter, and look the same there
    return _compatible(to_digits(character), before)


def _compatible(character: str, before: str) -> str:
    """The plain form of a wide or raised character; a raised digit is part of a unit (m²), never of a figure."""
    if character.isdigit() and not character.isdecimal():
        is_power = character in "²³" and before.isascii() and before.isalpha()
        return unicodedata.normalize("NFKC", character) if is_power else character
    for form in (unicodedata.normalize("NFKC", character).lower(), character.lower()):
        if len(form) == 1:
            return form
    return character


def _is_khmer_letter(character: str) -> bool:
    return "\u1780" <= character <= "\u17d3" or character == "\u17dd"
