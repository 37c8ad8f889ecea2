"""Cutting a text into the words, figures and marks of days and times; everything else stays as an unknown piece."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from storage.core.spelling import fold
from twg.language.when_words import KINDS, OF_TODAY

#: A Khmer letter with its marks, or any other character.
_UNIT = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d3\u17dd\u200c\u200d])*|.", re.DOTALL)
#: A sign that belongs to the Khmer letter before it: after a word it makes that word another one.
_SIGN = "[\u17b6-\u17d3\u17dd]"
#: Marks between phrases that carry no meaning of their own.
_MARKS = re.compile(r"[\s,;:.()\[\]\"“”«»!។៕]+")
#: Figures in the order in which they are tried: kind and pattern.
_FIGURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("d", r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?=t\d|(?![\d/:]))"),
        ("d", r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/:]|[.-]\d)"),
        ("d", r"(\d{1,2})( )(\d{1,2}) (\d{4})(?![\d/.:-])"),
        ("U", r"\d+:\d(?!\d)|\d+(?::\d+){2,}"),
        ("t", r"(\d{1,2})(?:\s?:\s?|h| h )(\d{2})(?![\d:/])"),
        ("o", r"(\d{1,2})\s?(?:st|nd|rd|th)(?![a-z])"),
        ("s", r"(\d{1,2})/(\d{1,2})(?:(?=\s\d{1,2}\s?[:h])|(?!\s?[/.]?\d))"),
        ("p", r"(\d{1,2})\.(\d{1,2})(?![\d:/]|\.\d)\.?"),
        ("r", r"(\d{1,2})-(\d{1,2})(?![\d:/.h]|-\d)"),
        ("y", r"(\d{4})(?!\d|[/.:-]\d)"),
        ("n", r"(\d{1,2})(?!\d)"),
        ("Q", r"q([1-4])(?!\d)"),
        ("U", r"\d+"),
    )
)


@dataclass(frozen=True)
class Token:
    """A piece of a text.

    Attributes:
        kind: a letter of `when_words`.
        value: of a word; of figures the groups of their pattern.
        start: place in the text as typed; `end` is the place after it.
        written: in the spelling that is compared.
        guessed: a misspelled word, taken for the one that it resembles, which is not certain.
    """

    kind: str
    value: Any
    start: int
    end: int
    written: str
    guessed: bool = False


def kinds_of(tokens: Sequence[Token]) -> str:
    """The letters of the tokens."""
    return "".join(token.kind for token in tokens)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, with their places in it; marks that carry no meaning are dropped."""
    spelled, places = _spell(text)
    cut = [
        Token(kind, value, places[start][0], places[end - 1][1], spelled[start:end])
        for kind, value, start, end in _cut(spelled)
    ]
    cut = [_guessed(token) if token.kind == "U" and len(token.written) >= _GUESSED else token for token in cut]
    for place in range(1, len(cut) - 1):  # "18/Dec/2026"
        if cut[place].written == "/" and "m" in {cut[place - 1].kind, cut[place + 1].kind}:
            cut[place] = replace(cut[place], kind="z")
    return [_settled(cut, place) if token.kind == "K" else token for place, token in enumerate(cut)]


#: Shortest word that is taken for one that it resembles, by how many letters it may differ, and by how many more from
#: any other for that to be certain.
_GUESSED, _FARTHEST, _MARGIN = 5, 2, 2
#: A word no longer than this may differ by one letter only.
_SHORT = 7


def _guessed(token: Token) -> Token:
    """The token, as the name of a day or month that it resembles most; as it is where two are alike."""
    word = token.written
    (nearest, name), (second, _other) = sorted((_distance(word, name), name) for name in _names())[:2]
    if nearest > (_FARTHEST if len(word) > _SHORT else 1) or second == nearest or word.startswith(name):
        return token
    kind, value = _lexicon()[name]
    return replace(token, kind=kind, value=value, guessed=nearest > 1 or second - nearest < _MARGIN)


@lru_cache(maxsize=4096)
def _distance(word: str, name: str) -> int:
    """How many letters of a word are missing, added or exchanged with the next one; a wrong one counts twice.

    "Sunway" is a hotel.
    """
    if abs(len(word) - len(name)) > _FARTHEST + _MARGIN:
        return len(name)
    before, last = list(range(len(name) + 1)), list[int]()
    for row, letter in enumerate(word, start=1):
        line = [row]
        for column, other in enumerate(name, start=1):
            cost = min(before[column] + 1, line[-1] + 1, before[column - 1] + 2 * (letter != other))
            if row > 1 < column and letter == name[column - 2] and word[row - 2] == other:
                cost = min(cost, last[column - 2] + 1)
            line.append(cost)
        before, last = line, before
    return before[-1]


