"""Reading how much longer somebody asks for: "one more week", "extend by 10 days", «២សប្តាហ៍ទៀត», "the end of the month".

Such a length counts from the day on which a thing is due now, and not from today.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from twg.language.cues import spell
from twg.language.moments import LONGEST, read_moment
from twg.language.said import Words
from twg.language.when_tokens import Token, kinds_of, tokens_of

#: Words that make a length one that is added, in the spelling of `Token.written`; kind "X" below.
MORE = frozenset(
    {
        *("more", "another", "extra", "additional", "further", "longer", "extension", "extend"),
        *("bonthem", "banthem", "thaem"),
    }
)
#: Words of a time from now that may also mean "more": «មួយសប្តាហ៍ទៀត».
_STILL = frozenset({"ទៀត", "tiet", "teat", "later"})
#: A length, over the kinds of tokens: "X? number X? unit (X or N)?", or "another week".
_LENGTH = re.compile(r"X*nX?(?:[DVM]|E(?=[XN]))[XN]?|X[VM]")
#: What leaves a length open, or names a day besides: "2-3 weeks", "about a week", "a week before 3 December".
_OTHER = re.compile(r"[HretpdsmkwyovJRTqWih]")
_END = re.compile(r"G(?:M?m[yY]?y?|Mq?|qM|Yq?|qY)")
#: What may stand beside a length without saying anything else.
_BESIDE = re.compile(
    r"\b(?:i|we|need|want|would|like|to|ask(?:ing)?|for|give|grant|allow|me|us|have|can|could|may|get|by|of|it|this|the"
    r"|more|another|extra|additional|further|longer|extension|extend|deadline|due|date|time|until|till|a|an|is|please|pls|request(?:ing)?|bong|lok|som|sum|pel|pon|ponyea|pnyear?)\b"
    r"|ខ្ញុំ|យើង|ស្នើ|សុំ|សូម|ពន្យារ|ពេលវេលា|ពេល|បន្ថែម|ថែម|រយៈ|ដល់|ត្រឹម|ក្នុង|បាទ|ចាស|ឱ្យ|ឲ្យ|បាន|[^\w\u1780-\u17d3]+"
)
#: Words that put off the day on which a thing is due: a length beside them counts from that day.
_EXTENDS = re.compile(
    r"\b(?:postpone|push|put off|delay|defer|prolong|p[ou]n ?yea?r?|p[ou]n(?= pel| \d)|lerk pel)(?![a-z])"
    r"|ពន្យារ|(?:បន្ថែម|ថែម|លើក)ពេល"
)
_OPEN_WORDS = re.compile(r"\b(?:half|couple|few|several|ago|some|every|each|per)\b|កន្លះ|ប៉ុន្មាន|ខ្លះ|រៀងរាល់|ម្តង")


@dataclass(frozen=True)
class Longer:
    """Until when somebody asks, by a length of time or by words that leave the day open.

    Attributes:
        days: that are meant, the soonest first; several where it may be one or the other.
        words: that say it, as typed.
        whole: whether the text says nothing else.
    """

    days: tuple[date, ...]
    words: str
    whole: bool


def read_longer(text: str, *, due: date | None, today: date) -> Longer | None:
    """The length of time that a text asks for; `None` where there is none, or where it is not certain.

    Args:
        due: the day on which it is due now; `None` for none.
        today: local date.
    """
    text = text.rstrip("? \n")  # "Can I have one more week?" names the length
    spelt = spell(text)
    if _OPEN_WORDS.search(spelt) or Words(text).has("negation"):
        return None
    tokens = [token for token in tokens_of(text) if token.kind not in "Fl"]
    extends = _EXTENDS.search(spelt) is not None
    kinds = "".join("X" if token.written in MORE else token.kind for token in tokens)
    kinds = kinds.replace("nE", "nV") if extends else kinds  # "pon pel 2 atit": no Sunday
    return _read_end(text, tokens, due, today) or _read_length(text, tokens, kinds, due, today, extends=extends)


def _read_length(
    text: str, tokens: Sequence[Token], kinds: str, due: date | None, today: date, *, extends: bool
) -> Longer | None:
    """Args: `extends`: the text asks to put off the day on which it is due, by this length."""
    found = list(_LENGTH.finditer(kinds))
    if len(found) != 1 or _OTHER.search(kinds[: found[0].start()] + kinds[found[0].end() :]):
        return None
    [length] = found
    if length.start() and kinds[length.start() - 1] in "In":  # "in two weeks" counts from today; «ពីរបីថ្ងៃ» is "2 or 3"
        return None
    own = tokens[length.start() : length.end()]
    last = own[-1]
    if last.kind == "N" and last.written not in _STILL:
        return None
    longer = found_in(text, own, _after(due, today, _counted(own)))
    adds = extends or "X" in kinds or last.kind == "N"
    if not adds and not longer.whole:
        return None
    if not adds and due is not None and due > today:  # "2 weeks" may count from today
        from_today = shift_day(today, *_counted(own))
        days = sorted({*longer.days, *([from_today] if from_today > due else [])})
        return Longer(tuple(days), longer.words, longer.whole)
    return longer


def _after(due: date | None, today: date, length: tuple[int, int]) -> tuple[date, ...]:
    """The days so long after the due day; for one that is over, also so long after today."""
    if due is None or due >= today:
        return (shift_day(due or today, *length),)
    days = shift_day(due, *length), shift_day(today, *length)
    return tuple(day for day in days if day > today)


def _counted(own: Sequence[Token]) -> tuple[int, int]:
    """Days and months of a length."""
    numbers = [
        token.value if isinstance(token.value, int) else int(token.value[0]) for token in own if token.kind == "n"
    ]
    count = numbers[0] if numbers else 1
    unit = next(token for token in own if token.kind in "DVME")
    days = {"D": 1, "E": 7, "V": unit.value}
    return (0, count) if unit.kind == "M" else (count * days[unit.kind], 0)


def shift_day(day: date, days: int, months: int) -> date:
    """So many days and months later; in a month that has no such day its last one."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) + timedelta(days=days)


def _read_end(text: str, tokens: Sequence[Token], due: date | None, today: date) -> Longer | None:
    """ "The end of the month": of the month in which it is due, where this month ends before that."""
    kinds = kinds_of(tokens)
    found = _END.search(kinds)
    if found is None or tokens[found.start()].value != "end":
        return None
    if _OTHER.search(kinds[: found.start()] + kinds[found.end() :]):
        return None
    own = tokens[found.start() : found.end()]
    words = text[own[0].start : own[-1].end]
    days = read_moment(words, today=today).days if len(words) <= LONGEST else ()
    unnamed = not any(token.kind in "mqy" for token in own)
    if unnamed and due is not None and days and days[0] <= due:
        days = read_moment(words, today=due).days
    return found_in(text, own, days[:1]) if len(days) == 1 else None


def found_in(text: str, own: Sequence[Token], days: tuple[date, ...]) -> Longer:
    start, end = own[0].start, own[-1].end
    rest = _BESIDE.sub(" ", spell(f"{text[:start]} {text[end:]}"))
    return Longer(days, text[start:end], whole=not rest.strip())
