"""What a word of a search may name besides standing in a text: people, kinds, and what entries belong to (D3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from storage.core.search import SearchEntry
from storage.core.searching.narrowing import KindNames, has_all
from storage.core.searching.pieces import Sort, pieces_of, spaced
from storage.core.searching.terms import Term
from storage.core.searching.words import is_near
from storage.members.names import NamedMember

#: The newest subjects that a word names: of “plenary” in ten years a few dozen, and each is a part of every query.
_MOST_NAMED = 12


@dataclass(frozen=True)
class Known:
    """What can be named.

    Attributes:
        people: who are in the TWG, or were.
        kinds: the names of each kind.
        titles: of the subjects that others belong to and that the reader may see, by type and id; the newest first.
    """

    people: Sequence[NamedMember]
    kinds: KindNames
    titles: Mapping[tuple[str, int], str]

    def named_by(self, term: Term) -> Term:
        """The term with what it may name, in its own spelling or in one that is found in its place."""
        if term.exact:
            return term
        authors = {person.person_id for person in self.people if is_named(term, person)}
        kinds = [kind for kind, labels in self.kinds.items() if any(has_all(label, term.pieces) for label in labels)]
        about = [subject for subject, title in self.titles.items() if _is_in(term, title)][:_MOST_NAMED]
        return replace(
            term, named=replace(term.named, authors=tuple(sorted(authors)), kinds=tuple(kinds), about=tuple(about))
        )

    def list_near(self, word: str) -> list[str]:
        """Words of names and titles that differ from a folded word by one letter."""
        texts = [*map(_called, self.people), *self.titles.values()]
        return sorted({each for text in texts for each in _words(text) if is_near(word, each)})

    def naming(self, entry: SearchEntry, term: Term) -> list[str]:
        """The names by which the term finds an entry whose texts may not have it."""
        named = entry.author_id in term.named.authors
        authors = [each.name for each in self.people if named and each.person_id == entry.author_id]
        return [*filter(None, [self.title_naming(entry, term)]), *authors]

    def title_naming(self, entry: SearchEntry, term: Term) -> str:
        """The title of what an entry belongs to, where the term names that; else empty."""
        about = (entry.about_type, entry.about_id or 0)
        return self.titles[about] if about in term.named.about else ""


def is_named(term: Term, person: NamedMember) -> bool:
    """Whether a whole word of a name, or of Khmer a part of one, is what was typed."""
    return _is_in(term, _called(person))


def _called(person: NamedMember) -> str:
    body = () if person.institution is None else person.institution
    return " ".join((person.name, *body))


def _is_in(term: Term, text: str) -> bool:
    if term.word:
        return any(term.names(word) for word in _words(text))
    return any(each.stretch() in _spaced(text) for each in (term, *term.instead))


@lru_cache(20_000)
def _spaced(text: str) -> str:
    return spaced(text)


@lru_cache(20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(piece.text for piece in pieces_of(_spaced(text)) if piece.sort is Sort.WORD)