@cache
def _names() -> list[str]:
    """The long names of days and months in English."""
    return [
        phrase for kind in "wmk" for phrase in KINDS[kind] if phrase.isascii() and phrase.isalpha() and len(phrase) > 5
    ]


def _settled(tokens: Sequence[Token], place: int) -> Token:
    """«ក្រោយ» is "next" behind a day or a period and "after" before one; where it may be either, the text is open."""
    token, before, after = tokens[place], tokens[:place][-1:], tokens[place + 1 : place + 2]
    if not before or before[0].kind not in "wVMYE":
        return replace(token, kind="R", value=1 if token.value == "next" else -1)
    if not after or after[0].kind not in "gtnDTwk":
        return replace(token, kind="q")
    gap_before, gap_after = token.start - before[0].end, after[0].start - token.end
    if gap_before == gap_after:
        return replace(token, kind="H", value="or")
    return replace(token, kind="q") if gap_before < gap_after else replace(token, kind="R", value=1)


def _spell(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text in the spelling that is compared, and for each of its characters from where to where it was typed."""
    spelled, places = "", []
    for unit in _UNIT.finditer(text):
        written = _spell_unit(unit[0])
        spelled += written
        places += [unit.span()] * len(written)
    return spelled, places


@lru_cache(maxsize=4096)
def _spell_unit(unit: str) -> str:
    return " " if unit.isspace() or unit == "\u200b" else fold(unit)


def _cut(spelled: str) -> Iterator[tuple[str, Any, int, int]]:
    place = 0
    while place < len(spelled):
        if mark := _MARKS.match(spelled, place):
            place = mark.end()
            continue
        kind, value, end = _figure(spelled, place) or _word(spelled, place) or _other(spelled, place)
        yield kind, value, place, end
        place = end


def _figure(spelled: str, place: int) -> tuple[str, Any, int] | None:
    for kind, pattern in _FIGURES:
        if found := pattern.match(spelled, place):
            return kind, found.groups(), found.end()
    return None


def _word(spelled: str, place: int) -> tuple[str, Any, int] | None:
    found = _words().match(spelled, place)
    if found is None:
        return None
    kind, value = _lexicon()[_key(found[0])]
    return kind, value, found.end()


@cache
def _lexicon() -> dict[str, tuple[str, Any]]:
    """Kind and value of each phrase, a Khmer one without its spaces."""
    return {_key(phrase): (kind, value) for kind, words in KINDS.items() for phrase, value in words.items()}


@cache
def _halves_of_today() -> frozenset[str]:
    return frozenset(map(_key, OF_TODAY))


def is_half_of_today(token: Token) -> bool:
    """Whether a token names this day and a half of it: "this afternoon", «រសៀលនេះ»."""
    return token.kind == "a" and _key(token.written) in _halves_of_today()


def _key(phrase: str) -> str:
    return " ".join(phrase.split()) if phrase.isascii() else "".join(_spell(phrase)[0].split())


@cache
def _words() -> re.Pattern[str]:
    """Any phrase, the longest first; a Latin one as whole words, a Khmer one before no sign."""
    phrases = sorted({phrase for words in KINDS.values() for phrase in words}, key=len, reverse=True)
    latin = [re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases if phrase.isascii()]
    khmer = [r"\s*".join(map(re.escape, _spell(phrase)[0].split())) for phrase in phrases if not phrase.isascii()]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z'])|(?:{'|'.join(khmer)})(?!{_SIGN})")


_OTHER = re.compile(r"t(?=\d{2}:)|[^\W\d_]+(?:'[a-z]+)?(?:[&.-][a-z]+)*|.", re.DOTALL)
_CLUSTER = re.compile(rf"[\u1780-\u17b3]{_SIGN}*|{_SIGN}+")
_MARK_KINDS = {"-": "z", "/": "H", "?": "H", "@": "g", "t": "F"}


def _other(spelled: str, place: int) -> tuple[str, Any, int]:
    """A dash, a mark that leaves a text open, or an unknown word: of Khmer, which has no spaces, a letter at a time."""
    if cluster := _CLUSTER.match(spelled, place):
        return "U", "", cluster.end()
    found = _OTHER.match(spelled, place)
    assert found is not None  # noqa: S101 - the last alternative matches any character
    kind = _MARK_KINDS.get(found[0], "U")
    return kind, "or" if kind == "H" else "", found.end()
