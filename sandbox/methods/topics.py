"""Forum topics."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.common import read_chat_id
from sandbox.methods.registry import method
from sandbox.model import Chat, Message
from sandbox.params import Params
from sandbox.world import World

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
NAME_LENGTH = 128


@method("createForumTopic")
def create_forum_topic(world: World, params: Params) -> Json:
    """Open a topic in a forum; needs the right to manage topics."""
    chat = _access_managed_forum(world, params)
    name = _read_name(params)
    colour = params.integer("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    return open_topic(world, chat, name, world.bot_id, colour)


@method("editForumTopic")
def edit_forum_topic(world: World, params: Params) -> bool:
    """Rename a topic."""
    chat = _access_managed_forum(world, params)
    number = _read_thread_id(chat, params)
    name = _read_name(params)
    if chat.topics[number]["name"] == name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.topics[number]["name"] = name
    _post_service_message(world, chat, number, {"forum_topic_edited": {"name": name}}, world.bot_id)
    return True


@method("closeForumTopic")
def close_forum_topic(world: World, params: Params) -> bool:
    """Close a topic: people can no longer write to it."""
    chat = _access_managed_forum(world, params)
    set_closed(world, chat, _read_thread_id(chat, params), closed=True, by=world.bot_id)
    return True


@method("reopenForumTopic")
def reopen_forum_topic(world: World, params: Params) -> bool:
    """Reopen a closed topic."""
    chat = _access_managed_forum(world, params)
    set_closed(world, chat, _read_thread_id(chat, params), closed=False, by=world.bot_id)
    return True


@method("deleteForumTopic")
def delete_forum_topic(world: World, params: Params) -> bool:
    """Delete a topic and all of its messages."""
    chat = _access_managed_forum(world, params)
    number = _read_thread_id(chat, params)
    del chat.topics[number]
    for message in chat.messages.values():
        message.deleted = message.deleted or message.thread_id == number
    world.journal.write("topic", chat_id=chat.id, who=world.username, thread_id=number)
    return True


def open_topic(world: World, chat: Chat, name: str, by: int, colour: int = COLOURS[0]) -> Json:
    """Open a topic. Its thread id is the id of the service message that begins it."""
    created = {"name": name, "icon_color": colour}
    message = world.post(chat, by, {"forum_topic_created": created})
    message.thread_id = message.id
    chat.topics[message.id] = created | {"closed": False}
    _publish(world, message)
    return created | {"message_thread_id": message.id}


def set_closed(world: World, chat: Chat, number: int, *, closed: bool, by: int) -> None:
    """Close or reopen the topic with thread id `number`. Raises: Refused, when it is so already."""
    if chat.topics[number]["closed"] == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.topics[number]["closed"] = closed
    _post_service_message(world, chat, number, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, by)


def _post_service_message(world: World, chat: Chat, number: int, content: Json, by: int) -> None:
    message = world.post(chat, by, content, thread_id=number)
    _publish(world, message)


def _publish(world: World, message: Message) -> None:
    """Write a service message to the journal, and queue its update when the bot did not cause it."""
    world.log_message(message, "service")
    if message.sender != world.bot_id:
        world.notify_bot(message)


def _access_managed_forum(world: World, params: Params) -> Chat:
    chat = world.access_writable_chat(read_chat_id(world, params))
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.members.get(world.bot_id) != "administrator":
        raise bad_request("not enough rights to create a topic")
    return chat


def _read_name(params: Params) -> str:
    name = params.text("name").strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    return name


def _read_thread_id(chat: Chat, params: Params) -> int:
    number = params.integer("message_thread_id")
    if number not in chat.topics:
        raise bad_request("message thread not found")
    return number
