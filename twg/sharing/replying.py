"""Replies to a post, which reach its author alone, and what the two write to each other afterwards (S2).

BadInput
├── OwnPost        the author replies to their own post
├── AuthorLeft     nobody is there any more to read it; data: `name`
└── NotOpenToThem  it is about a post that its reader may not see any more; data: `name`
"""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.core.shortening import first_line
from storage.core.spelling import is_visible
from storage.members import Membership, Person, list_members
from storage.sharing import Post, PostReply, find_reply
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, Missing, NotFound, TooLong
from twg.sharing.comment_days import check_open, takes_comments
from twg.sharing.posts import access_post, check_stands, headline

#: In characters: it fits one message with its heading in both languages.
LONGEST_REPLY = 3000


class OwnPost(BadInput):
    key = "sharing#own_post"


class AuthorLeft(BadInput):
    """data: `name`."""

    key = "sharing#author_left"


class NotOpenToThem(BadInput):
    """data: `name`."""

    key = "sharing#not_open_to_them"


async def addressee(cause: Cause) -> list[Membership]:
    reply: PostReply = cause.subject
    return await list_members(cause.session, reply.twg_id, Membership.person_id == reply.to_id)


REPLIED = Notice(name="post_replied", subject=PostReply, recipients=addressee)


def own_replies(actor: Actor) -> ColumnElement[bool]:
    """The clause for replies that the actor may read: written by them, or to them."""
    return or_(PostReply.author_id == actor.person.id, PostReply.to_id == actor.person.id)


async def access_reply(session: AsyncSession, actor: Actor, reply_id: int) -> PostReply:
    """A reply of the actor, or to them. Raises: NotFound."""
    found = await find_reply(session, reply_id, PostReply.twg_id == actor.twg.id, own_replies(actor))
    if found is None:
        raise NotFound
    return found


def title_of(reply: PostReply) -> str:
    """The first line of a reply; the name of its file where it has no words."""
    return first_line(reply.text.strip()) or ("" if reply.file is None else reply.file.name)


def title_for(reply: PostReply, reader: Membership) -> str:
    """The title of what a reply is about; empty for who may not see that any more, whose own words the reply has."""
    return headline(reply.post) if _is_open_to(reply.post, reader) else ""


def _is_open_to(post: Post, member: Membership) -> bool:
    return post.author_id == member.person_id or includes(post.audience, member)


async def access_to_reply(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """A post that the actor may reply to. Raises: NotFound, WasWithdrawn, OwnPost, AuthorLeft."""
    post = await access_post(session, actor, post_id)
    check_not_own(actor, post)
    await _check_is_there(session, post, post.author)
    return post


def check_not_own(actor: Actor, post: Post) -> None:
    """Raises: WasWithdrawn, OwnPost."""
    check_stands(post)
    if post.author_id == actor.person.id:
        raise OwnPost


async def _check_is_there(session: AsyncSession, post: Post, person: Person) -> None:
    """Raises: AuthorLeft; NotOpenToThem: the words may repeat what was shared."""
    found = await list_members(session, post.twg_id, Membership.person_id == person.id)
    if not found:
        raise AuthorLeft(name=person.name)
    if not any(_is_open_to(post, member) for member in found):
        raise NotOpenToThem(name=person.name)


@operation(Permission.POST_SHARE)
async def reply(
    session: AsyncSession,
    actor: Actor,
    post_id: int,
    text: str,
    file: SentFile | None = None,
    *,
    late: bool = False,
    now: datetime,
) -> tuple[PostReply, Notification]:
    """Send words, or a file, to the author of a post; nobody else gets them.

    Where comments are asked for, it is one until their last day.

    Args:
        text: at most `LONGEST_REPLY` characters; may be empty beside a file.
        late: the actor knows that the last day for comments is past.
    Raises: as `access_to_reply`; CommentsClosed, Missing, TooLong.
    """
    post, today = await access_to_reply(session, actor, post_id), now.astimezone(actor.zone).date()
    if not late:
        check_open(post, today=today)
    return await _send(
        session, actor, post, post.author_id, text, file, comment=takes_comments(post, today=today), now=now
    )


@operation(Permission.POST_SHARE)
async def answer(
    session: AsyncSession, actor: Actor, reply_id: int, text: str, file: SentFile | None = None, *, now: datetime
) -> tuple[PostReply, Notification]:
    """Write on to the other of the two of a reply, also where the post was withdrawn since.

    Raises: NotFound, AuthorLeft, NotOpenToThem, Missing, TooLong.
    """
    answered = await access_reply(session, actor, reply_id)
    other = answered.to if answered.author_id == actor.person.id else answered.author
    await _check_is_there(session, answered.post, other)
    return await _send(session, actor, answered.post, other.id, text, file, answers=answered, now=now)


async def _send(
    session: AsyncSession,
    actor: Actor,
    post: Post,
    to_id: int,
    text: str,
    file: SentFile | None,
    *,
    answers: PostReply | None = None,
    comment: bool = False,
    now: datetime,
) -> tuple[PostReply, Notification]:
    if file is None and not is_visible(text):
        raise Missing(field="text")
    if len(text) > LONGEST_REPLY:
        raise TooLong(field="text", limit=LONGEST_REPLY, length=len(text))
    stored = None if file is None else await keep_file(session, actor, file, now=now)
    made = PostReply(
        twg_id=post.twg_id,
        post_id=post.id,
        answers_id=None if answers is None else answers.id,
        author_id=actor.person.id,
        to_id=to_id,
        text=text.strip(),
        file_id=None if stored is None else stored.id,
        created_at=now,
        is_comment=comment,
    )
    session.add(made)
    after = values_of(made, "to_id")  # the words are for the two alone, not for who reads the audit
    await record(session, actor, "sharing.reply" if answers is None else "sharing.answer", made, now=now, after=after)
    parts = 1 if stored is None else 2
    sent = await notify(session, REPLIED, subject=made, now=now, by=actor, parts=parts, data={"title": headline(post)})
    found = await find_reply(session, made.id)
    assert found is not None  # noqa: S101 - it was just written
    return found, sent
