"""Contents of the notices about linked Telegram groups."""

from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.groups import find_group
from twg import groups

WORDING = Wording()


@WORDING.of(groups.LINKED, "groups/linked_by", holds="the group is linked")
async def linked(occasion: Occasion) -> Content | None:
    group = await find_group(occasion.session, occasion.notification.subject_id)
    if group is None or group.ended_at is not None:
        return None
    return Content("groups/linked_by", {"group": group, "twg": group.twg})


@WORDING.of(groups.LOST, "groups/lost", holds="nothing is posted in the group any more")
async def lost(occasion: Occasion) -> Content | None:
    group = await find_group(occasion.session, occasion.notification.subject_id)
    if group is None or group.ended_at is None:
        return None
    return Content("groups/lost", {"group": group, "twg": group.twg})
