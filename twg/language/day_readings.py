"""From what a text says of a day to the days that it may mean."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from twg.language.day_phrases import DayFacts

#: A day without a year that is over is one of next year if it is nearer than this; else the person is asked.
_NEAR = timedelta(days=183)
#: "The 2nd", said so few days after it, may be a slip.
_JUST_OVER = 7
#: Figures from here on may be those of a year: "12/27".
_LIKE_YEAR = 26
#: Days offered to choose from, at most.
_MOST = 6
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Days:
    """The days that a text may mean.

    Attributes:
        readings: in the order of the text, past ones included.
        certain: there is one reading, and nothing in the text leaves it open.
        impossible: it is written like a day that no calendar has.
    """

    readings: tuple[date, ...]
    certain: bool
    impossible: bool = False


def resolve(found: DayFacts, today: date) -> Days:
    """The days that the facts allow."""
    names, values = list(found.facts), list(found.facts.values())
    combinations = [dict(zip(names, combination, strict=True)) for combination in islice(product(*values), _MOST)]
    readings: list[date] = []
    certain, impossible = len(combinations) == 1 and not found.open, False
    for facts in combinations:
        try:
            days, sure = _days_of(facts, today)
        except (ValueError, OverflowError):
            impossible, certain = True, False
            continue
        readings += [day for day in days if day not in readings]
        certain = certain and sure
    if found.negated:
        return Days((), certain=False)
    return Days(tuple(readings[:_MOST]), certain and len(readings) == 1, impossible and not readings and not found.open)


def _days_of(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """Days for one value of each fact, and whether no other is meant. Raises: ValueError for an impossible one."""
    days, sure = _unshifted(facts, today)
    if "shift" in facts:
        days = [day + timedelta(days=facts["shift"]) for day in days]
    return days, sure


def _unshifted(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    for name, read in _READERS.items():
        if name in facts:
            days, sure = read(facts, today)
            return _agreeing(days, sure, facts, name)
    if "weekday" in facts and facts.keys() & {"month", "months_ahead", "year", "years_ahead"}:
        return [], False  # "Friday next month"
    if "weekday" in facts:
        return _weekday(facts, today)
    if "sunday_or_week" in facts:
        return _weekday({**facts, "weekday": 6, "next": facts["sunday_or_week"]}, today)[0], False
    return [], False


def _agreeing(days: list[date], sure: bool, facts: Mapping[str, Any], source: str) -> tuple[list[date], bool]:
    """Hold days from one source against the other facts; where they disagree, nothing is certain."""
    kept = [day for day in days if _fits(day, facts, source)]
    if source == "number" and "weekday" in facts and kept[:1] == days[:1]:
        return kept[:1], sure or "month" not in facts
    if kept:
        return [*kept, *(day for day in days if day not in kept)], sure and kept == days
    nearest = [_nearest(day, facts["weekday"]) for day in days[:1] if "weekday" in facts]
    return [*days[:1], *nearest], False


def _fits(day: date, facts: Mapping[str, Any], source: str) -> bool:
    return bool(
        facts.get("weekday", day.weekday()) == day.weekday()
        and (source in {"nth", "part"} or facts.get("number", day.day) == day.day)
        and facts.get("month", day.month) == day.month
        and facts.get("year", day.year) == day.year
    )


def _nearest(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _written(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """A date in figures: day first; where that is impossible or over, other orders are tried too.

    Raises: ValueError where no order gives a day.
    """
    first, second, third = facts["written"]
    orders = list(_orders(first, second, third, today))
    if not orders:
        raise ValueError
    usual, *others = orders
    if usual[1] and len(first) == 4:  # "2027-01-06" is no other day, also when it is over
        return [usual[0]], True
    if usual[1] and (usual[0] >= today or not third):
        sooner = [] if third else [day for day, _is_usual in others if today <= day < usual[0]]
        return [usual[0], *sooner], not sooner and (bool(third) or usual[0] - today <= _NEAR)
    ahead = [day for day, _is_usual in (others if usual[1] else orders) if day >= today]
    if not usual[1] and len(third) == 4:  # "12/18/2026": only the month can come first
        return ahead or [usual[0]], True
    if not (ahead or usual[1]):
        raise ValueError
    if not (usual[1] or third) and len(ahead) == 1 and int(second) < _LIKE_YEAR:  # "12/25" is no other day
        return ahead, True
    return ahead or [usual[0]], not ahead


def _orders(first: str, second: str, third: str, today: date) -> Iterator[tuple[date, bool]]:
    """The days that figures may stand for, each with whether they stand in the usual order."""
    if len(first) == 4:
        tries = [(first, second, third), (first, third, second)]
    elif third:
        tries = [(third, second, first), (third, first, second)]
        tries += [(first, second, third)] if len(third) == 2 else []
    else:
        tries = [("", second, first), ("", first, second)]
    for place, (year, month, day) in enumerate(tries):
        try:
            yield _day(int(day), int(month), _full_year(year), today)[0], place == 0
        except ValueError:
            continue


def _full_year(year: str) -> int | None:
    return None if not year else int(year) + (2000 if len(year) == 2 else 0)


def _day(number: int, month: int, year: int | None, today: date) -> tuple[date, bool]:
    """A day of a month, without a year the next one, and whether that is certain. Raises: ValueError."""
    if year is not None:
        return date(year, month, number), True
    for candidate in (today.year, today.year + 1):
        last = calendar.monthrange(candidate, month)[1] if 1 <= month <= 12 else 0
        if 1 <= number <= last and date(candidate, month, number) >= today:
            day = date(candidate, month, number)
            return day, candidate == today.year or day - today <= _NEAR
    raise ValueError(number)


def _number(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """A day of the month: of the month that is named, else of this or the next month. Raises: ValueError."""
    number = facts["number"]
    year = facts.get("year")
    if year is None and "years_ahead" in facts:
        year = today.year + facts["years_ahead"]
    if "month" in facts:
        day, sure = _day(number, facts["month"], year, today)
        return [day], sure
    if "months_ahead" in facts:
        return [_in_months(today.replace(day=1), facts["months_ahead"]).replace(day=number)], True
    months = (_in_months(today.replace(day=1), ahead) for ahead in range(3))
    days = [
        month.replace(day=number) for month in months if 1 <= number <= calendar.monthrange(month.year, month.month)[1]
    ]
    ahead = [day for day in days if day >= today]
    if not ahead:
        raise ValueError(number)
    if "weekday" in facts and not facts.get("next"):
        return ahead, False
    is_this_month = ahead[0].month == today.month
    if ahead[0] == today:
        return ahead[:2], False
    return ahead[:1], is_this_month or today.day - number > _JUST_OVER


def _in_months(day: date, months: int) -> date:
    """The same day of a later month. Raises: ValueError where that month has no such day."""
    whole = day.year * 12 + day.month - 1 + months
    return day.replace(year=whole // 12, month=whole % 12 + 1)


def _span(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """So many days ahead; with a weekday, that of the week so many weeks ahead."""
    days = facts["days"]
    if "weekday" not in facts or days % 7 or not days:
        return [today + timedelta(days=days)], True
    ahead = (facts["weekday"] - today.weekday()) % 7
    by_week = today - timedelta(days=today.weekday()) + timedelta(days=facts["weekday"] + days)
    by_day = today + timedelta(days=ahead + days)
    return list(dict.fromkeys([by_week, by_day])), by_week == by_day


def _workdays(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    day, left = today, min(facts["workdays"], 99)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return [day], False


def _months(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    return [_in_months(today, facts["months"])], True


def _nth(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """ "first Monday of January". Raises: ValueError where a month has no such day."""
    place, weekday = facts["nth"]
    year, month = _month_of(facts, today)
    days = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    days = [day for day in days if day.weekday() == weekday]
    if place > len(days):
        raise ValueError(place)
    return [days[place - 1 if place > 0 else -1]], True


def _part(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """The last day of a month, quarter or year; one that is over this year is the next only where that is near."""
    if facts["part"] == "year":
        return [date(today.year + facts.get("years_ahead", 0), 12, 31)], True
    year, month = _quarter_of(facts, today) if facts["part"] == "quarter" else _month_of(facts, today)
    last = date(year, month, calendar.monthrange(year, month)[1])
    return [last], "year" in facts or last.year == today.year or last - today <= _NEAR


def _quarter_of(facts: Mapping[str, Any], today: date) -> tuple[int, int]:
    """Year and last month of the quarter that is named; without a year the next such one."""
    if "quarter" not in facts:
        last = _in_months(today.replace(day=1), -((today.month - 1) % 3) + 2 + 3 * facts.get("quarters_ahead", 0))
        return last.year, last.month
    month = 3 * facts["quarter"]
    return facts.get("year", today.year + (month < today.month)), month


def _month_of(facts: Mapping[str, Any], today: date) -> tuple[int, int]:
    """Year and month that are named; without a year the next such month, without a month this one."""
    if "months_ahead" in facts:
        first = _in_months(today.replace(day=1), facts["months_ahead"])
        return first.year, first.month
    if "month" not in facts:
        return today.year, today.month
    year = facts.get("year", today.year + (facts["month"] < today.month) + facts.get("years_ahead", 0))
    return year, facts["month"]


def _weekday(facts: Mapping[str, Any], today: date) -> tuple[list[date], bool]:
    """The next such day; "next Friday" while this week's is ahead, and today's own weekday, may be either."""
    weekday, qualifier = facts["weekday"], facts.get("next", "")
    monday = today - timedelta(days=today.weekday())
    of_this_week = monday + timedelta(days=weekday)
    nearest = of_this_week if of_this_week >= today else of_this_week + _WEEK
    week = facts.get("week")
    if week is None and "sunday_or_week" in facts and weekday != 6:
        week = 1 if facts["sunday_or_week"] == "next" else 0
    if week is not None:
        day = of_this_week + week * _WEEK
        return ([day - _WEEK, day], False) if weekday == 6 and week > 0 else ([day], True)
    if qualifier == "last":
        return [of_this_week if of_this_week < today else of_this_week - _WEEK], True
    if qualifier == "next":
        soon = nearest if nearest > today else nearest + _WEEK
        days = list(dict.fromkeys([soon, of_this_week + _WEEK]))
        return days, len(days) == 1
    if nearest == today:
        return ([today + _WEEK], True) if qualifier == "coming" else ([today, today + _WEEK], False)
    return [nearest], qualifier != "this" or nearest == of_this_week


_READERS = {
    "written": _written,
    "nth": _nth,
    "part": _part,
    "days": _span,
    "workdays": _workdays,
    "months": _months,
    "number": _number,
}
