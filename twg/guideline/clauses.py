"""The clauses of the Guideline, paraphrased, and the search for them (R5).

The text and its edition are data, in `clauses.toml` beside this module.
Source: Guideline 2016, Parts Two to Four.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from storage.core.search import fold

#: The languages in which every clause is written.
LOCALES = ("en", "km")

_PART_NUMBERS = {"II": 2, "III": 3, "IV": 4}
#: Punctuation stripped from the words of a query. Round brackets stay, for they belong to clause numbers: "(c)(iii)".
_PUNCTUATION = ".,;:!?…\"'“”‘’«»។៕៖"


@dataclass(frozen=True)
class Clause:
    """A clause, paraphrased; mappings are by locale ("en", "km")."""

    edition: int
    #: "II", "III" or "IV".
    part: str
    #: As letters and reports cite it: "(c)(iii)", "¶3", "(d) int. ¶1", "PP (vii)"; unique in its part.
    clause: str
    heading: Mapping[str, str]
    #: One to three sentences: who does what, and when.
    text: Mapping[str, str]
    #: Additional search words, such as synonyms of those in the heading and the text.
    keywords: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Citation:
    """Where a clause stands, in pieces that a template translates."""

    edition: int
    #: 2, 3 or 4.
    part: int
    #: "(c)(iii)" or "¶3" as printed; "intro", "int.", "ext.", "closing" and "PP" are to be translated.
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    """A clause with its words in both languages, folded for searching."""

    clause: Clause
    #: Each keyword as the words of a query: a query equal to one ranks first.
    keywords: frozenset[tuple[str, ...]]
    #: Its number, headings and keywords, joined.
    names: str
    text: str

    def rank(self, query: tuple[str, ...]) -> tuple[bool, int] | None:
        """Rank of the clause for the query; the lowest is the best match.

        Returns: whether the query differs from every keyword, and how many of its words are in the text only; `None`
            where a word is missing.
        """
        only_in_text = 0
        for word in query:
            pattern = _pattern(word)
            if pattern.search(self.names):
                continue
            if not pattern.search(self.text):
                return None
            only_in_text += 1
        return query not in self.keywords, only_in_text


@cache
def load_clauses() -> tuple[Clause, ...]:
    """All clauses, in the order of the Guideline; cached."""
    data = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text(encoding="utf-8"))
    return tuple(_read_clause(data["edition"], row) for row in data["clauses"])


def find_clauses(words: str, *, limit: int) -> tuple[Clause, ...]:
    """Clauses that contain every word, in either language; none without words.

    First come clauses that have the query as a keyword, then those with the fewest words found in the text only;
    clauses of equal rank stay in the order of the Guideline.

    Args:
        words: as typed; punctuation, case and the English plural do not matter.
        limit: how many clauses to return at most; ask for one more than is shown to know whether there are more.
    """
    query = _to_query(words)
    if not query:
        return ()
    ranked = [(rank, entry.clause) for entry in _entries() if (rank := entry.rank(query)) is not None]
    ranked.sort(key=lambda found: found[0])
    return tuple(clause for _, clause in ranked[:limit])


def cite(clause: Clause) -> Citation:
    """The citation of a clause: "Guideline 2016, Part Three (c)(iii)" in pieces."""
    return Citation(clause.edition, _PART_NUMBERS[clause.part], tuple(clause.clause.split()))


def _read_clause(edition: int, row: Mapping[str, Any]) -> Clause:
    return Clause(
        edition=edition,
        part=row["part"],
        clause=row["clause"],
        heading={locale: row[f"heading_{locale}"] for locale in LOCALES},
        text={locale: row[f"text_{locale}"] for locale in LOCALES},
        keywords={locale: tuple(row[f"keywords_{locale}"]) for locale in LOCALES},
    )


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(_to_entry(clause) for clause in load_clauses())


def _to_entry(clause: Clause) -> _Entry:
    keywords = [keyword for locale in LOCALES for keyword in clause.keywords[locale]]
    number = f"{clause.part} {clause.clause}"
    return _Entry(
        clause,
        keywords=frozenset(_to_query(keyword) for keyword in keywords),
        names=fold(" | ".join([number, number.replace(" ", ""), *clause.heading.values(), *keywords])),
        text=fold(" | ".join(clause.text.values())),
    )


def _to_query(words: str) -> tuple[str, ...]:
    """The words to look for, each once: folded, without surrounding punctuation and the English plural "s"."""
    stripped = (word.strip(_PUNCTUATION) for word in fold(words).split())
    return tuple(dict.fromkeys(_singular(word) for word in stripped if word))


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.isascii() and len(word) > 3 else word


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    """Regular expression that finds a word of a query.

    A Latin word matches at the beginning of a word ("tor" does not match "sector"). A Latin word of up to three letters
    and a figure match a whole word ("TA" does not match "task", "10" does not match "2010"). A Khmer word matches
    anywhere, for Khmer has no spaces between words.
    """
    before = r"(?<!\d)" if word[0].isdigit() else r"(?<![a-z])"
    if word[-1].isdigit():
        after = r"(?!\d)"
    elif word.isascii() and word.isalpha() and len(word) <= 3:
        after = r"s?(?![a-z])"
    else:
        after = ""
    return re.compile(before + re.escape(word) + after)
