"""Chats and messages as one person sees them, as JSON for the people's API."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.errors import Json
from sandbox.methods.commands import visible_commands
from sandbox.model import Chat, Message, Person
from sandbox.summaries import service_text, summarise
from sandbox.telegram_html import to_html
from sandbox.world import World

#: Fields of a message that the view copies unchanged.
COPIED_FIELDS = (
    "sticker",
    "voice",
    "video_note",
    "video",
    "audio",
    "animation",
    "contact",
    "location",
    "venue",
    "dice",
    "quote",
    "link_preview_options",
    "media_group_id",
    "forum_topic_created",
)


def person_view(world: World, person: Person) -> Json:
    """A person with all that the chat page shows about them, and their chats."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "name": person.name,
        "note": person.note,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "chats": chat_views(world, person),
    }


def message_views(world: World, person: Person, chat: Chat, *, only: set[int] | None = None) -> list[Json]:
    """The messages of a chat as a person sees them, oldest first; `only` selects by message id."""
    found = chat.messages.values() if only is None else [m for i in sorted(only) if (m := chat.messages.get(i))]
    return [message_view(world, person, message) for message in found]


def message_view(world: World, person: Person, message: Message) -> Json:
    """One message as a person sees it. Of a deleted message only the ids are given."""
    if message.deleted:
        return {"id": message.id, "chat_id": message.chat_id, "deleted": True}
    content = message.content
    is_bot = message.sender == world.bot_id
    if message.drawn is None or message.drawn[0] is not content:
        message.drawn = content, _content_view(message)
    view: Json = {
        **message.drawn[1],
        "id": message.id,
        "chat_id": message.chat_id,
        "thread_id": message.thread_id,
        "at": datetime.fromtimestamp(message.date, UTC).isoformat(),
        "sender": "bot" if is_bot else (content.get("sender_chat") or {}).get("title") or world.name_of(message.sender),
        "sender_id": message.sender,
        "mine": message.sender == person.id,
        "buttons": [[_button(button) for button in row] for row in message.inline_rows],
        "reply_to": message.reply_to,
        "edited": message.edited is not None,
        "deleted": False,
        "silent": message.silent,
        "reactions": _reactions(message),
        "my_reaction": [reaction["emoji"] for reaction in message.reactions.get(person.id, [])],
        "my_vote": _vote(world, person, content),
        "pinned": message.id in world.chats[message.chat_id].pinned,
    }
    if "poll" in content:
        view["poll"] = _poll(content["poll"], voted=bool(view["my_vote"]))
    if message.markup is not None and "inline_keyboard" not in message.markup:
        view["keyboard"] = message.markup
    return view


def _content_view(message: Message) -> Json:
    """What the view of a message says of its content; the same for everybody, until the content is replaced."""
    content = message.content
    view: Json = {
        "text": message.text,
        "html": to_html(message.text, message.entities),
        "summary": summarise(content),
        "entities": message.entities,
        "caption": content.get("caption"),
        "document": _document(content),
        "photo": _photo(content),
        "forwarded_from": _origin_name(content.get("forward_origin")),
        "replied_outside": _origin_name((content.get("external_reply") or {}).get("origin")),
        "via_bot": (content.get("via_bot") or {}).get("username"),
        **{kind: content[kind] for kind in COPIED_FIELDS if kind in content},
    }
    service = service_text(content)
    if service:
        view["service"] = service
    return view


def reply_keyboard(person: Person, chat: Chat) -> Json | None:
    """The reply keyboard that a person has in a chat: the newest that was not removed."""
    for message in reversed(chat.messages.values()):
        markup = message.markup or {}
        if message.deleted or message.sender == person.id:
            continue
        if "keyboard" in markup:
            return markup
        if markup.get("remove_keyboard") or markup.get("force_reply"):
            return None
    return None


def command_menu(world: World, person: Person, chat: Chat | None) -> list[Json]:
    """The command menu of a person in a chat."""
    return visible_commands(world, person, chat)


def chat_views(world: World, person: Person) -> list[Json]:
    """A person's chats: the private one first, also before it was started, then the groups."""
    private = {
        "id": person.id,
        "type": "private",
        "title": world.bot_name,
        "started": person.started,
        "is_forum": world.private_topics,
        "last": _last(world.chats.get(person.id)),
        "topics": _topics(world.chats.get(person.id)),
    }
    groups = [
        {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "is_forum": chat.is_forum,
            "last": _last(chat),
            "topics": _topics(chat),
            "members": {str(member): status for member, status in chat.members.items()},
        }
        for chat in world.chats.values()
        if not chat.is_private and chat.has_member(person.id) and chat.migrated_to is None
    ]
    return [private, *groups]


def _topics(chat: Chat | None) -> list[Json]:
    return [{"id": number, **topic} for number, topic in chat.topics.items()] if chat else []


def _last(chat: Chat | None) -> Json | None:
    """Summary and time of the newest message, for a list of chats."""
    message = next((m for m in reversed(chat.messages.values()) if not m.deleted), None) if chat else None
    if message is None:
        return None
    return {"text": summarise(message.content), "at": datetime.fromtimestamp(message.date, UTC).isoformat()}


def _button(button: Json) -> Json:
    return {
        "text": button["text"],
        "callback_data": button.get("callback_data"),
        "url": button.get("url"),
        "copy_text": (button.get("copy_text") or {}).get("text"),
    }


def _document(content: Json) -> Json | None:
    document = content.get("document")
    if document is None or "animation" in content:
        return None
    return {
        "name": document.get("file_name", ""),
        "size": document["file_size"],
        "mime_type": document.get("mime_type", ""),
        "file_id": document["file_id"],
    }


def _photo(content: Json) -> Json | None:
    sizes = content.get("photo")
    if not sizes:
        return None
    large = sizes[-1]
    return {key: large[key] for key in ("file_id", "width", "height")} | {"size": large["file_size"]}


def _origin_name(origin: Json | None) -> str | None:
    """The name of the person, bot, channel or group that a `MessageOrigin` names."""
    if origin is None:
        return None
    if "sender_user_name" in origin:
        return str(origin["sender_user_name"])
    named: Json = origin.get("sender_user") or origin.get("sender_chat") or origin["chat"]
    return " ".join(filter(None, (named.get("title"), named.get("first_name"), named.get("last_name"))))


def _reactions(message: Message) -> list[str]:
    return [str(reaction.get("emoji", "")) for given in message.reactions.values() for reaction in given]


def _poll(poll: Json, *, voted: bool) -> Json:
    """A poll as a person sees it: a quiz shows its solution to those who voted, and to all when it is closed."""
    hidden = set() if voted or poll["is_closed"] else {"correct_option_ids", "explanation", "explanation_entities"}
    return {key: value for key, value in poll.items() if key not in hidden}


def _vote(world: World, person: Person, content: Json) -> list[int] | None:
    poll = content.get("poll")
    return world.polls[poll["id"]].votes.get(person.id, []) if poll else None
