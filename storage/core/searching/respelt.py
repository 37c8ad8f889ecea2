"""Other ways to write what was typed: a word in its parts, a number with and without commas; words that say nothing."""

import re
from collections.abc import Sequence

from storage.core.searching.pieces import Sort
from storage.core.searching.terms import Term, term_of

#: Words that a search can do without: articles, prepositions, and titles before a name.
_SAYS_NOTHING = re.compile(
    r"an?|the|of|by|for|to|in|on|at|and|or|with|from|about|(?:mrs?|ms|dr)\.?|h\.?e\.?"
    r"|និង|នៃ|ឬ|លោក|លោកស្រី|លោកជំទាវ|ឯកឧត្តម|បណ្ឌិត"
)
_LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]+|\d+")
#: Fewest letters of a part: a single letter says too little.
_SHORTEST_PART = 2
_LONG_NUMBER = re.compile(r"\d{4,12}")
_WITH_COMMAS = re.compile(r"\d{1,3}(?:[,.]\d{3})+")


def without_fillers(terms: Sequence[Term]) -> list[Term]:
    """The terms that say something; all where none does."""
    return [term for term in terms if term.exact or not _SAYS_NOTHING.fullmatch(term.typed)] or list(terms)


def parts_of(term: Term) -> list[Term]:
    """The words of "cold-chain", "covid19" and "budget.xlsx", each by itself; none for one word, or figures alone."""
    if term.exact:
        return []
    words = [piece.text for piece in term.pieces if piece.sort is not Sort.SYMBOL]
    parts = [part for word in words for part in (_LETTERS_AND_DIGITS.findall(word) if word.isascii() else [word])]
    letters = [part for part in parts if not part.isdecimal() and len(part) >= _SHORTEST_PART]
    return [term_of(part) for part in parts] if letters and (len(parts) > 1 or len(term.pieces) > 1) else []


def other_spellings(term: Term) -> list[Term]:
    """ "midwives" for "mid-wives"; "1,250" for "1250", and the other way round."""
    if _LONG_NUMBER.fullmatch(term.typed):
        return [term_of(f"{int(term.typed):,}")] if term.named.year is None else []
    if _WITH_COMMAS.fullmatch(term.typed):
        return [term_of(re.sub(r"\D", "", term.typed))]
    words = [piece.text for piece in term.pieces if piece.text != "-"]
    joined = "".join(words)
    return [term_of(joined)] if 1 < len(words) < len(term.pieces) and joined.isalpha() else []


def halves_of(word: str) -> list[tuple[str, str]]:
    """Two words that one may be written together from: "coldchain"."""
    shortest = _SHORTEST_PART + 1
    return [(word[:at], word[at:]) for at in range(shortest, len(word) - shortest + 1)] if word.isalpha() else []
