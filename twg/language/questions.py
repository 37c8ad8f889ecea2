"""What a question is about that the store can answer: when and where a meeting is, what is open, how something is done.

A question stores nothing, so a reading need not be certain: what the answer leaves open goes on by a button.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from twg.language.cues import strip
from twg.language.said import Words


class Topic(StrEnum):
    """What may be asked."""

    #: How something is done in the assistant.
    HOW = "how"
    #: When a meeting is, and whether there is one.
    WHEN = "when"
    WHERE = "where"
    #: Whether a meeting takes place as it was announced: it may be moved, held elsewhere, or cancelled.
    STATE = "state"
    #: Who comes to a meeting.
    WHO = "who"
    AGENDA = "agenda"
    #: Which papers there are.
    PAPERS = "papers"
    #: What the person has to do.
    MINE = "mine"
    #: By when.
    DUE = "due"
    #: How far the agreed actions are, and whose they are.
    ACTIONS = "actions"
    #: The value of an indicator.
    VALUE = "value"
    #: Who has reported in the round that is open.
    REPORTS = "reports"
    #: Whether the report of the round is signed, or which TWGs have signed.
    SIGNED = "signed"
    #: Who is who.
    MEMBERS = "members"


#: What may be asked of a meeting.
OF_MEETING = (Topic.WHEN, Topic.WHERE, Topic.STATE, Topic.WHO, Topic.AGENDA)
#: What is left of a question that asks for nothing but when or where: "and where is it exactly?"
_EMPTY = re.compile(
    r"\b(?:is|it|the|will|be|are|exactly|and|so|this|that|for|of|does|do|we|next|on|in|at|now|about|please|te|nov)\b"
    r"|តើ|នៅ|ទេ|ដែរ|គឺ|ជា|វា|នេះ|នោះ"
)
#: How a wish begins, in which "send" is no report that something was sent.
_REQUESTS = re.compile(r"(?:please|pls|plz|kindly|can|could|may|would|send|give|share|som|sum)\b|សូម|សុំ")
#: What is asked of these is not asked of a meeting too.
_ELSE = {Topic.WHO, Topic.DUE, Topic.MEMBERS, Topic.MINE, Topic.ACTIONS, Topic.REPORTS}
#: Longest text that is read as a question to the store, in characters.
_LONGEST = 400


@dataclass(frozen=True)
class Question:
    """A question, as far as the store may answer it.

    Attributes:
        text: as typed.
        topics: what it asks, the likeliest first; empty where the store has nothing about it.
        names_meeting: a meeting is meant, by a word for any.
        of_it: it asks of "it", or names nothing: "is it confirmed?", "still on?"
    """

    text: str
    topics: tuple[Topic, ...] = ()
    names_meeting: bool = False
    of_it: bool = False

    def asks(self, *topics: Topic) -> bool:
        return any(topic in self.topics for topic in topics)


@lru_cache(maxsize=64)
def read_question(text: str) -> Question:
    """What a text asks of the store; without topics where it asks nothing, or something else.

    Args:
        text: as typed.
    """
    words = Words(text)
    if len(text) > _LONGEST or not words.spelt or not _asks(words):
        return Question(text)
    return Question(text, tuple(_topics(words)), words.has("meeting_word"), _is_of_it(words))


def _is_of_it(words: Words) -> bool:
    return words.has("of_it") or any(_is_all(words, cue) for cue in ("ask_where", "ask_when"))


def _asks(words: Words) -> bool:
    return words.asks or words.has("asked_in_khmer", "asked_short") or _wishes(words) or words.has("ask_how")


def _wishes(words: Words) -> bool:
    """Whether a text asks to be given something: "please send me the agenda"; not that it was, or will be, sent."""
    if words.has("done", "future", "not_yet", "more_time", "condition"):
        return False
    if words.has("paper_here") and not words.asks:  # "please find attached the paper" gives one
        return False
    if words.has("sent") and not _REQUESTS.match(words.core):
        return False
    return words.has("wanted") and words.has("agenda_word", "paper_word")


def _topics(words: Words) -> list[Topic]:
    """What a question asks."""
    if words.has("ask_signed"):
        return [Topic.SIGNED]
    of_meeting = words.has("meeting_word", "held")
    found = []
    if words.has("ask_reports"):
        found.append(Topic.REPORTS)
    elif words.has("on_guideline") or (words.has("ask_how") and not words.has("ask_who", *_due(words))):
        found.append(Topic.HOW)
    if words.has("due_word"):
        found.append(Topic.DUE)
    if words.has("ask_member"):
        found.append(Topic.MEMBERS)
    elif words.has("ask_overdue"):
        found.append(Topic.ACTIONS)
    elif words.has("ask_who") and not words.has("ask_reports"):
        found.append(Topic.WHO)
    if words.has("ask_mine"):
        found.append(Topic.MINE)
    if words.has("agenda_word"):
        found.append(Topic.AGENDA)
    elif words.has("ask_paper") or (words.has("paper_word") and _wishes(words)):
        found.append(Topic.PAPERS)
    elif not _ELSE & set(found) and not words.has("past"):
        if words.has("ask_online") or (words.has("ask_where") and (of_meeting or _is_all(words, "ask_where"))):
            found.append(Topic.WHERE)
        if words.has("ask_when") and (of_meeting or _is_all(words, "ask_when")):
            found.append(Topic.WHEN)
        if words.has("ask_whether_held"):
            found.append(Topic.WHEN)
    if words.has("ask_state"):
        found.append(Topic.STATE)
    if words.has("ask_value"):
        found.append(Topic.VALUE)
    return list(dict.fromkeys(found))


def _due(words: Words) -> tuple[str, ...]:
    """The cue of a day that is due, where "how" does not begin the question: "until when can I send it?"."""
    return () if words.core.startswith("how") else ("due_word",)


def _is_all(words: Words, cue: str) -> bool:
    """Whether a text is nothing but phrases of the cue, with small words: "where?", "when is it?"."""
    return not _EMPTY.sub(" ", strip(words.core, cue, "polite")).strip()
