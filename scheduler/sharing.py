"""Contents of the notices about shared information (S2)."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.content import Content
from messages.sharing import MOST_IN_DIGEST, merge_digests
from messages.sharing import comments as comments_content
from messages.sharing import digest as digest_content
from messages.sharing import replied as replied_content
from messages.sharing import shared as shared_content
from messages.sharing import withdrawn as withdrawn_content
from messages.sharing.forwarding import SHOWN_IN_CAPTION, fitted_summary, forwarded, forwarded_withdrawal
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.core.audit import AuditRow
from storage.core.bound_messages import BoundMessage
from storage.members import Membership, Twg, list_members
from storage.sharing import Post, find_post, find_reply
from storage.sharing.digests import list_posts_in
from twg import sharing
from twg.core.audiences import includes
from twg.sharing import commenting, digests, forwarding, replying, withdrawing

WORDING = Wording()
_STANDS = "it was not withdrawn, and the recipient is in its audience"


@WORDING.of(sharing.SHARED, "sharing/post", holds=_STANDS)
async def shared(occasion: Occasion) -> Content | None:
    return await _post(occasion)


@WORDING.of(sharing.CORRECTED, "sharing/post", holds=_STANDS)
async def corrected(occasion: Occasion) -> Content | None:
    return await _post(occasion, heading="corrected")


@WORDING.of(digests.DIGESTED, "sharing/digest", holds=_STANDS)
async def digested(occasion: Occasion) -> Content | None:
    """The post as one of a digest; those that are due for the same reader are merged."""
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or post.withdrawn_at is not None or not includes(post.audience, occasion.member):
        return None
    return occasion.alike(lambda: digest_content([post], occasion.member.twg))


WORDING.merges(digests.DIGESTED, "sharing/digest", merge_digests, fewest=2, most=MOST_IN_DIGEST)


async def _post(occasion: Occasion, *, heading: str = "") -> Content | None:
    """The post as it is now; None where it was withdrawn, or the recipient is no longer in its audience."""
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or post.withdrawn_at is not None or not includes(post.audience, occasion.member):
        return None
    return occasion.alike(lambda: shared_content(post, occasion.member.twg, now=occasion.now, heading=heading))


@WORDING.posts(sharing.SHARED, "sharing/post", holds="it stands, and went to everybody in the group")
async def shared_in_group(occasion: GroupOccasion) -> Content | None:
    """The text without its file."""
    post = await find_post(occasion.session, occasion.notification.subject_id)
    stands = post is not None and post.withdrawn_at is None
    if post is None or not stands or not occasion.reaches(post.audience) or not occasion.group.posts:
        return None
    return replace(shared_content(post, occasion.group.twg, now=occasion.now), keyboard=(), files=(), grouped=())


@WORDING.of(withdrawing.WITHDRAWN, "sharing/withdrawn", holds="it is withdrawn")
async def withdrawn(occasion: Occasion) -> Content | None:
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or post.withdrawn_at is None:
        return None
    forwarders = await forwarding.list_forwarders(occasion.session, post)
    reader_id = occasion.member.person_id
    concerned = reader_id if reader_id in {post.author_id, *(person.id for person in forwarders)} else None
    return occasion.alike(
        lambda: withdrawn_content(
            post, occasion.member.twg, heading="told", forwarded_by=forwarders, reader_id=concerned
        ),
        concerned,
    )


@WORDING.of(
    replying.REPLIED, "sharing/reply", holds="the recipient shared what it is about, or is in the audience of that"
)
async def replied(occasion: Occasion) -> Content | None:
    reply = await occasion.once(find_reply, occasion.notification.subject_id)
    if reply is None:
        return None
    wrote = reply.post.author_id == occasion.member.person_id
    if not wrote and not includes(reply.post.audience, occasion.member):
        return None
    return replied_content(reply, occasion.member)


@WORDING.of(
    commenting.REMINDER,
    "sharing/post",
    holds="it was not withdrawn, the recipient is in its audience and has not commented, and its time stands",
)
async def comments_due(occasion: Occasion) -> Content | None:
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or not await occasion.still_calls():
        return None
    if await commenting.has_commented(occasion.session, post, occasion.member.person_id):
        return None
    return await _post(occasion, heading="reminder")


@WORDING.of(commenting.OVER, "sharing/comments", holds="it was not withdrawn, and its time stands")
async def comments_over(occasion: Occasion) -> Content | None:
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or post.withdrawn_at is not None or not await occasion.still_calls():
        return None
    found = await commenting.list_of(occasion.session, post)
    return comments_content(post, occasion.member.twg, found, heading="over")


@WORDING.binds(Post)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """What a message shows that had a post, alone or in a digest: its text as it is now, or that it was withdrawn.

    A correction is shown to those only who may still see the post.
    """
    ids = await list_posts_in(session, digests.DIGESTED.name, message.chat_id, message.message_id or 0)
    found = [await find_post(session, post_id) for post_id in ids or [message.subject_id]]
    posts = [post for post in found if post is not None]
    if not posts:
        return None
    twg = await session.get_one(Twg, posts[0].twg_id)
    closed = frozenset({post.id for post in posts if not await _still_sees(session, message, post)})
    if ids:
        return digest_content(posts, twg, closed=closed)
    [post] = posts
    if post.withdrawn_at is not None:
        return withdrawn_content(post, twg)
    if message.kind or closed:
        return None  # its files stay
    content = shared_content(post, twg, now=message.change_at or message.sent_at, heading="corrected")
    return content if message.group_id is None else replace(content, keyboard=())


async def _still_sees(session: AsyncSession, message: BoundMessage, post: Post) -> bool:
    """Whether the person whom a message is for is in the audience of its post, or its author."""
    if message.group_id is not None:  # it was looked at when it was posted
        return True
    account = message.account
    person_id = message.person_id or (None if account is None else account.person_id)
    members = await list_members(session, post.twg_id, Membership.person_id == person_id)
    return any(includes(post.audience, member) or post.author_id == member.person_id for member in members)


@WORDING.binds(AuditRow)
async def bound_to_forward(session: AsyncSession, message: BoundMessage) -> Content | None:
    """What a message shows that was made to be forwarded to partners; its row says of which posts."""
    row = await session.get(AuditRow, message.subject_id)
    posts, more = ([], None) if row is None else await forwarding.list_in(session, row)
    if not posts:
        return None
    twg = await session.get_one(Twg, posts[0].twg_id)
    unseen = frozenset({post.id for post in posts if not await _still_sees(session, message, post)})
    if more is not None:
        locale = "" if message.account is None else message.account.language
        return fitted_summary(posts, twg, locale=locale, more=more, unseen=unseen)
    [post] = posts
    if post.withdrawn_at is not None:
        return forwarded_withdrawal(post, twg)
    return None if unseen else forwarded(post, twg, longest=SHOWN_IN_CAPTION if message.kind else None)
