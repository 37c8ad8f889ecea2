"""Withdrawing a post: those who have it see it change, and nobody finds it any more; the archive keeps it (S2).

BadInput
└── AlreadyWithdrawn
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import TAKEN_BACK, Notification, void_notifications
from storage.core.spelling import is_visible
from storage.core.told import list_who_have
from storage.core.withheld import list_ids_about, note_withheld
from storage.engine.database import hold_whole
from storage.groups import void_posts
from storage.members import Membership, Person, list_members
from storage.sharing import Post
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, Missing, NotAllowed, TooLong
from twg.sharing.comment_days import remind_of
from twg.sharing.forwarding import list_forwarders
from twg.sharing.posts import access_post, make_findable
from twg.sharing.shown import show_anew

#: In characters.
LONGEST_REASON = 500
_POST = Post.__tablename__
#: The columns that withdrawing changes.
_WITHDRAWAL = ("withdrawn_at", "withdrawn_by_id", "withdrawal_reason")


class AlreadyWithdrawn(BadInput):
    """data: `post`."""

    key = "sharing#already_withdrawn"


async def who_had_it(cause: Cause) -> list[Membership]:
    """The author, the members to whom the post was sent, and who forwarded it, without who withdrew it."""
    post: Post = cause.subject
    forwarded = {person.id for person in await list_forwarders(cause.session, post)}
    had = {post.author_id, *forwarded, *await list_who_have(cause.session, _POST, post.id)}
    members = await list_members(cause.session, post.twg_id, Membership.person_id.in_(had))
    return excluding(members, post.withdrawn_by_id)


#: It tells what their messages, which are changed at once, do not: an edit makes no sound.
WITHDRAWN = Notice(name="post_withdrawn", subject=Post, recipients=who_had_it, grouped=True)


@dataclass(frozen=True)
class Withdrawn:
    """A post that was withdrawn, how many people had it, and the notice to them; None where nobody is to be told.

    Attributes:
        forwarded_by: who made a copy of it for partners outside, which cannot be changed.
    """

    post: Post
    people: int
    forwarded_by: list[Person]
    notification: Notification | None


def may_withdraw(actor: Actor, post: Post) -> bool:
    """Whether the actor may withdraw a post that they may see: their own, or as the secretariat."""
    return post.author_id == actor.person.id or actor.may(Permission.POST_WITHDRAW)


def check_withdrawable(actor: Actor, post: Post) -> None:
    """Raises: NotAllowed, AlreadyWithdrawn."""
    if not may_withdraw(actor, post):
        raise NotAllowed
    if post.withdrawn_at is not None:
        raise AlreadyWithdrawn(post=post)


async def count_who_have(session: AsyncSession, post: Post) -> int:
    """How many people besides its author have a post."""
    return len(await list_who_have(session, _POST, post.id) - {post.author_id})


@operation(Permission.POST_SHARE)
async def withdraw(session: AsyncSession, actor: Actor, post_id: int, reason: str, *, now: datetime) -> Withdrawn:
    """Withdraw one's own post: what waits is not sent, messages that people have are changed, and they are told.

    Args:
        reason: at most `LONGEST_REASON` characters, may be empty.
    Raises: NotFound, NotAllowed (a post of somebody else), AlreadyWithdrawn, TooLong.
    """
    post = await _access_to_withdraw(session, actor, post_id)
    if post.author_id != actor.person.id:
        raise NotAllowed
    return await _withdraw(session, actor, post, reason, now=now)


@operation(Permission.POST_WITHDRAW)
async def withdraw_of_another(
    session: AsyncSession, actor: Actor, post_id: int, reason: str, *, now: datetime
) -> Withdrawn:
    """Withdraw what somebody else has shared, as `withdraw`; its author is told too, with the reason.

    Raises: NotFound, AlreadyWithdrawn, Missing, TooLong.
    """
    post = await _access_to_withdraw(session, actor, post_id)
    if not is_visible(reason):
        raise Missing(field="reason")
    return await _withdraw(session, actor, post, reason, now=now)


async def _access_to_withdraw(session: AsyncSession, actor: Actor, post_id: int) -> Post:
    """The post, locked, as it is then."""
    await hold_whole(session, await access_post(session, actor, post_id))
    post = await access_post(session, actor, post_id)
    check_withdrawable(actor, post)
    return post


async def _withdraw(session: AsyncSession, actor: Actor, post: Post, reason: str, *, now: datetime) -> Withdrawn:
    """Raises: TooLong."""
    if len(reason.strip()) > LONGEST_REASON:
        raise TooLong(field="reason", limit=LONGEST_REASON, length=len(reason.strip()))
    before = values_of(post, *_WITHDRAWAL)
    post.withdrawn_at, post.withdrawn_by_id, post.withdrawal_reason = now, actor.person.id, reason.strip()
    people = await count_who_have(session, post)
    await _withhold(session, post)
    await show_anew(session, post, now=now)
    await make_findable(session, post)
    await remind_of(session, actor, post, now=now)
    after = values_of(post, *_WITHDRAWAL)
    await record(session, actor, "sharing.withdraw", post, now=now, before=before, after=after)
    told = await who_had_it(Cause(session, post, now, actor.person_id))
    notification = await notify(session, WITHDRAWN, subject=post, to=told, now=now, by=actor) if told else None
    return Withdrawn(post, people, await list_forwarders(session, post), notification)


async def _withhold(session: AsyncSession, post: Post) -> None:
    """Let what waits to be sent of a post never be sent."""
    ids = await list_ids_about(session, _POST, post.id)
    await void_notifications(session, ids)
    note_withheld(session, ids, withheld=True)
    await void_posts(session, ids, TAKEN_BACK)
