"""The messages that show a post: they are changed when it is corrected or withdrawn (S2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import bind, change_bound, change_messages, list_gone_out, list_posted
from storage.core.notifications import Delivery, DeliveryState
from storage.groups import GroupPost
from storage.sharing import Post
from twg.sharing.digests import DIGESTED

_POST = Post.__tablename__
#: Names of the notices of which a message shows the post and nothing else.
_ALONE = ("post_shared", "post_corrected", "post_comments_reminder")


async def show_anew(session: AsyncSession, post: Post, *, now: datetime) -> None:
    """Change what shows a post, or its files: what was delivered, also with others in a digest, posted, or opened."""
    gone = await list_gone_out(session, _POST, [post.id])
    alone = [each for each in gone if each.notification.kind in _ALONE and each.number is None]
    digests = [each for each in gone if each.notification.kind == DIGESTED.name]
    await bind(session, list(_delivered(post, [*alone, *digests], now)))
    await bind(session, [_posted(post, each, now) for each in await list_posted(session, _POST, [post.id])])
    await change_bound(session, _POST, [post.id], now=now)
    # A digest is bound to the first of its posts that is changed.
    await change_messages(session, [(each.chat_id, each.message_id) for each in digests if each.message_id], now=now)


def _delivered(post: Post, deliveries: Iterable[Delivery], now: datetime) -> Iterable[dict[str, Any]]:
    """The columns of `BoundMessage` of deliveries of a post: the text, and as further parts the files."""
    for delivery in deliveries:
        on_its_way = delivery.state is DeliveryState.IN_FLIGHT
        yield {
            "subject_type": _POST,
            "subject_id": post.id,
            "account_id": delivery.account_id,
            "person_id": delivery.person_id,
            "delivery_id": delivery.id if on_its_way else None,
            "chat_id": delivery.chat_id,
            "message_id": None if on_its_way else delivery.message_id,
            "kind": post.files[delivery.part - 1].kind if delivery.part else "",
            "sent_at": delivery.sent_at or now,
        }


def _posted(post: Post, posted: GroupPost, now: datetime) -> dict[str, Any]:
    """The columns of `BoundMessage` of a post in a linked group."""
    return {
        "subject_type": _POST,
        "subject_id": post.id,
        "group_id": posted.group_id,
        "chat_id": posted.group.chat_id,
        "message_id": posted.message_id,
        "sent_at": posted.sent_at or now,
    }
