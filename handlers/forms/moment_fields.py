"""Questions for a day and for a time of day; what an answer holds of the other is taken too, or named."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Option, Surroundings, text_of
from messages.rendering.templating import format_clock, format_day
from messages.rendering.texts import Text, _, localize_digits
from twg.core.refusals import Missing, Refusal, TooLong, WhichDay, WhichTime
from twg.language.days import day_of, parse_day
from twg.language.moments import LONGEST, Moment, read_moment
from twg.language.time_phrases import minutes_between
from twg.language.times import check_span, parse_time, time_of

_DAY_HINT = _("Choose it, or type it: 15/12/2026")
_TIME_HINT = _("Choose it, or type it: 9:30")
#: A text with so many words that say nothing of a day or a time may be about something else.
_FEWEST_ASIDE = 2
#: The key of an option that `narrowed` gives: a button separates its parts with ":".
_CLOCK = re.compile(r"(\d\d)(\d\d)")


class OnlyDay(Refusal):
    """The day of a text is taken, and its time, or a place, is not. data: `text`, `day`."""

    key = "forms#only_day"


class OnlyTime(Refusal):
    """The time of a text is taken, and the rest of the text is not. data: `text`, `time`."""

    key = "forms#only_time"


@dataclass(frozen=True, kw_only=True)
class MomentField(Field):
    """A question about a part of a moment.

    Attributes:
        length_in: name of the question about the length in minutes, which "9:00-11:00" answers.
        bare: whether a figure without a mark is a time.
    """

    length_in: str = ""
    bare: ClassVar[bool] = False

    @property
    def implies(self) -> tuple[str, ...]:
        """The length of "9:00-11:00" goes with the time."""
        return (self._sibling(self.length_in),) if self.length_in else ()

    def says_more(self, text: str, surroundings: Surroundings) -> bool:
        """Whether a text says something else, in which a day or a time stands: "the letter of the 15th is missing"."""
        moment = read_moment(text, today=surroundings.today, bare_times=self.bare)
        return bool(moment.days or moment.times) and moment.unknown >= _FEWEST_ASIDE

    def says_only(self, text: str, surroundings: Surroundings) -> bool:
        """Whether a text names a day or a time and has no other word that it does not read: "until Friday please"."""
        moment = read_moment(text, today=surroundings.today, bare_times=self.bare)
        return bool(moment.days or moment.times) and not moment.unknown

    def _sibling(self, name: str) -> str:
        """The full name of another question about the same item."""
        path, dot, _own = self.name.rpartition(".")
        return f"{path}{dot}{name}"

    def _length(self, moment: Moment) -> dict[str, Any]:
        if not (self.length_in and moment.time_certain and moment.until is not None):
            return {}
        return {self._sibling(self.length_in): f"{minutes_between(moment.times[0], moment.until)} min"}


@dataclass(frozen=True, kw_only=True)
class DayField(MomentField):
    """A day, today or later, chosen in a calendar or typed.

    Attributes:
        opens_on: a day in the month that the calendar shows while there is no answer; when `None`, today.
        time_in: name of the question about the time of day, which a time typed with the day answers.
    """

    hint: Text | None = _DAY_HINT
    opens_on: Callable[[Surroundings], date] | None = None
    time_in: str = ""

    @property
    def implies(self) -> tuple[str, ...]:
        """None: a time typed with a day is the person's own, and holds for another day."""
        return ()

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return parse_day(raw, today=surroundings.today)

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take the day; where the text says more than is taken, the refusal says so."""
        raw, text = self.accept(entry, surroundings), text_of(entry)
        return raw, self._left_out(raw, text, surroundings) if text else None

    def _left_out(self, raw: str, text: str, surroundings: Surroundings) -> Refusal | None:
        moment = read_moment(text, today=surroundings.today)
        try:
            check_span(moment)
        except Refusal as odd:
            return odd
        if self.time_in and moment.times and not moment.time_certain:
            return WhichTime(text=text, times=moment.times)
        lasts = moment.until is not None and not self._length(moment)
        if moment.aside or lasts or (moment.names_time and not (self.time_in and moment.time_certain)):
            return OnlyDay(text=text, day=date.fromisoformat(raw))
        return None

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        text = text_of(entry)
        if not (self.time_in and text):
            return {}
        moment = read_moment(text, today=surroundings.today)
        if not moment.time_certain:
            return {}
        return {self._sibling(self.time_in): f"{moment.times[0]:%H:%M}", **self._length(moment)}

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        if not isinstance(refusal, WhichDay):
            return []
        return [Option(day.isoformat(), format_day(day, locale=surroundings.locale)) for day in refusal.data["days"]]

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = _checked(text)
        moment = read_moment(text, today=surroundings.today)
        return day_of(moment, text, today=surroundings.today).isoformat()

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        return self.read(key, surroundings).isoformat()

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        if surroundings.hours.is_working_day(value):
            return None
        return _("Note: {day} is a day off.").with_(day=format_day(value, locale=surroundings.locale))


@dataclass(frozen=True, kw_only=True)
class TimeField(MomentField):
    """A time of day in the TWG's time zone."""

    bare = True
    hint: Text | None = _TIME_HINT

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return parse_time(raw)

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take the time; where the text says more than is taken, the refusal says so."""
        raw, text = self.accept(entry, surroundings), text_of(entry)
        moment = read_moment(text, today=surroundings.today, bare_times=True)
        if moment.aside or (moment.until is not None and not self._length(moment)):
            return raw, OnlyTime(text=text, time=parse_time(raw))
        return raw, None

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        return self._length(read_moment(text_of(entry), today=surroundings.today, bare_times=True))

    def choices(self, surroundings: Surroundings) -> list[Option]:
        """The times suggested, in the digits in which times are shown."""
        suggested = super().choices(surroundings)
        return [replace(each, label=localize_digits(each.label, locale=surroundings.locale)) for each in suggested]

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        if not isinstance(refusal, WhichTime):
            return []
        return [Option(f"{at:%H%M}", format_clock(at, locale=surroundings.locale)) for at in refusal.data["times"]]

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = _checked(text)
        return f"{time_of(read_moment(text, today=surroundings.today, bare_times=True), text):%H:%M}"

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        clock = _CLOCK.fullmatch(key)
        return super()._accept_choice(key, surroundings) if clock is None else self._accept_text(key, surroundings)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        if not surroundings.hours.is_quiet(value):
            return None
        return _("Note: {time} is within quiet hours.").with_(time=format_clock(value, locale=surroundings.locale))


def _checked(text: str) -> str:
    """The text without spaces around it. Raises: Missing, TooLong."""
    text = text.strip()
    if not text:
        raise Missing
    if len(text) > LONGEST:
        raise TooLong(limit=LONGEST, length=len(text))
    return text
