"""What a message means: done, more time, a question, "I come", thanks.

A reading is clear only where the whole text says it; whatever could change the meaning (a negation, a condition, an
exception, somebody else's words) makes it unclear, and an unclear reading is asked about, never acted on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from twg.language.quoted import beside_marks
from twg.language.readers import read_all
from twg.language.said import ANSWERS, REQUESTS, SMALL_TALK, Intent, Words

__all__ = ["ANSWERS", "REQUESTS", "SMALL_TALK", "Intent", "Reading", "Words", "read_intent"]


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
    found = [(intent, clear) for intent, clear in _read_all(text, title) if intent in among]
    note = text.strip()
    if not found:
        return Reading(Intent.OTHER, clear=False, note=note)
    intent, clear = next((one for one in found if one[1]), found[0])
    clear = clear and _is_said_beside_marks(intent, text, title)
    others = tuple(dict.fromkeys(other for other, _clear in found if other is not intent))
    return Reading(intent, clear, note, others)


def _is_said_beside_marks(intent: Intent, text: str, title: str) -> bool:
    """Whether the words outside quotation marks say the same: what a person quotes may be what somebody else said."""
    own = beside_marks(text)
    return own == text or (intent, True) in _read_all(own, title)


@lru_cache(maxsize=64)
def _read_all(text: str, title: str) -> tuple[tuple[Intent, bool], ...]:
    """All that the text may mean; kept, since one message is read for several questions."""
    return tuple(read_all(Words(text, title)))
