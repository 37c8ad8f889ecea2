"""The day of the meeting as a file with its minutes says it (G6)."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import islice

from storage.core.spelling import fold
from twg.language.days_named import find_days

#: Paragraphs at the top that tell of which meeting the minutes are.
_AT_TOP = 12
_OF_MEETING = re.compile(r"\b(?:dates?|held|minutes|meeting|plenary|on)\b|កាលបរិច្ឆេទ|ថ្ងៃ|កំណត់ហេតុ|កិច្ចប្រជុំ")
#: Another meeting than that of the minutes.
_OF_OTHER = re.compile(r"\b(?:last|previous|next|adopt\w*|arising|deadline|following)\b|លើកមុន|បន្ទាប់|អនុម័ត")
#: A month, in letters or between figures; and the number of a meeting, which is no day.
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}"
    r"|20[0-9]{2}-[0-9]{2}-[0-9]{2}|មករា|កុម្ភៈ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ"
)
_ORDINAL = re.compile(
    r"\b(?:[0-9]{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
    r"(?= (?:\w+ )?(?:plenary|meeting|session|review|core))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"20[0-9]{2}")


def other_day(paragraphs: Iterable[str], held_on: date) -> date | None:
    """The day that the top of minutes names instead of that on which the meeting was held; None where it names that.

    Args:
        held_on: local date; a day without a year is of its year.
    """
    found: list[date] = []
    for text in islice(paragraphs, _AT_TOP):
        spelt = fold(text)
        if not _OF_MEETING.search(spelt) or _OF_OTHER.search(spelt) or not _MONTH.search(spelt):
            continue
        has_year = _YEAR.search(spelt) is not None
        for day in sorted(find_days(_ORDINAL.sub("", text), today=held_on).days):
            found.append(day if has_year or (day.month, day.day) == (2, 29) else day.replace(year=held_on.year))
    return found[0] if found and held_on not in found else None
