"""Reading until when something agreed is to be done: a day, a period, again and again, or open until a review (A1)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from storage.actions import Every
from storage.core.spelling import fold
from twg.core.refusals import BadInput, WhichDay
from twg.language.days import parse_day
from twg.language.due_periods import Period, read_period
from twg.language.longer import shift_day
from twg.language.vague_days import read_vague
from twg.time.working_time import WorkingTime

#: Longest words that are kept with a day.
LONGEST_WORDS = 60
#: Months after which what is open is looked at again, where nobody says another day.
REVIEW_MONTHS = 3
#: Days within which "as soon as possible" is proposed.
SOON = timedelta(weeks=2)

_EVERY: tuple[tuple[Every, re.Pattern[str]], ...] = tuple(
    (every, re.compile(words))
    for every, words in (
        (Every.MONTH, r"(?:every|each) month|monthly|(?:រៀងរាល់|ប្រចាំ|រាល់) ?ខែ"),
        (Every.QUARTER, r"(?:every|each) (?:quarter|(?:three|3) months)|quarterly|(?:រៀងរាល់|ប្រចាំ|រាល់) ?ត្រីមាស"),
        (
            Every.HALF_YEAR,
            r"(?:every|each) (?:(?:six|6) months|half[- ]year|semester)|half[- ]yearly|semi-?annual(?:ly)?|twice a year"
            r"|(?:រៀងរាល់|ប្រចាំ|រាល់) ?ឆមាស",
        ),
        (Every.YEAR, r"(?:every|each) year|yearly|annual(?:ly)?|(?:រៀងរាល់|ប្រចាំ|រាល់) ?ឆ្នាំ"),
    )
)
_SOON = re.compile(
    r"(?:a\.?s\.?a\.?p\.?|as (?:soon|early|quickly|fast) as (?:possible|practicable)|(?:the |very )?soon(?:est)?"
    r"|shortly|promptly|immediate(?:ly)?|at once|(?:right|straight) away|without (?:further )?delay"
    r"|at the (?:earliest|soonest)(?: convenience)?|urgent(?:ly)?|in due course|in the near future)(?: please)?"
    r"|ភ្លាមៗ?|(?:ឱ្យ)?(?:បាន)?ឆាប់(?:ៗ|បំផុត)?(?:តាមដែលអាចធ្វើបាន)?"
    r"|(?:ក្នុងពេល|នៅពេល)ឆាប់ៗ(?:នេះ|ខាងមុខ)?|(?:ជា|ដោយ)បន្ទាន់|(?:ដោយ)?ប្រញាប់"
)
#: Also by meetings whose days are not known yet.
_ONGOING = re.compile(
    r"on-?going|continuous(?:ly)?|permanent(?:ly)?|regular(?:ly)?|always|at all times|as needed|on demand"
    r"|(?:(?:before|at|for|after|ahead of|prior to) )?(?:each|every) (?:plenary|sub-?group|meeting)(?: meeting)?"
    r"|(?:មុន|នៅ|ក្រោយ)? ?(?:រៀងរាល់|គ្រប់|រាល់) ?កិច្ចប្រជុំ(?:ពេញអង្គ)?"
    r"|(?:មុន|នៅ|ក្រោយ)? ?កិច្ចប្រជុំ(?:ពេញអង្គ)? ?(?:នីមួយៗ|ម្តងៗ)"
    r"|បន្ត|ជាបន្ត|ជាប្រចាំ|ជានិច្ច|ទៀងទាត់|តាមសំណើ"
)
_OPEN = re.compile(
    r"t\.?b\.?[dca]\.?|to be (?:decided|determined|confirmed|agreed|announced|discussed)|open|no date|none|n/?a|\?+"
    r"|later|not (?:yet )?(?:known|decided|set)|មិនទាន់កំណត់|មិនទាន់ដឹង|នឹងកំណត់ពេលក្រោយ|ពេលក្រោយ"
)
#: "Review in March": words before the day on which it is looked at again.
_REVIEW = re.compile(r"(?:to be )?review(?:ed)?(?: (?:on|in|by|date))? ?:? ?|ពិនិត្យ(?:ឡើងវិញ|មើលឡើងវិញ)?(?:នៅ)? ?៖? ?")
_FILLERS = re.compile(r"^(?:due(?: date)?|by|until|till|deadline|no later than|ត្រឹម|កាលកំណត់)\s*[:៖]?\s+")


@dataclass(frozen=True)
class Due:
    """Until when something is to be done.

    Attributes:
        day: its last day; None while it is open.
        words: that name a period, as typed: "end Sept"; empty for a day.
        every: how often it is due again.
        review_on: the day on which what is open is looked at again.
    """

    day: date | None = None
    words: str = ""
    every: Every | None = None
    review_on: date | None = None


class LeftOpen(BadInput):
    """Words that leave open until when: "asap", "ongoing", "TBD". data: `text`; `dues`, what is proposed instead."""

    key = "actions#left_open"


def read_due(text: str, *, today: date, hours: WorkingTime) -> Due:
    """Until when something is to be done, as the whole text says.

    Args:
        today: local date.
        hours: of the TWG, where words name working days.
    Raises:
        LeftOpen; WhichDay, UnreadableDay, ImpossibleDay, PastDay, FarDay, also for a period.
    """
    span = read_span(text, today=today, hours=hours)
    return Due(day=parse_day(text, today=today)) if span is None else span


def read_span(text: str, *, today: date, hours: WorkingTime) -> Due | None:
    """As `read_due`, for all that is more than one day, which is read elsewhere: then None."""
    spelt = _spelt(text)
    for every, words in _EVERY:
        if words.fullmatch(spelt):
            return Due(day=first_of(every, today), every=every)
    if proposed := propose(spelt, today=today):
        raise LeftOpen(text=text, dues=proposed)
    review = _REVIEW.match(spelt)
    if review is not None and review.end() < len(spelt):
        return Due(review_on=read_due(spelt[review.end() :], today=today, hours=hours).day)
    period = read_period(text, today=today)
    if period is not None:
        return _due_of(period, today)
    vague = read_vague(text, due=None, today=today, hours=hours) if len(text) <= LONGEST_WORDS else None
    if vague is not None and vague.whole:
        if len(vague.days) > 1:
            raise WhichDay(text=text, days=vague.days)
        return Due(day=vague.days[0], words=text.strip())
    return None


def _due_of(period: Period, today: date) -> Due:
    parse_day(period.last.isoformat(), today=today)  # refuses one that is over, or far
    words = _FILLERS.sub("", period.words) if period.words.isascii() else period.words
    return Due(day=period.last, words=words)


def propose(spelt: str, *, today: date) -> tuple[Due, ...]:
    """What words that leave a day open may be instead; nothing for others.

    Args:
        spelt: folded, without marks around it.
    """
    review = Due(review_on=shift_day(today, 0, REVIEW_MONTHS))
    if _SOON.fullmatch(spelt):
        return Due(day=today + SOON), Due(day=_end_of_month(today))
    if _ONGOING.fullmatch(spelt):
        return *(Due(day=first_of(every, today), every=every) for every in (Every.MONTH, Every.QUARTER)), review
    if _OPEN.fullmatch(spelt):
        return Due(review_on=shift_day(today, 0, 1)), review
    return ()


def is_left_open(text: str) -> bool:
    """Whether a text is words that leave open until when."""
    return bool(propose(_spelt(text), today=date.min + SOON * 30))


def _spelt(text: str) -> str:
    return fold(text).strip(" .,;!។")


def _end_of_month(today: date) -> date:
    return shift_day(today.replace(day=1), 0, 1) - timedelta(days=1)


def first_of(every: Every, today: date) -> date:
    """The last day of the month, quarter, half or year in which it is due first."""
    months = every.months
    begin = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    return shift_day(begin, 0, months) - timedelta(days=1)


def next_of(every: Every, day: date) -> date:
    """The day on which it is due again after a day: the last day of the next month, quarter, half or year."""
    return first_of(every, day + timedelta(days=1))
