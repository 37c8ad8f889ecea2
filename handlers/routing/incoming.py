"""Telegram's update, reduced to what the handlers use."""

from dataclasses import dataclass, replace

from handlers.routing.bot_api import CallbackQuery, ChatMemberUpdated, Message, Update, User
from storage.core.spelling import fold, normalize, split_typed
from twg.core.files import SentFile

#: `Chat.type` of the Bot API for the chat with one person.
PRIVATE = "private"
#: `ChatMember.status` of the Bot API for a bot that may not write: blocked by the person, or removed.
BANNED, LEFT = "kicked", "left"
#: Kinds of content of a message other than text, documents and photos.
OTHER_KINDS = ("sticker", "voice", "video_note", "video", "audio", "animation", "location", "contact", "poll", "dice")

#: Within so many characters a command ends, with the name of the bot: "/newmeeting@TwgAssistantBot".
LONGEST_COMMAND = 100


@dataclass(frozen=True)
class Sender:
    user_id: int
    name: str
    language_code: str


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One update: a message, a pressed button, or a block or unblock of the bot.

    Attributes:
        text: typed text, or the caption of a file.
        phone: the sender's own number, where they shared their own contact.
        other: kind of content that is neither text nor a file: "sticker", "voice", …; empty otherwise.
        button: callback data of the pressed button; empty when none was pressed.
        query_id: Telegram's id of the press, to answer it.
        on_caption: the pressed button is below a file.
        replied_to: id of the message replied to; for a button, of the message that the button's message replied to.
        replied_text, replied_file: the contents of that message.
        replied_buttons: callback data of the buttons below it.
        reachable: for a block or unblock, whether the bot may write to the person now; `None` otherwise.
    """

    update_id: int
    sender: Sender
    chat_id: int
    private: bool = True
    thread_id: int = 0
    message_id: int = 0
    text: str = ""
    file: SentFile | None = None
    phone: str = ""
    other: str = ""
    edited: bool = False
    button: str = ""
    query_id: str = ""
    on_caption: bool = False
    replied_to: int | None = None
    replied_text: str = ""
    replied_file: SentFile | None = None
    replied_buttons: tuple[str, ...] = ()
    reachable: bool | None = None

    @property
    def command(self) -> tuple[str, str] | None:
        """The command and what follows it, as typed: ("jmi", "2008-4 58%")."""
        begin = self.text[:LONGEST_COMMAND]
        head = normalize(begin).partition(" ")[0]
        if not head.startswith("/") or self.button:
            return None
        rest = split_typed(begin, len(head))[1] + self.text[LONGEST_COMMAND:]
        return fold(head[1:]).partition("@")[0], rest.strip()


def read_update(update: Update) -> Incoming | None:
    """The update as handlers see it; `None` for one that they ignore, such as a channel post."""
    if update.callback_query is not None:
        return _read_button(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _read_reachability(update.update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.sender is None or message.sender.is_bot:
        return None
    replied = message.reply_to_message
    return replace(
        _read_place(update.update_id, message, message.sender),
        text=_text(message),
        file=_file(message),
        phone=_own_phone(message),
        other=_other(message),
        edited=update.edited_message is not None,
        replied_buttons=_buttons(replied) if replied else (),
    )


def _read_place(update_id: int, message: Message, sender: User) -> Incoming:
    """Where a message is, and what it replies to; for a button, the message that has the button."""
    replied = message.reply_to_message
    return Incoming(
        update_id=update_id,
        sender=_sender(sender),
        chat_id=message.chat.id,
        private=message.chat.type == PRIVATE,
        thread_id=message.message_thread_id,
        message_id=message.message_id,
        replied_to=replied.message_id if replied else None,
        replied_text=_text(replied) if replied else "",
        replied_file=_file(replied) if replied else None,
    )


def _read_button(update_id: int, query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or query.data is None:
        return None
    return replace(
        _read_place(update_id, message, query.sender),
        button=query.data,
        query_id=query.id,
        on_caption=message.accessible and message.text is None,
    )


def _read_reachability(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type != PRIVATE:
        return None
    return Incoming(
        update_id=update_id,
        sender=_sender(change.sender),
        chat_id=change.chat.id,
        reachable=change.new_chat_member.status not in {BANNED, LEFT},
    )


def _sender(user: User) -> Sender:
    return Sender(user.id, user.full_name, user.language_code)


def _text(message: Message) -> str:
    return message.text or message.caption


def _file(message: Message) -> SentFile | None:
    if message.document is not None:
        document = message.document
        return SentFile(
            handle=document.file_id,
            name=document.file_name or "file",
            mime_type=document.mime_type or "application/octet-stream",
            size_bytes=document.file_size,
        )
    if message.photo:
        largest = message.photo[-1]
        return SentFile(
            handle=largest.file_id,
            kind="photo",
            name=f"photo-{largest.file_unique_id}.jpg",
            mime_type="image/jpeg",
            size_bytes=largest.file_size,
        )
    return None


def _buttons(message: Message) -> tuple[str, ...]:
    carried = (button.callback_data for row in message.reply_markup.inline_keyboard for button in row)
    return tuple(data for data in carried if data)


def _other(message: Message) -> str:
    if message.document is not None:  # an animation has a document as well, which can be stored
        return ""
    return next((kind for kind in OTHER_KINDS if getattr(message, kind) is not None), "")


def _own_phone(message: Message) -> str:
    """The sender's own number from a shared contact, with the "+" that Telegram may omit; else empty."""
    contact, sender = message.contact, message.sender
    if contact is None or sender is None or contact.user_id != sender.id:
        return ""
    return contact.phone_number if contact.phone_number[:1] in {"+", "0"} else f"+{contact.phone_number}"
