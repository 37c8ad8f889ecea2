"""Readers of the intents in `twg.language.said`: each finds some, and says whether the whole text means it."""

import re
from collections.abc import Iterator

from twg.language import cues
from twg.language.answers import read_answers
from twg.language.mentions import says_deed
from twg.language.said import Intent, Words
from twg.language.scope import is_narrowed

_UNDECIDED = re.compile(r"\bnot (?:yet )?decided?\b")
Found = Iterator[tuple[Intent, bool]]


def read_all(words: Words) -> Found:
    """What the text may mean, likeliest first, and whether the whole text says it."""
    yield from _small_talk(words)
    yield from _leaving(words)
    yield from _requests(words)
    yield from read_answers(words)
    yield from _progress(words)
    if words.asks:
        guesses = words.has("belief") and any(sign.isdigit() for sign in words.core)
        yield Intent.QUESTION, not (words.has("done") or guesses or _UNDECIDED.search(words.core))


def _small_talk(words: Words) -> Found:
    if not words.spelt:
        if words.typed.strip():  # symbols only: "👍"
            yield Intent.ACKNOWLEDGED, True
        return
    if cues.has("comes_alone", words.spelt):
        return
    if words.only():
        said = ("thanks", Intent.THANKS), ("greeting", Intent.GREETING)
        yield next((intent for cue, intent in said if cues.has(cue, words.spelt)), Intent.ACKNOWLEDGED), True
    elif words.only("acknowledged"):
        yield Intent.ACKNOWLEDGED, True
    if words.only("command") and words.has("command"):
        yield Intent.COMMAND, True


def _leaving(words: Words) -> Found:
    """Leaving a question, saving what is shown, answering later."""
    if words.has("cancel"):
        alone = words.only("no_first", "cancel", "negation", "acknowledged", "first_person")
        yield Intent.CANCEL, (alone or _begins_by_cancelling(words)) and not words.asks
    if words.only("save", "acknowledged") and not words.only("acknowledged"):
        yield Intent.SAVE, not words.asks
    if words.has("wait"):
        yield Intent.WAIT, not words.has("done", "come", "partial", "not_yet")


def _begins_by_cancelling(words: Words) -> bool:
    """Whether nothing but "cancel" is said before a reason: "Cancel please, my director did not approve it yet"."""
    first, *more = words.clauses or [""]
    alone = cues.has("cancel", first) and not cues.strip(first, "cancel", "polite")
    return alone and bool(more) and not words.has("wait")


def _requests(words: Words) -> Found:
    firm = not words.has("told")
    if words.has("left_post"):
        yield Intent.LEFT, firm and not words.asks and not words.has("future", "condition")
    if words.has("still_needed") and (words.asks or words.has("belief")):
        yield Intent.STILL_NEEDED, True
    if words.has("not_mine"):
        yield Intent.NOT_MINE, firm and not words.asks_of("not_mine") and not words.has("condition", "done")
    if words.has("hand_over"):
        yield Intent.HAND_OVER, firm
    if words.has("more_time"):
        yield Intent.MORE_TIME, firm and not words.has("no_more_time")
    if words.has("no_data"):
        yield Intent.NO_DATA, firm and not words.asks and not words.has("condition", "belief")
    elif words.has("no_data_yet"):
        yield Intent.NO_DATA, False


def _progress(words: Words) -> Found:
    """Done, or how far it is. Whatever could limit "done" makes it progress, or unclear."""
    stated = words.has("done", "sent") or says_deed(words.title, words.typed)
    doubtful = (
        words.asks or words.has("belief", "reported", "done_of", "mistake") or words.of_others or is_narrowed(words)
    )
    uncertain = words.asks or words.has("belief", "told", "done_of") or not words.own_limits
    limited = words.has("partial", "not_yet", "exception", "future")
    if words.has("settles") and words.only("settles", "done", "acknowledged", "agree", "finishing") and not words.asks:
        yield Intent.DONE, True
    if stated:
        whole = not (doubtful or limited or words.has("condition", "negation", "roughly", "owed", "counted"))
        yield Intent.DONE, whole and (words.has("done", "whole") or says_deed(words.title, words.typed))
    if words.only("hundred_percent", "acknowledged"):
        yield Intent.DONE, False
    if words.has("partial", "not_yet") or (stated and limited):
        foreseen = words.has("owed") and not words.has("partial", "not_yet")
        yield Intent.PROGRESS, not (uncertain or foreseen or (words.has("condition") and not words.has("exception")))
