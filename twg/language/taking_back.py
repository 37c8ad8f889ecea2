"""Whether words take back what was just done: "undo", "it is not done yet", «ខ្ញុំចុចច្រឡំ» (A3, U2)."""

import re
from enum import Enum
from functools import lru_cache

from twg.language.asked import find_correction
from twg.language.cues import has
from twg.language.number_words import with_counts
from twg.language.plain import plain
from twg.language.said import Words

#: What takes back, and what may stand beside it without adding anything.
_TAKES = ("taken_back", "not_done_after_all", "mistake")
_ASIDE = ("taken_back_aside", "decline")
#: Longest text that is read so, in characters: a longer one tells what is still to do.
_LONGEST = 160
#: A figure that is said to be the right one: "it is 57", "should be 60%", «ត្រឹមត្រូវគឺ ៥៧».
_INSTEAD = re.compile(
    r"(?:^|\b(?:is|be|to|was|keu|tov|men)\s+|(?:គឺ|ជា|ទៅ|មែន|ត្រូវ)\s*)(-?\d[\d.,]*(?: ?%)?)"
    r"(?=\s*(?:$|[,.;!?។]|not\b|instead\b|មិន))"
)
_FIGURE = re.compile(r"\d")


class TakingBack(Enum):
    """How surely a text takes back the last step."""

    #: The whole text says nothing else.
    WHOLLY = "wholly"
    #: It says so and more.
    PERHAPS = "perhaps"


@lru_cache(maxsize=64)
def read_taking_back(text: str) -> TakingBack | None:
    """Whether a text takes back what was done just before; None where it does not.

    Args:
        text: as typed.
    """
    words = Words(text)
    if len(text) > _LONGEST or words.asks or not any(has(cue, words.core) for cue in _TAKES):
        return None
    return TakingBack.WHOLLY if words.only(*_TAKES, *_ASIDE) else TakingBack.PERHAPS


def says_only_not_done(text: str) -> bool:
    """Whether a text takes something back only by saying that it is not done."""
    core = Words(text).core
    return not any(has(cue, core) for cue in ("taken_back", "mistake"))


def says_not_done(text: str) -> bool:
    """Whether a text says of something that was closed that it is not done: "action 1 is not finished after all"."""
    words = Words(text)
    return not words.asks and has("not_done_after_all", words.core)


def corrects_report(text: str) -> bool:
    """Whether a text may say that a report which was just sent is wrong: "sorry, it is 57", «ច្រឡំលេខ»."""
    words = Words(text)
    if len(text) > _LONGEST or words.asks:
        return False
    return has("wrong_report", words.core) or find_new_figure(text) != ""


def find_new_figure(text: str) -> str:
    """The figure that shall stand instead of one that was reported; empty where the text gives none."""
    instead = find_correction(text) or Words(text).core
    found = _INSTEAD.search(with_counts(plain(instead)).text)
    return "" if found is None or _FIGURE.search(instead) is None else found[1]
