"""Readers of the intents in `twg.language.intents`: each finds one, and says whether the whole text means it."""

from collections.abc import Iterator

from twg.language import cues
from twg.language.intents import Intent, Words

#: What makes a statement of fact doubtful, wherever it stands.
_DOUBTS = ("condition", "hedge", "reported")


def read_all(words: Words) -> Iterator[tuple[Intent, bool]]:
    """What the text may mean, likeliest first, and whether the whole text says it."""
    yield from small_talk(words)
    yield from leaving(words)
    yield from requests(words)
    yield from answers(words)
    yield from progress(words)
    yield from asking(words)


def asks(words: Words) -> bool:
    """Whether the text asks something, in English or Khmer."""
    if "?" in words.typed or words.has("khmer_question"):
        return True
    return any(cues.begins("question", clause) for clause in words.clauses)


def small_talk(words: Words) -> Iterator[tuple[Intent, bool]]:
    if not words.spelt:
        if words.typed.strip():  # symbols only: "👍"
            yield Intent.ACKNOWLEDGED, True
        return
    if words.only():
        found = ("thanks", Intent.THANKS), ("greeting", Intent.GREETING)
        yield next((intent for cue, intent in found if words.has(cue)), Intent.ACKNOWLEDGED), True
    elif words.only("acknowledged"):
        yield Intent.ACKNOWLEDGED, True
    if words.only("command") and words.has("command"):
        yield Intent.COMMAND, True


def leaving(words: Words) -> Iterator[tuple[Intent, bool]]:
    """Leaving a question, saving what is shown, answering later."""
    if words.has("cancel"):
        yield Intent.CANCEL, words.only("cancel", "negation", "acknowledged", "first_person") and not asks(words)
    if words.only("save", "acknowledged") and not words.only("acknowledged"):
        yield Intent.SAVE, not asks(words)
    if words.has("wait"):
        yield Intent.WAIT, not words.has("done", "come", "partial")


def requests(words: Words) -> Iterator[tuple[Intent, bool]]:
    asked = asks(words)
    firm = not words.has("reported")
    if words.has("left_post"):
        yield Intent.LEFT, firm and not asked and not words.has("future", "condition")
    if words.has("still_needed") and (asked or words.has("hedge")):
        yield Intent.STILL_NEEDED, True
    if words.has("not_mine"):
        yield Intent.NOT_MINE, firm and not words.has("condition")
    if words.has("hand_over"):
        yield Intent.HAND_OVER, firm
    if words.has("more_time"):
        yield Intent.MORE_TIME, not words.has("negation")
    if words.has("no_data"):
        yield Intent.NO_DATA, firm and not asked and not words.has("condition", "hedge")


def answers(words: Words) -> Iterator[tuple[Intent, bool]]:
    if words.only("first_person", "come", "future") and words.has("come"):
        yield Intent.YES, True


def progress(words: Words) -> Iterator[tuple[Intent, bool]]:
    stated = words.has("done", "sent")
    doubtful = asks(words) or words.has(*_DOUBTS)
    unfinished = words.has("partial", "not_yet")
    if stated:
        whole = not (doubtful or unfinished or words.has("negation", "future", "exception", "somebody"))
        yield Intent.DONE, whole and words.has("done")
    if unfinished or (stated and words.has("exception", "future")):
        yield Intent.PROGRESS, not doubtful


def asking(words: Words) -> Iterator[tuple[Intent, bool]]:
    if asks(words):
        yield Intent.QUESTION, True
