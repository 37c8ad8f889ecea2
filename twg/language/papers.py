"""What words say of a paper for a meeting: below a file, "for the meeting of 17 December", and in a reply (D6)."""

import re
from enum import Enum

from storage.core.spelling import fold
from twg.language.document_facts import find_item_number
from twg.language.intents import Intent, read_intent
from twg.language.rsvp import names_a_meeting, parse_answer
from twg.language.said import Words

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


class PaperReply(Enum):
    """What a reply to a message that asks for a paper says."""

    #: That the paper is here.
    HERE = "here"
    #: That it needs more time.
    LATER = "later"
    #: That somebody else has to hand it in.
    NOT_THEIRS = "not theirs"


def read_paper_reply(text: str) -> PaperReply | None:
    """What a reply in words clearly says of the paper that is asked for; None for anything else."""
    reading = read_intent(text, among=(Intent.MORE_TIME, Intent.NOT_MINE, Intent.HAND_OVER))
    words = Words(text)
    if reading.is_clearly(Intent.NOT_MINE, Intent.HAND_OVER):
        return PaperReply.NOT_THEIRS
    if reading.is_clearly(Intent.MORE_TIME) or words.has("paper_later"):
        return PaperReply.LATER
    denied = words.asks or words.has("negation", "future", "not_yet")
    return PaperReply.HERE if words.has("paper_here") and words.only("paper_here") and not denied else None
