"""The stem of an English word: what its forms and its British and American spellings have in common.

"immunisation", "immunised" and "immunization" have the stem "immunis", "centre" and "centers" have "center". A stem is
for comparison only and is not shown; that of a word in another language is the word, or something as good as the word.
"""

import re
from functools import cache, lru_cache
from typing import Protocol

#: Shorter words have no forms that are worth a stem.
_SHORTEST = 4
#: British spellings, by pattern, as the American one or as one of two that are both in use. They only have to map the
#: spellings of a word to the same letters, not to a word that exists.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"(?<=[a-z]{2}[iy])z(?=[aei])", "s"),  # organization, analyze
        (r"(?<=[a-z]{3})our", "or"),  # behaviour
        (r"(?<=[a-z][bt])re(?=s?$|d$)", "er"),  # centre, fibre
        (r"(?<=h)ae(?=m)|(?<=[npcf])ae|^ae(?=[st])", "e"),  # haemorrhage, paediatric, aesthetic
        (r"oe(?=a?$|[dst])", "e"),  # foetus, oedema, diarrhoea
        (r"(?<=pro)gramme(?=s?$)", "gram"),
        (r"(?<=lic)enc(?=e)", "ens"),
        (r"(?<=(?:def|off))enc(?=e)", "ens"),
        (r"(?<=practi)c(?=e)", "s"),
        (r"ys[ei]s$", "yse"),  # analysis, analyses
        (r"wives$", "wife"),  # midwives
    )
)
_IRREGULAR = {
    "children": "child",
    "crises": "crisis",
    "criteria": "criterion",
    "indices": "index",
    "matrices": "matrix",
    "women": "woman",
}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@cache
def _stemmer() -> _Stemmer:
    """Imported when the first word is stemmed: most starts index and search nothing at first."""
    import snowballstemmer

    made: _Stemmer = snowballstemmer.stemmer("english")
    return made


@lru_cache(50_000)
def stem(word: str) -> str:
    """The stem of a case-folded word; the word itself where it has other letters than a to z, or has few."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    word = _IRREGULAR.get(word, word)
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return _stemmer().stemWord(word)
