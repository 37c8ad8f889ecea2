"""Corrections of minutes as people write them (G6): "4: old words → new words", "paragraph 4 should read …"."""

import re
from dataclasses import dataclass

from storage.core.spelling import fold, is_visible, key_of, split_typed

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_NUMBER = re.compile(
    r"\s*\[?(?:(?:paragraph|para|point|no|§|កថាខណ្ឌ(?:ទី)?|ចំណុច(?:ទី)?)\.?\s*)?(?P<number>[0-9០-៩]{1,3})\]?"
    r"(?:\s*[:៖.)–—-](?![>=])\s*|\s+(?:should read|to read|should be|reads)\s*[:៖]?\s*"
    r"|\s*(?:គួរសរសេរថា|សូមកែជា)\s*[:៖]?\s*)"
    r"(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
#: Between the words that are replaced and those in their place.
_ARROW = re.compile(r"\s*(?:→|⇒|➔|➡️?|[-=]+>)\s*")
#: Around words that are quoted.
_QUOTES = "\"'“”‘’«»„ \t\n"


@dataclass(frozen=True)
class Words:
    """Other words. Attributes: `old`: those that are replaced; empty for the whole paragraph."""

    new: str
    old: str = ""


@dataclass(frozen=True)
class Correction:
    """What a text proposes. Attributes: `number`: of the paragraph; `words`: None where only the number is said."""

    number: int
    words: Words | None = None

    @property
    def outright(self) -> bool:
        """Whether it is plain without a question that somebody corrects a text: it names old words and new ones."""
        return self.words is not None and bool(self.words.old)


def read_words(text: str) -> Words | None:
    """The words of a correction whose paragraph is known; None where there are no new ones, or several arrows."""
    parts = _ARROW.split(text.strip())
    if len(parts) == 1:
        return Words(text.strip()) if is_visible(text) else None
    if len(parts) > 2:
        return None
    old, new = (part.strip(_QUOTES) for part in parts)
    return Words(new, old) if is_visible(old) and is_visible(new) else None


def read_correction(text: str) -> Correction | None:
    """The paragraph that a text names by its number, and the words; None where it begins with no number."""
    bare = text.strip().strip("[]").translate(_DIGITS)
    if bare.isdecimal() and len(bare) <= 3:
        return Correction(int(bare))
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    words = read_words(found["words"])
    return None if words is None else Correction(int(found["number"].translate(_DIGITS)), words)


def as_written(words: str, text: str) -> tuple[str, int]:
    """The stretch of a text that has these words, as it stands there, and how often they do.

    Case, spaces and digits may be typed otherwise than they are written. Returns: "" and 0 where they are not there.
    """
    if words in text:
        return words, text.count(words)
    spelt, sought = fold(text), fold(words)
    at = spelt.find(sought) if sought else -1
    if at < 0:
        return "", 0
    _before, behind = split_typed(text, at)
    found = split_typed(behind, len(sought))[0].strip()
    return (found, spelt.count(sought)) if key_of(found) == key_of(words) else ("", 0)  # a letter may fold to two
