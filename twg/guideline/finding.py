"""Finding clauses of the Guideline by words or by a citation (R5)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from storage.core.spelling import fold
from twg.guideline.citations import find_cited, read_citation, take_part
from twg.guideline.clauses import LOCALES, Clause, load_clauses
from twg.guideline.words import split_question, split_words


@dataclass(frozen=True)
class _Query:
    """What is looked for.

    Attributes:
        part: only in this part; `None` for every one.
        typed: all words.
        words: those with a meaning for the search.
    """

    part: int | None
    typed: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    """A clause with its words in both languages, folded for searching."""

    clause: Clause
    #: Each keyword as the typed words of a query: a query equal to one ranks first.
    typed_keywords: frozenset[tuple[str, ...]]
    #: The same without words that have no meaning for the search: a query equal to one ranks second.
    keywords: frozenset[tuple[str, ...]]
    #: Its headings and keywords, joined.
    names: str
    text: str

    def rank(self, query: _Query) -> tuple[int, bool, bool, int]:
        """Rank of the clause for the query; the lowest is the best match.

        Returns: how many words are missing; whether all typed words, and whether those with a meaning, differ from
            every keyword; how many are in the text only.
        """
        missing = only_in_text = 0
        for word in query.words:
            pattern = _pattern(word)
            if pattern.search(self.names):
                continue
            if pattern.search(self.text):
                only_in_text += 1
            else:
                missing += 1
        return missing, query.typed not in self.typed_keywords, query.words not in self.keywords, only_in_text


def find_clauses(words: str, *, limit: int) -> tuple[Clause, ...]:
    """The clauses that a citation names, else those that contain every word, in either language; none without words.

    Words of questions, such as "who" and "the", need not be contained where another word remains. First come clauses
    that have the query as a keyword, then those with the fewest words found in the text only; clauses of equal rank
    stay in the order of the Guideline.

    Args:
        words: as typed; punctuation, case and simple English endings do not matter. A part that they name, as in "Part
            Two budget", is searched alone.
        limit: how many clauses to return at most; ask for one more than is shown to know whether there are more.
    """
    citation = read_citation(words)
    if citation is not None:
        return find_cited(citation)[:limit]
    query = _to_query(words)
    ranked = [(entry.rank(query), entry.clause) for entry in _entries_of(query)]
    return _best([(rank, clause) for rank, clause in ranked if rank[0] == 0], limit)


def find_nearest(words: str, *, limit: int) -> tuple[Clause, ...]:
    """For words that no clause contains together: the clauses that contain the most of them; none for a citation.

    Khmer is written without spaces, so a Khmer word that is in no clause counts as the keywords that it contains.
    """
    if read_citation(words) is not None:
        return ()
    query = _to_query(words)
    pieces = tuple(dict.fromkeys(piece for word in query.words for piece in _divide_khmer(word)))
    query = _Query(query.part, query.typed, pieces)
    ranked = [(entry.rank(query), entry.clause) for entry in _entries_of(query)]
    return _best([(rank, clause) for rank, clause in ranked if rank[0] < len(pieces)], limit)


def _best(ranked: list[tuple[tuple[int, bool, bool, int], Clause]], limit: int) -> tuple[Clause, ...]:
    return tuple(clause for _, clause in sorted(ranked, key=lambda found: found[0])[:limit])


def _to_query(text: str) -> _Query:
    part, rest = take_part(text)
    if part not in {clause.part_number for clause in load_clauses()}:  # "what part I play" is not about Part One
        part, rest = None, text
    return _Query(part, split_words(rest), split_question(rest))


def _entries_of(query: _Query) -> list[_Entry]:
    """The clauses that are searched; none without words."""
    return [entry for entry in _entries() if query.words and query.part in {None, entry.clause.part_number}]


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(_to_entry(clause) for clause in load_clauses())


def _to_entry(clause: Clause) -> _Entry:
    keywords = [keyword for locale in LOCALES for keyword in clause.keywords[locale]]
    return _Entry(
        clause,
        typed_keywords=frozenset(split_words(keyword) for keyword in keywords),
        keywords=frozenset(split_question(keyword) for keyword in keywords),
        names=fold(" | ".join([*clause.heading.values(), *keywords])),
        text=fold(" | ".join(clause.text.values())),
    )


def _divide_khmer(word: str) -> list[str]:
    """The Khmer keywords that a word contains, the longest first at each place; the word itself where it has none."""
    if word.isascii() or any(_pattern(word).search(f"{entry.names} {entry.text}") for entry in _entries()):
        return [word]
    return _khmer_keywords().findall(word) or [word]


@cache
def _khmer_keywords() -> re.Pattern[str]:
    keywords = {word for entry in _entries() for keyword in entry.keywords for word in keyword if not word.isascii()}
    return re.compile("|".join(map(re.escape, sorted(keywords, key=lambda word: (-len(word), word)))))


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    """Regular expression that finds a word of a query.

    A Latin word matches at the beginning of a word ("tor" does not match "sector"). A Latin word of up to three letters
    and a figure match a whole word ("TA" does not match "task", "10" does not match "2010"). A Khmer word matches
    anywhere, for Khmer has no spaces between words. "agency" matches "agencies".
    """
    before = r"(?<!\d)" if word[0].isdigit() else r"(?<![a-z])"
    if len(word) > 3 and word.isascii() and word.endswith("y"):
        return re.compile(before + re.escape(word[:-1]) + "(?:y|ies)")
    if word[-1].isdigit():
        after = r"(?!\d)"
    elif word.isascii() and word.isalpha() and len(word) <= 3:
        after = r"s?(?![a-z])"
    else:
        after = ""
    return re.compile(before + re.escape(word) + after)
