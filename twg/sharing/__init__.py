"""Sharing: posts of members for other members (S1, S2)."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Twg
from storage.sharing import Post, PostKind, PostReply, find_post, find_reply, list_replies, read_posts
from twg.core.actors import Actor
from twg.core.addressing import access_reading
from twg.core.operations import operations_of
from twg.core.sheets import Filed, Sheet
from twg.core.subjects import Domain, Subject
from twg.core.timekeeping import Timekeeping
from twg.sharing import commenting, digests, forwarding, library, posts, replying, withdrawing
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


def _others_replies(_actor: Actor) -> str:
    return N_("replies between others to what was shared")


async def _posts(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    read = await access_reading(session, actor)
    async for batch in read_posts(session, actor.twg.id, visible_posts(actor)):
        for post in batch:
            yield (
                post.id,
                post.created_at,
                post.kind,
                post.text,
                post.author.name,
                post.author.institution,
                read(post.audience),
                post.starts_on,
                post.ends_on,
                post.place,
                post.party,
                post.amount,
                post.theme,
                "; ".join(file.name for file in post.files),
                post.comments_by,
                post.withdrawn_at,
                post.withdrawal_reason,
            )


async def _post_files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    async for batch in read_posts(session, actor.twg.id, visible_posts(actor)):
        for post in batch:
            for file in post.files:
                yield Filed(post.id, headline(post), post.created_at, file)


async def _reply_files(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    for reply in await list_replies(session, actor.twg.id, replying.own_replies(actor)):
        if reply.file is not None:
            yield Filed(reply.id, replying.title_for(reply, actor.member), reply.created_at, reply.file)


async def _replies(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """What the actor has written to authors of posts, and what they got."""
    for reply in await list_replies(session, actor.twg.id, replying.own_replies(actor)):
        yield (
            reply.id,
            reply.created_at,
            replying.title_for(reply, actor.member),
            reply.author.name,
            reply.author.institution,
            reply.to.name,
            reply.text,
            reply.is_comment,
            reply.file.name if reply.file else "",
        )


async def _reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Let reminders of comments and digests of a TWG follow its rules and working time as they are now."""
    await commenting.reschedule(session, twg, timekeeping, now)
    await digests.reschedule(session, twg, timekeeping, now)


DOMAIN = Domain(
    operations=operations_of(posts, withdrawing, replying, digests, forwarding, library),
    subjects=(
        Subject(
            table=Post,
            label=N_("Shared information"),
            access=access_post,
            title=headline,
            find=find_post,
            still_calls=commenting.check_calls,
            reschedule=_reschedule,
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
                        "starts_on": N_("First day"),
                        "ends_on": N_("Last day"),
                        "place": N_("Place"),
                        "party": N_("With or from"),
                        "amount": N_("Amount"),
                        "theme": N_("Theme"),
                        "file": N_("File"),
                        "comments_by": N_("Comments by"),
                        "withdrawn_at": N_("Withdrawn"),
                        "reason": N_("Reason"),
                    },
                    _posts,
                    order=90,
                    dated_by=("shared_at",),
                    files=_post_files,
                ),
            ),
        ),
        Subject(
            table=PostReply,
            label=N_("Reply to shared information"),
            access=replying.access_reply,
            title=replying.title_of,
            find=find_reply,
            sheets=(
                Sheet(
                    "post_replies",
                    N_("Replies to shared information"),
                    {
                        "written_at": N_("Written"),
                        "about": N_("Shared information"),
                        "name": N_("Name"),
                        "institution": N_("Institution"),
                        "to": N_("To"),
                        "text": N_("Text"),
                        "is_comment": N_("Comment"),
                        "file": N_("File"),
                    },
                    _replies,
                    order=91,
                    dated_by=("written_at",),
                    files=_reply_files,
                    left_out=_others_replies,
                ),
            ),
        ),
    ),
    notices=(
        SHARED,
        digests.DIGESTED,
        CORRECTED,
        withdrawing.WITHDRAWN,
        replying.REPLIED,
        commenting.REMINDER,
        commenting.OVER,
    ),
    rules=commenting.RULES,
)

__all__ = ["CORRECTED", "DOMAIN", "LONGEST_POST", "SHARED", "NewPost", "access_post", "correct", "headline", "share"]
