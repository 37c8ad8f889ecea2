"""Times of day in an agenda: those that its lines state, and those that follow from the minutes of its items."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from storage.core.spelling import is_visible
from twg.language.lengths import SLOT, slot_minutes
from twg.language.numbering import plain_line
from twg.language.time_phrases import read_clock

_AROUND = " \t\u200b\u00a0,;:.-–—()[]៖"


@dataclass(frozen=True)
class Slot:
    """The time of day before or after an item. Attributes: `minutes` until its end; None where it states none."""

    begins: tuple[time, ...]
    ends: tuple[time, ...]
    minutes: int | None
    first: int
    last: int

    def without(self, text: str) -> str:
        """The text without it."""
        return f"{text[: self.first].rstrip(_AROUND)} {text[self.last :].lstrip(_AROUND)}".strip()


def find_slot(text: str) -> Slot | None:
    """The time of day at the beginning or the end of a line: "9:00–9:15", "14h00"; None for none."""
    plain = plain_line(text)
    for slot in SLOT.finditer(plain):
        before, after = plain[: slot.start()].strip(_AROUND), plain[slot.end() :].strip(_AROUND)
        if (before and after) or re.search(r"\d\s?(?:[:.h]|ម៉ោង)", slot["begin"], re.IGNORECASE) is None:
            continue
        if slot["end"] is None and (before or re.search(r"\d\s?[:h]\s?\d", slot["begin"], re.IGNORECASE) is None):
            continue
        begins = read_clock(slot["begin"])
        if not begins:
            continue
        if slot["end"] is None:
            return Slot(begins, (), None, *slot.span())
        minutes = slot_minutes(slot)
        return None if minutes is None else Slot(begins, read_clock(slot["end"]), minutes, *slot.span())
    return None


def join_times(lines: Sequence[str]) -> list[str]:
    """The lines, where a time of day that stands alone, as in cells that were pasted, leads the next line."""
    joined, before = list[str](), ""
    for line in lines:
        slot = find_slot(line)
        if slot is not None and not before and not is_visible(slot.without(line)):
            before = f"{line.strip()} "
            continue
        joined.append(f"{before}{line.strip()}" if before else line)
        before = ""
    return [*joined, before.strip()] if before else joined


def given_end(heading: str) -> time | None:
    """When the meeting ends, where a heading of the agenda says from when to when it lasts."""
    for slot in SLOT.finditer(plain_line(heading)):
        if slot["end"] is not None and (ends := read_clock(slot["end"])):
            return ends[0] if len(ends) == 1 else next((end for end in ends if end.hour >= 7), ends[0])
    return None


@dataclass(frozen=True)
class Settled:
    """Attributes: `minutes` of each item; `begins`, the first time; `overlap`, `gap`: places from 1, 0 for none."""

    minutes: list[int | None]
    begins: time | None
    overlap: int = 0
    gap: int = 0


def settle(slots: Sequence[Slot | None], minutes: Sequence[int | None], end: time | None) -> Settled:
    """The minutes of each item: those stated, else until the next time that is stated."""
    found, clock, begun = list(minutes), list[int | None](), None
    for slot in slots:
        at = None if slot is None else _at(slot.begins, begun)
        clock.append(at)
        begun = at if at is not None else begun
    for place, at in enumerate(clock):
        if at is None or found[place] is not None:
            continue
        following = clock[place + 1] if place + 1 < len(clock) else None if end is None else _at((end,), at)
        if following is not None and 0 < following - at <= 240:
            found[place] = following - at
    first = next((at for at in clock if at is not None), None)
    begins = None if first is None else time(first // 60 % 24, first % 60)
    return Settled(found, begins, *_odd(clock, found))


def _odd(clock: Sequence[int | None], minutes: Sequence[int | None]) -> tuple[int, int]:
    """The first item that begins before the one above it ends, and the first that begins later."""
    overlap = gap = 0
    for place in range(1, len(clock)):
        before, at, lasts = clock[place - 1], clock[place], minutes[place - 1]
        if before is None or at is None or lasts is None:
            continue
        if at < before + lasts:
            overlap = overlap or place + 1
        elif at > before + lasts:
            gap = gap or place + 1
    return overlap, gap


def _at(readings: Iterable[time], after: int | None) -> int:
    """The reading, in minutes of the day, that comes next after another one; alone, that in office hours."""
    sought = [reading.hour * 60 + reading.minute for reading in readings]
    later = [at for at in sought if after is not None and at >= after]
    office = [at for at in sought if 6 * 60 <= at <= 20 * 60]
    return min(later or office or sought)


def begin_times(starts_at: datetime, minutes: Iterable[int | None]) -> list[datetime | None]:
    """When each item begins; None after an item whose minutes are not known. `starts_at`: in the reader's zone."""
    times: list[datetime | None] = []
    at: datetime | None = starts_at
    for lasts in minutes:
        times.append(at)
        at = None if at is None or lasts is None else at + timedelta(minutes=lasts)
    return times
