"""Grouping: deliveries to one account that are due at the same time for the same person share one message."""

import logging
from collections import defaultdict
from dataclasses import replace
from zoneinfo import ZoneInfo

from messages.deliveries import PART
from messages.rendering.content import Content, Part, render_heading, render_text, utf16_length
from messages.rendering.keyboards import Keyboard
from messages.rendering.templating import LONGEST_TEXT
from messages.rendering.texts import _
from scheduler.delivery.claimed import Prepared
from scheduler.delivery.wording import Wordings
from storage.core.notifications import HELD, PACED_TOGETHER
from twg.deliveries import RETURNED

log = logging.getLogger(__name__)

#: Between the parts of a message.
BETWEEN = "\n\n"


def group(prepared: list[Prepared], wordings: Wordings) -> None:
    """Put the groupable deliveries of a batch to an account for a person into one message, as far as they fit.

    It becomes the `part` of one of them, and the `joined` of the others refers to that one. Each subject has a number
    in the message, before its text and on its buttons, which is kept with its deliveries: a reply may name it.
    """
    by_recipient: defaultdict[tuple[int, int], list[Prepared]] = defaultdict(list)
    for item in prepared:
        if _is_groupable(item, wordings):
            by_recipient[item.delivery.account_id, item.delivery.person_id].append(item)
    for items in by_recipient.values():
        if len(items) > 1:
            _join(items)


def _join(items: list[Prepared]) -> None:
    """Join the deliveries of one person.

    Of several cards about one subject only the newest is sent; cards are put into one message as far as they fit.
    """
    items = sorted(items, key=_place)  # they come with the urgent ones first
    newest = {_card(item): item for item in items}
    returned = any(item.delivery.error == RETURNED for item in items)
    together, part = _fitting(list(newest.values()), returned=returned)
    if part is not None:
        together[0].part, together[0].parts = part, 1
    for item in items:
        card = newest[_card(item)]
        item.number = card.number
        carrier = together[0] if any(card is one for one in together) else card
        if item is not carrier:
            item.joined, item.parts = carrier, 1
            carrier.silent = carrier.silent and item.silent


def _place(item: Prepared) -> tuple[int, int]:
    """The order of the parts of a message: by TWG, the oldest first."""
    return item.delivery.notification.twg_id, item.delivery.notification_id


def _card(item: Prepared) -> tuple[str, str, int]:
    """Key of a card: template and subject."""
    notification = item.delivery.notification
    return item.content.template if item.content else "", notification.subject_type, notification.subject_id


def _fitting(items: list[Prepared], *, returned: bool) -> tuple[list[Prepared], Part | None]:
    """The items that fit into one message, and that message: their numbered texts, and the numbered buttons of each.

    Items that do not fit are sent alone. The message is None if fewer than two items fit.

    Args:
        returned: begin with a line for a person who has returned after blocking the bot.
    """
    sources = [Content("deliveries/returned")] if returned else []
    heading = items[0].content.heading if items[0].content else None
    texts = [] if heading is None else [render_heading(heading, items[0].locale)]
    texts += [_word(content, items[0]) for content in sources]
    together: list[Prepared] = []
    buttons: Keyboard = ()
    for item in items:
        number = len(together) + 1
        text = _word(item.content, item) if item.content else ""
        text = f"{heading_of(number, item.locale)}\n{text}" if text else ""
        if item.content and text and utf16_length(BETWEEN.join([*texts, text])) <= LONGEST_TEXT:
            texts.append(text)
            sources.append(item.content)
            together.append(item)
            buttons = (*buttons, *numbered(item.content.grouped, number))
    if len(together) < 2:
        return together, None
    for number, item in enumerate(together, start=1):
        item.number = number
    return together, Part(BETWEEN.join(texts), buttons, sources=tuple(sources))


def heading_of(number: int, locale: str) -> str:
    """The line above a part, unlike the numbers of what a part lists: items of an agenda, documents."""
    return f"<b>▎{PART.with_(number=number).render(locale)}</b>"


def numbered(keyboard: Keyboard, number: int) -> Keyboard:
    """The buttons with the number of their part before each label."""
    label = _("{number}. {label}")
    return tuple(
        tuple(replace(item, label=label.with_(number=number, label=item.label)) for item in row) for row in keyboard
    )


def _word(content: Content, item: Prepared) -> str:
    """The text, with times in the zone of the item's TWG; an empty string if rendering fails."""
    try:
        return render_text(content, item.locale, item.zone or ZoneInfo("UTC"))
    except Exception:
        log.exception("delivery %s cannot be put together with others", item.delivery.id)
        return ""


def is_shareable(item: Prepared) -> bool:
    """Whether a delivery can share a message at all: it is a text with buttons for a shared message, and not joined."""
    content = item.content
    if item.part is None or item.joined is not None or item.delivery.part > 0 or content is None:
        return False
    return bool(content.grouped) and not content.files


def _is_groupable(item: Prepared, wordings: Wordings) -> bool:
    """Whether a delivery is to share a message.

    It is if it can, and if its notice is declared as grouped, if it waited for the person to unblock the bot, for the
    morning, or for its turn in the chat. Those that come with files share one only after the bot was unblocked.
    """
    delivery, content = item.delivery, item.content
    if item.part is None or item.joined is not None or delivery.part > 0 or content is None or not content.grouped:
        return False
    waited = delivery.error in {HELD, PACED_TOGETHER} and not content.files
    return wordings.is_grouped(delivery.notification.kind) or delivery.error == RETURNED or waited
