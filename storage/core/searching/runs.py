"""What texts have in place of a run of Khmer, or of another script without spaces, that nobody wrote as it was typed.

Such texts are not cut into words that could be compared. But whichever letter is wrong, missing, too many or exchanged
with its neighbour, what was typed before it and behind it stands in the text. So the texts are read that have both, and
what they have between them is compared. A letter below another is one letter with the sign before it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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


def find_near(text: str, run: str) -> list[str]:
    """What a `spaced` text has that differs from the run by one letter, in the order in which it stands there."""
    typed, near, places = letters_of(run), dict[str, bool](), dict[str, int]()
    for side in _sides(run):
        at, seen = text.find(side.text), set[str]()
        while at >= 0:
            beside = side.beside(text, at)
            if beside not in seen:  # most stand in a text many times
                seen.add(beside)
                for each in side.around(beside):
                    if each not in near:
                        near[each] = _is_near(typed, letters_of(each))
                    if near[each]:
                        places[each] = min(at, places.get(each, at))
            at = text.find(side.text, at + 1)
    return sorted(places, key=places.__getitem__)


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


@dataclass(frozen=True)
class _Side:
    """The longer side of a gap, which is looked for first, and what has to stand beside it.

    Attributes:
        text: of the side.
        before: it stands before the gap, and the shorter side behind it.
        gap: letters in the gap, as it was typed.
        shorter: letters of the shorter side.
        reach: most characters of both in a text.
    """

    text: str
    before: bool
    gap: int
    shorter: tuple[str, ...]
    reach: int

    def beside(self, text: str, at: int) -> str:
        """What stands behind the side at this place, or before it, up to a space."""
        if self.before:
            end = at + len(self.text)
            return text[end : end + self.reach].split(" ", 1)[0]
        return text[max(at - self.reach, 0) : at].rsplit(" ", 1)[-1]

    def around(self, beside: str) -> Iterator[str]:
        """The side with what stands beside it, where the gap has a letter less, as many, or one more."""
        letters = letters_of(beside)
        for gap in range(self.gap - 1, self.gap + 2):
            length = gap + len(self.shorter)
            if length > len(letters):
                return
            if self.before:
                if letters[gap:length] == self.shorter and not _begins_below(letters[length:]):
                    yield self.text + "".join(letters[:length])
            else:
                written = letters[len(letters) - length :]
                if written[: len(self.shorter)] == self.shorter:
                    yield "".join(written) + self.text


def _begins_below(letters: Sequence[str]) -> bool:
    """Whether the first of these letters stands below the one before it, and belongs to it."""
    return bool(letters) and letters[0].startswith("\u17d2")


@lru_cache(50)
def _sides(run: str) -> list[_Side]:
    sides = []
    for gap in gaps_of(run):
        before = len(gap.before) >= len(gap.behind)
        longer, shorter = (gap.before, gap.behind) if before else (gap.behind, gap.before)
        reach = 2 * (gap.length + 1) + len(shorter) + 1
        sides.append(_Side(longer, before, gap.length, letters_of(shorter), reach))
    return sides
