"""Everything due for one person at a time in one message: five reminders at eight o'clock are one interruption."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from messages.rendering.content import Content, Part, utf16_length
from messages.rendering.keyboards import Keyboard
from messages.rendering.templating import LONGEST_TEXT, render
from scheduler.delivery.claimed import Prepared
from scheduler.delivery.wording import Wordings
from storage.core.notifications import HELD, Delivery
from twg.deliveries import RETURNED

log = logging.getLogger(__name__)

_BETWEEN = "\n\n"


def group(prepared: list[Prepared], wordings: Wordings) -> None:
    """Let what is due for one person, and may be grouped, go out in the message of the first of them."""
    groupable = [
        (position, item.delivery.person_id)
        for position, item in enumerate(prepared)
        if item.part is not None
        and item.delivery.part == 0
        and item.content is not None
        and item.content.grouped
        and _is_groupable(item.delivery, item.content, wordings)
    ]
    for positions in by_person(groupable):
        _put_together([prepared[position] for position in positions])


def _put_together(items: list[Prepared]) -> None:
    """Two cards of one subject are one, the newest; the cards are one message as far as they fit."""
    items = sorted(items, key=lambda item: item.delivery.notification_id)  # urgent ones were claimed before older ones
    newest = {_card(item): item for item in items}
    returned = any(item.delivery.error == RETURNED for item in items)
    together, part = _fitting(list(newest.values()), returned=returned)
    if part is not None:
        together[0].part, together[0].parts = part, 1
    for item in items:
        card = newest[_card(item)]
        carrier = together[0] if any(card is one for one in together) else card
        if item is not carrier:
            item.joined, item.parts = carrier, 1


def _card(item: Prepared) -> tuple[str, str, int]:
    """What is said of which subject."""
    notification = item.delivery.notification
    return item.content.template if item.content else "", notification.subject_type, notification.subject_id


def _fitting(items: list[Prepared], *, returned: bool) -> tuple[list[Prepared], Part | None]:
    """Those that fit into one message, and that message: the texts one below the other, each with buttons that name it.

    What does not fit goes by itself, whole. Where one is left alone there is no such message, and it goes as it is.
    """
    sources = [Content("deliveries/returned")] if returned else []
    texts = [_word(content, items[0]) for content in sources]
    together: list[Prepared] = []
    buttons: Keyboard = ()
    for item in items:
        text = _word(item.content, item) if item.content else ""
        if item.content and text and utf16_length(_BETWEEN.join([*texts, text])) <= LONGEST_TEXT:
            texts.append(text)
            sources.append(item.content)
            together.append(item)
            buttons = (*buttons, *item.content.grouped)
    part = Part(_BETWEEN.join(texts), buttons, sources=tuple(sources))
    return together, part if len(together) > 1 else None


def _word(content: Content, item: Prepared) -> str:
    """The text on the wall clock of the item's own TWG; empty where that fails."""
    try:
        return render(content.template, item.locale, item.zone or ZoneInfo("UTC"), content.context)
    except Exception:
        log.exception("delivery %s cannot be put together with others", item.delivery.id)
        return ""


def _is_groupable(delivery: Delivery, content: Content, wordings: Wordings) -> bool:
    """Kinds that may share a message, what waited for its reader's return, and without a file also for the morning."""
    held = delivery.error == HELD and not content.files
    return wordings.is_grouped(delivery.notification.kind) or delivery.error == RETURNED or held


def by_person(items: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Positions of items of the same person, given (position, person id): only where there are several."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for position, person_id in items:
        found[person_id].append(position)
    return [positions for positions in found.values() if len(positions) > 1]
