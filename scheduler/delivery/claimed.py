"""A claimed delivery on its way through the delivery loop: its wording and its result."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from messages.rendering.content import Content, Part
from scheduler.delivery.wording import Occasion
from storage.core.notifications import Delivery, DeliveryState


@dataclass
class Result:
    """The result of one try to send a delivery.

    Attributes:
        state: the delivery's new state.
        error: why it was not sent; empty if it was.
        message_id: Telegram's id of the message, if it was sent; of an album the first.
        album: the ids of all messages of an album, in the order of its files.
        not_before: when to try again (UTC), if it is to be tried again.
        attempt: whether it counts as a failed try.
        chat_id: the chat's new id, if the chat has migrated.
        may_have_arrived: Telegram's answer was lost: if it is sent again, it may come twice.
    """

    state: DeliveryState
    error: str = ""
    message_id: int | None = None
    album: tuple[int, ...] = ()
    not_before: datetime | None = None
    attempt: bool = False
    chat_id: int | None = None
    may_have_arrived: bool = False


@dataclass
class Prepared:
    """A claimed delivery as worded for its recipient now.

    Attributes:
        part: the message to send; None if nothing is sent, and `result` says why.
        locale, zone: language of the recipient, and time zone of the TWG.
        occasion: to whom it goes.
        parts: how many parts its notification has for this recipient.
        content: what the part was made from; needed for grouping.
        silent: whether it arrives without a sound.
    """

    delivery: Delivery
    part: Part | None = None
    result: Result | None = None
    locale: str = ""
    parts: int = 0
    content: Content | None = None
    zone: ZoneInfo | None = None
    occasion: Occasion | None = None
    silent: bool = False
    #: The delivery in whose message this one is included by grouping; None if it is sent itself.
    joined: "Prepared | None" = None
    #: The number of its subject in a message shared with others; None in a message of its own.
    number: int | None = None
