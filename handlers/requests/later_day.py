"""The question until which day more time is asked for: a day, a length of time after that on which it is due, or words
that leave it open, for which the days that may be meant are offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Entry, Surroundings, Typed, text_of
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from twg.core.refusals import Refusal, UnreadableDay, WhichDay
from twg.language.longer import Longer, read_longer
from twg.language.moments import LONGEST
from twg.language.vague_days import read_vague
from twg.requests.due import check_later

_LATER_HINT = _("Choose it, or type it: 15/12/2026, or: one more week")
#: In `Surroundings.facts`: the day on which it is due now; None for none.
DUE = "due"


def _due_of(surroundings: Surroundings) -> date | None:
    due: date | None = surroundings.facts[DUE]
    return due


class ReadAs(Refusal):
    """A length of time is taken as a day. data: `text`, `day`."""

    key = "requests#read_as"


@dataclass(frozen=True, kw_only=True)
class LaterDayField(DayField):
    """A day later than the one on which it is due now, typed, chosen, or said as "one more week".

    Attributes:
        rest: name of the question, in the same form, that takes a text which says more than the length; "" for none.
    """

    hint: Text | None = _LATER_HINT
    opens_on: Callable[[Surroundings], date] | None = lambda around: _due_of(around) or around.today
    rest: str = ""

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        day = super().read(raw, surroundings)
        check_later(day, _due_of(surroundings))
        return day

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take the day; one that was read from a length of time is named before the next question."""
        longer = _longer(entry, surroundings)
        if longer is None:
            return super().add(raw, entry, surroundings)
        answer = self.accept(entry, surroundings)
        return answer, ReadAs(text=longer.words, day=date.fromisoformat(answer))

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        """All of a text that says more than a length of time."""
        longer = _longer(entry, surroundings) or self._unclear(entry, surroundings)
        if longer is None or longer.whole or not self.rest:
            return super().besides(entry, surroundings)
        return {self.rest: text_of(entry).strip()}

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        longer = _longer(Typed(text), surroundings)
        if longer is None:
            answer = self._accept_day(text, surroundings)
        elif len(longer.days) > 1:
            raise WhichDay(text=longer.words, days=longer.days)
        else:
            answer = longer.days[0].isoformat()
        self.read(answer, surroundings)
        return answer

    def _unclear(self, entry: Entry, surroundings: Surroundings) -> Longer | None:
        """The days that may be meant by a text that names no day."""
        try:
            super().accept(entry, surroundings)
        except WhichDay:
            return _vague(entry, surroundings)
        except Refusal:
            pass
        return None

    def _accept_day(self, text: str, surroundings: Surroundings) -> Any:
        """Take a day; ask which one is meant by words that leave it open, such as "next week"."""
        try:
            return super()._accept_text(text, surroundings)
        except UnreadableDay as refusal:
            vague = _vague(Typed(text), surroundings)
            if vague is None:
                raise
            due, days = _due_of(surroundings), sorted({*vague.days, *refusal.data.get("days", ())})
            check_later(days[-1], due)
            later = tuple(day for day in days if due is None or day > due)
            raise WhichDay(text=vague.words, days=later) from refusal

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        due = _due_of(surroundings)
        if due is None:
            return super().caution(value, surroundings)
        return _("It is due on {due} now.").with_(due=format_day(due, locale=surroundings.locale))


def _longer(entry: Entry, surroundings: Surroundings) -> Longer | None:
    text = text_of(entry).strip()
    if not text or len(text) > LONGEST:
        return None
    return read_longer(text, due=_due_of(surroundings), today=surroundings.today)


def _vague(entry: Entry, surroundings: Surroundings) -> Longer | None:
    text = text_of(entry).strip()
    if not text or len(text) > LONGEST:
        return None
    return read_vague(text, due=_due_of(surroundings), today=surroundings.today, hours=surroundings.hours)
