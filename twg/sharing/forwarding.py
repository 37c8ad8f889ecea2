"""What the lead facilitator forwards to all development partners, also to those who are no members (S3).

NotAllowed
└── NotForAllPartners   it was shared with fewer than all partners; data: `title`
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import list_actors_of
from storage.members import Person
from storage.sharing import Post, PostKind, find_post, list_posts
from twg.core.actors import Actor
from twg.core.audiences import Audience, reaches_all_of, to_column
from twg.core.audit import Recorded, record, record_all
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.sharing.posts import access_post, addressed_to, check_stands, headline, visible_posts

#: Of which a summary tells, and how many posts at most.
SUMMED, MOST_SUMMED = timedelta(days=7), 10
#: What the audit says of a post of which somebody has got a message to forward.
_FORWARDED = "sharing.forward"


class NotForAllPartners(NotAllowed):
    """data: `title`."""

    key = "sharing#not_for_all_partners"


def is_for_partners(post: Post) -> bool:
    """Whether every development partner may see a post."""
    return reaches_all_of(post.audience, to_column(Audience.PARTNERS))


def may_forward(actor: Actor, post: Post) -> bool:
    """Whether a button to forward the post is of use to the actor, who may see it."""
    return actor.may(Permission.POST_FORWARD) and post.withdrawn_at is None and is_for_partners(post)


@operation(Permission.POST_FORWARD)
async def forward(session: AsyncSession, actor: Actor, post_id: int, *, now: datetime) -> Post:
    """A post of which the actor gets a message to forward to all partners; it is written down that they have.

    A copy that Telegram forwards cannot be changed: who made it is told when the post is withdrawn.

    Raises: NotFound, WasWithdrawn, NotForAllPartners.
    """
    post = await access_post(session, actor, post_id)
    check_stands(post)
    if not is_for_partners(post):
        raise NotForAllPartners(title=headline(post))
    await record(session, actor, _FORWARDED, post, now=now, after={})
    return post


@operation(Permission.POST_FORWARD)
async def forward_week(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[Post]:
    """What was shared with all partners in the last week, oldest first; of very many the newest.

    That the actor got it to forward is written down of the newest `MOST_SUMMED`, as by `forward`.
    """
    since = Post.created_at >= now - SUMMED, Post.withdrawn_at.is_(None)
    told = Post.kind != PostKind.NOTICE
    found = await list_posts(session, actor.twg.id, visible_posts(actor), *since, told, limit=100)
    posts = [post for post in found if is_for_partners(post)]
    if posts:
        forwarded = [Recorded(post, {}) for post in posts[:MOST_SUMMED]]
        await record_all(session, actor, _FORWARDED, forwarded, now=now)
    return posts[::-1]


async def list_forwarders(session: AsyncSession, post: Post) -> list[Person]:
    """Who got a message of a post to forward, the first one first."""
    return await list_actors_of(session, Post.__tablename__, post.id, _FORWARDED)


@operation(Permission.POST_FORWARD)
async def access_withdrawal(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """A post that was withdrawn, of which partners outside are to be told. Raises: NotFound."""
    post = await find_post(session, post_id, addressed_to(actor), Post.withdrawn_at.is_not(None))
    if post is None or not is_for_partners(post):
        raise NotFound
    return post
