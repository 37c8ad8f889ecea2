"""What differs between two editions of an agenda: which items were added, removed, moved and changed (G12)."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from storage.core.spelling import key_of
from storage.meetings import AgendaItem
from twg.language.agenda import AgendaLine

#: The fields of an item that are compared, in the order in which differences are told.
FIELDS = ("title", "presenter", "minutes", "note", "action", "theme", "area")
#: From this likeness on a new title is a correction of the old one.
_ALIKE = 0.5


@dataclass(frozen=True)
class ItemChange:
    """What became of an item.

    Attributes:
        what: "added", "removed", "changed" or "moved"; one that was moved and changed is "changed" with `moved`.
        number: its number now; that of before for "removed".
        title: now; that of before for "removed".
        before: the former values of the fields that differ.
        now: their values now.
    """

    what: str
    number: int
    title: str
    before: Mapping[str, Any]
    now: Mapping[str, Any]
    moved: bool = False


def snapshot(items: Sequence[AgendaItem]) -> list[dict[str, Any]]:
    """Items as an edition keeps them."""
    return [{"token": item.token, **{name: getattr(item, name) for name in FIELDS}} for item in items]


def line_of(item: AgendaItem | Mapping[str, Any]) -> AgendaLine:
    """An item, stored or of an edition, as a line."""
    if isinstance(item, AgendaItem):
        return AgendaLine(**{name: getattr(item, name) for name in FIELDS})
    return AgendaLine(**{name: item[name] for name in FIELDS})


def compare(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[ItemChange]:
    """What became of the items, in the order of the agenda now, the removed ones last."""
    old = {item["token"]: item for item in before}
    kept = [item["token"] for item in now if item["token"] in old]
    stayed = _longest_rising([list(old).index(each) for each in kept])
    moved = {each for each, stays in zip(kept, stayed, strict=True) if not stays}
    changes = []
    for number, item in enumerate(now, start=1):
        was = old.get(item["token"])
        if was is None:
            changes.append(ItemChange("added", number, item["title"], {}, {}))
            continue
        differing = [name for name in FIELDS if was[name] != item[name]]
        is_moved = item["token"] in moved
        if differing or is_moved:
            values = {name: was[name] for name in differing}, {name: item[name] for name in differing}
            changes.append(ItemChange("changed" if differing else "moved", number, item["title"], *values, is_moved))
    present = {item["token"] for item in now}
    gone = [(number, item) for number, item in enumerate(before, start=1) if item["token"] not in present]
    return [*changes, *(ItemChange("removed", number, item["title"], {}, {}) for number, item in gone)]


def _longest_rising(places: Sequence[int]) -> list[bool]:
    """Which of these places belong to a longest rising sequence: the others are the fewest that were moved."""
    tails: list[int] = []
    lengths = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        lengths.append(at + 1)
    chosen, sought = [False] * len(places), len(tails)
    for index in range(len(places) - 1, -1, -1):
        if lengths[index] == sought:
            chosen[index], sought = True, sought - 1
    return chosen


def pair(rows: Sequence[AgendaItem], lines: Sequence[AgendaLine]) -> list[AgendaItem | None]:
    """For each line the row that it goes on, so that papers stay with their items; None for a new item.

    Items that are the same in every field are taken first, then those with the same title, then the row whose title is
    most like the new one, from `_ALIKE` on.
    """
    left = list(rows)
    found: list[AgendaItem | None] = [None] * len(lines)
    for same in (lambda row, line: line_of(row) == line, lambda row, line: key_of(row.title) == key_of(line.title)):
        for place, line in enumerate(lines):
            row = next((row for row in left if found[place] is None and same(row, line)), None)
            if row is not None:
                found[place] = row
                left.remove(row)
    for place, line in enumerate(lines):
        if found[place] is None and left:
            likeness, row = max(((_likeness(row.title, line.title), row) for row in left), key=lambda rated: rated[0])
            if likeness >= _ALIKE:
                found[place] = row
                left.remove(row)
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, key_of(one), key_of(other), autojunk=False).ratio()
