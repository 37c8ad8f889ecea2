"""Why a figure that was typed is not taken as the value of an indicator.

BadInput
├── UnclearValue        it may be read in several ways, or the words beside it change what it says
└── OtherUnit           it is in another unit
"""

from enum import StrEnum

from storage.core.shortening import shorten
from twg.core.refusals import BadInput


class Doubt(StrEnum):
    """Why a figure is not taken as the value."""

    #: 0.58 for a percentage: 58 % or 0.58 %.
    SHARE = "share"
    #: 1.234 may be one thousand or one.
    THOUSANDS = "thousands"
    #: Several figures: a range, last year's beside this year's, a part of a whole.
    SEVERAL = "several"
    #: "In 2019", "SY 2024/25": another period than that of the round.
    PERIOD = "period"
    #: 580 for a percentage: several times the whole.
    HIGH = "high"
    #: A target, a change, a bound, a rate, a doubt; or words that may be a unit.
    WORDS = "words"


class UnclearValue(BadInput):
    """A text with a figure that is not surely the value.

    data: `text`, as typed, shortened; `unit`; `why`, a `Doubt`; `readings`, what it may mean, the likeliest first;
        `period`, for `Doubt.PERIOD` the one that the text names, as typed.
    """

    key = "indicators#unclear_value"


class OtherUnit(BadInput):
    """A figure in another unit than the indicator's.

    data: `text`, as typed, shortened; `unit`; `readings`, what it is in that unit, where both measure the same.
    """

    key = "indicators#other_unit"


def shortened(text: str) -> str:
    """The beginning of a text, as a refusal quotes it."""
    return shorten(text.strip(), 40)
