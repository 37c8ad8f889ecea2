"""Pins and reactions."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Impossible, bad_request
from sandbox.methods.common import access_message, read_chat_id
from sandbox.methods.registry import method
from sandbox.model import Chat, Message
from sandbox.params import Params
from sandbox.world import World

_EMOJIS = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
#: The emoji that every user may react with.
REACTIONS = frozenset(_EMOJIS.split())
#: The variation selector that some clients append to an emoji.
VARIATION = "\ufe0f"


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message; in a group the bot must be an administrator."""
    chat = _access_pinnable_chat(world, params)
    message = access_message(chat, params.message_id(), "message to pin not found")
    pin(world, chat, message, world.bot_id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = _access_pinnable_chat(world, params)
    message_id = params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.journal.write("unpins", chat_id=chat.id, who=world.username, message_id=message_id)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, params: Params) -> bool:
    """Unpin all messages."""
    chat = _access_pinnable_chat(world, params)
    chat.pinned.clear()
    world.journal.write("unpins", chat_id=chat.id, who=world.username, message_id=None)
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    """Set or remove the bot's reaction to a message; a bot has at most one."""
    reactions = params.array("reaction", "ReactionType") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = [_emoji(reaction) for reaction in reactions]
    chat = world.access_writable_chat(read_chat_id(world, params))
    message = access_message(chat, params.message_id(), "message to react not found")
    react(world, message, world.bot_id, emojis)
    return True


def pin(world: World, chat: Chat, message: Message, by: int) -> None:
    """Pin a message and post the service message. `by` is a user id."""
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    world.journal.write("pins", chat_id=chat.id, who=world.name_of(by), message_id=message.id)
    notice = world.post(chat, by, {"pinned_message": world.message_json(message, with_reply=False)})
    world.log_message(notice, "service")
    if by != world.bot_id:
        world.notify_bot(notice)


def react(world: World, message: Message, by: int, emojis: list[str]) -> None:
    """Set a user's reactions to a message.

    A person's reaction is queued as an update if the bot may see it. Raises: Refused.
    """
    if any(emoji.replace(VARIATION, "") not in REACTIONS for emoji in emojis):
        raise bad_request("REACTION_INVALID")
    old = message.reactions.get(by, [])
    new = [{"type": "emoji", "emoji": emoji.replace(VARIATION, "")} for emoji in emojis]
    message.reactions[by] = new
    chat = world.chats[message.chat_id]
    world.journal.write(
        "reacts", chat_id=chat.id, who=world.name_of(by), message_id=message.id, emojis=[e["emoji"] for e in new]
    )
    if by != world.bot_id and (chat.is_private or chat.members.get(world.bot_id) == "administrator"):
        world.updates.push(
            "message_reaction",
            {
                "chat": world.chat_json(chat),
                "message_id": message.id,
                "user": world.user(by),
                "date": world.now_unix(),
                "old_reaction": old,
                "new_reaction": new,
            },
        )


def read_emojis(given: Any) -> list[str]:
    """The reactions in a request: an emoji or a list of up to three. Raises: Impossible."""
    if isinstance(given, str):
        return [given] if given else []
    if isinstance(given, list) and len(given) <= 3:
        return [str(emoji) for emoji in given]
    raise Impossible("at most three reactions")


def _emoji(reaction: Any) -> str:
    if not isinstance(reaction, dict) or reaction.get("type") != "emoji":
        raise bad_request("REACTION_INVALID")
    return str(reaction.get("emoji", ""))


def _access_pinnable_chat(world: World, params: Params) -> Chat:
    chat = world.access_writable_chat(read_chat_id(world, params))
    if not chat.is_private and chat.members.get(world.bot_id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
