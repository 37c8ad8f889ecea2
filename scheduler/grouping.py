"""Everything due for one person at a time in one message: five reminders at eight o'clock are one interruption."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from messages.content import Content, Part, utf16_length
from messages.rendering import LONGEST_TEXT, render

_BETWEEN = "\n\n"


def combine(contents: Sequence[Content], locale: str, zone: ZoneInfo) -> Part | None:
    """The contents one below the other, each with the buttons that name it; nothing where they do not fit together."""
    text = _BETWEEN.join(render(content.template, locale, zone, content.context) for content in contents)
    if utf16_length(text) > LONGEST_TEXT:
        return None
    return Part(text, tuple(row for content in contents for row in content.grouped))


def by_person(items: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Positions of items of the same person, given (position, person id): only where there are several."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for position, person_id in items:
        found[person_id].append(position)
    return [positions for positions in found.values() if len(positions) > 1]
