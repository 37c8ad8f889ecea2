"""Whom a text names: "all DPs and the Chair", "Sokha and Dara", «ប្រធាន និងលេខាធិការដ្ឋាន» (D5).

What stands between "and", commas and lines is looked up; a name may have an "and" of its own, so that the longest
stretch that is a name comes first. What is no name is asked about with those near to it, and never left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage.core.spelling import fold, is_visible, key_of
from twg.language import cues

#: Names like a text that are offered at most.
MOST_NEAR = 5
#: Two names are near from this likeness on (0 to 1); shorter ones than this are compared as a whole only.
_LIKE, _LONG_ENOUGH = 0.75, 4
#: Characters of a part of a name that is written without spaces.
_SHORTEST_PART = 3
_BETWEEN = re.compile(r"\s*(?:[,;+&\n]|(?<!\bw)/|\band\b|\bplus\b|\b(?:ning|nung)\b|ព្រមទាំង|និង)\s*", re.IGNORECASE)
#: Words that say no more than the name behind them: "all DPs", "the Chair", "also Dara".
_BEFORE = re.compile(
    r"^(?:(?:all|both|every|each|the|of|our|also|please|to|for|with|only|send|give|show|share|it|this)\s+)+"
    r"|^(?:សូម|ទាំងអស់|គ្រប់|ផ្ញើ|ចែករំលែក|ជូន|ទៅកាន់|ទៅ|ដល់|ឱ្យ|សម្រាប់)+ ?"
)
_AFTER = re.compile(r"\s+(?:only|too|also|please|as well)$|(?:ទាំងអស់|ផង|ដែរ)$")

#: With these a text leaves somebody out; nothing of it is taken then: whom it goes on with may be left out too.
_EXCEPT = re.compile(
    r"\b(?:not|no|except(?:ing)?|exclud(?:e|es|ing)|without|but|minus|besides|other than|apart from|save for|bar|omit"
    r"|skip|(?:leave|leaving|left) out|don'?t|never|unless)\b|\bw/o\b|លើកលែង|ក្រៅពី|មិនមែន|មិនរាប់|មិនរួម|វៀរលែង|ដោយគ្មាន|កុំ",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Nameable:
    """Somebody who can be named.

    Attributes:
        token: of an audience.
        names: what it is called.
        parts: names of which a part is enough, where no name is exactly so.
    """

    token: str
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A stretch of a text and the tokens that it may mean.

    Attributes:
        sure: whether it means one for certain; else the person is asked, also where one is near.
        exact: whether they are called exactly so.
        partly: whether it is a part of their names.
    """

    text: str
    tokens: tuple[str, ...]
    sure: bool
    exact: bool = False
    partly: bool = False


def read_addressees(text: str, known: Sequence[Nameable]) -> list[Named]:
    """What the text names, stretch by stretch, in its order; one that names nobody where it leaves somebody out."""
    by_key: dict[str, dict[str, None]] = {}
    for each in known:
        for name in each.names:
            for key in _keys(name):
                by_key.setdefault(key, {})[each.token] = None
    pieces, ends = _cut(text)
    found, first = [], 0
    while first < len(pieces):
        last = first + 1
        for end in range(len(pieces), first, -1):
            stretch = text[pieces[first] : ends[end - 1]]
            if tokens := _called(stretch, by_key):
                found.append(Named(stretch, tokens, sure=len(tokens) == 1, exact=True))
                last = end
                break
        else:
            stretch = text[pieces[first] : ends[first]]
            if _EXCEPT.search(stretch):
                return [Named(text.strip(), (), sure=False)]
            found.append(_look_up(stretch, known))
        first = last
    return found


def _cut(text: str) -> tuple[list[int], list[int]]:
    """Where the pieces of a text begin and end, without those that are empty."""
    starts, ends, at = [], [], 0
    for between in (*_BETWEEN.finditer(text), None):
        end = len(text) if between is None else between.start()
        if is_visible(text[at:end]):
            starts.append(at)
            ends.append(end)
        at = len(text) if between is None else between.end()
    return starts, ends


def _keys(text: str) -> set[str]:
    """Keys under which a name is found: as it is, and its words in any order."""
    spelt = cues.strip(cues.spell(text), "polite")
    return {key_of(spelt), " ".join(sorted(fold(spelt).split()))} - {""}


def _variants(text: str) -> Iterable[str]:
    yield text
    plain = _AFTER.sub("", _BEFORE.sub("", fold(text)))
    if plain and plain != fold(text):
        yield plain
    stripped = cues.strip(cues.spell(text), "polite", "before_choice")
    if stripped:
        yield stripped


def _called(text: str, by_key: dict[str, dict[str, None]]) -> tuple[str, ...]:
    """Those that are called exactly so."""
    for variant in _variants(text):
        for key in sorted(_keys(variant)):
            if key in by_key:
                return tuple(by_key[key])
    return ()


def _look_up(text: str, known: Sequence[Nameable]) -> Named:
    """Those with a name that the text is a part of; else those whose names are near to it."""
    for is_part in (_has_words, _has_letters):
        for variant in _variants(text):
            having = [each.token for each in known if any(is_part(variant, part) for part in each.parts)]
            if having:
                return Named(text.strip(), tuple(dict.fromkeys(having)), sure=len(set(having)) == 1, partly=True)
    plain = list(_variants(text))[-1]
    judged = [(max((_nearness(plain, name) for name in each.names), default=0.0), each.token) for each in known]
    near = sorted((pair for pair in judged if pair[0] >= _LIKE), key=lambda pair: -pair[0])
    return Named(text.strip(), tuple(dict.fromkeys(token for _nearness, token in near))[:MOST_NEAR], sure=False)


def _has_words(text: str, name: str) -> bool:
    """Whether a name has every word of a text."""
    words = set(fold(text).split())
    return bool(words) and words <= set(fold(name).split())


def _has_letters(text: str, name: str) -> bool:
    """Whether a text is within a name that is written without spaces."""
    key = key_of(text)
    return not key.isascii() and len(key) >= _SHORTEST_PART and key in key_of(name)


def _nearness(text: str, name: str) -> float:
    """How near a text is to a name, or to one of its words, from 0 to 1."""
    names = [key_of(name), *(word for word in fold(name).split() if len(word) >= _LONG_ENOUGH)]
    key = key_of(text)
    if len(key) < _LONG_ENOUGH:
        return 0.0
    return max(SequenceMatcher(None, key, each, autojunk=False).ratio() for each in names)
