"""Whether a text about an indicator may be a report on it as it is now."""

import re

from twg.language.intents import Words
from twg.language.number_words import holds_number

_SOURCE = re.compile(
    r"\W*(?:(?:taken |it is |this is )?from|sources?|according to|based on|as per|using)(?!\w)"
    r"|\W*(?:ប្រភព|យោងតាម|ផ្អែកលើ|តាម)",
    re.IGNORECASE,
)


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


def names_source(text: str) -> bool:
    """Whether a statement beside a figure says from where the figure is: "from the cold chain survey"."""
    return _SOURCE.match(text) is not None
