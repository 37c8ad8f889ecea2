"""Vague wording of commitments: phrases that can be read in several ways, pointed out before they are saved.

Source: Guideline, Part Four, partnership principles (vii)-(viii): commitments that can be monitored.
"""

import re

from storage.core.spelling import fold

#: Vague phrases in English and Khmer; longer ones first, so that a match is the whole phrase.
_VAGUE = (
    "as soon as possible",
    "asap",
    "at the earliest opportunity",
    "in due course",
    "in the near future",
    "in a timely manner",
    "at an appropriate time",
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
    "over a period of time",
    "progressively",
    "soon",
    "ឱ្យបានឆាប់តាមដែលអាចធ្វើបាន",
    "ឆាប់តាមដែលអាចធ្វើបាន",
    "តាមដែលអាចធ្វើបាន",
    "ឱ្យបានឆាប់",
    "ក្នុងពេលឆាប់ៗ",
    "ក្នុងពេលសមស្រប",
    "នាពេលខាងមុខ",
    "តាមលទ្ធភាព",
    "តាមការគួរ",
    "តាមការចាំបាច់",
    "តាមភាពចាំបាច់",
    "ជាបណ្ដើរៗ",
    "ជាបណ្តើរៗ",
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
_AROUND = re.compile(r"^(?:please |we will )+|[\s.!…។]+$")
_PHRASES = re.compile("|".join(_pattern(phrase) for phrase in _VAGUE))


def find_vague(text: str) -> str:
    """The first vague phrase, folded; "" where there is none."""
    folded = fold(text)
    bare = _AROUND.sub("", folded)
    if bare in _BARE or bare.removeprefix("to ") in _BARE:
        return bare
    found = _PHRASES.search(folded)
    return "" if found is None else found[0]
