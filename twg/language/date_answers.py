"""Reading in words for which of the proposed dates somebody can: "17 and 19 are fine, 18 only if need be" (G14).

The whole text is read, or nothing: a word that is neither a date nor one of the words below may change the meaning.
"""

import enum
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from storage.dates import Choice
from twg.language.date_words import MONTHS, WEEKDAYS, spelt_dates
from twg.language.intents import Words

#: Longest text that is read, in characters.
LONGEST = 300


class _Sign(enum.Enum):
    ALL = enum.auto()
    ONLY = enum.auto()
    BREAK = enum.auto()
    BUT = enum.auto()
    NONE = enum.auto()
    EXCEPT = enum.auto()


#: What the words of an answer say, tried in this order: the longer ones first.
_WORDS: tuple[tuple[Choice | _Sign | None, str], ...] = (
    (_Sign.EXCEPT, r"\b(?:(?:but )?except(?: for)?|apart from)\b|លើកលែង(?:តែ)?"),
    (_Sign.BUT, r"\b(?:but|however|though|while|whereas)\b|ប៉ុន្តែ|តែ(?=[^\s]*(?:មិន|អត់))|\btae\b"),
    (_Sign.BREAK, r"[;.,\n]"),
    (_Sign.NONE, r"\b(?:none|no date)(?: of (?:them|these|those|the dates))?\b|គ្មាន"),
    (
        Choice.IF_NEED_BE,
        r"\bonly if (?:need be|needed|necessary|i must|we must)\b"
        r"|\bif (?:need be|(?:really |absolutely )?needed|necessary|i must|we must)\b"
        r"|\b(?:maybe|perhaps|not ideal|difficult|prohel)\b"
        r"|(?:ប្រសិន)?បើ(?:ចាំបាច់|ត្រូវការ)|ប្រហែល|ពិបាក",
    ),
    (
        Choice.CANNOT,
        r"\b(?:can ?not|can['’]?t|unable|unavailable|impossible|busy"
        r"|not (?:available|free|possible|ok(?:ay)?|good|fine)"
        r"|(?:do|does|will|would|is|are)(?:n['’]?t| not)"
        r"(?: work| suit| be free| be possible| possible| ok| fine| good)?"
        r"|won['’]?t(?: work)?|no|not|neither|ot(?: ban| tumne| can)?|min ban|roval"
        r"|travel+ing|away|abroad|(?:on )?(?:a )?(?:mission|leave)|out of (?:the )?(?:office|country|town))\b"
        r"|(?:មិន|អត់)(?:បាន|អាច|ទំនេរ)(?:ទេ)?|(?:ជាប់)?រវល់|(?:ជាប់)?បេសកកម្ម|មិន|អត់|ទេ",
    ),
    (_Sign.ONLY, r"\bonly\b|\bjust\b|តែ|\bte\b"),
    (_Sign.ALL, r"\b(?:all|any|every|both|each|either)(?: (?:of )?(?:them|these|those|the|of))?\b|ទាំងអស់|ទាំងពីរ|គ្រប់"),
    (None, r"\bgood (?:morning|afternoon)\b"),
    (
        Choice.CAN,
        r"\b(?:can|could|fine|ok(?:ay)?|good|great|perfect|works?|suits?|free|available|yes|possible|able|prefer(?:red|ably)?"
        r"|ban|tumne)\b"
        r"|បាន|ទំនេរ|អាច|យល់ព្រម",
    ),
    (
        None,
        r"\b(?:i|we|me|us|am|is|are|be|will|would|it|its|to|come|make|attend|meet|for|on|at|the|of|in|and|or|also|too|a"
        r"|dates?|days?|please|thanks?|thank you|dear|sir|madam|bong|jour|tngai|with|do|does|best|better|them|these"
        r"|those|very|well|sorr?y|nor|nung|options?|im|my|any ?more|pls|plz|then|hi|hello)\b"
        r"|ថ្ងៃ|ទី|ខែ|ម៉ោង|ខ្ញុំ|យើង|និង|ឬ|ក៏|ចូលរួម|មក|សូមអរគុណ|អរគុណ|នៅ|បាទ|ចាស|ចា៎|បង|លោក(?:ស្រី)?|សម្រាប់|ហើយ|ឆ្នាំ",
    ),
)
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.?")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b\.?")
#: "17", "17th", "17/12", "17/12/2026"; a time of day, "9:00", "9h30", "9 am", is read before.
_TIME = re.compile(r"\b(\d{1,2})(?:[:h](\d{2})|h)\b|\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\b\.?")
#: A part of the day: which of the dates named last begin in it.
_MORNING, _AFTERNOON = re.compile(r"\bmornings?\b|ព្រឹក"), re.compile(r"\bafternoons?\b|រសៀល")
#: Days from one to another; those between are meant too.
_RUN = re.compile(r"(?<![:.h\d])\d{1,2}(?:st|nd|rd|th)? ?(?:[-–]|to\b) ?\d{1,2}\b(?![:h])")
#: Two dates, of which there must be two, or which the text names.
_PAIR = re.compile(r"\b(?:both|either|neither)\b|ទាំងពីរ")
#: A question without its mark: "is 17 ok", "can we do 18".
_QUESTION = re.compile(r"(?:is|are|do|does|would|could|shall|(?:can|may) (?:we|you|they|he|she))\b(?! not)")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?:/(\d{1,2})(?:/(?:20)?\d\d)?)?(?![\d/])|\b20\d\d\b")


