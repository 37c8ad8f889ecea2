"""What texts have in place of a run of Khmer, or of another script without spaces, that nobody wrote as it was typed.

Such texts are not cut into words that could be compared. But whichever letter is wrong, missing, too many or exchanged
with its neighbour, what was typed before it and behind it stands in the text. So the texts are read that have both, and
what they have between them is compared. A letter below another is one letter with the sign before it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from storage.core.searching.pieces import covering, gram_token
from storage.core.searching.words import differ_by_one

#: Letters of the runs that are looked for: of shorter ones too many differ by one, longer ones are no words.
SHORTEST, LONGEST = 4, 40
#: Letters from which on the first or the last one may be the wrong one.
_EDGE_MAY_BE_WRONG = 7
#: Fewest letters that stand around a gap: of fewer nearly every text has them.
_LEAST_AROUND = 2
#: Letters that are left out between what has to stand before and behind: two neighbours may be exchanged, and every
#: pair of neighbours is in one of the gaps, which begin at every second letter.
_GAP, _STEP = 3, 2
_LETTER = re.compile("\u17d2.|.")
#: A mark that belongs to the letter before it, with which no word begins.
_HANGS_ON = re.compile("[\u17b4-\u17d3\u17dd]")
_ANY_LETTER = r"(?:\u17d2\S|[^\s\u17d2])"


class Gap(NamedTuple):
    """A part of a run that may have the wrong letter, with what stands around it.

    Attributes:
        length: of the part, in letters.
    """

    before: str
    length: int
    behind: str

    def tokens(self) -> list[str]:
        """Which the index has of every text that has both sides."""
        return [gram_token(gram) for side in (self.before, self.behind) if side for gram in covering(side)]


def letters_of(run: str) -> tuple[str, ...]:
    return tuple(_LETTER.findall(run))


def gaps_of(run: str) -> list[Gap]:
    """Of which one has the wrong letter, if one is wrong; none for a run that is too short or too long."""
    letters = letters_of(run)
    if not SHORTEST <= len(letters) <= LONGEST:
        return []
    firsts = range(0, max(len(letters) - _GAP + _STEP, 1), _STEP)
    gaps = [(letters[:first], letters[first : first + _GAP], letters[first + _GAP :]) for first in firsts]
    return [
        Gap("".join(before), len(gap), "".join(behind))
        for before, gap, behind in gaps
        if len(before) + len(behind) >= _LEAST_AROUND
    ]


def find_near(text: str, run: str) -> set[str]:
    """What a `spaced` text has that differs from the run by one letter."""
    typed, found = letters_of(run), set[str]()
    for pattern in _patterns(run):
        for match in pattern.finditer(text):
            if _is_near(typed, letters_of(match[1])):
                found.add(match[1])
    return found


def likeliest(run: str, found: Iterable[str]) -> list[str]:
    """Of what `find_near` found that which begins and ends as the run does; all where nothing does.

    Without its first or its last letter a word is often found as well.
    """
    found, typed = list(found), letters_of(run)
    return [each for each in found if _same_edges(typed, letters_of(each))] or found


def _is_near(typed: Sequence[str], written: Sequence[str]) -> bool:
    if _HANGS_ON.match(written[0]):
        return False
    return (_same_edges(typed, written) or len(typed) >= _EDGE_MAY_BE_WRONG) and differ_by_one(typed, written)


def _same_edges(typed: Sequence[str], written: Sequence[str]) -> bool:
    return typed[0] == written[0] and typed[-1] == written[-1]


@lru_cache(200)
def _patterns(run: str) -> list[re.Pattern[str]]:
    """For each gap, with as many letters, one fewer and one more. They look ahead, since what they find may overlap."""
    patterns = []
    for gap in gaps_of(run):
        for length in range(gap.length - 1, gap.length + 2):
            within = f"{re.escape(gap.before)}{_ANY_LETTER}{{{length}}}{re.escape(gap.behind)}"
            patterns.append(re.compile(rf"(?=({within})(?!\u17d2))"))
    return patterns
