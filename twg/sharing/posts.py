"""Posts: sharing information with other members, and correcting it (S1, S2)."""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.core.shortening import first_line
from storage.core.spelling import is_visible
from storage.core.told import list_who_have
from storage.members import Membership
from storage.sharing import Post, PostKind, find_post
from twg.core.actors import Actor
from twg.core.addressing import access_audience
from twg.core.audiences import (
    Audience,
    Reader,
    excluding,
    list_audience,
    to_column,
    visible_to,
)
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, InGroups, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, PastDay, TooLong
from twg.language.comments import read_comments_asked
from twg.sharing.comment_days import remind_of


class WasWithdrawn(NotFound):
    """data: `post`."""

    key = "sharing#was_withdrawn"


#: Longest text, which fits one message with its heading in both languages.
LONGEST_POST = 3000


async def audience_but_author(cause: Cause) -> list[Membership]:
    """The current members of the post's audience, without its author."""
    post: Post = cause.subject
    return excluding(await list_audience(cause.session, post.twg_id, post.audience), post.author_id)


SHARED = Notice(name="post_shared", subject=Post, recipients=audience_but_author, in_groups=InGroups.WHERE_CHOSEN)
CORRECTED = Notice(name="post_corrected", subject=Post, recipients=audience_but_author)


class NewPost(BaseModel):
    """`audience` is the token of an audience, or several as `join_tokens` joins them.

    `comments_by` is the last local day for comments, where they are asked for; `reminds` those who have not
    commented, once.
    """

    kind: PostKind
    text: str = Field(max_length=LONGEST_POST)
    audience: str = Audience.ALL
    file: SentFile | None = None
    comments_by: date | None = None
    reminds: bool = False


def _addressed_to(actor: Actor) -> ColumnElement[bool]:
    """The clause for posts of which the actor is in the audience, or the author, whether or not they were withdrawn."""
    return and_(Post.twg_id == actor.twg.id, visible_to(Reader.of(actor), Post.audience, Post.author_id))


def visible_posts(actor: Actor) -> ColumnElement[bool]:
    """The clause for posts that the actor may see: in their audience, or written by them.

    Of those that were withdrawn, their own, and all for those who may withdraw them.
    """
    if actor.may(Permission.POST_WITHDRAW):
        return _addressed_to(actor)
    return and_(_addressed_to(actor), or_(Post.withdrawn_at.is_(None), Post.author_id == actor.person.id))


async def access_post(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """The post with author and file, if the actor may see it. Raises: NotFound, WasWithdrawn."""
    post = await find_post(session, post_id, visible_posts(actor))
    if post is None:
        withdrawn = await find_post(session, post_id, _addressed_to(actor))
        raise NotFound if withdrawn is None else WasWithdrawn(post=withdrawn)
    return post


def check_stands(post: Post) -> None:
    """Raises: WasWithdrawn."""
    if post.withdrawn_at is not None:
        raise WasWithdrawn(post=post)


@operation(Permission.POST_SHARE)
async def share(session: AsyncSession, actor: Actor, args: NewPost, *, now: datetime) -> tuple[Post, Notification]:
    """Store a post and send it to its audience.

    Raises: NotAChoice, GroupEnded (the audience); PastDay.
    Source: Guideline, Part Two (5)(i)-(vi).
    """
    audience = await access_audience(session, actor, args.audience, Permission.POST_SHARE, now=now)
    if args.comments_by is not None and args.comments_by < now.astimezone(actor.zone).date():
        raise PastDay(field="comments_by", day=args.comments_by)
    stored = await keep_file(session, actor, args.file, now=now) if args.file is not None else None
    post = Post(
        twg_id=actor.twg.id,
        kind=args.kind,
        text=args.text,
        audience=audience,
        file_id=None if stored is None else stored.id,
        author_id=actor.person.id,
        created_at=now,
        comments_by=args.comments_by,
        reminds=args.reminds and args.comments_by is not None,
    )
    session.add(post)
    asked = () if args.comments_by is None else ("comments_by", "reminds")
    after = values_of(post, "kind", "text", "audience", "file_id", *asked)
    await record(session, actor, "sharing.share", post, now=now, after=after)
    await remind_of(session, actor, post, now=now)
    notification = await notify(
        session,
        SHARED,
        subject=post,
        now=now,
        by=actor,
        parts=1 if stored is None else 2,
        data={"title": headline(post)},
    )
    await session.refresh(post, ["file"])
    await make_findable(session, post)
    return post, notification


@operation(Permission.POST_SHARE)
async def correct(
    session: AsyncSession, actor: Actor, post_id: int, text: str, *, now: datetime
) -> tuple[Post, Notification | None]:
    """Put another text in place of that of one's own post; those who have it already are sent the new one.

    Where the new text names another last day for comments than the old one, that day is set.

    Returns: the post, and the notification to those who have it; None where nobody has it yet.
    Raises: NotFound, also for a post of somebody else; WasWithdrawn, Missing, TooLong.
    """
    post = await access_post(session, actor, post_id)
    if post.author_id != actor.person.id:
        raise NotFound
    check_stands(post)
    if not is_visible(text):
        raise Missing(field="text")
    if len(text) > LONGEST_POST:
        raise TooLong(field="text", limit=LONGEST_POST, length=len(text))
    today, changed = now.astimezone(actor.zone).date(), ["text"]
    named = _comments_by(text, today)
    moves = named is not None and named != _comments_by(post.text, today)
    if moves:
        changed.append("comments_by")
    before = values_of(post, *changed)
    post.text, post.comments_by = text.strip(), named if moves else post.comments_by
    await record(session, actor, "sharing.correct", post, now=now, before=before, after=values_of(post, *changed))
    await remind_of(session, actor, post, now=now)
    await make_findable(session, post)
    have = await list_who_have(session, Post.__tablename__, post.id)
    members = await list_audience(session, post.twg_id, post.audience)
    told = excluding([member for member in members if member.person_id in have], post.author_id)
    if not told:
        return post, None
    data = {"title": headline(post)}
    return post, await notify(session, CORRECTED, subject=post, to=told, now=now, by=actor, data=data)


def _comments_by(text: str, today: date) -> date | None:
    """The last day for comments that a text names."""
    asked = read_comments_asked(text, today=today)
    return None if asked is None else asked.by


def headline(post: Post) -> str:
    """The first line of a post, cut to the length of a title."""
    return first_line(post.text.strip())


async def make_findable(session: AsyncSession, post: Post) -> None:
    """Enter a post, loaded with its file, in the index of the search; one that was withdrawn is found by nobody."""
    stands = post.withdrawn_at is None
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Post.__tablename__,
            subject_id=post.id,
            twg_id=post.twg_id,
            audience=post.audience if stands else to_column(),
            author_id=post.author_id if stands else None,
            title=headline(post),
            kind=post.kind,
            file_id=post.file_id,
            body=" ".join(filter(None, [post.text, "" if post.file is None else post.file.name])),
            dated=post.created_at,
        ),
    )
