"""What people send and see, as Python values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What a person just sent."""

    id: int
    chat_id: int
    text: str = ""
    #: Ids of all pieces when a long text went out as several messages.
    parts: tuple[int, ...] = ()

    @classmethod
    def read(cls, facts: Json) -> Self:
        """From the people's side's JSON."""
        return cls(facts["id"], facts["chat_id"], facts["text"], tuple(facts.get("parts", ())))


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button."""

    label: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A file in a message."""

    name: str
    size: int
    mime_type: str
    file_id: str


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message on someone's screen. `text` is its text or caption, `html` the same with its formatting."""

    id: int
    chat_id: int
    at: datetime
    sender: str
    mine: bool
    text: str
    html: str
    buttons: list[list[Button]]
    document: SeenDocument | None
    reply_to: int | None
    edited: bool
    raw: Json

    @property
    def labels(self) -> list[str]:
        """All button labels in reading order."""
        return [button.label for row in self.buttons for button in row]

    @property
    def photo_id(self) -> str | None:
        """The file_id of its photo."""
        photo = self.raw.get("photo")
        return photo["file_id"] if photo else None

    @classmethod
    def read(cls, facts: Json) -> Self:
        """From the people's side's JSON."""
        document = facts["document"]
        rows = facts["buttons"]
        return cls(
            id=facts["id"],
            chat_id=facts["chat_id"],
            at=datetime.fromisoformat(facts["at"]),
            sender=facts["sender"],
            mine=facts["mine"],
            text=facts["text"],
            html=facts["html"],
            buttons=[[Button(b["text"], b["callback_data"], b["url"]) for b in row] for row in rows],
            document=SeenDocument(**document) if document else None,
            reply_to=facts["reply_to"],
            edited=facts["edited"],
            raw=facts,
        )


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap that was made; `id` is the callback query's, None for a link, whose `url` opens instead."""

    id: str | None
    label: str
    message_id: int
    url: str | None = None

    @classmethod
    def read(cls, facts: Json) -> Self:
        """From the people's side's JSON."""
        return cls(facts["id"], facts["label"], facts["message_id"], facts.get("url") or None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a tap."""

    tap_id: str
    message_id: int
    text: str
    show_alert: bool

    @classmethod
    def read(cls, facts: Json) -> Self:
        """From the people's side's JSON."""
        return cls(facts["id"], facts["message_id"], facts["text"], facts["show_alert"])


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat."""

    id: int
    title: str


class NotPossible(AssertionError):
    """The sandbox refused: no such button, no such message, the person blocked the bot."""
