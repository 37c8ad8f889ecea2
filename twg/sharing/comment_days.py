"""Until when comments on a post are taken, and what the reminders of that count from (S2).

BadInput
└── CommentsClosed   a comment after the last day, which nobody has said is for the author all the same
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.sharing import Post
from twg.core.actors import Actor
from twg.core.refusals import BadInput
from twg.reminders.schedule import schedule


class CommentsClosed(BadInput):
    """data: `post`, with its author."""

    key = "sharing#comments_closed"


def takes_comments(post: Post, *, today: date) -> bool:
    """Whether comments are asked for, and still taken. Args: `today`: local date."""
    return post.comments_by is not None and post.withdrawn_at is None and today <= post.comments_by


def check_open(post: Post, *, today: date) -> None:
    """Raises: CommentsClosed where comments were asked for until a day that is past."""
    if post.comments_by is not None and today > post.comments_by:
        raise CommentsClosed(post=post)


def anchors_of(post: Post, zone: ZoneInfo) -> dict[str, datetime]:
    """The end of the last day; the reminder only where its author asked for it."""
    if post.comments_by is None or post.withdrawn_at is not None:
        return {}
    end = datetime.combine(post.comments_by, time(23, 59), zone)
    return {"post_comments_over": end} | ({"post_comments_1_day": end} if post.reminds else {})


async def remind_of(session: AsyncSession, actor: Actor, post: Post, *, now: datetime) -> None:
    """Let the reminders of a post follow its last day for comments."""
    await schedule(session, actor, post, anchors=anchors_of(post, actor.zone), now=now)
