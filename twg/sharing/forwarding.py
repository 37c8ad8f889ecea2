"""What the lead facilitator forwards to all development partners, also to those who are no members (S3).

NotAllowed
└── NotForAllPartners   it was shared with fewer than all partners; data: `title`
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.sharing import Post, PostKind, list_posts
from twg.core.actors import Actor
from twg.core.audiences import Audience, reaches_all_of, to_column
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed
from twg.sharing.posts import access_post, check_stands, headline, visible_posts

#: Of which a summary tells.
SUMMED = timedelta(days=7)


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
async def access_to_forward(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """A post that the actor may forward to all partners. Raises: NotFound, WasWithdrawn, NotForAllPartners."""
    post = await access_post(session, actor, post_id)
    check_stands(post)
    if not is_for_partners(post):
        raise NotForAllPartners(title=headline(post))
    return post


@operation(Permission.POST_FORWARD)
async def list_to_forward(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[Post]:
    """What was shared with all partners in the last week, oldest first; of very many the newest."""
    since = Post.created_at >= now - SUMMED, Post.withdrawn_at.is_(None)
    told = Post.kind != PostKind.NOTICE
    found = await list_posts(session, actor.twg.id, visible_posts(actor), *since, told, limit=100)
    return [post for post in found if is_for_partners(post)][::-1]
