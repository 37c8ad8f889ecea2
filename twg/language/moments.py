"""Reading a day and a time of day in one text; the whole text counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from twg.language.day_phrases import DayFacts, find_day_facts
from twg.language.day_readings import Days, resolve
from twg.language.time_phrases import TimePhrase, find_times
from twg.language.when_tokens import Token, is_half_of_today, kinds_of, tokens_of
from twg.language.when_words import HALVES

#: Longest text that is read; a longer one is no answer to "when?".
LONGEST = 120
#: "The 17th instead of the 10th", "Friday, not Thursday".
_INSTEAD = re.compile(
    r"(?P<meant>\s*\S.*?)(?:[\s,]+(?:instead of|rather than|in place of|and not|not)\s+|[\s\u200b]*ជំនួស)(?P<other>.+)",
    re.IGNORECASE | re.DOTALL,
)
#: Words before a time that leave it open: "before 9", "around 9", "by 9".
_OPENING = "HRlJGIB"
#: From this hour on no meeting begins, so that a figure alone may be something else.
_AFTER_OFFICE = 17
#: A larger figure is no hour.
_LAST_HOUR = 23
#: First words of a place that are not names.
_PLACE = re.compile(
    r"(?:room|hall|hotel|ministry|office|building|conference|meeting|our|my)\b"
    "|ក្រសួង|បន្ទប់|សាល|មន្ទីរ|ទីស្តីការ|ទីស្ដីការ|សណ្ឋាគារ|អគារ|ខេត្ត|រាជធានី|ភ្នំពេញ|ការិយាល័យ|អគ្គ|ទីក្រុង|វិទ្យាស្ថាន"
)


@dataclass(frozen=True)
class Moment:
    """What a text says of a day and of a time of day.

    Attributes:
        days: that it may mean; `day_certain` when it can only mean the one.
        times: of day that it may mean, when something begins; `time_certain` when it can only mean the one.
        until: when it ends; `None` where that is not said or not certain.
        odd: a beginning and an end between which no meeting fits, "12:00-9:00".
        impossible: the day is written like one that no calendar has.
        names_day: whether it says anything of a day; `names_time` of a time.
        aside: words that change neither day nor time, as typed: "in Kampot", "after lunch".
        halves: those of `aside` that are a half of the day without a time: "tomorrow afternoon".
        understood: whether every word of the text is part of this.
        unknown: how many words are not.
    """

    days: tuple[date, ...] = ()
    day_certain: bool = False
    times: tuple[time, ...] = ()
    time_certain: bool = False
    until: time | None = None
    odd: tuple[time, time] | None = None
    impossible: bool = False
    names_day: bool = False
    names_time: bool = False
    aside: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    understood: bool = True
    unknown: int = 0


def read_moment(text: str, *, today: date, bare_times: bool = False) -> Moment:
    """The day and the time of day in a text.

    Args:
        bare_times: figures without a mark, "9" or "9.30", are times; else the first of them are days.
    """
    if len(text) > LONGEST:
        return Moment(understood=False)
    replaced = _INSTEAD.fullmatch(text)
    if replaced is not None and _says_when(replaced["other"], today, bare_times=bare_times):
        text = replaced["meant"]
    return _Reader(text, today, bare_times=bare_times).read()


def _says_when(text: str, today: date, *, bare_times: bool) -> bool:
    moment = _Reader(text, today, bare_times=bare_times).read()
    return moment.understood and bool(moment.days or moment.times)


class _Reader:
    def __init__(self, text: str, today: date, *, bare_times: bool) -> None:
        self._text, self._today, self._bare = text, today, bare_times
        typed = tokens_of(text)
        self._by = {
            len([t for t in typed[:place] if t.kind != "F"]) for place, t in enumerate(typed) if t.value == "by"
        }
        self._tokens = [token for token in typed if token.kind != "F"]
        self._taken: set[int] = set()
        self._aside: list[str] = []

    def read(self) -> Moment:
        self._take_places()
        times, open_times = self._take_times()
        facts = find_day_facts(self._tokens, self._taken, self._today)
        if not facts.facts and any(map(is_half_of_today, self._tokens)):
            facts.add("days", 0)  # "this afternoon"
        figures, figures_certain = self._settle_figures(facts, named=bool(times))
        left = [self._tokens[place] for place in facts.left]
        halves, others = [t for t in left if t.kind == "a"], [t for t in left if t.kind != "a"]
        times = [_in_half(phrase, halves, self._tokens) for phrase in times]
        vague = [token for token in others if token.kind == "L"]
        open_halves = [] if times else halves
        vague += open_halves
        self._aside += [self._text[token.start : token.end] for token in vague]
        unknown = [token for token in others if token.kind != "L"]
        days = resolve(facts, self._today) if facts.facts else Days((), certain=False)
        if [token.value for token in vague] == ["end"] and not (facts.facts or facts.open or times or self._bare):
            days = Days((self._today,), certain=True)  # "COB"
        if self._bare and any(token.kind in "ztdsoprny" or token.written.isdigit() for token in unknown):
            times = []  # a garbled figure is no time with something beside it
        readings = tuple(dict.fromkeys(reading for phrase in times for reading in phrase.readings))
        asked = any(token.written == "?" or token.guessed for token in self._tokens)
        return Moment(
            days=days.readings,
            day_certain=days.certain and not (unknown or asked),
            times=readings or tuple(figures),
            time_certain=(figures_certain or len(times) == len(readings) == 1)
            and not (open_times or unknown or asked or vague),
            until=times[0].until if len(times) == 1 else None,
            odd=times[0].odd if len(times) == 1 else None,
            impossible=days.impossible,
            names_day=bool(facts.facts) or facts.open,
            names_time=bool(times or figures or any(token.value != "end" for token in vague)),
            aside=tuple(self._aside),
            halves=tuple(self._text[token.start : token.end] for token in open_halves),
            understood=not unknown,
            unknown=len(unknown),
        )

    def _take_places(self) -> None:
        """Take "in Kampot" or "at the Ministry of Health": a place says nothing of the day."""
        kinds = kinds_of(self._tokens)
        for found in re.finditer(r"[Ig]((?:U[UnTD]*)|T?U[UnTD]*)", kinds):
            first, end = found.span()
            if self._is_place(self._text[self._tokens[first + 1].start : self._tokens[end - 1].end]):
                self._taken.update(range(first, end))
                self._aside.append(self._text[self._tokens[first].start : self._tokens[end - 1].end])

    def _is_place(self, name: str) -> bool:
        return name[:1].isupper() or bool(_PLACE.match(name))

    def _take_times(self) -> tuple[list[TimePhrase], bool]:
        """The times, and whether a word before or between them leaves them open."""
        free = [
            token if place not in self._taken else replace(token, kind=" ") for place, token in enumerate(self._tokens)
        ]
        found = find_times(free, bare=self._bare)
        is_open = False
        for phrase in found:
            self._taken.update(range(phrase.first, phrase.end))
            is_open = is_open or self._is_open_before(phrase, found)
        return found, is_open

    def _is_open_before(self, phrase: TimePhrase, found: Sequence[TimePhrase]) -> bool:
        before = phrase.first - 1
        own = self._tokens[phrase.first : phrase.end]
        if kinds_of(own) == "n" and phrase.readings and phrase.readings[0].hour >= _AFTER_OFFICE:
            return True  # "17" may be the day
        if before >= 0 and before not in self._taken and self._tokens[before].kind in _OPENING:
            is_from = self._tokens[before].written in {"from", "starting", "ចាប់ពី", "ពី"} and phrase is found[0]
            self._taken.add(before)
            return not is_from
        return phrase.first in self._by and phrase.first == 0

    def _settle_figures(self, facts: DayFacts, *, named: bool) -> tuple[list[time], bool]:
        """Decide what figures without a mark are: "18.12", "9-11", "9".

        Returns: those that may be times, and whether they can be nothing else.
        """
        times: list[time] = []
        certain = True
        for place in [place for place in facts.left if self._tokens[place].kind in "prn"]:
            token = self._tokens[place]
            after = self._tokens[place + 1 : place + 2]
            if not self._bare and (isinstance(token.value, int) or (after and after[0].kind in "DVMYW")):
                continue  # "a few", "2-3 weeks"
            is_day = not self._bare and self._add_day(place, facts)
            hours = () if is_day or named else self._hours(place)
            if is_day or hours:
                facts.left.remove(place)
            times += [hour for hour in hours if hour not in times]
            names_date = facts.facts.keys() & {"number", "written", "days", "month"}
            is_clock = token.kind == "p" and (bool(names_date) or int(token.value[1]) > 12)
            certain = certain and (is_day or is_clock)
        return times, certain and len(times) == 1

    def _add_day(self, place: int, facts: DayFacts) -> bool:
        """Take a figure as a day where nothing else names one, or where the weekday agrees with it."""
        token = self._tokens[place]
        numbers = (token.value,) if isinstance(token.value, int) else tuple(map(int, token.value))
        fact = ("number", numbers[0]) if len(numbers) == 1 else ("written", (*token.value, ""))
        if set(facts.facts) <= {"weekday", "next", "week"} and facts.facts:
            trial = DayFacts({**facts.facts, fact[0]: [fact[1]]})
            days = resolve(trial, self._today)
            if not (days.certain and days.readings[0].weekday() == facts.one("weekday")):
                return False
        elif facts.facts:
            return self._add_to_date(place, numbers, facts)
        elif self._kind(place - 1) == "M":
            return False
        facts.add(*fact)
        # "18" alone may be anything; "9-12" may be two days.
        facts.open |= (
            token.kind != "p" and len(facts.facts) == 1 and not (token.kind == "r" and numbers[0] > numbers[1])
        )
        return True

    def _add_to_date(self, place: int, numbers: tuple[int, ...], facts: DayFacts) -> bool:
        """Take a figure beside a date: the year of "8 Dec 26", or the other day of "18 or 19 December"."""
        if len(numbers) > 1 or "number" not in facts.facts:
            return False
        if "year" not in facts.facts and numbers[0] > _LAST_HOUR and self._kind(place - 1) in {"m", "Y"}:
            facts.add("year", self._today.year // 100 * 100 + numbers[0])
            return True
        is_other = facts.open or numbers[0] > _LAST_HOUR or {self._kind(place - 1), self._kind(place + 1)} & set("cn")
        if is_other and numbers[0] not in facts.facts["number"]:
            facts.facts["number"].insert(0, numbers[0])
        return bool(is_other)

    def _kind(self, place: int) -> str:
        """The kind of a token; empty where there is none."""
        return self._tokens[place].kind if 0 <= place < len(self._tokens) else ""

    def _hours(self, place: int) -> tuple[time, ...]:
        found = find_times(self._tokens[place : place + 1], bare=True)
        return found[0].readings if found else ()


def _in_half(phrase: TimePhrase, halves: Sequence[Token], tokens: Sequence[Token]) -> TimePhrase:
    """The time in a half of the day that stands elsewhere in the text: "tomorrow morning at 7"."""
    own = [token for token in tokens[phrase.first : phrase.end] if token.kind in "ab"]
    if not halves or own:
        return phrase if not halves else replace(phrase, readings=phrase.readings if _agree(phrase, halves) else ())
    same = HALVES[halves[0].value][1]
    hours = dict.fromkeys((reading.hour + more) for reading in phrase.readings for more in (0, 12))
    minute = phrase.readings[0].minute if phrase.readings else 0
    return replace(phrase, readings=tuple(time(hour, minute) for hour in hours if hour in same), until=None)


def _agree(phrase: TimePhrase, halves: Sequence[Token]) -> bool:
    return all(reading.hour in HALVES[half.value][1] for reading in phrase.readings for half in halves)
