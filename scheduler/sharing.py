"""Notices of shared information (S2)."""

from messages.content import Content
from messages.sharing import shared as shared_content
from scheduler.notices import Occasion, notice
from storage.sharing import find_post
from twg.audiences import includes
from twg.permissions import Permission


@notice("sharing/shared", Permission.SEE)
async def shared(occasion: Occasion) -> Content | None:
    post = await occasion.once(find_post, occasion.notification.subject_id)
    if post is None or not includes(post.audience, occasion.member):
        return None
    return occasion.alike(lambda: shared_content(post, occasion.member.twg))
