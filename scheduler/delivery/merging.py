"""Merging: many notices of one kind that wait for one person become one short message, "14 new members"."""

import logging
from collections import defaultdict

from messages.rendering.content import Part, to_parts
from scheduler.delivery.claimed import Prepared
from scheduler.delivery.wording import Wordings

log = logging.getLogger(__name__)


def merge(prepared: list[Prepared], wordings: Wordings) -> None:
    """Let the notices of each kind to a person from a TWG be one message, where the kind declares how.

    It becomes the `part` of one of them, and the `joined` of the others refers to that one. Each has a number in the
    message, in their order, which is kept with its delivery: a reply may name it.
    """
    alike: defaultdict[tuple[int, int, int, str], list[Prepared]] = defaultdict(list)
    for item in prepared:
        if may_merge(item, wordings):
            delivery, notification = item.delivery, item.delivery.notification
            recipient = delivery.account_id, delivery.person_id
            alike[*recipient, notification.twg_id, notification.kind].append(item)
    for (_account_id, _person_id, _twg_id, kind), items in alike.items():
        declared = wordings.merges[kind]
        if len(items) < declared.fewest:
            continue
        items = sorted(items, key=lambda item: item.delivery.notification_id)
        most = declared.most or len(items)
        for first in range(0, len(items), most):
            _merge(items[first : first + most], kind, wordings)


def may_merge(item: Prepared, wordings: Wordings) -> bool:
    """Whether a delivery may be merged with others of its kind: a text without files, whose kind declares how."""
    if item.part is None or item.delivery.part > 0 or item.content is None or item.content.files:
        return False
    return item.delivery.notification.kind in wordings.merges


def _merge(items: list[Prepared], kind: str, wordings: Wordings) -> None:
    """Let these be one message, or where that is too long, two; one that is alone says the same by itself."""
    if len(items) == 1:
        return
    contents = [item.content for item in items if item.content is not None]
    carrier = items[0]
    assert carrier.zone is not None and carrier.occasion is not None  # noqa: S101, PT018 - what has a part has them
    try:
        merged = wordings.merges[kind].merge(contents, carrier.occasion.member.twg)
        content = wordings.addressed(carrier.occasion, merged)
        part, *rest = to_parts(content, carrier.locale, carrier.zone)
    except Exception:
        log.exception("deliveries of %s cannot be merged", kind)
        return
    if rest:  # longer than a message
        half = len(items) // 2
        _merge(items[:half], kind, wordings)
        _merge(items[half:], kind, wordings)
        return
    carrier.part, carrier.content, carrier.parts = Part(part.text, part.keyboard, sources=part.sources), content, 1
    for number, item in enumerate(items, start=1):
        item.number = number
        if item is not carrier:
            item.joined, item.parts = carrier, 1
