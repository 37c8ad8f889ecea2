"""The state of one sandbox: a bot, people, chats, messages and queued updates. Knows nothing of HTTP."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from sandbox.chat_members import member_json, names_bot, sender_on_behalf
from sandbox.clock import Clock, Movable, MovableClock
from sandbox.errors import Impossible, Json, Refused, bad_request, forbidden
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.flood_control import FloodControl
from sandbox.journal import Journal, Listener
from sandbox.model import ABSENT_STATUSES, Chat, Message, Person, Poll, Tap
from sandbox.specification import SERVICE_FIELDS
from sandbox.summaries import summarise
from sandbox.telegram_html import to_html
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook

FIRST_SUPERGROUP = 1_000_000_000_000
NextMoment = Callable[[], Awaitable[datetime | None]]
PassTime = Callable[[datetime], Awaitable[None]]


class World:
    """What Telegram's servers would store about one bot and the people around it.

    Args:
        token: the bot's token; the digits before the colon are its id.
        clock: where dates come from; a new `MovableClock` when None.
        strict: apply Telegram's rate limits, and drop updates that nobody fetched within 24 hours.
        reads_all: the bot's privacy mode is off, so that it gets every message of its groups.
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
        #: Whether private chats with the bot have topics.
        self.private_topics = False
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.faults = Faults()
        #: Whether rate limits apply and unfetched updates expire. May be switched while the sandbox runs.
        self.strict = strict
        self.flood = FloodControl()
        self.journal = Journal(self.clock)
        self.updates = UpdateQueue(self.clock, expires=lambda: self.strict)
        self.webhook = Webhook(self.updates, self.now_unix)
        #: Button presses by callback query id.
        self.taps: dict[str, Tap] = {}
        #: Polls by poll id.
        self.polls: dict[str, Poll] = {}
        #: The bot's name and descriptions, by (field, language code).
        self.profile: dict[tuple[str, str], str] = {}
        #: Command menus, by (scope, language code).
        self.commands: dict[tuple[str, str], list[Json]] = {}
        #: The time zone the chat page shows times in.
        self.zone = "Asia/Phnom_Penh"
        #: Returns the next moment (UTC) at which the bot has something to do; the chat page offers to go there.
        self.next_moment: NextMoment | None = None
        #: Moves the clock forward to a moment in steps, calling `move_clock`, so that the bot can act at each due time.
        self.pass_time: PassTime | None = None
        self.menu_button: Json = {"type": "commands"}
        self._shared_ids = itertools.count(1)
        self._numbers = itertools.count(1)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each new journal entry. Returns a function that ends the subscription."""
        return self.journal.subscribe(listener)

    def now_unix(self) -> int:
        """The sandbox's time in Unix seconds, as the Bot API gives dates."""
        return int(self.clock.now().timestamp())

    def move_clock(self, moment: datetime) -> None:
        """Set the clock and write a journal entry, so that the chat page follows. Raises: Impossible."""
        if not isinstance(self.clock, Movable):
            raise Impossible("this clock cannot be moved")
        self.clock.set(moment)
        self.journal.write("clock", now=self.clock.now().isoformat())

    def next_number(self) -> int:
        """A number that was not given out before: for ids of groups, taps, albums and polls."""
        return next(self._numbers)

    def new_album_id(self) -> str:
        """A `media_group_id`."""
        return f"1{self.bot_id}{self.next_number():09d}"

    # People and chats

    def add_person(self, person: Person) -> Person:
        """Add an account. Its private chat with the bot is made when the person starts it. Raises: Impossible."""
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
        """Make a group.

        Args:
            members: ids of people; the first becomes the creator.
            bot: the bot's status in the group; `left` keeps it out.
        Raises: Impossible, when there is no such person.
        """
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
        if bot not in ABSENT_STATUSES:
            self.set_status(chat, self.bot_id, bot, by=members[0] if members else self.bot_id)
        return chat

    def access_person(self, person_id: int) -> Person:
        """The person with this id. Raises: Impossible."""
        person = self.people.get(person_id)
        if person is None:
            raise Impossible(f"there is no person {person_id}")
        return person

    def access_chat(self, chat_id: int) -> Chat:
        """The chat for a Bot API method that only reads. Raises: Refused."""
        chat = self.chats.get(chat_id)
        if chat is None or (chat.is_private and not self.people[chat_id].started):
            raise bad_request("chat not found")
        return chat

    def access_writable_chat(self, chat_id: int) -> Chat:
        """The chat for a Bot API method that writes.

        Raises: Refused; the checks run in the order of Telegram's servers.
        """
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
        """The private chat of a person with the bot; made when it does not exist yet."""
        chat = self.chats.get(person.id)
        if chat is None:
            members = {person.id: "member", self.bot_id: "member"}
            chat = self.chats[person.id] = Chat(person.id, "private", members=members)
        return chat

    # Bot API objects

    def bot_user(self) -> Json:
        """The bot's `User` object."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.username}

    def user(self, user_id: int) -> Json:
        """The `User` object of a person or of the bot."""
        return self.bot_user() if user_id == self.bot_id else self.people[user_id].as_user()

    def name_of(self, user_id: int) -> str:
        """A display name; for the bot, its username."""
        return self.username if user_id == self.bot_id else self.people[user_id].name

    def chat_json(self, chat: Chat) -> Json:
        """A `Chat` object."""
        return self.people[chat.id].as_chat() if chat.is_private else chat.as_group()

    def message_json(self, message: Message, *, with_reply: bool = True) -> Json:
        """The `Message` object. A reply holds the message it replies to, which holds no further one."""
        chat = self.chats[message.chat_id]
        result: Json = {
            "message_id": message.id,
            "from": sender_on_behalf(message) or self.user(message.sender),
            "chat": self.chat_json(chat),
            "date": message.date,
        }
        if message.thread_id is not None:
            result["message_thread_id"] = message.thread_id
            result["is_topic_message"] = True
        if message.edited is not None:
            result["edit_date"] = message.edited
        replied_to = _replied_to(chat, message) if with_reply else None
        if replied_to is not None and not replied_to.deleted:
            result["reply_to_message"] = self.message_json(replied_to, with_reply=False)
        result.update(message.content)
        if message.markup is not None and "inline_keyboard" in message.markup:
            result["reply_markup"] = message.markup
        return result

    # Messages and memberships

    def post(
        self,
        chat: Chat,
        sender: int,
        content: Json,
        *,
        reply_to: int | None = None,
        markup: Json | None = None,
        thread_id: int | None = None,
        silent: bool = False,
    ) -> Message:
        """Add a message to a chat. It queues no update and writes no journal entry.

        As with Telegram, private chats and basic groups share one sequence of message ids; a supergroup has its own.

        Args:
            sender: a user id, of a person or of the bot.
            reply_to: the id of a message in the same chat.
            silent: it arrives without a sound.
        """
        if chat.type == "supergroup":
            chat.last_id += 1
            message_id = chat.last_id
        else:
            message_id = chat.last_id = next(self._shared_ids)
        message = Message(
            message_id, chat.id, sender, self.now_unix(), content, reply_to, markup, thread_id, silent=silent
        )
        chat.messages[message_id] = message
        return message

    def notify_bot(self, message: Message, kind: str = "message") -> None:
        """Queue an update of this kind with a person's message, if the bot may see the message."""
        if self.reaches_bot(message):
            self.updates.push(kind, self.message_json(message))

    def reaches_bot(self, message: Message) -> bool:
        """Whether the bot gets a message.

        In a group with privacy mode, a bot that is no administrator gets only commands, mentions of its username,
        replies to its messages, and service messages.
        """
        chat = self.chats[message.chat_id]
        if chat.is_private:
            return True
        status = chat.members.get(self.bot_id, "left")
        if status in ABSENT_STATUSES:
            return False
        if self.reads_all or status == "administrator" or self.is_service(message):
            return True
        original = chat.messages.get(message.reply_to) if message.reply_to is not None else None
        is_reply = original is not None and original.sender == self.bot_id
        return is_reply or names_bot(message.text, message.entities, self.username)

    @staticmethod
    def is_service(message: Message) -> bool:
        """Whether Telegram's app wrote the message, for example when somebody joins."""
        return not SERVICE_FIELDS.isdisjoint(message.content)

    def set_status(self, chat: Chat, user_id: int, status: str, *, by: int) -> None:
        """Change a user's status in a chat; queue the updates and post the service message that Telegram would.

        `by` is who did it.
        """
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
        if not chat.is_private and (old in ABSENT_STATUSES) != (status in ABSENT_STATUSES):
            content = (
                {"left_chat_member": self.user(user_id)}
                if status in ABSENT_STATUSES
                else {"new_chat_members": [self.user(user_id)]}
            )
            message = self.post(chat, by, content)
            self.log_message(message, "service")
            self.notify_bot(message)

    def member_json(self, user_id: int, status: str) -> Json:
        """The `ChatMember` object of a user with a status."""
        return member_json(self.user(user_id), status)

    def log_message(self, message: Message, kind: str, **fields: object) -> None:
        """Write a journal entry of this kind about a message."""
        self.journal.write(
            kind,
            chat_id=message.chat_id,
            who=self.people[message.chat_id].name if message.chat_id > 0 else self.name_of(message.sender),
            by_bot=message.sender == self.bot_id,
            message_id=message.id,
            thread_id=message.thread_id,
            text=message.text,
            html=to_html(message.text, message.entities),
            summary=summarise(message.content),
            reply_to=message.reply_to,
            buttons=[[button.get("text", "") for button in row] for row in message.inline_rows],
            document=(message.content.get("document") or {}).get("file_name"),
            **fields,
        )


def _replied_to(chat: Chat, message: Message) -> Message | None:
    """The message in `reply_to_message`. In a topic of a group, a message that is no reply refers to the topic's first.

    That first message is the service message which opened the topic.
    """
    if message.reply_to is not None:
        return chat.messages.get(message.reply_to)
    if chat.is_private or message.thread_id in (None, message.id):
        return None
    return chat.messages.get(message.thread_id)
