"""Whether a text about an indicator may be a report on it as it is now."""

from twg.language.intents import Words
from twg.language.number_words import holds_number


def may_report(text: str, *, milestone: bool) -> bool:
    """Whether the text states something as it is: no question, nothing foreseen, conditional or said by others.

    Args:
        milestone: it is reported in words; for another the text needs a figure.
    """
    words = Words(text)
    if words.asks or words.has("condition", "belief", "reported", "wait", "foreseen", "own_work"):
        return False
    return bool(words.spelt) and (milestone or holds_number(text))


def is_about_own_work(text: str) -> bool:
    """Whether a figure in the text is a share of the work on the report: "80% of the report is written"."""
    return Words(text).has("own_work")
