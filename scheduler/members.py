"""Notices about members."""

from messages.content import Content
from scheduler.notices import Occasion, notice
from storage.members import Membership, list_members


@notice("members/registered")
async def registered(occasion: Occasion) -> Content | None:
    wanted = Membership.id == occasion.notification.subject_id
    found = await list_members(occasion.session, occasion.notification.twg_id, wanted)
    return Content("members/new_member", {"membership": found[0]}) if found else None
