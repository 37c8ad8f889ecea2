"""One-line summaries of messages, as lists of chats and quotations show them."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.specification import SERVICE_FIELDS

LENGTH = 120
#: Texts of service messages that name nobody; the others are called by the name of their field.
PLAIN_SERVICE = (
    ("pinned_message", "pinned a message"),
    ("forum_topic_closed", "closed the topic"),
    ("forum_topic_reopened", "reopened the topic"),
    ("migrate_to_chat_id", "the group became a supergroup"),
    ("migrate_from_chat_id", "the group became a supergroup"),
    ("new_chat_photo", "changed the group's photo"),
    ("delete_chat_photo", "removed the group's photo"),
    ("group_chat_created", "made the group"),
    ("supergroup_chat_created", "made the group"),
    ("message_auto_delete_timer_changed", "changed the auto-delete timer"),
    ("chat_background_set", "changed the background"),
    ("write_access_allowed", "allowed the bot to write"),
    ("boost_added", "boosted the group"),
    ("gift", "sent a gift"),
    ("unique_gift", "sent a gift"),
    ("users_shared", "shared people with the bot"),
    ("chat_shared", "shared a chat with the bot"),
    ("proximity_alert_triggered", "came close to another person"),
    ("video_chat_scheduled", "planned a video chat"),
    ("video_chat_started", "began a video chat"),
    ("video_chat_ended", "ended the video chat"),
    ("video_chat_participants_invited", "invited people to the video chat"),
)
#: Kinds of content that are summarised by their name alone.
PLAIN_KINDS = (
    ("photo", "Photo"),
    ("voice", "Voice message"),
    ("video_note", "Video message"),
    ("video", "Video"),
    ("audio", "Audio"),
    ("location", "Location"),
)


def summarise(content: Json) -> str:
    """The text or caption on one line, else the kind of content; at most `LENGTH` characters."""
    text = str(content.get("text") or content.get("caption") or "")
    return (" ".join(text.split()) or _kind(content) or service_text(content) or "Message")[:LENGTH]


def service_text(content: Json) -> str | None:
    """The text of a service message, None for other messages."""
    if "new_chat_members" in content:
        return f"{', '.join(user['first_name'] for user in content['new_chat_members'])} joined"
    if "left_chat_member" in content:
        return f"{content['left_chat_member']['first_name']} left"
    if "forum_topic_created" in content:
        return f"opened the topic “{content['forum_topic_created']['name']}”"
    if "forum_topic_edited" in content:
        return f"renamed the topic to “{content['forum_topic_edited'].get('name', '')}”"
    if "new_chat_title" in content:
        return f"renamed the group to “{content['new_chat_title']}”"
    plain = next((words for key, words in PLAIN_SERVICE if key in content), None)
    return plain or next((key.replace("_", " ") for key in sorted(SERVICE_FIELDS & content.keys())), None)


def _kind(content: Json) -> str | None:
    if "animation" in content:  # It is given as a document, too.
        return "Animation"
    if "venue" in content:  # It is given as a location, too.
        return f"Place: {content['venue']['title']}"
    if "dice" in content:
        return f"{content['dice']['emoji']} {content['dice']['value']}"
    if "document" in content:
        return f"File: {content['document'].get('file_name') or 'without a name'}"
    if "poll" in content:
        return f"Poll: {content['poll']['question']}"
    if "sticker" in content:
        return f"Sticker {content['sticker'].get('emoji', '')}".strip()
    if "contact" in content:
        contact = content["contact"]
        return f"Contact: {' '.join(filter(None, (contact['first_name'], contact.get('last_name'))))}"
    return next((words for key, words in PLAIN_KINDS if key in content), None)
