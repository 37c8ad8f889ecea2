"""When each reader should get each post, calculated from the events alone, day by day (S3).

It shares no code with the assistant, so that both may be compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

#: Messages go out from 7:00 to 19:00 on working days, digests at 8:00.
OPENS, CLOSES, DIGEST = time(7), time(19), time(8)


@dataclass(frozen=True)
class Event:
    """What happened at a local time.

    Attributes:
        kind: "shared", "withdrawn", "chose", or "off": a day off is set late.
        who: of "chose", the person.
        post: of the others.
        readers: of "shared".
        last_day: of "shared": the last day on which a digest may bring it; None for any.
        pace: of "chose".
        day: of "off".
    """

    at: datetime
    kind: str
    who: str = ""
    post: int = 0
    readers: frozenset[str] = frozenset()
    last_day: date | None = None
    pace: str = ""
    day: date | None = None


@dataclass
class Reader:
    """One person: what they chose, what waits for a digest, what is held for the morning, and what they got when."""

    pace: str
    waiting: dict[int, date | None] = field(default_factory=dict)
    held: dict[int, datetime] = field(default_factory=dict)
    #: Of what is held, what had waited for a digest, with its last day: it follows the next choice too.
    moved: dict[int, date | None] = field(default_factory=dict)
    got: dict[int, datetime] = field(default_factory=dict)


@dataclass
class Calendar:
    """The working days of the month, as far as they are known."""

    days_off: frozenset[date]

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.days_off

    def is_open(self, moment: datetime) -> bool:
        return self.works(moment.date()) and OPENS <= moment.time() < CLOSES

    def opens(self, moment: datetime) -> datetime:
        """The moment itself, or the next one at which messages may go out."""
        if self.is_open(moment):
            return moment
        day = moment.date() + timedelta(days=moment.time() >= OPENS)
        while not self.works(day):
            day += timedelta(days=1)
        return datetime.combine(day, OPENS, moment.tzinfo)

    def is_digest_day(self, day: date, pace: str) -> bool:
        """Whether a digest of this pace goes out on a day: each working day, or the first one of its week."""
        if not self.works(day):
            return False
        monday = day - timedelta(days=day.weekday())
        before = (monday + timedelta(days=number) for number in range(day.weekday()))
        return pace == "daily" or not any(map(self.works, before))

    def next_digest(self, moment: datetime, pace: str) -> datetime:
        day = moment.date()
        while not self.is_digest_day(day, pace) or datetime.combine(day, DIGEST, moment.tzinfo) <= moment:
            day += timedelta(days=1)
        return datetime.combine(day, DIGEST, moment.tzinfo)


def expect(
    paces: dict[str, str], events: Iterable[Event], calendar: Calendar, *, until: datetime
) -> dict[str, dict[int, datetime]]:
    """By person, when they get each post. Args: `paces`: those chosen before the first event."""
    readers = {name: Reader(pace) for name, pace in paces.items()}
    listed = sorted(events, key=lambda event: event.at)
    now = listed[0].at
    for event in [*listed, None]:
        end = until if event is None else event.at
        _pass_time(readers, calendar, now, end)
        if event is not None:
            _happen(readers, calendar, event)
        now = end
    return {name: reader.got for name, reader in readers.items()}


def _pass_time(readers: dict[str, Reader], calendar: Calendar, now: datetime, end: datetime) -> None:
    """Send what becomes due after `now`, until `end`."""
    day = now.date()
    while day <= end.date():
        for at in (OPENS, DIGEST):
            moment = datetime.combine(day, at, now.tzinfo)
            if now < moment <= end:
                for reader in readers.values():
                    _send_due(reader, calendar, moment)
        day += timedelta(days=1)


def _send_due(reader: Reader, calendar: Calendar, moment: datetime) -> None:
    for post, due in list(reader.held.items()):
        if due <= moment:
            reader.got[post] = moment
            del reader.held[post]
    if moment.time() == DIGEST and reader.pace != "instant" and calendar.is_digest_day(moment.date(), reader.pace):
        reader.got |= dict.fromkeys(reader.waiting, moment)
        reader.waiting.clear()


def _happen(readers: dict[str, Reader], calendar: Calendar, event: Event) -> None:
    match event.kind:
        case "shared":
            for name in event.readers:
                _take(readers[name], calendar, event.post, event.last_day, event.at)
        case "withdrawn":
            for reader in readers.values():
                reader.waiting.pop(event.post, None)
                reader.held.pop(event.post, None)
        case "off" if event.day is not None:
            calendar.days_off |= {event.day}
            for reader in readers.values():
                reader.held = {post: calendar.opens(due) for post, due in reader.held.items()}
                waiting, reader.waiting = reader.waiting, {}
                for post, last_day in waiting.items():
                    _take(reader, calendar, post, last_day, event.at)
                    if post in reader.held:
                        reader.moved[post] = last_day
        case "chose":
            reader = readers[event.who]
            reader.pace = event.pace
            waiting = reader.waiting | {post: last for post, last in reader.moved.items() if post in reader.held}
            reader.waiting, reader.moved = {}, {}
            for post, last_day in waiting.items():
                reader.held.pop(post, None)
                _take(reader, calendar, post, last_day, event.at)
                if post in reader.held:
                    reader.moved[post] = last_day


def _take(reader: Reader, calendar: Calendar, post: int, last_day: date | None, at: datetime) -> None:
    """Let a post wait for the reader's digest, or reach them as soon as it may."""
    late = last_day is not None and calendar.next_digest(at, reader.pace).date() > last_day
    if reader.pace != "instant" and not late:
        reader.waiting[post] = last_day
    elif calendar.is_open(at):
        reader.got[post] = at
    else:
        reader.held[post] = calendar.opens(at)
