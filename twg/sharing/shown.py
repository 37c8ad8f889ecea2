"""The messages that show a post: they are changed when it is corrected or withdrawn (S2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow, list_ids_beside
from storage.core.bound_messages import bind, change_bound, change_messages, list_gone_out, list_posted
from storage.core.notifications import Delivery, DeliveryState
from storage.groups import GroupPost
from storage.sharing import Post
from twg.sharing.digests import DIGESTED

_POST = Post.__tablename__
#: What the audit says of a post of which somebody has got a message to forward, which is bound to that row.
FORWARDED = "sharing.forward"
#: Names of the notices whose messages show the post.
_SHOWING = ("post_shared", "post_corrected", "post_comments_reminder", DIGESTED.name)


async def show_anew(session: AsyncSession, post: Post, *, now: datetime) -> None:
    """Change what shows a post, or its files: delivered, alone or with others, posted, opened, to be forwarded."""
    gone = await list_gone_out(session, _POST, [post.id])
    shown = [each for each in gone if each.notification.kind in _SHOWING]
    await bind(session, list(_delivered(post, shown, now)))
    posted = await list_posted(session, _POST, [post.id], alone=False)
    await bind(session, [_posted(post, each, now) for each in posted])
    await change_bound(session, _POST, [post.id], now=now)
    forwarded = await list_ids_beside(session, _POST, post.id, FORWARDED)
    await change_bound(session, AuditRow.__tablename__, forwarded, now=now)
    # A message of several subjects is bound to the first of them that is changed.
    shared = [each for each in shown if each.number is not None or each.notification.kind == DIGESTED.name]
    messages = [(each.chat_id, each.message_id) for each in shared if each.message_id]
    messages += [(each.group.chat_id, each.message_id) for each in posted if each.message_id]
    await change_messages(session, messages, now=now)


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
