"""The stretch of a text around what was searched for, as it was typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from storage.core.searching.pieces import Sort, fold_entry
from storage.core.searching.terms import Term
from storage.core.spelling import fold

#: Characters shown before and after the hit.
BEFORE, AFTER = 50, 110
_WORD = re.compile(r"[^\W_]+")
_KHMER = re.compile("[\u1780-\u17d3\u17d7\u17dc\u17dd]")
#: What may stand between two pieces of a term, and between two letters of a run, in a text as it was typed.
_BETWEEN = r"[\s\u200b\u00ad]*"
#: A part of a text that is folded by itself as it is within the text.
_BLOCK = re.compile(r".{1,200}\S*\s*", re.DOTALL)
#: A mark that belongs to the letter before it, also a letter below another.
_HANGS_ON = re.compile("[\u17b4-\u17d3\u17dd]|(?<=\u17d2).")


@dataclass(frozen=True)
class Stretch:
    """A part of a text: what was searched for, and what stands around it."""

    before: str
    hit: str
    after: str


def find_stretch(text: str, terms: Sequence[Term]) -> Stretch | None:
    """The stretch with the first term that the text has; None if it has none of them."""
    spans = (_find(text, each) for term in terms for each in (term, *term.instead))
    span = next((span for span in spans if span is not None), None)
    return None if span is None else _around(text, *span)


def find_forms(text: str, term: Term) -> list[str]:
    """The distinct words of a text that a term of one word is about, as they were typed, without regard to case.

    Of a run of Khmer what the text has in place of it.
    """
    others = [each.typed for each in term.instead if _find(text, each) is not None]
    if term.instead and not term.word:
        return others
    found = {fold(word): word for word in _named(text, term)}
    return [*found.values(), *others]


def _named(text: str, term: Term) -> list[str]:
    """The distinct words of a text that the term is about, as they were typed: most words stand in it many times."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if term.names(_folded(word))]


@lru_cache(20_000)
def _folded(word: str) -> str:
    return fold(word)


def _find(text: str, term: Term) -> tuple[int, int] | None:
    """Where the term stands in a text as it was typed."""
    if term.word:
        named = set(_named(text, term))
        spans = (match.span() for match in _WORD.finditer(text) if match.group() in named)
        return next(spans) if named else None
    parts = [
        _BETWEEN.join(map(re.escape, piece.text)) if piece.sort is Sort.RUN else re.escape(piece.text)
        for piece in term.pieces
    ]
    match = re.search(_BETWEEN.join(parts), text, re.IGNORECASE)
    return match.span() if match else _find_folded(text, term)


def _find_folded(text: str, term: Term) -> tuple[int, int] | None:
    """Where it stands in other spelling, such as with Khmer digits, found by folding beginnings of the text."""
    sought = "".join(piece.text for piece in term.pieces)
    at = _unspaced(text).find(sought)
    if at < 0:
        return None
    return _length_until(text, at), _length_until(text, at + len(sought))


@lru_cache(200)
def _unspaced(text: str) -> str:
    """Kept for a while: a text is asked for each of the words that are found in place of one."""
    return fold_entry(text).replace(" ", "")


def _length_until(text: str, folded: int) -> int:
    """Length of the beginning of the text that has so many characters when it is folded without spaces."""
    low, high, before = 0, len(text), 0
    for match in _BLOCK.finditer(text):  # folding the whole text again and again would take long
        size = len(_unspaced(match.group()))
        if before + size >= folded:
            high = match.end()
            break
        low, before = match.end(), before + size
    first = low
    while low < high:
        middle = (low + high) // 2
        if before + len(_unspaced(text[first:middle])) < folded:
            low = middle + 1
        else:
            high = middle
    return low


def _around(text: str, start: int, end: int) -> Stretch:
    first, last = max(start - BEFORE, 0), min(end + AFTER, len(text))
    if first:
        first = _next_cut(text, first, start)
    if last < len(text):
        last = _last_cut(text, end, last)
    before, hit, after = text[first:start], text[start:end], text[end:last]
    return Stretch(
        ("…" if first else "") + _on_one_line(before).lstrip(),
        _on_one_line(hit),
        _on_one_line(after).rstrip() + ("…" if last < len(text) else ""),
    )


def _next_cut(text: str, at: int, most: int) -> int:
    """Where a word begins, from a place on; in Khmer, where a letter begins."""
    while at < most and not (text[at - 1].isspace() or (_KHMER.match(text[at]) and not _hangs_on(text, at))):
        at += 1
    return at


def _last_cut(text: str, least: int, at: int) -> int:
    while at > least and not (text[at].isspace() or (_KHMER.match(text[at]) and not _hangs_on(text, at))):
        at -= 1
    return at


def _hangs_on(text: str, at: int) -> bool:
    return _HANGS_ON.match(text, at) is not None


def _on_one_line(text: str) -> str:
    """With single spaces; those at its ends stay."""
    return re.sub(r"\s+", " ", text)
