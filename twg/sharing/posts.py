"""Posts: sharing information with other members, and correcting it (S1, S2)."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.core.shortening import first_line
from storage.core.spelling import is_visible
from storage.core.told import list_who_have
from storage.engine.database import hold_whole
from storage.members import Membership
from storage.sharing import Post, PostKind, find_post, list_posts
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
from twg.core.refusals import Missing, NotAChoice, NotFound, PastDay, TooLong
from twg.language.comments import read_comments_asked
from twg.language.post_facts import LONGEST_AMOUNT, LONGEST_PARTY, LONGEST_PLACE, LONGEST_THEME, find_facts
from twg.sharing.comment_days import remind_of
from twg.sharing.digests import hasten, notify_later, split
from twg.sharing.shown import show_anew


class WasWithdrawn(NotFound):
    """data: `post`."""

    key = "sharing#was_withdrawn"


#: The columns that hold what a post tells of.
FACTS = ("starts_on", "ends_on", "place", "party", "amount", "theme")
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

    `file` comes with the others of its album. `starts_on` and `ends_on` are the first and the last local day of what it
    tells of, both or none. `comments_by` is the last local day for comments, where they are asked for; `reminds` those
    who have not commented, once.
    """

    kind: PostKind
    text: str = Field(max_length=LONGEST_POST)
    audience: str = Audience.ALL
    file: SentFile | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = Field(default="", max_length=LONGEST_PLACE)
    party: str = Field(default="", max_length=LONGEST_PARTY)
    amount: str = Field(default="", max_length=LONGEST_AMOUNT)
    theme: str = Field(default="", max_length=LONGEST_THEME)
    comments_by: date | None = None
    reminds: bool = False


def addressed_to(actor: Actor) -> ColumnElement[bool]:
    """The clause for posts of which the actor is in the audience, or the author, whether or not they were withdrawn."""
    return and_(Post.twg_id == actor.twg.id, visible_to(Reader.of(actor), Post.audience, Post.author_id))


def visible_posts(actor: Actor) -> ColumnElement[bool]:
    """The clause for posts that the actor may see: in their audience, or written by them.

    Of those that were withdrawn, their own, and all for those who may withdraw them.
    """
    if actor.may(Permission.POST_WITHDRAW):
        return addressed_to(actor)
    return and_(addressed_to(actor), or_(Post.withdrawn_at.is_(None), Post.author_id == actor.person.id))


