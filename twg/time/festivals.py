"""The public holidays of Cambodia by the names that people give them: "after the Water Festival"."""

from datetime import date, timedelta
from functools import cache

from storage.core.spelling import fold
from twg.time.working_time import WorkingTime

_COUNTRY, _LANGUAGE = "KH", "en_US"
#: Any of them.
HOLIDAY = "holiday"
#: Days that people name and that are no holidays: month and day.
_OTHERS = {"christmas": (12, 25)}
#: How far ahead one is looked for.
_AHEAD = timedelta(days=370)


def is_holiday(day: date) -> bool:
    return day in _calendar(day.year)


def days_of(name: str, today: date, hours: WorkingTime) -> list[date]:
    """The days of a festival within a year from today on, in order.

    Args:
        name: words that its English name has, in lower case: "pchum ben"; "new year" has two. `HOLIDAY` for all.
        hours: its additional holidays count as holidays without a name.
    """
    named = {**_calendar(today.year), **_calendar(today.year + 1)}
    days = {day for day, title in named.items() if name == HOLIDAY or name in title}
    if name == HOLIDAY:
        days |= hours.extra_holidays
    if name in _OTHERS:
        days = {date(year, *_OTHERS[name]) for year in (today.year, today.year + 1)}
    return sorted(day for day in days if today <= day <= today + _AHEAD)


@cache
def _calendar(year: int) -> dict[date, str]:
    """The names of a year's holidays, in lower case."""
    import holidays

    return {
        day: fold(name) for day, name in holidays.country_holidays(_COUNTRY, years=year, language=_LANGUAGE).items()
    }
