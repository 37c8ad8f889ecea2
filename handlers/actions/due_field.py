"""The question until when an action is to be done: a day, a period, again and again, or open until a review (A1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Entry, Option, Surroundings, text_of
from messages.actions import word_due
from messages.rendering.texts import Text, _
from storage.actions import Every
from twg.core.refusals import Missing, Refusal, TooLong
from twg.language.days import parse_day
from twg.language.dues import Due, LeftOpen, again, read_span
from twg.language.moments import LONGEST

_HINT = _("Choose it, or type it: 15/12/2026, end Sept, Q3 2027, every quarter.")
_EVERY, _REVIEW = "every-", "review-"
#: Between the parts of an answer that is more than a day.
_MARK = ";"


@dataclass(frozen=True, kw_only=True)
class DueField(DayField):
    """Until when; the value is a `Due`.

    Raw: an ISO date; for what is more than a day "2027-09-30;;;end Sept", "2026-12-31;quarter;;", ";;2027-02-23;": the
    last day, how often, the day of review, and the words as typed.
    """

    hint: Text | None = _HINT

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        if _MARK not in raw:
            return Due(day=parse_day(raw, today=surroundings.today))
        day, every, review_on, words = raw.split(_MARK, 3)
        return Due(
            day=parse_day(day, today=surroundings.today) if day else None,
            words=words,
            every=Every(every) if every else None,
            review_on=parse_day(review_on, today=surroundings.today) if review_on else None,
        )

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take the answer; where the text of a day says more than is taken, the refusal says so."""
        raw, text = self.accept(entry, surroundings), text_of(entry)
        return raw, self._left_out(raw, text, surroundings) if text and _MARK not in raw else None

    def besides(self, _entry: Entry, _surroundings: Surroundings) -> Mapping[str, Any]:
        return {}

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        if isinstance(refusal, LeftOpen):
            return [Option(_key_of(due), word_due(due, surroundings.locale)) for due in refusal.data["dues"]]
        return super().narrowed(refusal, surroundings)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = text.strip()
        if not text:
            raise Missing
        if len(text) > LONGEST:
            raise TooLong(limit=LONGEST, length=len(text))
        span = read_span(text, today=surroundings.today, hours=surroundings.hours)
        return super()._accept_text(text, surroundings) if span is None else _raw_of(span)

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        if key.startswith(_EVERY):
            every = Every(key.removeprefix(_EVERY))
            return _raw_of(again(every, surroundings.today))
        if key.startswith(_REVIEW):
            return _raw_of(Due(review_on=parse_day(key.removeprefix(_REVIEW), today=surroundings.today)))
        return parse_day(key, today=surroundings.today).isoformat()

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return word_due(value, surroundings.locale)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        return None if value.day is None else super().caution(value.day, surroundings)


def _key_of(due: Due) -> str:
    """The key of a proposal."""
    if due.every is not None:
        return _EVERY + due.every
    return due.day.isoformat() if due.day is not None else f"{_REVIEW}{due.review_on}"


def _raw_of(due: Due) -> str:
    if due == Due(day=due.day) and due.day is not None:
        return due.day.isoformat()
    parts = (due.day, due.every, due.review_on)
    return _MARK.join([*("" if part is None else str(part) for part in parts), due.words.replace(_MARK, ",")])
