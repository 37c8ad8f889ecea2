"""Whether words below a file say that it is a paper for a meeting: "for the meeting of 17 December, item 3" (D6)."""

import re

from storage.core.spelling import fold
from twg.language.document_facts import find_item_number
from twg.language.rsvp import names_a_meeting, parse_answer

#: Words for a paper, for a meeting, and for handing in; Khmer in letters and as it is romanised.
_LATIN = re.compile(
    r"\b(?:papers?|presentation|slides?|power ?points?|hand(?:ed|ing)? (?:\w+ )?in|submit(?:ted|ting)?|meeting|plenary|"
    r"retreat|agenda|e+ka?sa+r?|eksa+r?|aekasa+r?|b?p?rachum|brojum|robeab vare?ak)\b"
)
_KHMER = tuple(map(fold, ("ឯកសារ", "ប្រជុំ", "របៀបវារៈ", "បទបង្ហាញ", "ប្រគល់")))


def is_for_meeting(text: str) -> bool:
    """Whether words below a file say that it is a paper for a meeting, and not whether somebody comes."""
    if not text.strip() or parse_answer(text) is not None:
        return False
    folded = fold(text)
    said = _LATIN.search(folded) is not None or any(word in folded for word in _KHMER)
    return said or names_a_meeting(text) or find_item_number(text) is not None
