"""Whose words each field of an update holds: every field of Bot API's `Update`, `Message` and `CallbackQuery`.

Only a person's own words act as words. `tests/intake/test_whose_words.py` compares these tables with the fields of the
Bot API's specification, so that a field that Telegram adds is sorted by somebody before it is read or ignored.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum


class Whose(Enum):
    """What a field says about its message."""

    #: Who sent it, where and when, and to what it replies; every message has some of these.
    FRAME = "frame"
    #: The sender's own words, files and things.
    OWN = "own"
    #: With this field, the words of the message are somebody else's: they are offered as such and never act.
    OTHERS = "somebody else's"
    #: Something beside the words happened, which a capability may handle.
    EVENT = "event"
    #: Telegram's service message: nobody said anything, and nothing is answered.
    NOBODY = "nobody's"
    #: Not read, for the reason given; it does not change whose words the message has.
    IGNORED = "ignored"


@dataclass(frozen=True)
class Group:
    """Fields that are sorted alike, separated by spaces, and why."""

    whose: Whose
    why: str
    fields: str


MESSAGE_GROUPS = (
    Group(
        Whose.FRAME,
        "who sent it, where and when, and what it is a part of",
        "message_id message_thread_id is_topic_message from date chat media_group_id edit_date",
    ),
    Group(
        Whose.FRAME,
        "what the own words reply to, and which part of it: read as what they are about, never as words",
        "reply_to_message quote",
    ),
    Group(Whose.FRAME, "the buttons below a message of the bot; a person's own message has none", "reply_markup"),
    Group(Whose.OWN, "what the person typed, with links that the text does not show", "text entities"),
    Group(Whose.OWN, "what the person typed below a file", "caption caption_entities"),
    Group(Whose.OWN, "a file that is kept", "document photo voice video_note video audio"),
    Group(Whose.OWN, "the same file is also in `document`, or in `photo`", "animation live_photo"),
    Group(
        Whose.OWN,
        "a thing that cannot be kept: the person is told what can",
        "sticker dice game poll venue location checklist paid_media rich_message",
    ),
    Group(
        Whose.OTHERS,
        "forwarded, from a person, a bot, a group or a channel; own words where the sender wrote them",
        "forward_origin is_automatic_forward",
    ),
    Group(Whose.OTHERS, "composed by another bot, which the person only chose", "via_bot"),
    Group(Whose.OTHERS, "sent in the name of a group or a channel", "sender_chat author_signature"),
    Group(
        Whose.OTHERS,
        "written by a bot on somebody's behalf",
        "sender_business_bot guest_bot_caller_user guest_bot_caller_chat guest_query_id business_connection_id",
    ),
    Group(Whose.OTHERS, "forwarded by its nature: a story, a giveaway", "story giveaway giveaway_winners"),
    Group(
        Whose.IGNORED,
        "a message of another chat, a story or a part of a list that the own words reply to: it is not read",
        "external_reply reply_to_story reply_to_checklist_task_id reply_to_poll_option_id",
    ),
    Group(
        Whose.EVENT,
        "a contact: the sender's own number where its `user_id` is theirs, else somebody else's, which is not kept",
        "contact",
    ),
    Group(Whose.EVENT, "what a person chose with a button that asks for it", "users_shared chat_shared"),
    Group(Whose.EVENT, "the group has another id from now on", "migrate_to_chat_id migrate_from_chat_id"),
    Group(Whose.EVENT, "people, or the bot, came into a group or left it", "new_chat_members left_chat_member"),
    Group(
        Whose.NOBODY,
        "something was changed about the chat",
        "chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo group_chat_created "
        "supergroup_chat_created channel_chat_created message_auto_delete_timer_changed pinned_message "
        "chat_background_set boost_added direct_message_price_changed paid_message_price_changed",
    ),
    Group(
        Whose.NOBODY,
        "something was changed about a topic",
        "forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden "
        "general_forum_topic_unhidden",
    ),
    Group(
        Whose.NOBODY,
        "something was changed about a list, a poll or a post",
        "checklist_tasks_done checklist_tasks_added poll_option_added poll_option_deleted suggested_post_approved "
        "suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded "
        "suggested_post_info giveaway_created giveaway_completed",
    ),
    Group(
        Whose.NOBODY,
        "a call",
        "video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited",
    ),
    Group(
        Whose.NOBODY,
        "gifts and payments, of which the assistant knows nothing",
        "gift unique_gift gift_upgrade_sent invoice successful_payment refunded_payment",
    ),
    Group(
        Whose.NOBODY,
        "a sign that the person used something outside of the chat",
        "connected_website write_access_allowed passport_data proximity_alert_triggered managed_bot_created "
        "web_app_data",
    ),
    Group(
        Whose.IGNORED,
        "how the message looks",
        "link_preview_options effect_id show_caption_above_media has_media_spoiler has_protected_content",
    ),
    Group(
        Whose.IGNORED,
        "about the sender or the sending, of no use here",
        "sender_boost_count sender_tag is_from_offline is_paid_post paid_star_count direct_messages_topic",
    ),
)

CALLBACK_QUERY_GROUPS = (
    Group(Whose.FRAME, "who pressed, below which message, and what to answer", "id from message"),
    Group(Whose.OWN, "the button that was pressed", "data"),
    Group(Whose.IGNORED, "the bot sends no messages by inline mode, and no games", "inline_message_id game_short_name"),
    Group(Whose.IGNORED, "of use for games only", "chat_instance"),
)

UPDATE_GROUPS = (
    Group(Whose.FRAME, "its number", "update_id"),
    Group(Whose.OWN, "a message: see the fields of `Message`", "message edited_message"),
    Group(Whose.OWN, "a pressed button", "callback_query"),
    Group(Whose.EVENT, "the bot was blocked, unblocked, added or removed", "my_chat_member"),
    Group(Whose.IGNORED, "the bot does not serve channels", "channel_post edited_channel_post"),
    Group(
        Whose.IGNORED,
        "the bot answers in nobody's name",
        "business_connection business_message edited_business_message deleted_business_messages guest_message "
        "managed_bot",
    ),
    Group(
        Whose.IGNORED,
        "the bot has no inline mode, no polls and sells nothing",
        "inline_query chosen_inline_result shipping_query pre_checkout_query purchased_paid_media poll poll_answer",
    ),
    Group(
        Whose.IGNORED,
        "about members of groups, whom the assistant knows by registration only",
        "chat_member chat_join_request chat_boost removed_chat_boost",
    ),
    Group(Whose.IGNORED, "no reaction has a meaning yet", "message_reaction message_reaction_count"),
)


def by_field(groups: Collection[Group]) -> Mapping[str, Whose]:
    return {field: group.whose for group in groups for field in group.fields.split()}


_MESSAGE = by_field(MESSAGE_GROUPS)
#: The first of these that a message has a field of says whose it is; a message with none of them is nobody's.
_DECIDING = (Whose.OTHERS, Whose.NOBODY, Whose.EVENT, Whose.OWN)


def whose_message(fields: Collection[str], *, own_forward: bool = False) -> Whose:
    """Whose words a message has, by its fields. A message of which no field is known has nobody's words.

    Telegram may add kinds of messages whose fields this version does not know.

    Args:
        own_forward: it was forwarded by the person who wrote it.
    """
    others = {"forward_origin"} if own_forward else set()
    found = {_MESSAGE[field] for field in fields if field in _MESSAGE and field not in others}
    return next((whose for whose in _DECIDING if whose in found), Whose.NOBODY)


def unknown_fields(fields: Collection[str]) -> list[str]:
    """Fields of a message that the table does not have."""
    return sorted(field for field in fields if field not in _MESSAGE)
