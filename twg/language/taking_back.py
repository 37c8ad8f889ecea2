"""Whether words take back what was just done: "undo", "it is not done yet", «ខ្ញុំចុចច្រឡំ» (A3, U2)."""

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from twg.language.asked import find_correction
from twg.language.cues import cut, has, spell, strip
from twg.language.figures import RUN, readings_of
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
#: A figure that is named beside the right one: "instead of 61", "61 was wrong".
_DENIES = re.compile(r"\b(?:instead of|rather than|replac(?:e|es|ing)|wrong|incorrect|typo|khos)\b|ជំនួស|ខុស|ច្រឡំ")
_SHALL_BE = re.compile(
    r"\b(?:should|must|ought to) (?:be|read)\b|\bcorrect(?:ion|ed)?\b|\b(?:change|make) (?:it )?(?:to )?|\bkae\b"
    r"|កែ(?:តម្រូវ|ប្រែ|ទៅ|ជា|មក)|ត្រូវជា"
)
#: Words that say nothing but that a value is another.
_CORRECTING = re.compile(
    r"\b(?:it|is|are|was|be|should|must|read|correct(?:ion|ed)?|instead|rather|than|of|for|by|change|make|to|the|value|figure"
    r"|number|report|reported|now|actually|percent|and|but|no|wrong|incorrect|te|kae|khos|kue|ku|men)\b|គឺ(?:ជា)?|ជា|ទេ|មែន|ត្រូវ|កែ(?:តម្រូវ|ប្រែ|ទៅ|មក)?"
    r"|លេខ|តួលេខ|ភាគរយ|ជំនួស|ខុស|ច្រឡំ|ហើយ|សម្រាប់"
)


#: "I meant 59", "I wanted to write 59".
_MEANT = re.compile(
    r"(?:^|(?<=[\s,;.!]))(?:i |we )?(?:mean|meant|(?:want(?:ed)?|meant) to (?:say|write|type|put|send))(?= )"
    r"|(?:knhom |khnhom )?ch(?:o|a)ng (?:ban|tha|sor ?ser)\b|(?:ខ្ញុំ)?(?:ចង់(?:បាន|ថា|និយាយ|សរសេរ|មានន័យ)|មានន័យ)(?:ថា)?"
)
#: Before a figure that is said to be wrong.
_DENIED = re.compile(r"(?:\b(?:not|(?:min|ot|ort) men|instead of|rather than)|មិនមែន|អត់មែន|ជំនួស)")
_PERCENT = re.compile(r"per ?cents?|pct|pheak ?roy|ភាគរយ")


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


def is_sent_by_mistake(text: str) -> bool:
    """Whether the words with a file say nothing but that it is the wrong one, or a trial: "wrong photo", "test"."""
    words = Words(text)
    cues = "sent_by_mistake", "mistake"
    return words.only(*cues, "cancel", *_ASIDE) and any(has(cue, words.core) for cue in cues)


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


def corrects_value(text: str, value: Decimal, *, lately: bool) -> bool:
    """Whether a text on an indicator corrects its report: "63%, not 61", "sorry, 63%", "it should be 63".

    Args:
        text: what the message says of the indicator, without its number.
        value: of the report.
        lately: it was sent so lately that words which do not name its value may correct it.
    """
    words = Words(text)
    if len(text) > _LONGEST or words.asks:
        return False
    figures = {number for run in RUN.findall(with_counts(plain(text)).text) for number in readings_of(run.rstrip(".,"))}
    if not figures - {value}:
        return False
    denies = value in figures and (words.has("negation", "mistake") or _DENIES.search(words.spelt) is not None)
    if denies or not lately:
        return denies
    return has("sorry", words.spelt) or has("wrong_report", words.core) or _SHALL_BE.search(words.core) is not None


def says_beside_correction(note: str) -> bool:
    """Whether the words beside a corrected value say more than that it is corrected."""
    left = _CORRECTING.sub(" ", strip(spell(note), "negation", "mistake", "wrong_report", "sorry", "polite", "thanks"))
    return any(map(str.isalpha, left))


def may_correct_value(text: str) -> bool:
    """Whether a text has a figure and is short enough to put it in place of one that was just reported."""
    return len(text) <= _LONGEST and _FIGURE.search(with_counts(plain(text)).text) is not None


def find_certain_figure(text: str, value: Decimal | None) -> str:
    """The one figure that a text puts in place of a value, where the whole text says nothing else; else empty.

    "No, 59", "sorry 59", "I meant 59", "59, not 58"; not "59" alone, nor "no, action 59 is done".

    Args:
        value: that was just reported; None for a report in words.
    """
    words = Words(text)
    spelt = _MEANT.sub(" ", words.spelt)
    if len(text) > _LONGEST or words.asks or not (spelt != words.spelt or _corrects(words)):
        return ""
    left = with_counts(plain(strip_words(spelt))).text
    figures: list[str] = [run.rstrip(".,") for run in RUN.findall(left)]
    others = [figure for figure in figures if value not in readings_of(figure)]
    if len(others) != 1 or len(figures) > 2 or re.search(rf"{_DENIED.pattern} ?{re.escape(others[0])}", words.spelt):
        return ""
    if _PERCENT.sub("", RUN.sub("", left)).strip(" .,;:!%()-–—។\n"):
        return ""
    return others[0]


def strip_words(spelt: str) -> str:
    """A text without the words that only say that a value is another."""
    cues = "negation", "mistake", "wrong_report", "sorry", "polite", "thanks", "decline"
    return _CORRECTING.sub(" ", cut(spelt, *cues))


def _corrects(words: Words) -> bool:
    """Whether words say that a value is another: "sorry", "no", "should be"."""
    says = has("sorry", words.spelt) or has("wrong_report", words.core) or _SHALL_BE.search(words.core) is not None
    denies = words.has("mistake", "decline", "negation") or _DENIES.search(words.spelt) is not None
    return says or denies


def find_new_figure(text: str) -> str:
    """The figure that shall stand instead of one that was reported; empty where the text gives none."""
    instead = find_correction(text) or Words(text).core
    found = _INSTEAD.search(with_counts(plain(instead)).text)
    return "" if found is None or _FIGURE.search(instead) is None else found[1]
