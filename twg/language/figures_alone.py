"""Whether a text is a figure, or several, and nothing else: "58%", "1.2 million", "50 to 55%", «៥០ ទៅ ៥៥%»."""

import re

from twg.core.refusals import OutOfRange, UnreadableNumber
from twg.language.doubts import OtherUnit, UnclearValue
from twg.language.number_words import with_figures
from twg.language.plain import plain
from twg.language.units import PERCENT, unit_of
from twg.language.values import read_value

_FIGURE = re.compile(r"\d[\d.,\s'’]*")
_PERCENT = re.compile(r"[%％]|per ?cent|pct|ភាគរយ|pheak ?roy")
#: Between and beside figures: measures, magnitudes, bounds.
_WORDS = (
    "per ?cent|pct|points?|million|billion|thousand|hundred|mil|mio|k|m|bn|b|to|until|up|or|and|between|from"
    "|about|around|approx(?:imately)?|roughly|almost|nearly|some|over|under|more than|less than|at least|at most"
    "|usd|us\\$|riel|khr|eur|km2?|m2|ha|hectares?|kg|t|tons?|people|persons|households|it is|now|tov|dol"
    "|the value is|value|prohel|pheak ?roy|lean|meun|poan|roy"
)
_KHMER = "ភាគរយ|លាន|ម៉ឺន|ពាន់|រយ|កោដិ|ទៅ|ដល់|ពី|ឬ|និង|ប្រហែល(?:ជា)?|ជាង|តិចជាង|លើស|នាក់|រៀល|ដុល្លារ|ហិកតា|គីឡូម៉ែត្រ|ម៉ែត្រ(?:ការ៉េ)?"
_BESIDE = re.compile(rf"(?<![a-z])(?:{_WORDS})(?![a-z])|{_KHMER}|[$€%៛~≈<>≥≤=+±()/–—-]")


def is_figures_alone(text: str) -> bool:
    """Whether a text has a figure, and beside it nothing but measures and what stands between figures."""
    spelt = with_figures(plain(text)).text
    return _FIGURE.search(spelt) is not None and not _BESIDE.sub(" ", _FIGURE.sub(" ", spelt)).strip(" .,!?។:;\n")


def may_be_value(text: str, *, unit: str) -> bool:
    """Whether a text is a value in this unit, or one of several that it may mean; a percentage is of no other unit."""
    if _PERCENT.search(plain(text).text) and unit_of(unit).family != PERCENT:
        return False
    try:
        read_value(text, unit=unit)
    except (UnclearValue, OtherUnit) as refusal:
        return bool(refusal.data["readings"])
    except (UnreadableNumber, OutOfRange):
        return False
    return True
