"""Everything due for one person at a time in one message: five reminders at eight o'clock are one interruption."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from messages.content import Content, Part, utf16_length
from messages.rendering import LONGEST_TEXT, render
from scheduler.notices import GROUPED
from scheduler.prepared import Prepared
from storage.notifications import Delivery
from twg.deliveries import RETURNED

log = logging.getLogger(__name__)

_BETWEEN = "\n\n"


def group(prepared: list[Prepared]) -> None:
    """Let what is due for one person, and may be grouped, go out in the message of the first of them."""
    groupable = [
        (position, item.delivery.person_id)
        for position, item in enumerate(prepared)
        if item.part is not None
        and item.delivery.part == 0
        and item.content is not None
        and item.content.grouped
        and _is_groupable(item.delivery)
    ]
    for positions in by_person(groupable):
        _put_together([prepared[position] for position in positions])


def _put_together(items: list[Prepared]) -> None:
    """Two cards of one subject are one, the newest; the cards are one message where they fit."""
    newest = {_card(item): item for item in items}
    first, *others = newest.values()
    worded = [(item.content, item.zone) for item in newest.values() if item.content and item.zone]
    if any(item.delivery.error == RETURNED for item in items):
        worded = [(Content("deliveries/returned"), worded[0][1]), *worded]
    part = _combined(worded, first.locale) if others else None
    if part is not None:
        first.part, first.parts = part, 1
    for item in items:
        carrier = newest[_card(item)] if part is None else first
        if item is not carrier:
            item.joined, item.parts = carrier, 1


def _card(item: Prepared) -> tuple[str, str, int]:
    """What is said of which subject."""
    notification = item.delivery.notification
    return item.content.template if item.content else "", notification.subject_type, notification.subject_id


def _is_groupable(delivery: Delivery) -> bool:
    """Kinds that may share a message, and whatever waited for its reader's return."""
    return delivery.notification.kind in GROUPED or delivery.error == RETURNED


def _combined(contents: Sequence[tuple[Content, ZoneInfo]], locale: str) -> Part | None:
    """One message; where that fails, each goes by itself."""
    try:
        return combine(contents, locale)
    except Exception:
        log.exception("messages cannot be put together")
        return None


def combine(contents: Sequence[tuple[Content, ZoneInfo]], locale: str) -> Part | None:
    """The contents one below the other, each with the buttons that name it; nothing where they do not fit together.

    Args:
        contents: each with the zone of its own TWG, on whose wall clock it is read.
    """
    text = _BETWEEN.join(render(content.template, locale, zone, content.context) for content, zone in contents)
    if utf16_length(text) > LONGEST_TEXT:
        return None
    return Part(text, tuple(row for content, _zone in contents for row in content.grouped))


def by_person(items: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Positions of items of the same person, given (position, person id): only where there are several."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for position, person_id in items:
        found[person_id].append(position)
    return [positions for positions in found.values() if len(positions) > 1]
