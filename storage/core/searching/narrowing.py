"""To what a search is narrowed down: kinds and a year, by words such as `kind:report` or by buttons."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, or_

from storage.core.search import SearchEntry
from storage.core.searching.pieces import Sort, kind_token, pieces_of, spaced, year_token
from storage.core.spelling import fold, key_of
from storage.core.word_forms import stem

#: A kind of subject ("document", ""), or a kind among its rows ("document", "report").
Kind = tuple[str, str]
#: The names of each kind, in all languages.
KindNames = Mapping[Kind, Collection[str]]

_FILTER = re.compile(r'(?:^|(?<=\s))(kind|type|year|ប្រភេទ|ឆ្នាំ)\s?:\s?("[^"]*"|\S+)')
_OF_YEAR = ("year", "ឆ្នាំ")


@dataclass(frozen=True)
class Narrowing:
    """To what a search is narrowed down.

    Attributes:
        kinds: any of these; all where there is none.
        year: in which what is found is dated; None for any.
    """

    kinds: tuple[Kind, ...] = ()
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.kinds) or self.year is not None

    def tokens(self) -> list[str]:
        """What the index has of everything that is wanted."""
        kinds = [kind_token(*kind) for kind in self.kinds] if len(self.kinds) == 1 else []
        return kinds + ([] if self.year is None else [year_token(self.year)])

    def clauses(self) -> list[ColumnElement[bool]]:
        wanted = [
            (SearchEntry.subject_type == subject_type) & (SearchEntry.kind == kind if kind else True)
            for subject_type, kind in self.kinds
        ]
        years = [] if self.year is None else [SearchEntry.year == self.year]
        return [*([or_(*wanted)] if len(wanted) > 1 else []), *years]


def read_filters(words: str, names: KindNames) -> tuple[str, Narrowing]:
    """Take `kind:…` and `year:…` out of the words. What names no kind and no year stays a word."""
    kinds: tuple[Kind, ...] = ()
    year: int | None = None

    def take(match: re.Match[str]) -> str:
        nonlocal kinds, year
        value = match[2].strip('"')
        if match[1] in _OF_YEAR:
            if not (value.isdecimal() and len(value) == 4):
                return match[0]
            year = int(value)
        elif found := _kinds_named(value, names):
            kinds += found
        else:
            return match[0]
        return " "

    folded = fold(words.replace("\u200b", " "))
    if not _FILTER.search(folded):
        return words, Narrowing()
    return _FILTER.sub(take, folded), Narrowing(tuple(dict.fromkeys(kinds)), year)


def _kinds_named(value: str, names: KindNames) -> tuple[Kind, ...]:
    """Kinds of this name; else those with this word in their name."""
    key = key_of(value)
    exact = tuple(kind for kind, labels in names.items() if key in map(key_of, labels))
    [*pieces] = pieces_of(value)
    return exact or tuple(kind for kind, labels in names.items() if any(has_all(label, pieces) for label in labels))


def has_all(label: str, pieces: Sequence[tuple[Sort, str]]) -> bool:
    """Whether the name of a kind has these words."""
    return bool(pieces) and all((sort, stem(text)) in _roots(label) for sort, text in pieces)


@lru_cache(1_000)
def _roots(label: str) -> frozenset[tuple[Sort, str]]:
    return frozenset((sort, stem(text)) for sort, text in pieces_of(spaced(label)))
