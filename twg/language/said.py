"""What a message may mean, and its words in the spelling in which that is found."""

import re
from enum import StrEnum
from functools import cached_property

from twg.language.cues import begins, cut, has, spell, split_clauses, split_sentences, strip, strip_marks
from twg.language.quoted import own_lines


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


#: The date in figures after "sent to MEF": "2/12" is no part of a whole there.
_SENT_ON = re.compile(
    r"(\b(?:sent|submitted|delivered|forwarded|filed|e?mailed|shared)(?: \w+){1,4}?) \d{1,2}/\d{1,2}(?![\d/])"
)


class Words:
    """A text in the spelling in which cues are found, with what all readers ask of it."""

    def __init__(self, text: str, title: str = "") -> None:
        self.typed, self.title = own_lines(text), title
        self.spelt = spell(text)
        self._found: dict[str, bool] = {}

    @cached_property
    def core(self) -> str:
        """The text without greetings, thanks, excuses and idioms, whose words say nothing about the matter."""
        return _SENT_ON.sub(r"\1", cut(self.spelt, "greeting", "idiom", "sorry", "thanks"))

    @cached_property
    def clauses(self) -> list[str]:
        return split_clauses(self.core)

    @cached_property
    def asks(self) -> bool:
        """Whether the text asks something."""
        if (
            "?" in self.typed
            or self.has("khmer_question")
            or has("asked_at_end", strip_marks(cut(self.core, "polite")))
        ):
            return True
        sentences = (strip_marks(cut(sentence, "polite")) for sentence in split_sentences(self.core))
        return any(begins("question", sentence) for sentence in sentences)

    def asks_of(self, cue: str) -> bool:
        """Whether the sentence with a phrase of the cue asks: not in "Why me? This belongs to MEF"."""
        if not self.asks or not re.search(r"[?](?=\s*\S)", self.typed):
            return self.asks
        said = [sentence for sentence in re.split(r"(?<=[?.!\n])\s+", self.core) if has(cue, sentence)]
        return not said or any("?" in sentence for sentence in said)

    @cached_property
    def of_others(self) -> bool:
        """Whether a statement is about what somebody else did or said."""
        return any(begins("somebody", clause) for clause in self.clauses)

    @cached_property
    def own_limits(self) -> bool:
        """Whether what is done, or still to do, is said by a statement that is not about somebody else."""
        own = [clause for clause in self.clauses if not begins("somebody", clause)]
        return any(has(cue, clause) for clause in own for cue in ("done", "sent", "partial", "not_yet"))

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
