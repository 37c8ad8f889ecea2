"""Service messages: what Telegram's apps write themselves when somebody changes something."""

from __future__ import annotations

from typing import Any

from sandbox.errors import Impossible, Json
from sandbox.fields import Fields
from sandbox.files import photo_sizes
from sandbox.model import Chat, Person
from sandbox.person_actions.access import access_chat_to_write
from sandbox.person_actions.posting import sent_json
from sandbox.person_actions.registry import person_action
from sandbox.specification import SERVICE_FIELDS, TYPES, check, kind_of
from sandbox.world import World

#: Service messages that exist in groups only.
IN_GROUPS = frozenset(
    [
        "new_chat_members",
        "left_chat_member",
        "chat_owner_left",
        "chat_owner_changed",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "boost_added",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "video_chat_scheduled",
        "video_chat_started",
        "video_chat_ended",
        "video_chat_participants_invited",
        "proximity_alert_triggered",
        "giveaway_created",
        "giveaway_completed",
    ]
)
#: Service messages that exist in private chats only.
IN_PRIVATE = frozenset(
    [
        "users_shared",
        "chat_shared",
        "write_access_allowed",
        "connected_website",
        "passport_data",
        "web_app_data",
        "successful_payment",
        "refunded_payment",
        "managed_bot_created",
    ]
)


@person_action("posts_service")
def posts_service(world: World, person: Person, fields: Fields) -> Json:
    """Let the app write the service message `field`, with `content` as the specification defines it.

    Without `content` it is `true`, an empty object or, for a photo, one that the sandbox makes. A new title also
    becomes the title of the group; other service messages change nothing else.
    """
    name = fields.text("field")
    if name not in SERVICE_FIELDS:
        raise Impossible(f"`field` is to be one of {', '.join(sorted(SERVICE_FIELDS))}, not {name!r}")
    chat = access_chat_to_write(world, person, fields)
    if chat.is_private and name in IN_GROUPS:
        raise Impossible(f"there is no {name} in a private chat")
    if not chat.is_private and name in IN_PRIVATE:
        raise Impossible(f"there is no {name} in a group")
    content = fields.values.get("content")
    if content is None:
        content = _default(world, kind_of("Message", name))
    check(content, kind_of("Message", name), name)
    return _post(world, person, chat, name, content, fields)


def _post(world: World, person: Person, chat: Chat, name: str, content: Any, fields: Fields) -> Json:
    message = world.post(chat, person.id, {name: content}, thread_id=fields.integer("thread_id") or None)
    if name == "new_chat_title":
        chat.title = content
        world.journal.write("group", chat_id=chat.id, who=content)
    world.log_message(message, "service")
    world.notify_bot(message)
    return sent_json(message)


def _default(world: World, kind: str) -> Any:
    """The content of a service message that needs none."""
    if kind == "Boolean":
        return True
    if kind == "Array of PhotoSize":
        return photo_sizes(world.files.add_photo(b"\xff\xd8\xff"))
    if isinstance(TYPES.get(kind), dict) and all(name.endswith("?") for name in TYPES[kind]):
        return {}
    raise Impossible("this service message needs its `content`")
