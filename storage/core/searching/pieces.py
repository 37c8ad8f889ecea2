"""Cutting texts into what is searched: words, runs of a script that is written without spaces, symbols.

A text is compared in a spelling of its own, see `spaced`: folded, with one space between any two pieces, so that
" plan " is found where the word stands, and " pla" where a word begins like that.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from storage.core.spelling import fold, normalize
from storage.core.word_forms import stem

#: Khmer, Thai, Lao, Burmese, Chinese and Japanese: their words are written without spaces between them.
_UNSPACED = (
    "\u1780-\u17d3\u17d7\u17dc\u17dd\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
)
_PIECE = re.compile(rf"(?P<run>[{_UNSPACED}]+)|(?P<word>[^\W_{_UNSPACED}]+)|(?P<symbol>\S)")
#: U+200B, which Khmer keyboards give for the space bar. Texts may have it between any words, and between syllables.
KHMER_SPACE = "\u200b"
_BETWEEN_KHMER = re.compile("(?<=[\u1780-\u17d3\u17d7\u17dc\u17dd]) (?=[\u1780-\u17d3\u17d7\u17dc\u17dd])")
#: Longest gram of a run, in characters.
LONGEST_GRAM = 3
#: Most grams of a run that overlap.
_MOST_GRAMS = 24
#: Characters of a word that the index tells apart.
LONGEST_WORD = 40
#: Most bytes of the tokens of a text, in UTF-8; PostgreSQL takes 1 MB with the ids of the TWG. What comes after them is
#: not found.
MOST_TOKEN_BYTES = 600_000


class Sort(StrEnum):
    """The sorts of pieces, by their groups in `_PIECE`. Strings, since those are hashed several times as fast."""

    WORD = "word"
    RUN = "run"
    SYMBOL = "symbol"


_SORTS: dict[str | None, Sort] = {sort.value: sort for sort in Sort}


class Piece(NamedTuple):
    """A part of a folded text."""

    sort: Sort
    text: str


def fold_entry(text: str) -> str:
    """The text folded, and without spaces between Khmer letters, where Khmer may have them or not."""
    return normalize(_BETWEEN_KHMER.sub("", fold(text.replace(KHMER_SPACE, ""))))


def pieces_of(folded: str) -> Iterator[Piece]:
    """The pieces of a folded text, in their order."""
    for match in _PIECE.finditer(folded):
        yield Piece(_SORTS[match.lastgroup], match.group())


def spaced(text: str) -> str:
    """A text as queries are compared with it: folded, a space around each piece, also at both ends."""
    return respaced(fold_entry(text))


def respaced(folded: str) -> str:
    """`spaced` for a text that is folded already, such as one that `spaced` returned."""
    return f" {' '.join(match.group() for match in _PIECE.finditer(folded))} "


def tokens_of(compared: Iterable[str]) -> list[str]:
    """The distinct tokens of texts that `spaced` returned, in the order in which they occur."""
    tokens: dict[str, None] = {}
    size = 0
    for text in compared:
        for piece in dict.fromkeys(pieces_of(text)):
            for token in _tokens_of_piece(piece):
                if token not in tokens:
                    size += len(token.encode()) + 1
                    if size > MOST_TOKEN_BYTES:
                        return list(tokens)
                    tokens[token] = None
    return list(tokens)


def _tokens_of_piece(piece: Piece) -> Iterator[str]:
    match piece.sort:
        case Sort.WORD:
            yield word_token(piece.text)
            if (root := stem(piece.text)) != piece.text:
                yield stem_token(root)
        case Sort.RUN:
            for length in range(1, LONGEST_GRAM + 1):
                for at in range(len(piece.text) - length + 1):
                    yield gram_token(piece.text[at : at + length])
        case Sort.SYMBOL:
            yield symbol_token(piece.text)


# Tokens consist of letters and digits only, which both databases take for one word. What comes before them in the index
# is the id of the TWG, so that the first character of a token is no digit.


def word_token(word: str) -> str:
    return f"w{word[:LONGEST_WORD]}"


def stem_token(root: str) -> str:
    """The token of a word whose stem is not the word itself."""
    return f"s{root[:LONGEST_WORD]}"


def gram_token(gram: str) -> str:
    return f"g{gram}"


def symbol_token(symbol: str) -> str:
    return f"y{ord(symbol):x}"


def kind_token(subject_type: str, kind: str = "") -> str:
    """The token of a kind of subject, and of a kind among its rows: of a document, and of a report."""
    return f"k{_letters(subject_type)}" + (f"0{_letters(kind)}" if kind else "")


def author_token(person_id: int) -> str:
    return f"a{person_id}"


def about_token(subject_type: str, subject_id: int) -> str:
    """The token of what belongs to a subject, such as the papers of a meeting."""
    return f"m{_letters(subject_type)}0{subject_id}"


def year_token(year: int) -> str:
    """The token of the year in which something is dated."""
    return f"d{year}"


def _letters(name: str) -> str:
    return name.replace("_", "")


def covering(run: str) -> list[str]:
    """Grams that every text with this run has: the run itself if it is short.

    They overlap: of twenty letters, all grams cost the index little more than a third of them, and leave a tenth of the
    texts to be read that do not have the run. Those of a longer run only cover it.
    """
    last = max(len(run) - LONGEST_GRAM, 0)
    step = 1 if last <= _MOST_GRAMS else LONGEST_GRAM
    return [run[at : at + LONGEST_GRAM] for at in [*range(0, last, step), last]]
