"""Vague wording of commitments: phrases that can be read in several ways, pointed out before they are saved.

Source: Guideline, Part Four, partnership principles (vii)-(viii): commitments that can be monitored.
"""

import enum
import re
from dataclasses import dataclass

from storage.core.spelling import fold


class Lack(enum.Enum):
    """What wording leaves open."""

    WHEN = enum.auto()
    HOW_MUCH = enum.auto()
    WHAT = enum.auto()


@dataclass(frozen=True)
class Vague:
    """A phrase that can be read in several ways, folded, and what it leaves open."""

    words: str
    lack: Lack


#: Vague phrases in English and Khmer; longer ones first, so that a match is the whole phrase.
_WHEN = (
    "as soon as possible",
    "asap",
    "at the earliest opportunity",
    "in due course",
    "in the near future",
    "in a timely manner",
    "at an appropriate time",
    "over a period of time",
    "progressively",
    "soon",
    "ឱ្យបានឆាប់តាមដែលអាចធ្វើបាន",
    "ឆាប់តាមដែលអាចធ្វើបាន",
    "ឱ្យបានឆាប់",
    "ក្នុងពេលឆាប់ៗ",
    "ក្នុងពេលសមស្រប",
    "នាពេលខាងមុខ",
    "ជាបណ្ដើរៗ",
    "ជាបណ្តើរៗ",
)
_HOW_MUCH = (
    "to the maximum extent possible",
    "to the extent possible",
    "as far as possible",
    "if possible",
    "when possible",
    "where possible",
    "where appropriate",
    "as appropriate",
    "as necessary",
    "as needed",
    "តាមដែលអាចធ្វើបាន",
    "តាមលទ្ធភាព",
    "តាមការគួរ",
    "តាមការចាំបាច់",
    "តាមភាពចាំបាច់",
)
#: Beginnings that name no result, in English and Khmer, unless a word of `_RESULTS` follows.
_OPENINGS = (
    "follow up",
    "follow-up",
    "look into",
    "look at",
    "continue to support",
    "continue supporting",
    "continue to work",
    "continue working",
    "keep supporting",
    "work closely",
    "work together",
    "consider",
    "explore",
    "liaise",
    "strengthen",
    "pay attention",
    "take into account",
    "bear in mind",
    "ពិចារណា",
    "បន្តគាំទ្រ",
    "បន្តសហការ",
    "បន្តយកចិត្តទុកដាក់",
    "យកចិត្តទុកដាក់",
    "តាមដានលើ",
    "ពង្រឹង",
)
#: Words for something that can be seen to be done.
_RESULTS = re.compile(
    r"(?<!\w)(?:send|submit|report|write|draft|prepare|present|publish|share|circulate|sign|adopt|approve|finali[sz]e"
    r"|revise|translate|print|train|hire|deliver|complete|announce|propose|list|invite|convene|organi[sz]e|collect"
    r"|upload|pay|transfer)(?!\w)|ផ្ញើ|រាយការណ៍|រៀបចំ|ធ្វើសេចក្ដី|កែសម្រួល|ចុះហត្ថលេខា|អនុម័ត|បកប្រែ|បោះពុម្ព|ប្រមូល|ជូនលេខាធិការដ្ឋាន"
)
#: Texts that are vague when the commitment consists of nothing else, folded.
_BARE = frozenset(
    fold(words)
    for words in (
        "follow up",
        "follow-up",
        "follow up on this",
        "coordinate",
        "continue",
        "discuss",
        "monitor",
        "look into it",
        "take action",
        "tbd",
        "to be discussed",
        "to be confirmed",
        "តាមដាន",
        "តាមដានបន្ត",
        "បន្តតាមដាន",
        "ពិភាក្សា",
        "បន្តពិភាក្សា",
        "សម្របសម្រួល",
        "បន្តអនុវត្ត",
    )
)


def _pattern(phrase: str) -> str:
    """An English phrase matches whole words; a Khmer one matches anywhere, for Khmer has no spaces between words."""
    return rf"(?<!\w){re.escape(fold(phrase))}(?!\w)" if phrase.isascii() else re.escape(fold(phrase))


#: Polite openings and closing punctuation, ignored around the texts of `_BARE`.
_AROUND = re.compile(r"^(?:please |we will |to (?!be ))+|[\s.!…។]+$")
#: Who does it, before an opening: "MoP to follow up", "DPs will look into".
_DOER = r"(?:please |we will |to |[^,;:]{1,60}? (?:to|will|shall|should) )?"
_PHRASES = {
    lack: re.compile("|".join(_pattern(phrase) for phrase in phrases))
    for lack, phrases in ((Lack.WHEN, _WHEN), (Lack.HOW_MUCH, _HOW_MUCH))
}
_BEGINS = re.compile(f"{_DOER}({'|'.join(_pattern(phrase) for phrase in _OPENINGS)})")


def find_vague(text: str) -> Vague | None:
    """The first vague phrase; None where there is none."""
    folded = fold(text)
    bare = _AROUND.sub("", folded)
    if bare in _BARE:
        return Vague(bare, Lack.WHAT)
    found = ((pattern.search(folded), lack) for lack, pattern in _PHRASES.items())
    stated = sorted(
        ((match.start(), match[0], lack) for match, lack in found if match is not None), key=lambda each: each[0]
    )
    if stated:
        _start, words, lack = stated[0]
        return Vague(words, lack)
    begins = _BEGINS.match(folded)
    if begins is None or _RESULTS.search(folded, begins.end()):
        return None
    return Vague(begins[1], Lack.WHAT)
