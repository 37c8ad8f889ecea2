"""What somebody searches for: words, and phrases in quotes; each with what it is found by."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from storage.core.searching.pieces import (
    KHMER_SPACE,
    LONGEST_GRAM,
    LONGEST_WORD,
    Piece,
    Sort,
    author_token,
    covering,
    fold_entry,
    gram_token,
    kind_token,
    pieces_of,
    stem_token,
    symbol_token,
    word_token,
    year_token,
)
from storage.core.spelling import fold
from storage.core.word_forms import stem

#: A word with fewer letters is found as a whole word only: too many words begin with them.
SHORTEST_BEGINNING = 3
_TERM = re.compile(r'"([^"]*[^"\s][^"]*)"|(\S+)')
_YEAR = re.compile(r"(?:19|20)\d\d")


class Option(NamedTuple):
    """A token of the index, or the beginning of tokens."""

    token: str
    begins: bool = False


@dataclass(frozen=True)
class Named:
    """What a term may name instead of standing in a text.

    Attributes:
        authors: ids of people whose entries are found.
        kinds: subject types, each with the value of a kind among its rows, or "" for all rows.
        year: in which what is found is dated.
    """

    authors: tuple[int, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    year: int | None = None

    def tokens(self) -> list[str]:
        """By which the index finds it."""
        years = [] if self.year is None else [year_token(self.year)]
        return [*map(author_token, self.authors), *(kind_token(*kind) for kind in self.kinds), *years]


@dataclass(frozen=True)
class Term:
    """A word of a query, or a phrase in quotes.

    Attributes:
        typed: as it was typed, folded.
        exact: it was in quotes: neither other forms nor longer words are found.
        near: words that are found too, because nothing has the word as it was typed; their other forms are.
        within: longer words that are found too, for the same reason.
    """

    typed: str
    pieces: tuple[Piece, ...]
    exact: bool = False
    named: Named = field(default_factory=Named)
    near: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @cached_property
    def word(self) -> str:
        """The word, if the term is one word that may have other forms; else empty."""
        [piece, *others] = self.pieces
        return piece.text if not others and not self.exact and piece.sort is Sort.WORD else ""

    @property
    def may_begin(self) -> bool:
        """Whether the last word of the term may go on in a text."""
        last = self.pieces[-1]
        return not self.exact and last.sort is Sort.WORD and len(last.text) >= SHORTEST_BEGINNING

    def groups(self) -> list[list[Option]]:
        """What the index has of every text with the term: of each group at least one."""
        if word := self.word:
            return [[Option(word_token(word), begins=self.may_begin), *forms_of(word)]]
        return [group for at, piece in enumerate(self.pieces) for group in self._groups_of(at, piece)]

    def _groups_of(self, at: int, piece: Piece) -> Iterator[list[Option]]:
        match piece.sort:
            case Sort.WORD:
                begins = self.may_begin and at == len(self.pieces) - 1
                yield [Option(word_token(piece.text), begins=begins)]
            case Sort.RUN:
                yield from ([Option(gram_token(gram))] for gram in covering(piece.text))
            case Sort.SYMBOL:
                yield [Option(symbol_token(piece.text))]

    def others(self) -> list[Option]:
        """Any of which is as good as all groups."""
        near = [option for word in self.near for option in (Option(word_token(word)), *forms_of(word))]
        found = [*near, *(Option(word_token(word)) for word in self.within), *map(Option, self.named.tokens())]
        return list(dict.fromkeys(found))

    def needle(self) -> str:
        """What `spaced` texts with the term contain; empty where the tokens of the index leave no doubt."""
        [first, *others] = self.pieces
        doubtless = LONGEST_GRAM if first.sort is Sort.RUN else LONGEST_WORD
        if not others and len(first.text) <= doubtless:
            return ""
        return self.stretch()

    def stretch(self) -> str:
        """The term as it stands in a `spaced` text, in its own form."""
        left = "" if self.pieces[0].sort is Sort.RUN else " "
        right = "" if self.pieces[-1].sort is Sort.RUN or self.may_begin else " "
        return f"{left}{' '.join(piece.text for piece in self.pieces)}{right}"

    def stretches(self) -> list[str]:
        """Parts of `spaced` texts of which one is in every text with the term, and in few others."""
        if not self.word:
            return [self.stretch()]
        forms = [f" {_shared(self.word, stem(self.word))}" if self.may_begin else self.stretch()]
        return forms + [f" {_shared(word, stem(word))}" for word in self.near] + [f" {word} " for word in self.within]

    def names(self, word: str) -> bool:
        """Whether a folded word of a text is what the term is about, in any form."""
        if self.word:
            sought, roots = self._sought
            return (self.may_begin and word.startswith(self.word)) or word in sought or stem(word) in roots
        return any(piece.sort is Sort.WORD and piece.text == word for piece in self.pieces)

    @cached_property
    def _sought(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words that it may be, and the stems of those that may have other forms."""
        with_forms = {self.word, *self.near}
        return frozenset({*with_forms, *self.within}), frozenset(map(stem, with_forms))


def forms_of(word: str) -> list[Option]:
    """What the index has of the other forms of a word."""
    root = stem(word)
    found = [Option(stem_token(root))]
    if stem(root) == root:  # a text with the stem itself as a word, such as "immunise" and "immunis"
        found.append(Option(word_token(root)))
    return found


def _shared(word: str, root: str) -> str:
    """How both begin."""
    same = next((at for at, (one, other) in enumerate(zip(word, root, strict=False)) if one != other), None)
    return word[: min(len(word), len(root)) if same is None else same]


def read_query(query: str) -> list[Term]:
    """The terms of a query as somebody typed it; none where it has nothing to search for."""
    folded = fold(query.replace(KHMER_SPACE, " "))
    terms = []
    for match in _TERM.finditer(folded):
        phrase, word = match.groups()
        pieces = tuple(pieces_of(fold_entry(phrase or word)))
        if pieces:
            terms.append(_term(phrase or word, pieces, exact=phrase is not None))
    return terms


def _term(typed: str, pieces: tuple[Piece, ...], *, exact: bool) -> Term:
    year = int(typed) if _YEAR.fullmatch(typed) and not exact else None
    return Term(typed, pieces, exact, Named(year=year))


def widened(term: Term, *, near: Iterable[str] = (), within: Iterable[str] = ()) -> Term:
    return replace(term, near=tuple(near), within=tuple(within))


def as_fts5(twg_id: int, terms: Iterable[Term], tokens: Iterable[str] = ()) -> str:
    """The query in the language of SQLite's FTS5.

    Args:
        tokens: that everything found has to have beside the terms.
    """

    def put(option: Option) -> str:
        return f'"{twg_id}{option.token}"{"*" if option.begins else ""}'

    conditions = [_condition(term, put, " AND ", " OR ") for term in terms]
    return " AND ".join([*conditions, *(put(Option(token)) for token in tokens)])


def as_tsquery(twg_id: int, terms: Iterable[Term], tokens: Iterable[str] = ()) -> str:
    """The query as PostgreSQL's tsquery reads it."""

    def put(option: Option) -> str:
        return f"'{twg_id}{option.token}'{':*' if option.begins else ''}"

    conditions = [_condition(term, put, " & ", " | ") for term in terms]
    return " & ".join([*conditions, *(put(Option(token)) for token in tokens)])


def _condition(term: Term, put: Callable[[Option], str], all_of: str, any_of: str) -> str:
    groups = [f"({any_of.join(map(put, dict.fromkeys(group)))})" for group in term.groups()]
    own = f"({all_of.join(groups)})"
    return f"({any_of.join([own, *map(put, term.others())])})"
