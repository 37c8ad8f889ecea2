"""A claimed delivery on its way through the loop: what it says now, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.rendering.content import Content, Part
from storage.core.notifications import Delivery, DeliveryState


@dataclass
class Result:
    """What became of one try."""

    state: DeliveryState
    error: str = ""
    message_id: int | None = None
    not_before: datetime | None = None
    attempt: bool = False
    chat_id: int | None = None


@dataclass
class Prepared:
    """A claimed delivery with what it says now; no part means that it is void.

    Attributes:
        parts: how many parts it has in all, now that it is worded.
    """

    delivery: Delivery
    part: Part | None = None
    result: Result | None = None
    locale: str = ""
    parts: int = 0
    content: Content | None = None
    zone: ZoneInfo | None = None
    #: The delivery in whose message this one is said too.
    joined: "Prepared | None" = None
