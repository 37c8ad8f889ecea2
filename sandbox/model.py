"""The data of a sandbox: people, chats, messages, polls and button presses."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.errors import Json

#: Telegram's names for the status of a user who is not in a chat.
ABSENT_STATUSES = frozenset({"left", "kicked"})


@dataclass(slots=True)
class Person:
    """A Telegram account. `started` is set by its first message to the bot: before that the bot may not write to it."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    phone: str = ""
    #: Free text about the person, shown on the chat page only; bots never see it.
    note: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    #: Whether messages that others forward do not link to the account, by its privacy settings.
    hidden_in_forwards: bool = False

    @property
    def name(self) -> str:
        """First and last name, as other people see them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def as_user(self) -> Json:
        """The Bot API's `User` object."""
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
        """The Bot API's `Chat` object of the person's private chat with the bot."""
        chat: Json = {"id": self.id, "type": "private", "first_name": self.first_name}
        if self.last_name:
            chat["last_name"] = self.last_name
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(slots=True)
class Message:
    """One message.

    `content` holds the Bot API fields of its kind, such as `text` and `entities`, or `document` and `caption`.
    `sender` is a user id. `date` and `edited` are Unix times in seconds. `reactions` maps user ids to lists of
    `ReactionType` objects. `silent` says that it arrived without a sound.

    Code replaces `content` and `markup` and never changes them in place, because queued updates refer to them and must
    keep the state that the message had when they were queued.
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
    silent: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    #: A content and what views say of it, kept because a chat is read much more often than a message changes.
    drawn: tuple[Json, Json] | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The text or the caption; empty when the message has neither."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """The entities of the text or caption."""
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def inline_rows(self) -> list[list[Json]]:
        """The rows of the inline keyboard; empty without one."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard") or []
        return rows


@dataclass(slots=True)
class Chat:
    """A private chat between one person and the bot (its id is the person's), or a group (its id is negative).

    `members` maps user ids, including the bot's, to Telegram's status: creator, administrator, member, left or kicked.
    `messages` and `topics` are keyed by message id: a topic has the id of the service message that opened it.
    `pinned` lists message ids, the newest pin last. `migrated_to` is the id of the supergroup that replaced this group.
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
    #: `ChatInviteLink` objects by URL, and open join requests: user id to the URL that was followed.
    links: dict[str, Json] = field(default_factory=dict)
    join_requests: dict[int, str] = field(default_factory=dict)
    last_id: int = 0

    @property
    def is_private(self) -> bool:
        """Whether this is a chat between one person and the bot."""
        return self.type == "private"

    def has_member(self, user_id: int) -> bool:
        """Whether a user is in the chat now."""
        return self.members.get(user_id, "left") not in ABSENT_STATUSES

    def is_administered_by(self, user_id: int) -> bool:
        """Whether a user is the creator or an administrator."""
        return self.members.get(user_id) in {"creator", "administrator"}

    def as_group(self) -> Json:
        """The Bot API's `Chat` object of a group."""
        chat: Json = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat


@dataclass(slots=True)
class Poll:
    """A poll: the message that holds it, and the chosen option numbers by user id."""

    message: Message
    votes: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Tap:
    """A press of an inline button, which the bot gets as a callback query.

    `label` is the text of the button, `made_at` is in seconds of `time.monotonic()`. `text`, `show_alert` and `url` are
    the bot's answer and are set when `answered` is.
    """

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
        """The tap and its answer, as the people's API returns it."""
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
