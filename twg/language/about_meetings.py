"""What people tell of a meeting besides whether they come: leaving early, an agenda item, another day; being late."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from twg.language.cues import has
from twg.language.days_named import find_days
from twg.language.said import Words
from twg.language.time_phrases import find_times
from twg.language.when_tokens import kinds_of, tokens_of


class Told(StrEnum):
    """What is told. The values are those of `storage.requests.RequestKind`."""

    LEAVES_EARLY = "leaves_early"
    AGENDA_ITEM = "agenda_item"
    OTHER_TIME = "other_time"


#: Leaving something else than a meeting: a post, a thing.
_LEAVES_ELSE = re.compile(
    r"\b(?:leave|left|leaving) (?:my|our|the|this) (?:ministry|post|job|office|twg|group|department|organi[sz]ation"
    r"|position|team|project|country)|\b(?:annual|sick|maternity|on) leave\b|\bgo (?:on|ahead|through|over|for)\b"
)
_ASKS_HOW = re.compile(
    r"\b(?:how|where|who|what|when|which)\b|ថ្ងៃណា|ពេលណា|ម៉ោងប៉ុន្មាន|\b(?:thngai|pel) na\b|របៀប(?!វារ)|យ៉ាងណា|យ៉ាងម៉េច"
    r"|ម៉េច|ម្តេច|\byang (?:na|mech)\b"
)
#: A point of the minutes, or a mistake in one, is no item of an agenda to come.
_OF_MINUTES = re.compile(
    r"\b(?:(?:the|draft|last|our) minutes|mistakes?|errors?|typos?|wrong|incorrect)\b|កំណត់ហេតុ|កំហុស|ខុស|\bkomnot het\b"
)
#: "I will add the item" is no wish.
_OWN_DEED = re.compile(r"\b(?:i|we) (?:will|shall|have|had|am|are|was|were|did|added)\b")
#: Before an hour, or before the others, and not in the past.
_BEFORE = re.compile(r"មុន(?=ម៉ោង|គេ|ពេល|ថ្ងៃ)|(?<=ចេញ)មុន")


def read_told(text: str) -> Told | None:
    """What the text tells of a meeting, or asks for it; None where it asks how, or tells something else."""
    words = Words(text)
    if not words.spelt or _ASKS_HOW.search(words.core):
        return None
    if words.has("agenda_item"):
        return None if _OWN_DEED.search(words.core) or _OF_MINUTES.search(words.core) else Told.AGENDA_ITEM
    if words.has("sent", "done", "reported", "late_thing") or has("past", _BEFORE.sub(" ", words.core)):
        return None
    if words.has("move_it"):
        return None if words.asks_of("ask_state") and words.has("ask_state") else Told.OTHER_TIME
    return Told.LEAVES_EARLY if words.has("leaves_early") and not _LEAVES_ELSE.search(words.core) else None


#: "Lim Sopheap will be late": a name before what somebody does.
_SUBJECT = re.compile(
    r"\W*(?P<name>[A-Z][\w'’-]*\.?(?:\s+[A-Z][\w'’-]*\.?){0,4})\s+(?:will|won['’]t|is|isn['’]t|are|may"
    r"|might|shall|would|has|can(?:['’]t|not)?|comes|arrives|sends)\b"
)
#: Words with a capital letter there that are no name of a person or an institution.
_NO_SUBJECT = re.compile(
    r"(?:i|we|sorry|apologi\w+|unfortunately|maybe|perhaps|probably|traffic|flight|plane|car|road|rain\w*|it|there|this|that|the|my"
    r"|our|all|also|then|yes|no|ok|okay|hi|hello|dear|good|morning|meeting|plenary|both|and|but|so)\b",
    re.IGNORECASE,
)


def names_another(text: str) -> bool:
    """Whether a text begins with the name of somebody, and says what they do: "UNFPA will be late"."""
    found = _SUBJECT.match(text)
    return found is not None and _NO_SUBJECT.match(found["name"]) is None


#: What will be late in "the malaria study will be late", and "late with the inventory".
_LATE_SUBJECT = re.compile(
    r"\b(?:the|a|an|this|that|these|those|our|my|your|their)\s+(?P<subject>(?:[\w'’-]+\s+){1,6}?)"
    r"(?:will|may|might|is|are|shall|(?:is|are) going to)\s+(?:probably\s+|also\s+|still\s+)?"
    r"(?:be\s+|come\s+|running\s+)?(?:a (?:bit|little)\s+|slightly\s+|\d+ \w+\s+)?(?:late|delayed)\b"
    r"|\b(?:late|delayed)\s+with\s+(?:the|our|my)\s+(?P<with>\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
#: Who comes to a meeting, or what brings them there.
_WHO_COMES = re.compile(
    r"\b(?:assistant|director|minister|secretary|chair\w*|deputy|colleagues?|boss|head|team|delegation|delegates?|alternate"
    r"|representatives?|officers?|staff|group|side|excellency|doctor|ambassador|manager|advis[eo]rs?|dd?g|members?"
    r"|ministry|embassy|office|flight|plane|car|bus|train|boat|ferry|driver|taxi|tuk)\b",
    re.IGNORECASE,
)


def is_late_thing(text: str) -> bool:
    """Whether a text says that a thing, and nobody who comes, will be late: "the study on malaria will be late"."""
    found = _LATE_SUBJECT.search(text)
    return found is not None and _WHO_COMES.search(found["subject"] or found["with"]) is None


def is_late_oneself(text: str) -> bool:
    """Whether a text says that the person who writes it, not a paper, will be late: "I may be 20 min late"."""
    words = Words(text)
    if (
        words.asks
        or is_late_thing(text)
        or words.of_others
        or names_another(text)
        or words.has("late_thing", "past", "condition", "negation", "reported")
    ):
        return False
    return words.has("late_alone") or (words.has("late") and words.has("first_person"))


@dataclass(frozen=True)
class OtherTime:
    """The day and the time to which a meeting is to be moved; None where the text does not say, or is not certain."""

    day: date | None = None
    at: time | None = None


#: What is replaced stands behind these: "at 2 pm instead of 9".
_INSTEAD = re.compile(r"\binstead of\b|\brather than\b|\bfrom (?=\S+ to\b)|ជំនួស", re.IGNORECASE)


#: With these a weekday is counted from today, or is a date.
_OF_NOW = re.compile(r"\d|\b(?:next|this|coming)\b|ក្រោយ|នេះ", re.IGNORECASE)


def find_other_time(text: str, *, today: date, meets_on: date) -> OtherTime:
    """When a meeting shall be, in a text that asks to move it.

    Args:
        today: local date.
        meets_on: on which day it is; a weekday without a date is the first after that.
    """
    meant, *_replaced = _INSTEAD.split(text)
    found = find_days(meant, today=today)
    days = found.days - {meets_on} or found.days
    day = next(iter(days)) if len(days) == 1 else None
    tokens = tokens_of(meant)
    if day is not None and "w" in kinds_of(tokens) and not _OF_NOW.search(meant):
        day = meets_on + timedelta(days=(day.weekday() - meets_on.weekday() - 1) % 7 + 1)
    phrases = find_times(tokens, bare=False)
    at = phrases[0].readings[0] if len(phrases) == 1 and len(phrases[0].readings) == 1 else None
    return OtherTime(day, at)
