"""The things a sandbox holds: people, chats, messages, taps."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.errors import Json


@dataclass(slots=True)
class Person:
    """Someone with Telegram on their phone. `started` once they wrote to the bot first."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    phone: str = ""
    #: Who they are in the play, shown on the chat page only.
    note: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """The name others see."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def as_user(self) -> Json:
        """The `User` object."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key, value in (
            ("last_name", self.last_name),
            ("username", self.username),
            ("language_code", self.language_code),
        ):
            if value:
                user[key] = value
        return user

    def as_chat(self) -> Json:
        """The `Chat` object of the private chat."""
        chat: Json = {"id": self.id, "type": "private", "first_name": self.first_name}
        if self.last_name:
            chat["last_name"] = self.last_name
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(slots=True)
class Message:
    """One message. `content` holds the Bot API fields of its kind: text and entities, or caption and media.

    `content` and `markup` are replaced, never changed in place: updates on their way keep the state they had.
    """

    id: int
    chat_id: int
    sender: int
    date: int
    content: Json
    reply_to: int | None = None
    markup: Json | None = None
    thread_id: int | None = None
    edited: int | None = None
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its text or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """The entities of its text or caption."""
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def inline_rows(self) -> list[list[Json]]:
        """Rows of its inline keyboard."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard") or []
        return rows


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group (negative id).

    `members` maps user ids, the bot's among them, to the status Telegram names: creator, administrator, member, left,
    kicked.
    """

    id: int
    type: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    migrated_to: int | None = None
    #: Invite links by their address, and people who asked to join with the link they used.
    links: dict[str, Json] = field(default_factory=dict)
    asking: dict[int, str] = field(default_factory=dict)
    last_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether it is a chat between one person and the bot."""
        return self.type == "private"

    def is_administered_by(self, user_id: int) -> bool:
        """Whether someone is the creator or an administrator."""
        return self.members.get(user_id) in {"creator", "administrator"}

    def as_group(self) -> Json:
        """The `Chat` object of a group."""
        chat: Json = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat


@dataclass(slots=True)
class Poll:
    """A poll that was sent, and who voted for which options."""

    message: Message
    votes: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Tap:
    """A tap on a button. `text` and `show_alert` are the bot's answer, once `answered`."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    label: str
    made_at: float
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""

    def as_json(self) -> Json:
        """The tap as the person who made it sees it."""
        return {
            "id": self.id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "data": self.data,
            "label": self.label,
            "answered": self.answered,
            "text": self.text,
            "show_alert": self.show_alert,
            "url": self.url,
        }
