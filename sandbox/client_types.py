"""The values that `sandbox.client` returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypedDict

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that a person sent."""

    id: int
    chat_id: int
    text: str = ""
    #: Ids of all pieces when a long text went out as several messages.
    parts: tuple[int, ...] = ()

    @classmethod
    def read(cls, fields: Json) -> Self:
        """Read the JSON of the people's API."""
        return cls(fields["id"], fields["chat_id"], fields["text"], tuple(fields.get("parts", ())))


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: its label and either callback data, a link or a text that it copies."""

    label: str
    data: str | None
    url: str | None
    copies: str | None = None


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """A document in a message; `size` is in bytes."""

    name: str
    size: int
    mime_type: str
    file_id: str


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as a person sees it.

    `text` is the text or caption, `html` the same as Telegram's HTML. `sender` is `bot` or a person's name. `buttons`
    are rows. `raw` is the JSON of the people's API.
    """

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
        """The labels of all buttons, row by row."""
        return [button.label for row in self.buttons for button in row]

    @property
    def photo_id(self) -> str | None:
        """The `file_id` of the photo, None without one."""
        photo = self.raw.get("photo")
        return photo["file_id"] if photo else None

    @classmethod
    def read(cls, fields: Json) -> Self:
        """Read the JSON of the people's API."""
        document = fields["document"]
        rows = fields["buttons"]
        return cls(
            id=fields["id"],
            chat_id=fields["chat_id"],
            at=datetime.fromisoformat(fields["at"]),
            sender=fields["sender"],
            mine=fields["mine"],
            text=fields["text"],
            html=fields["html"],
            buttons=[[Button(b["text"], b["callback_data"], b["url"], b["copy_text"]) for b in row] for row in rows],
            document=SeenDocument(**document) if document else None,
            reply_to=fields["reply_to"],
            edited=fields["edited"],
            raw=fields,
        )


@dataclass(frozen=True, slots=True)
class Tap:
    """A button press. `id` is the callback query's; None for buttons that send none, such as links (`url`)."""

    id: str | None
    label: str
    message_id: int
    url: str | None = None

    @classmethod
    def read(cls, fields: Json) -> Self:
        """Read the JSON of the people's API."""
        return cls(fields["id"], fields["label"], fields["message_id"], fields.get("url") or None)


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's answer to a button press."""

    tap_id: str
    message_id: int
    text: str
    show_alert: bool

    @classmethod
    def read(cls, fields: Json) -> Self:
        """Read the JSON of the people's API."""
        return cls(fields["id"], fields["message_id"], fields["text"], fields["show_alert"])


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat."""

    id: int
    title: str


class NotPossible(AssertionError):
    """The sandbox refused a call, for example because there is no such button or the person has blocked the bot."""


Where = Group | int | None
Which = SentMessage | SeenMessage | int | None


class Envelope(TypedDict, total=False):
    """What any message may carry beside its content; see `read_envelope` for the fields.

    `chat` is a group or a chat id, None the private chat with the bot. `reply_in` is the chat of `reply_to` when that
    is another one. `quote` is the quoted text, or a `TextQuote`.
    """

    chat: Group | int | None
    thread_id: int | None
    reply_to: Which
    reply_in: Group | int | None
    quote: str | Json | None
    external_reply: Json | None
    forward_origin: Json | None
    via_bot: str | Json | None
    anonymous: bool
    extra: Json | None


@dataclass(frozen=True, slots=True)
class AlbumItem:
    """A file of an album. `kind` is document, photo, video or audio; without data a recording is made up."""

    name: str
    data: bytes | None = None
    kind: str = "document"
    caption: str = ""
    caption_entities: Sequence[Json] = ()
    parse_mode: str | None = None
    mime_type: str | None = None
    declared_size: int | None = None

    @classmethod
    def read(cls, item: AlbumItem | tuple[str, bytes]) -> AlbumItem:
        """An item, or a name and data: what a name ends in tells its kind, as in Telegram's apps."""
        if isinstance(item, AlbumItem):
            return item
        name, data = item
        kinds = (kind for kind, ends in KINDS_BY_NAME if name.lower().endswith(ends))
        return cls(name, data, next(kinds, "document"))


#: The kinds as which Telegram's apps send files, by the endings of their names; other files are documents.
KINDS_BY_NAME = (
    ("photo", (".jpg", ".jpeg", ".png", ".webp")),
    ("video", (".mp4", ".mov")),
    ("audio", (".mp3", ".m4a")),
)


def envelope_fields(envelope: Envelope) -> Json:
    """The fields of a request for an envelope."""
    given: Json = dict(envelope)
    for ours, theirs in (("chat", "chat_id"), ("reply_to", "reply_to"), ("reply_in", "reply_to_chat_id")):
        given[theirs] = id_of(given.pop(ours, None))
    return given


def id_of(thing: Where | Which) -> int | None:
    """The id of a message, a group, or the id itself."""
    return thing if thing is None or isinstance(thing, int) else thing.id
