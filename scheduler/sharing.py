"""Contents of the notices about shared information (S2)."""

from dataclasses import replace

from messages.rendering.content import Content
from messages.sharing import shared as shared_content
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.sharing import find_post
from twg import sharing
from twg.core.audiences import includes

WORDING = Wording()


@WORDING.of(sharing.SHARED, "sharing/post", holds="the recipient is in its audience")
async def shared(occasion: Occasion) -> Content | None:
    return await _post(occasion)


@WORDING.of(sharing.CORRECTED, "sharing/post", holds="the recipient is in its audience")
async def corrected(occasion: Occasion) -> Content | None:
    return await _post(occasion, heading="corrected")


async def _post(occasion: Occasion, *, heading: str = "") -> Content | None:
    """The post as it is now; None where the recipient is no longer in its audience."""
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or not includes(post.audience, occasion.member):
        return None
    return occasion.alike(lambda: shared_content(post, occasion.member.twg, heading=heading))


@WORDING.posts(sharing.SHARED, "sharing/post", holds="it went to everybody in the group, where such posts were chosen")
async def shared_in_group(occasion: GroupOccasion) -> Content | None:
    """The text without its file."""
    post = await find_post(occasion.session, occasion.notification.subject_id)
    if post is None or not occasion.reaches(post.audience) or not occasion.group.posts:
        return None
    return replace(shared_content(post, occasion.group.twg), keyboard=(), files=(), grouped=())