async def access_post(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """The post with author and files, if the actor may see it. Raises: NotFound, WasWithdrawn."""
    post = await find_post(session, post_id, visible_posts(actor))
    if post is None:
        withdrawn = await find_post(session, post_id, addressed_to(actor))
        raise NotFound if withdrawn is None else WasWithdrawn(post=withdrawn)
    return post


async def access_own(session: AsyncSession, actor: Actor) -> list[Post]:
    """What the actor has shared and stands, newest first; of very many the newest."""
    return await list_posts(session, actor.twg.id, Post.author_id == actor.person.id, Post.withdrawn_at.is_(None))


def check_own(actor: Actor, post: Post) -> None:
    """Raises: NotFound for a post of somebody else; WasWithdrawn."""
    if post.author_id != actor.person.id:
        raise NotFound
    check_stands(post)


def check_stands(post: Post) -> None:
    """Raises: WasWithdrawn."""
    if post.withdrawn_at is not None:
        raise WasWithdrawn(post=post)


@operation(Permission.POST_SHARE)
async def share(session: AsyncSession, actor: Actor, args: NewPost, *, now: datetime) -> tuple[Post, Notification]:
    """Store a post of one of the six kinds and send it to its audience, to each reader at the pace they have chosen.

    Returns: the post, and the notification to those who get it at once.
    Raises: NotAChoice, GroupEnded (the audience); PastDay.
    Source: Guideline, Part Two (5)(i)-(vi).
    """
    if args.kind is PostKind.NOTICE:
        raise NotAChoice(field="kind")
    return await _store(session, actor, args, now=now)


@operation(Permission.NOTICE_SEND)
async def send_notice(
    session: AsyncSession, actor: Actor, text: str, audience: str = Audience.ALL, *, now: datetime
) -> tuple[Post, Notification]:
    """Tell members of the office: it reaches each of them at once, whatever pace they have chosen.

    Args:
        text: at most `LONGEST_POST` characters.
        audience: as that of `NewPost`.
    Raises: NotAChoice, GroupEnded (the audience).
    """
    return await _store(session, actor, NewPost(kind=PostKind.NOTICE, text=text, audience=audience), now=now)


async def _store(session: AsyncSession, actor: Actor, args: NewPost, *, now: datetime) -> tuple[Post, Notification]:
    audience = await access_audience(session, actor, args.audience, Permission.POST_SHARE, now=now)
    if args.comments_by is not None and args.comments_by < now.astimezone(actor.zone).date():
        raise PastDay(field="comments_by", day=args.comments_by)
    files = () if args.file is None else args.file.all
    post = Post(
        twg_id=actor.twg.id,
        audience=audience,
        author_id=actor.person.id,
        created_at=now,
        reminds=args.reminds and args.comments_by is not None,
        files=[await keep_file(session, actor, file, now=now) for file in files],
        **args.model_dump(include={"kind", "text", "comments_by", *FACTS}),
    )
    session.add(post)
    given = [name for name in FACTS if getattr(post, name)]
    asked = () if args.comments_by is None else ("comments_by", "reminds")
    after = values_of(post, "kind", "text", "audience", *given, *asked)
    await session.flush()
    if files:
        after["file_ids"] = [file.id for file in post.files]
    await record(session, actor, "sharing.share", post, now=now, after=after)
    await remind_of(session, actor, post, now=now)
    readers, title = await split(session, post, actor.hours, actor.zone, now=now), headline(post)
    notification = await notify(
        session,
        SHARED,
        subject=post,
        to=readers.at_once,
        now=now,
        by=actor,
        parts=1 + len(files),
        data={"title": title},
    )
    await notify_later(session, actor, post, readers, title=title, now=now)
    await make_findable(session, post)
    return post, notification


@operation(Permission.POST_SHARE)
async def correct(
    session: AsyncSession, actor: Actor, post_id: int, text: str, *, now: datetime
) -> tuple[Post, Notification | None]:
    """Put another text in place of that of one's own post; those who have it already are sent the new one.

    What the new text says otherwise than the old one of itself, such as the last day for comments, is set. The messages
    that have it are changed too: what comes anew is not the only place where it is read.

    Returns: the post, and the notification to those who have it; None where nobody has it yet, or it reads so already.
    Raises: NotFound, also for a post of somebody else; WasWithdrawn, Missing, TooLong.
    """
    await hold_whole(session, await access_post(session, actor, post_id))  # or it is found again while it is withdrawn
    post = await access_post(session, actor, post_id)
    check_own(actor, post)
    if not is_visible(text):
        raise Missing(field="text")
    if len(text) > LONGEST_POST:
        raise TooLong(field="text", limit=LONGEST_POST, length=len(text))
    stripped = text.strip()
    if stripped == post.text:
        return post, None
    changes = {"text": stripped, **_renamed(post.text, text, now.astimezone(actor.zone).date())}
    before = values_of(post, *changes)
    for name, value in changes.items():
        setattr(post, name, value)
    await record(session, actor, "sharing.correct", post, now=now, before=before, after=values_of(post, *changes))
    await remind_of(session, actor, post, now=now)
    await hasten(session, actor, post, now=now)
    await make_findable(session, post)
    await show_anew(session, post, now=now)
    have = await list_who_have(session, Post.__tablename__, post.id)
    members = await list_audience(session, post.twg_id, post.audience)
    told = excluding([member for member in members if member.person_id in have], post.author_id)
    if not told:
        return post, None
    data = {"title": headline(post)}
    return post, await notify(session, CORRECTED, subject=post, to=told, now=now, by=actor, data=data)


def _renamed(old: str, new: str, today: date) -> dict[str, Any]:
    """The columns of which a text says something else than the one before it."""
    before, after = _told_by(old, today), _told_by(new, today)
    return {name: value for name, value in after.items() if value and value != before[name]}


def _told_by(text: str, today: date) -> dict[str, Any]:
    """What a text says of itself, by column."""
    facts, asked = find_facts(text, today=today), read_comments_asked(text, today=today)
    days = facts.period
    return {
        "comments_by": None if asked is None else asked.by,
        "starts_on": None if days is None else days.first,
        "ends_on": None if days is None else days.last,
        "place": facts.place,
        "party": facts.party,
        "amount": facts.amount,
        "theme": facts.theme,
    }


def headline(post: Post) -> str:
    """The first line of a post, cut to the length of a title."""
    return first_line(post.text.strip())


async def make_findable(session: AsyncSession, post: Post) -> None:
    """Enter a post, loaded with its files, in the index of the search; one that was withdrawn is found by nobody."""
    stands, words = post.withdrawn_at is None, (post.place, post.party, post.theme)
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
            file_ids=[file.id for file in post.files],
            body=" ".join(filter(None, [post.text, *words, *(file.name for file in post.files)])),
            dated=post.created_at,
        ),
    )
