"""Telegram's update, reduced to what the handlers use."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from handlers.routing.bot_api import CallbackQuery, ChatMemberUpdated, Message, Update, User
from handlers.routing.message_content import file_of, text_of
from handlers.routing.shown import Shown, read_shown
from handlers.routing.whose_words import Whose, whose_message
from messages.rendering.content import utf16_length
from messages.rendering.templating import LONGEST_TEXT
from storage.core.spelling import fold, normalize, split_typed
from twg.core.files import SentFile

#: `Chat.type` of the Bot API for the chat with one person.
PRIVATE = "private"
#: That of groups; the bot does not serve channels.
GROUPS = ("group", "supergroup")
#: `ChatMember.status` of the Bot API for a bot that may not write: blocked by the person, or removed.
BANNED, LEFT = "kicked", "left"
#: Kinds of content of a message that are neither text nor kept as files.
OTHER_KINDS = (
    "sticker",
    "venue",
    "location",
    "contact",
    "poll",
    "dice",
    "game",
    "checklist",
    "paid_media",
    "story",
    "giveaway",
    "rich_message",
)
#: A piece of a text that Telegram's apps cut has at least this many UTF-16 code units: they cut at a better place than
#: the very end, in the second half of what fits a message.
SHORTEST_PIECE = LONGEST_TEXT // 2
#: A command: its name, what people type right behind it ("/done1", «/done១», "/done_1"), and the name of the bot.
_COMMAND = re.compile(
    r"/ ?(?P<name>[a-z]+(?:_[a-z]+)*|)(?P<joined>[^ @]*)(?:@(?P<bot>[^ ]*))?", re.IGNORECASE | re.ASCII
)
#: Marks between the name of a command and a number.
_BEFORE_NUMBER = "_:.,=-–\u200b"

#: Within so many characters a command ends, with the name of the bot: "/newmeeting@TwgAssistantBot".
LONGEST_COMMAND = 100


@dataclass(frozen=True)
class Sender:
    user_id: int
    name: str
    language_code: str


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """What a person did: a message, several that are one act, a pressed button, or a block or unblock of the bot.

    Attributes:
        whose: `OWN` for what the sender says; `OTHERS` for somebody else's words, which never act as words.
        forwarded: own words of another time and place that the sender forwarded: they act only by a button.
        text: typed text, or the caption of a file; links that the words hide are written out behind the words.
        file: the first file, with those that came in the same album as its `more`.
        phone: the sender's own number, where they shared their own contact.
        other: kind of content that is neither text nor a file: "sticker", "poll", …; empty otherwise.
        sent_at: when the message was sent, in seconds of Unix time; for a button, the one that has it; else 0.
        album: Telegram's id of the album that it is a part of.
        late: the rest of its album was handled before.
        parts: the ids of all updates, where it was put together of several messages or had to wait behind such.
        button: callback data of the pressed button; empty when none was pressed.
        query_id: Telegram's id of the press, to answer it.
        shown: for a pressed button, what its message showed when it was pressed.
        below_file: the file that the pressed button is below; `None` where it is below a text.
        replied_to: id of the message replied to; for a button, of the message that the button's message replied to.
        replied_text, replied_file: the contents of that message.
        replied_whose: whose words they are, as `whose`.
        replied_buttons: callback data of the buttons below it.
        quote: the part of that message that the person marked.
        part: where the text is only what they wrote of one of the things of that message: the number of the thing
            there, and the highest number; else empty.
        reachable: for a block or unblock, or the bot added to or removed from a group, whether it may write there now;
            `None` otherwise.
        chat_title: of a group.
        arrived: the bot was just added to the group.
        migrated_to: the id that the group has from now on; `None` where nothing was said of that.
        renamed: somebody gave the group another title; it is `chat_title` now.
        anonymous: an administrator wrote it in the name of the group; who, nobody knows.
        administrator: whether Telegram says that the sender is an administrator of the group; `None` where it was not
            asked or did not answer.
    """

    update_id: int
    sender: Sender
    chat_id: int
    private: bool = True
    thread_id: int = 0
    message_id: int = 0
    whose: Whose = Whose.OWN
    forwarded: bool = False
    text: str = ""
    file: SentFile | None = None
    phone: str = ""
    other: str = ""
    edited: bool = False
    sent_at: int = 0
    album: str = ""
    late: bool = False
    parts: tuple[int, ...] = ()
    button: str = ""
    query_id: str = ""
    shown: Shown | None = None
    below_file: SentFile | None = None
    replied_to: int | None = None
    replied_text: str = ""
    replied_file: SentFile | None = None
    replied_whose: Whose = Whose.OWN
    replied_buttons: tuple[str, ...] = ()
    quote: str = ""
    part: tuple[int, ...] = ()
    reachable: bool | None = None
    chat_title: str = ""
    arrived: bool = False
    migrated_to: int | None = None
    renamed: bool = False
    anonymous: bool = False
    administrator: bool | None = None

    @property
    def group_command(self) -> str:
        """The name of a command in a group, also of one in the name of the group; empty for anything else."""
        command = replace(self, whose=Whose.OWN).command if self.anonymous else self.command
        return "" if self.private or self.edited or command is None else command[0]

    @property
    def files(self) -> tuple[SentFile, ...]:
        """Every file of the act, each with its own caption."""
        return () if self.file is None else self.file.all

    @property
    def updates(self) -> tuple[int, ...]:
        """The ids of its updates."""
        return self.parts or (self.update_id,)

    @property
    def joined(self) -> bool:
        """Whether the act came in several messages."""
        return len(self.parts) > 1

    @property
    def waits(self) -> bool:
        """Whether it may be a part of an act whose other parts are still to come."""
        if not self.private or self.button or self.edited:
            return False
        return bool(self.album) or (self.file is None and utf16_length(self.text) >= SHORTEST_PIECE)

    @cached_property
    def command(self) -> tuple[str, str] | None:
        """The command and what follows it, as typed: ("jmi", "2008-4 58%"); no space need stand before a number."""
        begin = self.text[:LONGEST_COMMAND]
        found = _COMMAND.match(normalize(begin))
        if found is None or self.button or self.whose is not Whose.OWN or self.forwarded:
            return None
        rest = split_typed(begin, found.end())[1] + self.text[LONGEST_COMMAND:]
        joined = split_typed(split_typed(begin, found.end("joined"))[0], found.start("joined"))[1]
        return fold(found["name"]), f"{joined.strip().lstrip(_BEFORE_NUMBER)} {rest.strip()}".strip()

    def as_replied_to(self) -> "Incoming":
        """For a pressed button: the message that the button's message replied to, as if it were sent now."""
        return replace(
            self,
            button="",
            text=self.replied_text,
            file=self.replied_file,
            message_id=self.replied_to or 0,
            replied_to=None,
            replied_text="",
            replied_file=None,
            replied_buttons=(),
        )

    def is_for_another(self, bot_username: str) -> bool:
        """Whether it is a command that names another bot than this one: "/start@OtherBot"."""
        if self.command is None:
            return False
        found = _COMMAND.match(normalize(self.text[:LONGEST_COMMAND]))
        return found is not None and fold(found["bot"] or "") not in {"", fold(bot_username)}