class _Unread(Exception):
    """The text says something else too."""


def read_date_answers(text: str, dates: Sequence[datetime]) -> Mapping[int, Choice] | None:
    """What a text says of proposed dates, by their place among them; None where it is not read whole.

    A text that names none of several dates ("I can") is not read either; "all are fine" is. "Only the 17th" says of the
    others that they cannot. A question says nothing of any date.

    Args:
        dates: local.
    """
    spelt = spelt_dates(text)
    if len(text) > LONGEST or Words(text).asks or _QUESTION.match(spelt) or _RUN.search(spelt):
        return None
    if _PAIR.search(spelt) and len(dates) != 2 and not names_a_date(text, dates):
        return None
    try:
        return _decide(_segments(_tokens(spelt, dates)), len(dates)) or None
    except _Unread:
        return None


def names_a_date(text: str, dates: Sequence[datetime]) -> bool:
    """Whether a text names the day of one of these dates, whatever else it says. Args: `dates`: local."""
    spelt = spelt_dates(text)
    days = {(int(found[1]), int(found[2]) if found[2] else None) for found in _DAY.finditer(spelt) if found[1]}
    weekdays = {found[1] for found in _WEEKDAY.finditer(spelt)}
    return any(
        (each.day, None) in days or (each.day, each.month) in days or WEEKDAYS[each.weekday()][0] in weekdays
        for each in dates
    )


_Token = Choice | _Sign | frozenset[int]


