"""What somebody searches for: words, and phrases in quotes; each with what it is found by."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from storage.core.searching.pieces import (
    KHMER_SPACE,
    LONGEST_GRAM,
    LONGEST_WORD,
    Piece,
    Sort,
    about_token,
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

_TERM = re.compile(r'"([^"]*[^"\s][^"]*)"|(\S+)')
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Of a word without quotes: "Sokha's study" is one of Sokha.
_POSSESSIVE = re.compile(r"(?<=\w\w)'s$|(?<=\ws)'$")


@dataclass(frozen=True)
class Named:
    """What a term may name instead of standing in a text.

    Attributes:
        authors: ids of people whose entries are found.
        kinds: subject types, each with the value of a kind among its rows, or "" for all rows.
        about: subjects, each with its type and its id, whose entries are found.
        year: in which what is found is dated.
    """

    authors: tuple[int, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    about: tuple[tuple[str, int], ...] = ()
    year: int | None = None

    def tokens(self) -> list[str]:
        """By which the index finds it."""
        years = [] if self.year is None else [year_token(self.year)]
        about = (about_token(*each) for each in self.about)
        return [*map(author_token, self.authors), *(kind_token(*kind) for kind in self.kinds), *about, *years]


@dataclass(frozen=True)
class Term:
    """A word of a query, or a phrase in quotes.

    Attributes:
        typed: as it was typed, folded.
        exact: it was in quotes: no other forms are found.
        near: words that are found too, because nothing has the word as it was typed; their other forms are.
        within: longer words that are found too, for the same reason.
        instead: what texts have in place of a run of Khmer, for the same reason; each is found too.
        lacking: nothing that may be found has the term itself: it is not looked for again beside what is in its place.
    """

    typed: str
    pieces: tuple[Piece, ...]
    exact: bool = False
    named: Named = field(default_factory=Named)
    near: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    instead: tuple["Term", ...] = ()
    lacking: bool = False

    @cached_property
    def word(self) -> str:
        """The word, if the term is one word that may have other forms; else empty."""
        [piece, *others] = self.pieces
        return piece.text if not others and not self.exact and piece.sort is Sort.WORD else ""

    def groups(self) -> list[list[str]]:
        """Tokens that the index has of every text with the term: of each group at least one."""
        if word := self.word:
            return [[word_token(word), *forms_of(word)]]
        return [[token] for piece in self.pieces for token in _tokens_of(piece)]

    def others(self) -> list[str]:
        """Tokens of which any is as good as all groups."""
        near = [token for word in self.near for token in (word_token(word), *forms_of(word))]
        return list(dict.fromkeys([*near, *map(word_token, self.within), *self.named.tokens()]))

    def ways(self) -> list["Way"]:
        """By which the index finds it."""
        others = [*(each.groups() for each in self.instead), *([[token]] for token in self.others())]
        return others if self.lacking and others else [self.groups(), *others]

    @property
    def widened(self) -> bool:
        """Whether other words are found for it too."""
        return bool(self.near or self.within or self.instead)

    def needles(self) -> list[str]:
        """Of which `spaced` texts with the term contain one; none where the tokens of the index leave no doubt."""
        if not (self._in_doubt or any(each._in_doubt for each in self.instead)):
            return []
        return [each.stretch() for each in self.instead] if self.lacking and self.instead else self.stretches()

    @property
    def _in_doubt(self) -> bool:
        """Whether a text may have its tokens and not the term."""
        [first, *others] = self.pieces
        return bool(others) or len(first.text) > (LONGEST_GRAM if first.sort is Sort.RUN else LONGEST_WORD)

    def stretch(self) -> str:
        """The term as it stands in a `spaced` text, in its own form."""
        left = "" if self.pieces[0].sort is Sort.RUN else " "
        right = "" if self.pieces[-1].sort is Sort.RUN else " "
        return f"{left}{' '.join(piece.text for piece in self.pieces)}{right}"

    def stretches(self) -> list[str]:
        """Parts of `spaced` texts of which one is in every text with the term, and in few others."""
        instead = [each.stretch() for each in self.instead]
        if not self.word:
            return [self.stretch(), *instead]
        forms = [f" {_shared(word, stem(word))}" for word in (self.word, *self.near)]
        return forms + [f" {word} " for word in self.within] + instead

    def names(self, word: str) -> bool:
        """Whether a folded word of a text is what the term is about, in any form."""
        if self.word:
            sought, roots = self._sought
            return word in sought or stem(word) in roots
        return any(piece.sort is Sort.WORD and piece.text == word for piece in self.pieces)

    @cached_property
    def _sought(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words that it may be, and the stems of those that may have other forms."""
        with_forms = {self.word, *self.near}
        return frozenset({*with_forms, *self.within}), frozenset(map(stem, with_forms))