def read_update(update: Update) -> Incoming | None:
    """The update as handlers see it; `None` where nobody said or did anything that the assistant handles."""
    if update.callback_query is not None:
        return _read_button(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _read_reachability(update.update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.sender is None:
        return None
    is_group = message.chat.type in GROUPS
    if is_group and message.migrated_to is not None:
        return replace(_read_place(update.update_id, message, message.sender), migrated_to=message.migrated_to)
    if is_group and "new_chat_title" in message.fields:
        return replace(_read_place(update.update_id, message, message.sender), renamed=True)
    anonymous = is_group and message.anonymous
    if message.sender.is_bot and not anonymous:
        return None
    whose = whose_message(message.fields, own_forward=message.own_forward)
    phone = _own_phone(message)
    if whose is Whose.NOBODY or (whose is Whose.EVENT and message.contact is None):
        return None
    replied = _replied(message)
    return replace(
        _read_place(update.update_id, message, message.sender),
        whose=Whose.OWN if whose is Whose.EVENT and phone else Whose.OTHERS if whose is Whose.EVENT else whose,
        forwarded=message.own_forward,
        anonymous=anonymous,
        text=text_of(message),
        file=file_of(message),
        phone=phone if whose is not Whose.OTHERS else "",
        other=_other(message),
        edited=update.edited_message is not None,
        sent_at=message.date,
        album=message.media_group_id,
        replied_buttons=_buttons(replied) if replied else (),
        quote=message.quote.text,
    )


def _replied(message: Message) -> Message | None:
    """The message replied to. In a topic, a message that replies to nothing replies to the topic's creation."""
    replied = message.reply_to_message
    return None if replied is None or "forum_topic_created" in replied.fields else replied


def _read_place(update_id: int, message: Message, sender: User) -> Incoming:
    """Where a message is, and what it replies to; for a button, the message that has the button.

    In a group without topics, `message_thread_id` is a thread of replies, to which nothing can be sent.
    """
    replied = _replied(message)
    return Incoming(
        update_id=update_id,
        sender=_sender(sender),
        chat_id=message.chat.id,
        private=message.chat.type == PRIVATE,
        chat_title=message.chat.title,
        thread_id=message.message_thread_id if message.is_topic_message else 0,
        message_id=message.message_id,
        replied_to=replied.message_id if replied else None,
        replied_text=text_of(replied) if replied else "",
        replied_file=file_of(replied) if replied else None,
        replied_whose=whose_message(replied.fields, own_forward=replied.own_forward) if replied else Whose.OWN,
    )


def _read_button(update_id: int, query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or query.data is None:
        return None
    return replace(
        _read_place(update_id, message, query.sender),
        button=query.data,
        query_id=query.id,
        sent_at=message.date,
        shown=read_shown(message) if message.text is not None else None,
        below_file=file_of(message) if message.accessible else None,
    )


def _read_reachability(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    if change.chat.type not in {PRIVATE, *GROUPS}:
        return None
    gone = {BANNED, LEFT}
    before = LEFT if change.old_chat_member is None else change.old_chat_member.status
    reachable = change.new_chat_member.status not in gone
    return Incoming(
        update_id=update_id,
        sender=_sender(change.sender),
        chat_id=change.chat.id,
        private=change.chat.type == PRIVATE,
        chat_title=change.chat.title,
        reachable=reachable,
        arrived=reachable and before in gone,
    )


def _sender(user: User) -> Sender:
    return Sender(user.id, user.full_name, user.language_code)


def _buttons(message: Message) -> tuple[str, ...]:
    carried = (button.callback_data for row in message.reply_markup.inline_keyboard for button in row)
    return tuple(data for data in carried if data)


def _other(message: Message) -> str:
    return next((kind for kind in OTHER_KINDS if kind in message.fields), "")


def _own_phone(message: Message) -> str:
    """The sender's own number from a shared contact, with the "+" that Telegram may omit; else empty."""
    contact, sender = message.contact, message.sender
    if contact is None or sender is None or contact.user_id != sender.id:
        return ""
    return contact.phone_number if contact.phone_number[:1] in {"+", "0"} else f"+{contact.phone_number}"
