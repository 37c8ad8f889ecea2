"""Members of a chat as the Bot API describes them, and who speaks to whom in a group."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.model import Message

#: Senders that Telegram names for messages on behalf of a chat: the group itself, its channel, or another channel.
GROUP_ANONYMOUS_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
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


def member_json(user: Json, status: str) -> Json:
    """The `ChatMember` object of a user with a status."""
    member: Json = {"status": status, "user": user}
    if status == "kicked":
        member["until_date"] = 0
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(ADMIN_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    return member


def sender_on_behalf(message: Message) -> Json | None:
    """The `User` in `from` of a message on behalf of a chat, None for any other message."""
    behalf = message.content.get("sender_chat")
    if behalf is None:
        return None
    if message.content.get("is_automatic_forward"):
        return TELEGRAM
    return GROUP_ANONYMOUS_BOT if behalf["id"] == message.chat_id else CHANNEL_BOT


def names_bot(text: str, entities: list[Json], username: str) -> bool:
    """Whether a text has a command for the bot, or for any bot, or mentions its username."""
    for entity in entities:
        if entity["type"] in {"bot_command", "mention"}:
            units = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
            if units.decode("utf-16-le").partition("@")[2].lower() in {"", username.lower()}:
                return True
    return False
