"""Whether a file is a later version of a document, told by names: "budget_v2 FINAL.docx" and "Budget" (D2).

Names are compared as they read: without extension, marks of versions, and the signs between words. Numbers that are
left have to be the same: the minutes of the 17th meeting replace nothing of the 16th.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage.core.spelling import fold

#: Names are taken for one with a ratio of `SequenceMatcher` from this on.
NEAR = 0.85
#: So many words are in both names where one is a paper for a meeting that is to come, and the other says that it is
#: another version.
OVERLAPPING = 0.6
#: Names of fewer letters say too little; words of fewer than the second have to be equal.
SHORTEST, SHORTEST_ALIKE = 3, 5
#: Words are taken for one, one of them misspelt, with a ratio from this on.
_ALIKE = 0.75
#: Of a name of so many words one may be missing.
_FEWEST = 4
#: They are left out.
_JOINING = frozenset({"of", "the", "for", "and", "on", "in", "a", "an", "to", "at", "by"})

_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
#: Signs that stand for a space; a point within a number stays.
_SIGNS = re.compile(r"[-,;:/]+|\.(?!\d)|(?<!\d)\.")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])")
_KHMER = "\u1780-\u17d3\u17d7\u17dc\u17dd"
#: The folded form of what people write to tell versions apart. A number behind some of them belongs to the mark.
_NUMBERED = "versions?|vers?|v|rev|revision|drafts?|final|edition"
_PLAIN = (
    "revised|updated?|corrected|corrections?|correct|edited|edits?|amended|new|latest|clean|finals|finali[sz]ed|"
    "track(?:ed)?|changes|signed|copy of|copy"
)
#: Khmer writes words without spaces, so that these are found at the end of a name or before a sign or a number:
#: កំណែ (version), កែ (corrected), ចុងក្រោយ (final), ថ្មី (new), ចម្លង (copy). ព្រាង and សេចក្ដីព្រាង (draft) stand before.
_KHMER_MARKS = tuple(
    fold(word)
    for word in (
        "កែសម្រួល",
        "កែតម្រូវ",
        "កែលម្អ",
        "បានកែ",
        "កំណែចុងក្រោយ",
        "កំណែទី",
        "កំណែ",
        "កែ",
        "ចុងក្រោយ",
        "ថ្មី",
        "ចម្លង",
    )
)
_KHMER_BEFORE = tuple(fold(word) for word in ("សេចក្តីព្រាង", "ព្រាង"))
_MARK = re.compile(
    rf"(?<![a-z])(?:(?:{_NUMBERED}|r)\s*\d{{1,2}}(?:\.\d{{1,2}})*(?!\d)|(?:{_NUMBERED}|{_PLAIN})(?![a-z]))"
    r"|v\d{1,2}(?!\w)"
    rf"|(?:{'|'.join(_KHMER_MARKS)})\s*\d{{0,2}}(?![{_KHMER}\d])"
    rf"|(?<![{_KHMER}])(?:{'|'.join(_KHMER_BEFORE)})"
    r"|\(\s*\d{1,2}\s*\)"
)
_WORD = re.compile(rf"(?:[^\W\d_]|[{_KHMER}])+|\d+")
#: What a name consists of that a device or a program has given.
_GENERATED = frozenset(
    {"img", "image", "photo", "scan", "scanned", "document", "doc", "file", "untitled", "voice", "video"}
)


@dataclass(frozen=True)
class Name:
    """A name as it is compared.

    Attributes:
        words: without numbers, joined by spaces.
        numbers: those in it, in their order.
        marked: whether it had a mark of a version.
    """

    words: str
    numbers: tuple[str, ...]
    marked: bool

    @property
    def says_something(self) -> bool:
        letters = sum(len(word) for word in self.words.split() if word not in _GENERATED)
        return letters >= SHORTEST


def read_name(name: str) -> Name:
    """A title, or the name of a file, as it is compared."""
    text = fold(_CAMEL.sub(" ", _EXTENSION.sub("", name.strip()))).replace("_", " ")
    text = _SIGNS.sub(" ", text)
    bare = _MARK.sub(" ", text)
    found = _WORD.findall(bare)
    words = [word for word in found if not word.isdecimal() and word not in _JOINING]
    numbers = tuple(word.lstrip("0") or "0" for word in found if word.isdecimal())
    return Name(" ".join(words), numbers, marked=bare != text)


def likeness(first: Name, second: Name) -> float:
    """How near two names are, from 0 to 1; 0 where their numbers differ, a word is another, or one says nothing."""
    if first.numbers != second.numbers or not (first.says_something and second.says_something):
        return 0.0
    if first.words.replace(" ", "") == second.words.replace(" ", ""):
        return 1.0
    words, others = first.words.split(), second.words.split()
    if len(words) != len(others):
        return 0.0 if _lacks_more_than_one(words, others) else _ratio(first.words, second.words)
    pairs = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
    # Short words that differ are no misspelling: "Annex A" and "Annex B".
    if any(min(len(one), len(other)) < SHORTEST_ALIKE or _ratio(one, other) < _ALIKE for one, other in pairs):
        return 0.0
    return _ratio(first.words, second.words)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _lacks_more_than_one(words: list[str], others: list[str]) -> bool:
    """Whether the shorter name is not the longer one without one of at least four words."""
    fewer, more = sorted((words, others), key=len)
    shortened = [more[:place] + more[place + 1 :] for place in range(len(more))]
    return len(more) < _FEWEST or fewer not in shortened


def overlap(first: Name, second: Name) -> float:
    """How many of the words of two names are in both, from 0 to 1; numbers do not count."""
    words, others = set(first.words.split()) - _GENERATED, set(second.words.split()) - _GENERATED
    return 2 * len(words & others) / (len(words) + len(others)) if words and others else 0.0


def best(measure: Callable[[Name, Name], float], names: Collection[Name], others: Collection[Name]) -> float:
    """The measure of the two of them that are nearest; 0 without any."""
    return max((measure(one, other) for one in names for other in others), default=0.0)
