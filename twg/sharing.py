"""Sharing: what members tell each other, and finding it again (S1, S2, D3)."""

from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.core.search import SearchEntry, find_entries
from storage.sharing import Post, PostKind, find_post
from twg.actions.recording import owned_entries
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, excluding, list_audience, to_column, visible_to
from twg.core.audit import record
from twg.core.files import SentFile, keep_file
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound

#: Longer texts belong in a file; also what fits a message with its heading in both languages.
LONGEST_POST = 3000
#: How many results one search shows.
RESULTS = 10


class NewPost(BaseModel):
    kind: PostKind
    text: str = Field(max_length=LONGEST_POST)
    audience: Audience = Audience.ALL
    file: SentFile | None = None


async def access_post(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """The post with author and file, if the actor may see it. Raises: NotFound."""
    visible = visible_to(Reader.of(actor), Post.audience, Post.author_id)
    post = await find_post(session, post_id, Post.twg_id == actor.twg.id, visible)
    if post is None:
        raise NotFound
    return post


@operation(Permission.POST_SHARE)
async def share(session: AsyncSession, actor: Actor, args: NewPost, *, now: datetime) -> tuple[Post, Notification]:
    """Pass information on to the other members.

    Source: Guideline, Part Two (5)(i)-(vi).
    """
    stored = await keep_file(session, actor, args.file, now=now) if args.file is not None else None
    post = Post(
        twg_id=actor.twg.id,
        kind=args.kind,
        text=args.text,
        audience=to_column(args.audience),
        file_id=None if stored is None else stored.id,
        author_id=actor.person.id,
        created_at=now,
    )
    session.add(post)
    await record(session, actor, "sharing.share", post, now=now, kind=args.kind, audience=args.audience)
    recipients = excluding(await list_audience(session, post.twg_id, post.audience), actor.person.id)
    notification = await notify(
        session,
        "sharing/shared",
        subject=post,
        to=recipients,
        now=now,
        by=actor,
        parts=1 if stored is None else 2,
        data={"title": headline(post)},
    )
    await _make_findable(session, actor, post, "" if stored is None else stored.name)
    return post, notification


@operation(Permission.SEE)
async def search_store(session: AsyncSession, actor: Actor, words: str) -> list[SearchEntry]:
    """What the actor may see that has every word: documents, posts, meetings, indicators, actions; the newest first.

    Raises: Missing when there is no word.
    """
    if not words.strip():
        raise Missing(field="words")
    reader = Reader.of(actor)
    return await find_entries(
        session,
        words,
        SearchEntry.twg_id == actor.twg.id,
        or_(visible_to(reader, SearchEntry.audience, SearchEntry.author_id), owned_entries(reader)),
        limit=RESULTS,
    )


def headline(post: Post) -> str:
    """The first line of a post, as long as a title."""
    return post.text.strip().partition("\n")[0][:100]


async def _make_findable(session: AsyncSession, actor: Actor, post: Post, file_name: str) -> None:
    institution = actor.person.institution
    await search.put_entry(
        session,
        search.Entry(
            subject_type=search.Subject.POST,
            subject_id=post.id,
            twg_id=post.twg_id,
            audience=post.audience,
            author_id=post.author_id,
            title=headline(post),
            body=f"{post.text} {file_name} {institution.name if institution else ''}",
            dated=post.created_at,
        ),
    )
