"""What a round must come to, computed from what people did alone: nothing here reads the assistant, or its rules.

Written down again, from the description of rounds (J2): each member of the institution that is responsible for an
indicator is asked. One report answers for the institution. Reminders go seven and two days before the last day and on
it to those who owe a report; two days after it, and each fourth day from then, to the whole institutions too. Nobody is
reminded of what they asked more time for, or of what they have no data for by agreement. A report after the last day is
late, unless somebody of the institution was given time until its day or a later one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

#: Days from the last day on which those who owe are reminded, and on which whole institutions are; from `AT` o'clock.
BEFORE, AFTER, AT = (-7, -2, 0), (2, 6, 10), 8


@dataclass(frozen=True)
class Body:
    """An institution that reports: its people, and the numbers of its indicators."""

    twg: str
    people: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened, at a local time.

    Attributes:
        kind: "opened", "reported", "more_time", "no_data", "not_mine", "agreed" to what the person asked, "closed".
        person: of the reporting institution.
        until: for "opened" the last day, for "more_time" the day that was asked for.
    """

    at: datetime
    kind: str
    twg: str
    person: str = ""
    number: str = ""
    until: date | None = None


@dataclass
class Counts:
    """What a round comes to.

    Attributes:
        reminders: messages by person and local day.
    """

    requests: int = 0
    answered: int = 0
    reports: int = 0
    late: int = 0
    missing: int = 0
    reminders: Counter[tuple[str, date]] = field(default_factory=Counter)


@dataclass
class _Asked:
    """What one person was asked for one indicator."""

    body: Body
    person: str
    number: str
    is_reported: bool = False
    waits_for: str = ""
    is_excused: bool = False
    granted: date | None = None
    until: date | None = None

    @property
    def owes(self) -> bool:
        return not (self.is_reported or self.is_excused)


def expected(bodies: Iterable[Body], events: Iterable[Event]) -> dict[str, Counts]:
    """By TWG. Args: `events` of all TWGs, in any order."""
    found: dict[str, Counts] = {}
    everything = sorted(events, key=lambda event: event.at)
    for twg in sorted({event.twg for event in everything}):
        of_twg = [body for body in bodies if body.twg == twg]
        found[twg] = _of_twg(of_twg, [event for event in everything if event.twg == twg])
    return found


def _of_twg(bodies: list[Body], events: list[Event]) -> Counts:
    opened, *others = events
    assert opened.kind == "opened"
    assert opened.until is not None
    asked = [_Asked(body, person, number) for body in bodies for number in body.numbers for person in body.people]
    counts = Counts(requests=len(asked))
    reminders = list(_moments(opened.until, opened.at, others[-1].at))
    for event in others:
        while reminders and reminders[0][0] <= event.at:
            moment, whole = reminders.pop(0)
            for person in _reminded(asked, whole=whole):
                counts.reminders[person, moment.date()] += 1
        _happens(event, asked, counts, opened.until)
    counts.answered = sum(one.is_reported for one in asked)
    counts.missing = counts.requests - counts.answered
    return counts


def _moments(last: date, begun: datetime, ended: datetime) -> Iterator[tuple[datetime, bool]]:
    """When people are reminded while the round is open, and whether whole institutions are."""
    for days in (*BEFORE, *AFTER):
        day = last + timedelta(days=days)
        moment = begun.replace(year=day.year, month=day.month, day=day.day, hour=AT, minute=0)
        if begun < moment < ended:
            yield moment, days in AFTER


def _reminded(asked: list[_Asked], *, whole: bool) -> set[str]:
    owing = [one for one in asked if one.owes]
    found = {one.person for one in owing}
    for one in owing if whole else ():
        found.update(one.body.people)
    return found


def _happens(event: Event, asked: list[_Asked], counts: Counts, last: date) -> None:
    of_number = [one for one in asked if one.number == event.number]
    own = [one for one in of_number if one.person == event.person]
    match event.kind:
        case "reported":
            counts.reports += 1
            agreed = any(one.granted is not None and event.at.date() <= one.granted for one in of_number)
            counts.late += event.at.date() > last and not agreed
            for one in of_number:
                # With the report, what is asked about it is over; what was granted stays.
                one.is_reported, one.waits_for = True, ""
        case "more_time":
            for one in own:
                one.waits_for, one.is_excused, one.until = "more_time", True, event.until
        case "no_data" | "not_mine":
            for one in own:
                one.waits_for = event.kind
        case "agreed":
            for one in own:
                one.is_excused = True
                one.granted = one.until if one.waits_for == "more_time" else one.granted
                one.waits_for = ""
        case "closed":
            return
        case other:
            raise AssertionError(other)
