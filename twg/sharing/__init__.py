"""Sharing: posts of members for other members (S1, S2)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.sharing import Post, PostKind, find_post, read_posts
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Sheet, Subject
from twg.sharing import posts, withdrawing
from twg.sharing.posts import (
    CORRECTED,
    LONGEST_POST,
    SHARED,
    NewPost,
    access_post,
    correct,
    headline,
    share,
    visible_posts,
)


async def _posts(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for batch in read_posts(session, actor.twg.id, visible_posts(actor)):
        for post in batch:
            yield (
                post.created_at,
                post.kind,
                post.text,
                post.author.name,
                post.author.institution,
                read(post.audience),
                post.file.name if post.file else "",
                post.withdrawn_at,
                post.withdrawal_reason,
            )


DOMAIN = Domain(
    operations=operations_of(posts, withdrawing),
    subjects=(
        Subject(
            table=Post,
            label=N_("Shared information"),
            access=access_post,
            title=headline,
            find=find_post,
            searched=True,
            kinds=PostKind,
            sheets=(
                Sheet(
                    "posts",
                    N_("Shared information"),
                    {
                        "shared_at": N_("Shared"),
                        "kind": N_("Kind"),
                        "text": N_("Text"),
                        "name": N_("Name"),
                        "institution": N_("Institution"),
                        "audience": N_("For"),
                        "file": N_("File"),
                        "withdrawn_at": N_("Withdrawn"),
                        "reason": N_("Reason"),
                    },
                    _posts,
                    order=90,
                ),
            ),
        ),
    ),
    notices=(SHARED, CORRECTED, withdrawing.WITHDRAWN),
)

__all__ = ["CORRECTED", "DOMAIN", "LONGEST_POST", "SHARED", "NewPost", "access_post", "correct", "headline", "share"]