def _tokens(text: str, dates: Sequence[datetime]) -> list[_Token]:
    """The dates, choices and signs of a text, in order. Raises: _Unread."""
    found: list[_Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace() or text[place] in "()!:-–\u200b'’&+":
            place += 1
            continue
        place = _take(text, place, dates, found)
    return found


def _take(text: str, place: int, dates: Sequence[datetime], found: list[_Token]) -> int:
    """Read what stands at a place; returns where it ends."""
    if time := _TIME.match(text, place):
        _narrow(found, _at(dates, time))
        return time.end()
    for part, is_late in ((_MORNING, False), (_AFTERNOON, True)):
        if named := part.match(text, place):
            if not (found and isinstance(found[-1], frozenset)):
                raise _Unread
            _narrow(found, frozenset(at for at, each in enumerate(dates) if (each.hour >= 12) is is_late))
            return named.end()
    if day := _DAY.match(text, place):
        if day[1]:
            found.append(_named(dates, day=int(day[1]), month=int(day[2]) if day[2] else None))
        return day.end()
    if month := _MONTH.match(text, place):
        number = next(at for at, (latin, _km) in enumerate(MONTHS, start=1) if latin == month[1])
        if not any(each.month == number for each in dates):
            raise _Unread
        return month.end()
    if weekday := _WEEKDAY.match(text, place):
        number = next(at for at, (latin, _km) in enumerate(WEEKDAYS) if latin == weekday[1])
        _add_weekday(found, dates, number, follows=_DAY.match(text, weekday.end() + 1))
        return weekday.end()
    for sign, words in _COMPILED:
        if said := words.match(text, place):
            found += (Choice.CANNOT, _Sign.ALL) if sign is _Sign.NONE else () if sign is None else (sign,)
            return said.end()
    raise _Unread


_COMPILED = tuple((sign, re.compile(words if sign is _Sign.BREAK else f"(?:{words})")) for sign, words in _WORDS)


def _named(dates: Sequence[datetime], *, day: int, month: int | None) -> frozenset[int]:
    """The places of the dates on a day. Raises: _Unread where there is none."""
    named = frozenset(at for at, each in enumerate(dates) if each.day == day and month in {None, each.month})
    if not named:
        raise _Unread
    return named


def _at(dates: Sequence[datetime], time: re.Match[str]) -> frozenset[int]:
    """The places of the dates that begin at a time of day."""
    hour = int(time[1] or time[3]) % 24
    hour = hour % 12 + 12 * (time[5] == "p") if time[5] else hour
    minute = int(time[2] or time[4] or 0)
    return frozenset(place for place, each in enumerate(dates) if (each.hour, each.minute) == (hour, minute))


def _narrow(found: list[_Token], at: frozenset[int]) -> None:
    """Let a time choose among the dates that were named last: "17 at 14:00". Raises: _Unread where it fits none."""
    last = found.pop() if found and isinstance(found[-1], frozenset) else None
    narrowed = at & last if isinstance(last, frozenset) else at
    if not narrowed:
        raise _Unread
    found.append(narrowed)


def _add_weekday(found: list[_Token], dates: Sequence[datetime], number: int, *, follows: re.Match[str] | None) -> None:
    """Name the dates on a weekday, unless the day that stands beside it does. Raises: _Unread."""
    named = frozenset(at for at, each in enumerate(dates) if each.weekday() == number)
    if not named:
        raise _Unread
    if follows is None or not follows[1]:
        found.append(named)


def _segments(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """The parts of a text; one behind "but" begins with it. Raises: _Unread for "cannot, except the 18th"."""
    segments: list[list[_Token]] = [[]]
    for token in tokens:
        if token in {_Sign.BREAK, _Sign.BUT}:
            segments.append([token] if token is _Sign.BUT else [])
        elif token is _Sign.EXCEPT:  # "all except the 18th"
            said = segments[-1]
            if all(isinstance(each, Choice) for each in said) or {Choice.CANNOT, Choice.IF_NEED_BE} & {*said}:
                raise _Unread
            said.append(Choice.CAN)
            segments.append([Choice.CANNOT])
        else:
            segments[-1].append(token)
    return [segment for segment in segments if segment]


def _decide(segments: Sequence[Sequence[_Token]], count: int) -> dict[int, Choice]:
    """What is said of each date. Raises: _Unread."""
    said: dict[int, Choice] = {}
    waiting: list[frozenset[int]] = []
    prefix: Choice | None = None
    only = any(_Sign.ONLY in segment for segment in segments)
    for segment in segments:
        if _Sign.BUT in segment:  # "not 17 but 18"
            prefix = None
        groups = _groups([token for token in segment if token not in {_Sign.ONLY, _Sign.BUT}], count)
        for choice, dates, leads in groups:
            if choice is None:  # "17, 18 are fine"; "not 17, 18"
                if prefix is not None:
                    _say(said, dates, prefix)
                else:
                    waiting.append(dates)
                continue
            if not leads:
                if choice is Choice.CANNOT and any(len(named) > 1 for named in waiting):
                    raise _Unread  # "17 and 18, 21 not"
                dates = dates.union(*waiting)
                waiting = []
            prefix = choice if leads else None
            _say(said, dates, choice)
    if waiting:
        raise _Unread
    if only and said:
        chosen = next(iter(said.values()))
        if chosen is Choice.CAN:
            said = {**dict.fromkeys(range(count), Choice.CANNOT), **said}
    return said


def _say(said: dict[int, Choice], dates: frozenset[int], choice: Choice) -> None:
    said.update(dict.fromkeys(dates, choice))


def _groups(segment: Sequence[_Token], count: int) -> list[tuple[Choice | None, frozenset[int], bool]]:
    """What a part of a text says: the choice, the dates, and whether the choice stands before them. Raises: _Unread."""
    kinds = ["P" if isinstance(token, Choice) else "D" for token in segment]
    dates = [
        frozenset(range(count)) if token is _Sign.ALL else token if isinstance(token, frozenset) else frozenset[int]()
        for token in segment
    ]
    choices = [token for token in segment if isinstance(token, Choice)]
    shape = re.sub(r"(.)\1+", r"\1", "".join(kinds))
    if "P" not in kinds:
        return [(None, frozenset().union(*dates), False)]
    if "D" not in kinds:
        if count == 1 and len({*choices}) == 1:
            return [(choices[0], frozenset({0}), False)]
        return [(_weakest(choices), frozenset(), False)]
    if shape in {"PD", "DP", "PDP"}:
        if shape == "PDP" and len(set(choices)) > 1:
            raise _Unread
        return [(_weakest(choices), frozenset().union(*dates), shape == "PD")]
    return _pairs(segment, dates, kinds)


def _weakest(choices: Sequence[Choice]) -> Choice:
    """What several words together say: "can, if need be", "not possible"."""
    for choice in (Choice.CANNOT, Choice.IF_NEED_BE):
        if choice in choices:
            return choice
    return Choice.CAN


def _pairs(
    segment: Sequence[_Token], dates: Sequence[frozenset[int]], kinds: Sequence[str]
) -> list[tuple[Choice | None, frozenset[int], bool]]:
    """ "17 yes 18 no", "yes 17 no 18". Raises: _Unread where neither is meant throughout."""
    shape = "".join(kinds)
    if not (re.fullmatch(r"(?:D+P+)+", shape) or re.fullmatch(r"(?:P+D+)+", shape)):
        raise _Unread
    leads = shape[0] == "P"
    found: list[tuple[Choice | None, frozenset[int], bool]] = []
    for part in re.finditer(r"P+D+" if leads else r"D+P+", shape):
        run = range(*part.span())
        choices = [token for at in run if isinstance(token := segment[at], Choice)]
        found.append((_weakest(choices), frozenset[int]().union(*(dates[at] for at in run)), leads))
    return found
