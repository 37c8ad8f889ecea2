"""What the lead facilitator forwards to all development partners, also to those who are no members (S3).

NotAllowed
└── NotForAllPartners   it was shared with fewer than all partners; data: `title`
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import AuditRow, list_actors_of
from storage.members import Person
from storage.sharing import Post, PostKind, find_post, list_posts
from twg.core.actors import Actor
from twg.core.audiences import Audience, reaches_all_of, to_column
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.sharing.posts import access_post, addressed_to, check_stands, headline, visible_posts
from twg.sharing.shown import FORWARDED

#: Of which a summary tells, and how many posts are looked at.
SUMMED, _MOST = timedelta(days=7), 1000


class NotForAllPartners(NotAllowed):
    """data: `title`."""

    key = "sharing#not_for_all_partners"


def is_for_partners(post: Post) -> bool:
    """Whether every development partner may see a post."""
    return reaches_all_of(post.audience, to_column(Audience.PARTNERS))


def is_for_partners_only(post: Post) -> bool:
    """Whether somebody who is no development partner may not see a post."""
    return not reaches_all_of(post.audience, to_column(Audience.ALL))


def may_forward(actor: Actor, post: Post) -> bool:
    """Whether a button to forward the post is of use to the actor, who may see it."""
    return actor.may(Permission.POST_FORWARD) and post.withdrawn_at is None and is_for_partners(post)


@operation(Permission.POST_FORWARD)
async def forward(session: AsyncSession, actor: Actor, post_id: int, *, now: datetime) -> tuple[Post, AuditRow]:
    """A post of which the actor gets a message to forward to all partners; it is written down that they have.

    A copy that Telegram forwards cannot be changed: who made it is told when the post is withdrawn. The message of the
    actor is: it is bound to the row that is returned.

    Raises: NotFound, WasWithdrawn, NotForAllPartners.
    """
    post = await access_post(session, actor, post_id)
    check_stands(post)
    if not is_for_partners(post):
        raise NotForAllPartners(title=headline(post))
    return post, await record(session, actor, FORWARDED, post, now=now, after={})


@operation(Permission.POST_FORWARD)
async def access_week(session: AsyncSession, actor: Actor, before: int = 0, *, now: datetime) -> list[Post]:
    """What was shared with all partners in the last week, oldest first, without what was withdrawn.

    Args:
        before: only what was shared before the post of this id; 0 for all.
    """
    since = Post.created_at >= now - SUMMED, Post.withdrawn_at.is_(None), Post.kind != PostKind.NOTICE
    earlier = [Post.id < before] if before else []
    found = await list_posts(session, actor.twg.id, visible_posts(actor), *since, *earlier, limit=_MOST)
    return [post for post in reversed(found) if is_for_partners(post)]


@operation(Permission.POST_FORWARD)
async def forward_week(
    session: AsyncSession, actor: Actor, posts: Sequence[Post], *, more: int, now: datetime
) -> AuditRow | None:
    """Write down of each of these posts that the actor got it to forward, in one message.

    Args:
        posts: of `access_week`, in the order of the message.
        more: how many others the message says that it leaves out.
    Returns: the row that the message is bound to; None without posts.
    Raises: NotForAllPartners.
    """
    if not all(map(is_for_partners, posts)):
        raise NotForAllPartners(title="")
    week = {"posts": [post.id for post in posts], "more": more}
    rows = [await record(session, actor, FORWARDED, post, now=now, after={}, week=week) for post in posts]
    return rows[0] if rows else None


async def list_in(session: AsyncSession, row: AuditRow) -> tuple[list[Post], int | None]:
    """The posts of the message that is bound to a row, also those that were withdrawn since.

    With how many a message of a week says that it leaves out; None for a message of a single post.
    """
    found = [await find_post(session, post_id) for post_id in _ids_in(row)]
    week = row.data.get("week")
    return [post for post in found if post is not None], None if week is None else week["more"]


def _ids_in(row: AuditRow) -> list[int]:
    week = row.data.get("week")
    return [row.subject_id] if week is None else list(week["posts"])


async def access_ids_in(session: AsyncSession, actor: Actor, row_id: int) -> list[int]:
    """Ids of the posts of a message that the actor got to forward, in its order. Raises: NotFound."""
    row = await session.get(AuditRow, row_id)
    if row is None or row.action != FORWARDED or row.actor_id != actor.person.id:
        raise NotFound
    return _ids_in(row)


async def list_forwarders(session: AsyncSession, post: Post) -> list[Person]:
    """Who got a message of a post to forward, the first one first."""
    return await list_actors_of(session, Post.__tablename__, post.id, FORWARDED)


@operation(Permission.POST_FORWARD)
async def access_withdrawal(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """A post that was withdrawn, of which partners outside are to be told. Raises: NotFound."""
    post = await find_post(session, post_id, addressed_to(actor), Post.withdrawn_at.is_not(None))
    if post is None or not is_for_partners(post):
        raise NotFound
    return post
