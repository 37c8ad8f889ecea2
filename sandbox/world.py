"""The state of one sandbox: a bot, people, chats, messages and what is on its way. Knows nothing of HTTP."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from sandbox.clock import Clock, Movable, MovableClock
from sandbox.errors import Impossible, Json, Refused, bad_request, forbidden
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.flood import Flood
from sandbox.hypertext import to_html
from sandbox.journal import Journal, Listener
from sandbox.model import Chat, Message, Person, Poll, Tap
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook
from sandbox.words import summary

FIRST_SUPERGROUP = 1_000_000_000_000
NextMoment = Callable[[], Awaitable[datetime | None]]
PassTime = Callable[[datetime], Awaitable[None]]
GONE = frozenset({"left", "kicked"})
#: What makes a message a service message.
SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "pinned_message",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)


class World:
    """Everything Telegram would know.

    Args:
        token: the bot's token; the digits before the colon are its id.
        strict: flood control with Telegram's figures, and updates that expire after 24 hours.
        reads_all: the bot's privacy mode is off: it gets every message of its groups.
    """

    def __init__(
        self,
        *,
        token: str,
        username: str = "twg_bot",
        name: str = "TWG assistant",
        clock: Clock | None = None,
        strict: bool = False,
        reads_all: bool = False,
    ) -> None:
        self.token = token
        self.clock: Clock = clock or MovableClock()
        head = token.partition(":")[0]
        self.bot_id = int(head) if head.isdigit() else 1
        self.username = username
        self.bot_name = name
        self.reads_all = reads_all
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.faults = Faults()
        #: Whether Telegram's figures of speed hold, and updates nobody fetched are forgotten.
        self.strict = strict
        self.flood = Flood()
        self.journal = Journal(self.clock)
        self.updates = UpdateQueue(self.clock, forgets=lambda: self.strict)
        self.webhook = Webhook(self.updates, self.now_unix)
        self.taps: dict[str, Tap] = {}
        self.polls: dict[str, Poll] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        #: The time zone the chat page shows times in.
        self.zone = "Asia/Phnom_Penh"
        #: Tells when the bot has something to do next; the clock can be moved there.
        self.next_moment: NextMoment | None = None
        #: Takes the clock ahead, by `move_clock`, with everything the bot does on the way.
        self.pass_time: PassTime | None = None
        self.menu_button: Json = {"type": "commands"}
        self._shared_ids = itertools.count(1)
        self._numbers = itertools.count(1)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each journal entry as it is written; returns how to stop."""
        return self.journal.subscribe(listener)

    def now_unix(self) -> int:
        """The sandbox's time as Telegram writes dates."""
        return int(self.clock.now().timestamp())

    def move_clock(self, moment: datetime) -> None:
        """Make `moment` the present, and tell the page."""
        if not isinstance(self.clock, Movable):
            raise Impossible("this clock cannot be moved")
        self.clock.set(moment)
        self.journal.write("clock", now=self.clock.now().isoformat())

    def next_number(self) -> int:
        """A number no one else got: for ids of taps, albums, polls."""
        return next(self._numbers)

    # Who and where

    def add_person(self, person: Person) -> Person:
        """Let someone have Telegram. The private chat with the bot exists only once they start it."""
        if person.id <= 0 or person.id == self.bot_id or person.id in self.people:
            raise Impossible(f"the id {person.id} is taken or impossible")
        self.people[person.id] = person
        self.journal.write("arrives", who=person.name, person_id=person.id)
        return person

    def add_group(
        self,
        title: str,
        members: Iterable[int],
        *,
        forum: bool = False,
        supergroup: bool = True,
        username: str | None = None,
        bot: str = "member",
    ) -> Chat:
        """Make a group of people; the first is its creator. `bot` is the bot's status there, `left` for none."""
        members = list(members)
        for member in members:
            self.access_person(member)
        number = self.next_number()
        chat_id = -(FIRST_SUPERGROUP + number) if supergroup or forum else -(4_000_000 + number)
        chat = Chat(chat_id, "supergroup" if supergroup or forum else "group", title, username, forum)
        chat.members = dict.fromkeys(members, "member")
        if members:
            chat.members[members[0]] = "creator"
        self.chats[chat_id] = chat
        self.journal.write("group", chat_id=chat_id, who=title, members=members)
        if bot not in GONE:
            self.set_status(chat, self.bot_id, bot, by=members[0] if members else self.bot_id)
        return chat

    def access_person(self, person_id: int) -> Person:
        """A person, or `Impossible`."""
        person = self.people.get(person_id)
        if person is None:
            raise Impossible(f"there is no person {person_id}")
        return person

    def access_chat(self, chat_id: int) -> Chat:
        """A chat for a method that only reads, or Telegram's refusal."""
        chat = self.chats.get(chat_id)
        if chat is None or (chat.is_private and not self.people[chat_id].started):
            raise bad_request("chat not found")
        return chat

    def access_writable(self, chat_id: int) -> Chat:
        """A chat the bot may write to, or Telegram's refusal in Telegram's order."""
        person = self.people.get(chat_id)
        if person is not None:
            if person.deactivated:
                raise forbidden("user is deactivated")
            if person.blocked:
                raise forbidden("bot was blocked by the user")
            if not person.started:
                raise forbidden("bot can't initiate conversation with a user")
            return self.chats[chat_id]
        if chat_id == self.bot_id:
            raise forbidden("bot can't send messages to bots")
        chat = self.access_chat(chat_id)
        if chat.migrated_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        status = chat.members.get(self.bot_id, "left")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def private_chat(self, person: Person) -> Chat:
        """The private chat of a person, though they may not have begun it."""
        chat = self.chats.get(person.id)
        if chat is None:
            members = {person.id: "member", self.bot_id: "member"}
            chat = self.chats[person.id] = Chat(person.id, "private", members=members)
        return chat

    # How things look on the wire

    def bot_user(self) -> Json:
        """The bot as a `User`."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.username}

    def user(self, user_id: int) -> Json:
        """Anyone as a `User`."""
        return self.bot_user() if user_id == self.bot_id else self.people[user_id].as_user()

    def name_of(self, user_id: int) -> str:
        """A display name; the bot's is its username."""
        return self.username if user_id == self.bot_id else self.people[user_id].name

    def chat_json(self, chat: Chat) -> Json:
        """A `Chat` object."""
        return self.people[chat.id].as_chat() if chat.is_private else chat.as_group()

    def wire(self, message: Message, *, with_reply: bool = True) -> Json:
        """A `Message` object as the bot gets it; a reply carries the whole replied-to message, one level deep."""
        chat = self.chats[message.chat_id]
        result: Json = {
            "message_id": message.id,
            "from": self.user(message.sender),
            "chat": self.chat_json(chat),
            "date": message.date,
        }
        if message.thread_id is not None:
            result["message_thread_id"] = message.thread_id
            result["is_topic_message"] = True
        if message.edited is not None:
            result["edit_date"] = message.edited
        if with_reply and message.reply_to is not None:
            original = chat.messages.get(message.reply_to)
            if original is not None and not original.deleted:
                result["reply_to_message"] = self.wire(original, with_reply=False)
        result.update(message.content)
        if message.markup is not None and "inline_keyboard" in message.markup:
            result["reply_markup"] = message.markup
        return result

    # What happens

    def post(
        self,
        chat: Chat,
        sender: int,
        content: Json,
        *,
        reply_to: int | None = None,
        markup: Json | None = None,
        thread_id: int | None = None,
    ) -> Message:
        """Put a message into a chat. Private chats share one numbering, every supergroup has its own."""
        if chat.type == "supergroup":
            chat.last_id += 1
            message_id = chat.last_id
        else:
            message_id = chat.last_id = next(self._shared_ids)
        message = Message(message_id, chat.id, sender, self.now_unix(), content, reply_to, markup, thread_id)
        chat.messages[message_id] = message
        return message

    def tell(self, message: Message, kind: str = "message") -> None:
        """Send a person's message on to the bot, when the bot may see it."""
        if self.bot_reads(message):
            self.updates.push(kind, self.wire(message))

    def bot_reads(self, message: Message) -> bool:
        """Whether a message reaches the bot: in groups with privacy mode only commands, replies to it, and service
        messages do.
        """
        chat = self.chats[message.chat_id]
        if chat.is_private:
            return True
        status = chat.members.get(self.bot_id, "left")
        if status in GONE:
            return False
        if self.reads_all or status == "administrator" or self.is_service(message):
            return True
        return self._is_meant_for_bot(chat, message)

    @staticmethod
    def is_service(message: Message) -> bool:
        """Whether the app itself says it, such as somebody joining."""
        return any(key in message.content for key in SERVICE)

    def _is_meant_for_bot(self, chat: Chat, message: Message) -> bool:
        original = chat.messages.get(message.reply_to) if message.reply_to is not None else None
        if original is not None and original.sender == self.bot_id:
            return True
        text = message.text
        for entity in message.entities:
            if entity["type"] in {"bot_command", "mention"}:
                units = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
                addressee = units.decode("utf-16-le").partition("@")[2].lower()
                if addressee in {"", self.username.lower()}:
                    return True
        return False

    def set_status(self, chat: Chat, user_id: int, status: str, *, by: int) -> None:
        """Change someone's place in a chat and send the update Telegram sends."""
        old = chat.members.get(user_id, "left")
        chat.members[user_id] = status
        payload = {
            "chat": self.chat_json(chat),
            "from": self.user(by),
            "date": self.now_unix(),
            "old_chat_member": self.member_json(user_id, old),
            "new_chat_member": self.member_json(user_id, status),
        }
        kind = "my_chat_member" if user_id == self.bot_id else "chat_member"
        if kind == "my_chat_member" or chat.members.get(self.bot_id) == "administrator":
            self.updates.push(kind, payload)
        self.journal.write("member", chat_id=chat.id, who=self.name_of(user_id), old=old, new=status)
        if not chat.is_private and (old in GONE) != (status in GONE):
            content = (
                {"left_chat_member": self.user(user_id)}
                if status in GONE
                else {"new_chat_members": [self.user(user_id)]}
            )
            message = self.post(chat, by, content)
            self.log_message(message, "service")
            self.tell(message)

    def member_json(self, user_id: int, status: str) -> Json:
        """A `ChatMember` object."""
        member: Json = {"status": status, "user": self.user(user_id)}
        if status == "kicked":
            member["until_date"] = 0
        elif status == "creator":
            member["is_anonymous"] = False
        elif status == "administrator":
            member |= dict.fromkeys(ADMIN_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
        return member

    def log_message(self, message: Message, kind: str, **facts: object) -> None:
        """Write a message into the journal."""
        self.journal.write(
            kind,
            chat_id=message.chat_id,
            who=self.people[message.chat_id].name if message.chat_id > 0 else self.name_of(message.sender),
            by_bot=message.sender == self.bot_id,
            message_id=message.id,
            thread_id=message.thread_id,
            text=message.text,
            html=to_html(message.text, message.entities),
            summary=summary(message.content),
            reply_to=message.reply_to,
            buttons=[[button.get("text", "") for button in row] for row in message.inline_rows],
            document=(message.content.get("document") or {}).get("file_name"),
            **facts,
        )


ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
