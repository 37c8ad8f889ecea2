"""Comments that the author of a post asked for by a day: the reminder of them, and their list (S2)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Membership, Twg, list_members
from storage.sharing import Post, PostReply, list_replies
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.notices import Cause, Notice
from twg.core.refusals import NotFound
from twg.core.rules import rule
from twg.core.timekeeping import Timekeeping
from twg.reminders.schedule import schedule_all
from twg.sharing.comment_days import anchors_of
from twg.sharing.posts import access_post, check_stands


async def silent(cause: Cause) -> list[Membership] | None:
    """Those in the audience who have not commented; None where nobody is to be reminded."""
    post: Post = cause.subject
    members = excluding(await list_audience(cause.session, post.twg_id, post.audience), post.author_id)
    have = await _list_who_commented(cause.session, post)
    return [member for member in members if member.person_id not in have] or None


async def _list_who_commented(session: AsyncSession, post: Post) -> set[int]:
    query = select(PostReply.author_id).where(PostReply.post_id == post.id, PostReply.is_comment)
    return set(await session.scalars(query))


async def has_commented(session: AsyncSession, post: Post, person_id: int) -> bool:
    return person_id in await _list_who_commented(session, post)


async def the_author(cause: Cause) -> list[Membership]:
    post: Post = cause.subject
    return await list_members(cause.session, post.twg_id, Membership.person_id == post.author_id)


REMINDER = Notice(name="post_comments_reminder", subject=Post, recipients=silent, grouped=True)
OVER = Notice(name="post_comments_collected", subject=Post, recipients=the_author, grouped=True)
RULES = (
    rule("post_comments_1_day", N_("Shared information: comments are due tomorrow"), REMINDER, days=-1, grace_h=24),
    rule("post_comments_over", N_("Shared information: the author gets the comments"), OVER, days=1, grace_h=168),
)


def check_calls(post: Post, now: datetime) -> None:  # noqa: ARG001 - as every subject's
    """Raises: WasWithdrawn."""
    check_stands(post)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every post of a TWG again whose last day for comments is not long past."""
    actor = Actor(twg, timekeeping=timekeeping)
    since = now.astimezone(actor.zone).date() - timedelta(days=60)
    query = select(Post).where(Post.twg_id == twg.id, Post.comments_by >= since)
    posts = list(await session.scalars(query.order_by(Post.id)))
    await schedule_all(session, actor, {post: anchors_of(post, actor.zone) for post in posts}, now=now)


async def access_comments(session: AsyncSession, actor: Actor, post_id: int) -> tuple[Post, list[PostReply]]:
    """The comments on a post of the actor's own, oldest first. Raises: NotFound, also for a post of somebody else."""
    post = await access_post(session, actor, post_id)
    if post.author_id != actor.person.id:
        raise NotFound
    return post, await list_of(session, post)


async def list_of(session: AsyncSession, post: Post) -> list[PostReply]:
    """The comments on a post, as `list_replies` returns them."""
    return await list_replies(session, post.twg_id, PostReply.post_id == post.id, PostReply.is_comment)