#: A way to find something by the index: what is found has a token of each group.
Way = list[list[str]]


def forms_of(word: str) -> list[str]:
    """The tokens of the other forms of a word."""
    root = stem(word)
    # A text may have the stem itself as a word, such as "plan", of which there is no token of a stem.
    return [stem_token(root), *([word_token(root)] if stem(root) == root else [])]


def _tokens_of(piece: Piece) -> list[str]:
    """What the index has of every text with a piece of a phrase."""
    match piece.sort:
        case Sort.WORD:
            return [word_token(piece.text)]
        case Sort.RUN:
            return [gram_token(gram) for gram in covering(piece.text)]
        case Sort.SYMBOL:
            return [symbol_token(piece.text)]


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
        typed = phrase or _POSSESSIVE.sub("", word)
        pieces = tuple(pieces_of(fold_entry(typed)))
        if pieces:
            terms.append(_term(typed, pieces, exact=phrase is not None))
    return terms


def term_of(text: str) -> Term:
    """A word, or several that stand together, in any spelling."""
    folded = fold(text.replace(KHMER_SPACE, " "))
    return _term(folded, tuple(pieces_of(fold_entry(folded))), exact=False)


def _term(typed: str, pieces: tuple[Piece, ...], *, exact: bool) -> Term:
    year = int(typed) if _YEAR.fullmatch(typed) and not exact else None
    return Term(typed, pieces, exact, Named(year=year))


def widened(term: Term, *, near: Iterable[str] = (), within: Iterable[str] = ()) -> Term:
    return replace(term, near=tuple(near), within=tuple(within))


def with_piece(term: Term, at: int, text: str) -> Term:
    """The term with another text in place of one of its pieces."""
    pieces = (*term.pieces[:at], term.pieces[at]._replace(text=text), *term.pieces[at + 1 :])
    return Term(" ".join(piece.text for piece in pieces), pieces)


def as_fts5(twg_id: int, sought: Iterable[Iterable[Way]], tokens: Iterable[str] = ()) -> str:
    """The query in the language of SQLite's FTS5.

    Args:
        sought: the ways of each term, of which one is enough.
        tokens: that everything found has to have beside the terms.
    """
    return _query(sought, tokens, lambda token: f'"{twg_id}{token}"', " AND ", " OR ")


def as_tsquery(twg_id: int, sought: Iterable[Iterable[Way]], tokens: Iterable[str] = ()) -> str:
    """The query as PostgreSQL's tsquery reads it; as `as_fts5`."""
    return _query(sought, tokens, lambda token: f"'{twg_id}{token}'", " & ", " | ")


def _query(
    sought: Iterable[Iterable[Way]], tokens: Iterable[str], put: Callable[[str], str], all_of: str, any_of: str
) -> str:
    def some(group: Iterable[str]) -> str:
        return f"({any_of.join(map(put, dict.fromkeys(group)))})"

    conditions = [f"({any_of.join(f'({all_of.join(map(some, way))})' for way in ways)})" for ways in sought]
    return all_of.join([*conditions, *map(put, tokens)])
