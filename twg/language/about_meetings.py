"""What people tell of a meeting besides whether they come: leaving early, an agenda item, another day; being late."""

import re
from enum import StrEnum

from twg.language.said import Words


class Told(StrEnum):
    """What is told. The values are those of `storage.requests.RequestKind`."""

    LEAVES_EARLY = "leaves_early"
    AGENDA_ITEM = "agenda_item"
    OTHER_TIME = "other_time"


_CUES = (("agenda_item", Told.AGENDA_ITEM), ("move_it", Told.OTHER_TIME), ("leaves_early", Told.LEAVES_EARLY))
#: Leaving something else than a meeting: a post, a thing.
_LEAVES_ELSE = re.compile(
    r"\b(?:leave|left|leaving) (?:my|our|the|this) (?:ministry|post|job|office|twg|group|department|organi[sz]ation"
    r"|position|team|project|country)|\b(?:annual|sick|maternity|on) leave\b|\bgo (?:on|ahead|through|over|for)\b"
)
_ASKS_HOW = re.compile(r"\b(?:how|where|who|what)\b|របៀប(?!វារ)|យ៉ាងណា|យ៉ាងម៉េច|ម៉េច|ម្តេច|\byang (?:na|mech)\b")


def read_told(text: str) -> Told | None:
    """What the text tells of a meeting, or asks for it; None where it asks how, or tells something else."""
    words = Words(text)
    if not words.spelt or _ASKS_HOW.search(words.core) or words.has("past", "sent", "done", "reported", "late_thing"):
        return _of_agenda(words)
    for cue, told in _CUES:
        if words.has(cue) and not (told is Told.LEAVES_EARLY and _LEAVES_ELSE.search(words.core)):
            return told
    return None


def _of_agenda(words: Words) -> Told | None:
    """An item for the agenda, whatever it is about: "please add an item: report of MEF"."""
    if words.spelt and words.has("agenda_item") and not _ASKS_HOW.search(words.core):
        return Told.AGENDA_ITEM
    return None


def is_late_oneself(text: str) -> bool:
    """Whether a text says that the person who writes it, not a paper, will be late: "I may be 20 min late"."""
    words = Words(text)
    if words.asks or words.has("late_thing", "past", "condition", "negation", "reported"):
        return False
    return words.has("late_alone") or (words.has("late") and words.has("first_person"))
