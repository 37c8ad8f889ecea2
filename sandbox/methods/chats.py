"""Information about chats and their members, and leaving a group."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.common import read_chat_id
from sandbox.methods.registry import method
from sandbox.model import ABSENT_STATUSES
from sandbox.params import Params
from sandbox.world import World

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


@method("getChat")
def get_chat(world: World, params: Params) -> Json:
    """The `ChatFullInfo` of a chat."""
    chat = world.access_chat(read_chat_id(world, params))
    full = world.chat_json(chat) | {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = NO_GIFTS
    if not chat.is_private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True) | {"can_pin_messages": False}
    if chat.username:
        full["active_usernames"] = [chat.username]
    pinned = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None and not pinned.deleted:
        full["pinned_message"] = world.message_json(pinned)
    return full


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> Json:
    """The `ChatMember` of a user."""
    chat = world.access_chat(read_chat_id(world, params))
    user_id = params.integer("user_id")
    if user_id not in world.people and user_id != world.bot_id:
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    return world.member_json(user_id, chat.members.get(user_id, "left"))


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """The creator and the administrators of a group."""
    chat = world.access_chat(read_chat_id(world, params))
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        world.member_json(user_id, status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> int:
    """The number of members, including the bot."""
    chat = world.access_chat(read_chat_id(world, params))
    return 2 if chat.is_private else sum(status not in ABSENT_STATUSES for status in chat.members.values())


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """Leave a group."""
    chat = world.access_writable_chat(read_chat_id(world, params))
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_status(chat, world.bot_id, "left", by=world.bot_id)
    return True
