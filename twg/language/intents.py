"""What a message means: done, more time, a question, "I come", thanks.

A reading is clear only where the whole text says it; whatever could change the meaning (a negation, a condition, an
exception, somebody else's words) makes it unclear, and an unclear reading is asked about, never acted on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from twg.language.cues import begins, cut, has, spell, split_clauses, split_sentences, strip, strip_marks


class Intent(StrEnum):
    """What a message may mean. Those of a family are read by `read_intent(text, among=…)`."""

    #: It is done: whole, now, clearly.
    DONE = "done"
    #: How far it is: partly done, begun, not yet, waiting for somebody.
    PROGRESS = "progress"
    #: Answers to an invitation.
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    LATE = "late"
    #: Somebody else comes instead.
    DELEGATE = "delegate"
    MORE_TIME = "more_time"
    #: Somebody else shall do it.
    HAND_OVER = "hand_over"
    #: It is not the task of the person, or of their ministry.
    NOT_MINE = "not_mine"
    #: Whether it is still called for.
    STILL_NEEDED = "still_needed"
    #: There is no figure.
    NO_DATA = "no_data"
    #: The person has left their post.
    LEFT = "left"
    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    #: "Ok", "noted", "received", "👍".
    ACKNOWLEDGED = "acknowledged"
    #: The answer comes later.
    WAIT = "wait"
    #: Leave what is being asked.
    CANCEL = "cancel"
    #: Save what is shown.
    SAVE = "save"
    #: A command without its slash: "menu", "help".
    COMMAND = "command"
    OTHER = "other"


#: What a message may say of an action, and of a report.
REQUESTS = (Intent.MORE_TIME, Intent.HAND_OVER, Intent.NOT_MINE, Intent.STILL_NEEDED)
#: What a message may answer to an invitation.
ANSWERS = (Intent.YES, Intent.NO, Intent.MAYBE, Intent.LATE, Intent.DELEGATE)
#: Nothing is said about anything: the message is answered, and nothing is kept of it.
SMALL_TALK = (Intent.GREETING, Intent.THANKS, Intent.ACKNOWLEDGED)


@dataclass(frozen=True)
class Reading:
    """What a text means.

    Attributes:
        intent: the likeliest; `OTHER` where nothing is recognised.
        clear: the whole text says it; else it is asked about.
        note: the text as typed, without "done" at its beginning where more follows.
        others: what else it may mean, likeliest first.
    """

    intent: Intent
    clear: bool
    note: str = ""
    others: tuple[Intent, ...] = ()

    def is_clearly(self, *intents: Intent) -> bool:
        return self.clear and self.intent in intents

    def may_be(self, *intents: Intent) -> bool:
        """Whether one of these is what the text may mean, clearly or not."""
        return self.intent in intents or any(other in intents for other in self.others)


def read_intent(text: str, *, among: Collection[Intent] = tuple(Intent), title: str = "") -> Reading:
    """Read what a text means.

    Args:
        text: as typed.
        among: the intents that are possible; a word such as "yes" means one thing below an invitation and another below
            a summary.
        title: of the action that it is about: "I sent it" says that "Send the figures" is done, not "Revise the annex".
    """
    from twg.language.readers import read_all

    found = [(intent, clear) for intent, clear in read_all(Words(text, title)) if intent in among]
    note = text.strip()
    if not found:
        return Reading(Intent.OTHER, clear=False, note=note)
    intent, clear = next((one for one in found if one[1]), found[0])
    others = tuple(dict.fromkeys(other for other, _clear in found if other is not intent))
    return Reading(intent, clear, note, others)


class Words:
    """A text in the spelling in which cues are found, with what all readers ask of it."""

    def __init__(self, text: str, title: str = "") -> None:
        self.typed, self.title = text, title
        self.spelt = spell(text)
        self._found: dict[str, bool] = {}

    @cached_property
    def core(self) -> str:
        """The text without greetings, thanks, excuses and idioms, whose words say nothing about the matter."""
        return cut(self.spelt, "greeting", "idiom", "sorry", "thanks")

    @cached_property
    def clauses(self) -> list[str]:
        return split_clauses(self.core)

    @cached_property
    def asks(self) -> bool:
        """Whether the text asks something."""
        if "?" in self.typed or self.has("khmer_question"):
            return True
        sentences = (strip_marks(cut(sentence, "polite")) for sentence in split_sentences(self.core))
        return any(begins("question", sentence) for sentence in sentences)

    @cached_property
    def of_others(self) -> bool:
        """Whether a statement is about what somebody else did or said."""
        return any(begins("somebody", clause) for clause in self.clauses)

    def has(self, *cues: str) -> bool:
        """Whether the text has a phrase of one of the cues."""
        return any(self._has(cue) for cue in cues)

    def _has(self, cue: str) -> bool:
        if cue not in self._found:
            self._found[cue] = has(cue, self.core)
        return self._found[cue]

    def only(self, *cues: str) -> bool:
        """Whether nothing but phrases of these cues, and polite words, is said."""
        return bool(self.spelt) and not strip(self.spelt, *cues, "greeting", "idiom", "thanks", "sorry", "polite")
