"""A question for several dates with their times, in one answer (G14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Surroundings, text_of
from messages.rendering.templating import format_clock, format_day
from messages.rendering.texts import Text, _, together
from twg.core.refusals import Refusal
from twg.dates.proposing import MOST_DATES
from twg.language.proposed_dates import ProposedDates, read_proposed_dates

#: In `Surroundings.facts`: the days on which the GDCC meets.
GDCC = "gdcc"


@dataclass(frozen=True, kw_only=True)
class DatesField(Field):
    """Up to five dates, each with its time. Raw: the text as typed.

    Attributes:
        length_in: name of the question about the length in minutes, which "9:00-11:00" answers.
    """

    reads: ClassVar[bool] = True
    length_in: str = ""

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return read_proposed_dates(raw, today=surroundings.today, most=MOST_DATES)

    def besides(self, entry: Entry, surroundings: Surroundings) -> Mapping[str, Any]:
        try:
            found: ProposedDates = self.read(text_of(entry).strip(), surroundings)
        except Refusal:
            return {}
        return {} if found.duration_min is None else {self.length_in: f"{found.duration_min} min"}

    def display(self, value: Any, surroundings: Surroundings) -> str:
        locale = surroundings.locale
        return "".join(
            f"\n{format_day(day, locale=locale)}, {format_clock(at, locale=locale)}" for day, at in sorted(value.dates)
        )

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        notes = [note for day in sorted({day for day, _at in value.dates}) for note in _notes(day, surroundings)]
        return together(notes) if notes else None


def _notes(day: date, surroundings: Surroundings) -> list[Text]:
    named = format_day(day, locale=surroundings.locale)
    notes = []
    if not surroundings.hours.is_working_day(day):
        notes.append(_("Note: {day} is a day off.").with_(day=named))
    if day in surroundings.facts.get(GDCC, ()):
        notes.append(_("Note: the GDCC meets on {day}.").with_(day=named))
    return notes
