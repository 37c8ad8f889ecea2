"""The objects of Telegram's Bot API, as far as the program reads them.

Telegram's objects have hundreds of fields, and each version of the Bot API adds more; fields not declared here are
ignored.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

#: An id that every database can store; Telegram's have at most 52 bits.
Id = Annotated[int, Field(ge=-(2**63), lt=2**63)]
#: A number of bytes, or a place in a text.
Count = Annotated[int, Field(ge=0, lt=2**63)]
#: Stands for the date of a message that has none which can be read.
UNDATED = 1


class _Object(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, given: Any) -> Any:
        """Treat a field that is null as absent, so that its default applies."""
        return {name: value for name, value in given.items() if value is not None} if isinstance(given, dict) else given


class User(_Object):
    id: Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str = ""
    language_code: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Chat(_Object):
    id: Id
    type: str
    title: str = ""


class Document(_Object):
    file_id: str
    file_name: str = ""
    mime_type: str = ""
    #: In bytes; None where Telegram does not say.
    file_size: Count | None = None


class PhotoSize(_Object):
    file_id: str
    file_unique_id: str
    file_size: Count = 0


class Recording(_Object):
    """A voice message, a video note, a video or an audio file."""

    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: Count = 0


class Entity(_Object):
    """A part of a text, in UTF-16 code units; `url` where the words are a link that they do not show."""

    type: str
    offset: Count
    length: Count
    url: str = ""


class Quote(_Object):
    text: str = ""


class Contact(_Object):
    phone_number: str
    user_id: Id | None = None


class Copied(_Object):
    text: str = ""


class Button(_Object):
    text: str = ""
    url: str = ""
    callback_data: str = ""
    copy_text: Copied = Copied()


class Keyboard(_Object):
    inline_keyboard: tuple[tuple[Button, ...], ...] = ()


class Message(_Object):
    """A message; one that is no longer accessible to the bot has date 0 and no text.

    Attributes:
        fields: the names of all fields in Telegram's object, including those that this class does not declare.
    """

    fields: frozenset[str] = frozenset()
    message_id: Id
    #: In seconds of Unix time.
    date: Id = UNDATED
    chat: Chat
    message_thread_id: Id = 0
    is_topic_message: bool = False
    sender: Annotated[User | None, Field(alias="from")] = None
    #: The chat in whose name it was sent: the group itself for an administrator who writes anonymously.
    sender_chat: Any = None
    #: The id that the group has from now on.
    migrate_to_chat_id: Any = None
    text: str | None = None
    entities: tuple[Entity, ...] = ()
    caption: str = ""
    caption_entities: tuple[Entity, ...] = ()
    #: Telegram's id of the album that the message is a part of.
    media_group_id: Annotated[str, Field(max_length=64)] = ""
    document: Document | None = None
    #: The same picture in several sizes, the largest last.
    photo: tuple[PhotoSize, ...] = ()
    voice: Recording | None = None
    video_note: Recording | None = None
    video: Recording | None = None
    audio: Recording | None = None
    contact: Contact | None = None
    #: Where a forwarded message comes from; `sender_user` is the author where they do not hide it.
    forward_origin: Any = None
    reply_markup: Keyboard = Keyboard()
    reply_to_message: "Message | None" = None
    #: The part of the message replied to that the person marked.
    quote: Quote = Quote()

    @property
    def own_forward(self) -> bool:
        """Whether it was forwarded by the person who wrote it."""
        origin = self.forward_origin if isinstance(self.forward_origin, dict) else {}
        author = origin.get("sender_user")
        return self.sender is not None and isinstance(author, dict) and author.get("id") == self.sender.id

    @property
    def accessible(self) -> bool:
        return self.date != 0

    @property
    def anonymous(self) -> bool:
        """Whether an administrator wrote it in the name of the group."""
        behalf = self.sender_chat if isinstance(self.sender_chat, dict) else {}
        return behalf.get("id") == self.chat.id

    @property
    def migrated_to(self) -> int | None:
        """The id that the group has from now on; None where the message does not say that of a group."""
        new = self.migrate_to_chat_id
        return new if type(new) is int and -(2**63) <= new < 0 else None

    @model_validator(mode="before")
    @classmethod
    def _note_fields(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {**given, "fields": frozenset(name for name, value in given.items() if value is not None)}


class CallbackQuery(_Object):
    id: str
    sender: Annotated[User, Field(alias="from")]
    message: Message | None = None
    data: str | None = None


class ChatMember(_Object):
    status: str


class ChatMemberUpdated(_Object):
    chat: Chat
    sender: Annotated[User, Field(alias="from")]
    old_chat_member: ChatMember | None = None
    new_chat_member: ChatMember


class Update(_Object):
    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMemberUpdated | None = None
