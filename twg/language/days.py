"""Reading a day that people type, in English and Khmer."""

import re
from datetime import date, timedelta

from twg.core.refusals import FarDay, ImpossibleDay, PastDay, UnreadableDay, WhichDay
from twg.language.moments import Moment, read_moment

#: A day more years ahead than this is refused as a typing error.
FARTHEST_YEARS = 3
#: A time behind a day, which is not what is wrong with it: "31 February 9:00".
_TIME_BEHIND = re.compile(
    r"[\s,;]+(?:at\s+|ម៉ោង\s*)?(?:\d{1,2}\s?(?::|h)\s?\d{2}|\d{1,2}\s?[ap]\.?m\b).*", re.IGNORECASE | re.DOTALL
)


def parse_day(text: str, *, today: date) -> date:
    """A day, today or later; the whole text must say it, and nothing but a place may stand beside it.

    Args:
        text: "2026-12-05", "5/12/2026" (day first), "5 December", "next Monday", "in two weeks", "ថ្ងៃទី៥ ខែធ្នូ".
        today: local date.
    Raises:
        WhichDay, with the days that it may mean; UnreadableDay, ImpossibleDay, PastDay, FarDay.
    """
    moment = read_moment(text, today=today)
    day = day_of(moment, text, today=today)
    if moment.names_time:
        raise WhichDay(text=text, days=(day,))
    return day


def is_far(day: date, *, today: date) -> bool:
    """Whether a day is so far ahead that its year is taken as a typing error."""
    return day > today + timedelta(days=366 * FARTHEST_YEARS)


def day_of(moment: Moment, text: str, *, today: date) -> date:
    """The day of a moment, today or later. Args: `text` that it was read from. Raises: as `parse_day`."""
    if moment.impossible:
        raise ImpossibleDay(text=_TIME_BEHIND.sub("", text.strip()))
    farthest = today + timedelta(days=366 * FARTHEST_YEARS)
    ahead = tuple(day for day in moment.days if today <= day <= farthest)
    if moment.day_certain and ahead:
        return ahead[0]
    if ahead:
        raise WhichDay(text=text, days=tuple(sorted(ahead)))
    if moment.days and moment.understood:
        over = moment.days[0] < today
        raise PastDay(day=moment.days[0]) if over else FarDay(day=moment.days[0], years=FARTHEST_YEARS)
    raise UnreadableDay
