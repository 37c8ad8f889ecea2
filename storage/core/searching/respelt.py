"""Other ways to write what was typed: a word in its parts, a number with and without commas; words that say nothing."""

import re
from collections.abc import Sequence

from storage.core.searching.pieces import Sort
from storage.core.searching.terms import Term, term_of
from storage.core.spelling import fold

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

_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ORDINALS = "first 1st second 2nd third 3rd fourth 4th fifth 5th sixth 6th seventh 7th eighth 8th ninth 9th tenth 10th"
_BOTH_WAYS = {
    **{roman: str(number) for number, roman in enumerate(_ROMAN.split(), start=1)},
    **dict(zip(_ORDINALS.split()[::2], _ORDINALS.split()[1::2], strict=True)),
}
#: Numbers that papers write in two ways: "Annex II", "Annex 2".
_OTHERWISE = {**_BOTH_WAYS, **{other: one for one, other in _BOTH_WAYS.items()}}
#: Two spellings of one Khmer word, in which each stands for the other; folded.
_KHMER = [pair for one, other in ((fold("ឱ្យ"), fold("អោយ")),) for pair in ((one, other), (other, one))]


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
    """ "midwives" for "mid-wives"; "1,250" for "1250", "2" for "II", "second" for "2nd", «ឱ្យ» for «អោយ», and back."""
    if other := _OTHERWISE.get(term.typed):
        return [term_of(other)]
    if respelt := [term_of(term.typed.replace(one, other)) for one, other in _KHMER if one in term.typed]:
        return respelt
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
