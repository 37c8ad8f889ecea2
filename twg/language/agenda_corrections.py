"""Corrections of an agenda by number, and the agenda after them (G12).

Numbers are those of the agenda as it is shown: several corrections in one message do not shift each other's numbers.

BadInput
├── NoSuchItem          there are fewer items
├── MovedPastEnd        an item would stand behind the last one
├── UnclearCorrection   it is seen what is to be corrected, not how
├── MinutesOutOfRange
└── NothingCorrected    it is already so
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from twg.core.refusals import BadInput
from twg.language.agenda import AgendaLine
from twg.language.agenda_kinds import place_for
from twg.language.agenda_texts import check_item
from twg.language.times import LONGEST_MEETING_MIN


class NoSuchItem(BadInput):
    """data: `number`; `last`, the number of the last item."""

    key = "meetings#no_such_item"


class MovedPastEnd(BadInput):
    """data: `number`, to which an item was to be moved; `last`."""

    key = "meetings#moved_past_end"


class UnclearCorrection(BadInput):
    """data: `text`, as typed."""

    key = "meetings#unclear_correction"


class MinutesOutOfRange(BadInput):
    """data: `number`, `highest`."""

    key = "meetings#minutes_out_of_range"


class NothingCorrected(BadInput):
    key = "meetings#nothing_corrected"


#: In place of a number: the item that stands last.
LAST_ITEM = -1
#: `Move.after`, for the place before the item that stands last.
BEFORE_LAST = -2


@dataclass(frozen=True)
class Correction:
    """One change of an agenda. Attributes: `text`, as typed."""

    text: str


@dataclass(frozen=True)
class Remove(Correction):
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Move(Correction):
    """An item that stands somewhere else then.

    Attributes:
        after: the item behind which it stands then; 0 for the first place, `LAST_ITEM` for the last.
        to: the place that was named, if any.
    """

    number: int
    after: int
    to: int = 0


@dataclass(frozen=True)
class Swap(Correction):
    first: int
    second: int


@dataclass(frozen=True)
class Insert(Correction):
    """`after`: 0 for the first place, `LAST_ITEM` for the last; None for where items of its kind stand."""

    after: int | None
    line: AgendaLine


@dataclass(frozen=True)
class Put(Correction):
    """`values`: of the fields of an `AgendaLine`; `title` may come with others."""

    number: int
    values: dict[str, str | int | None]


@dataclass(frozen=True)
class Lengthen(Correction):
    """`minutes`: by how many it is longer; negative where it is shorter."""

    number: int
    minutes: int


@dataclass(frozen=True)
class Numbered:
    """An item with its number in the agenda as it was shown; 0 for a new one."""

    number: int
    line: AgendaLine


def apply(lines: Sequence[AgendaLine], corrections: Iterable[Correction]) -> list[Numbered]:
    """The agenda after corrections.

    Raises: NoSuchItem, MovedPastEnd, NothingCorrected; TooLong.
    """
    last = len(lines)
    agenda = [Numbered(number, line) for number, line in enumerate(lines, start=1)]
    before = list(agenda)
    for correction in corrections:
        match correction:
            case Remove(numbers=numbers):
                for number in numbers:
                    agenda.pop(_place(agenda, number, last))
            case Move(number=number, after=after, to=to):
                _move(agenda, number, after, to, last)
            case Swap(first=first, second=second):
                one, other = _place(agenda, first, last), _place(agenda, second, last)
                agenda[one], agenda[other] = agenda[other], agenda[one]
            case Insert(after=at, line=line):
                place = place_for([each.line for each in agenda], line) if at is None else _behind(agenda, at, last)
                agenda.insert(place, Numbered(0, line))
            case Lengthen(number=number):
                place = _place(agenda, number, last)
                agenda[place] = replace(agenda[place], line=_lengthened(agenda[place].line, correction))
            case Put(number=number, values=values):
                place = _place(agenda, number, last)
                line = check_item(replace(agenda[place].line, **values))  # type: ignore[arg-type]  # by the field's type
                agenda[place] = replace(agenda[place], line=line)
    if agenda == before:
        raise NothingCorrected
    return agenda


def _lengthened(line: AgendaLine, by: Lengthen) -> AgendaLine:
    """Raises: UnclearCorrection for an item without a length; MinutesOutOfRange."""
    if line.minutes is None:
        raise UnclearCorrection(text=by.text)
    minutes = line.minutes + by.minutes
    if not 1 <= minutes <= LONGEST_MEETING_MIN:
        raise MinutesOutOfRange(number=by.number, highest=LONGEST_MEETING_MIN)
    return replace(line, minutes=minutes)


def _move(agenda: list[Numbered], number: int, after: int, to: int, last: int) -> None:
    number = last if number == LAST_ITEM else number
    if after == BEFORE_LAST:
        after = last - 1
    _place(agenda, number, last)
    if after > last or to > last:
        raise MovedPastEnd(number=to or after, last=last)
    if after == number:
        if to:
            return
        raise MovedPastEnd(number=number + 1, last=last) if number == last else NothingCorrected
    moved = agenda.pop(_place(agenda, number, last))
    agenda.insert(_behind(agenda, after, last), moved)


def _behind(agenda: list[Numbered], after: int, last: int) -> int:
    if after == LAST_ITEM:
        return len(agenda)
    if after == 0:
        return 0
    place = _place(agenda, after, last) + 1
    while place < len(agenda) and agenda[place].number == 0:  # behind those that were inserted there before
        place += 1
    return place


def _place(agenda: list[Numbered], number: int, last: int) -> int:
    """Where an item stands now. Raises: NoSuchItem, also for one that was removed in the same message."""
    number = last if number == LAST_ITEM else number
    for place, item in enumerate(agenda):
        if number and item.number == number:
            return place
    raise NoSuchItem(number=number, last=last)
