"""Contents of the notices about sub-groups (M4)."""

from datetime import date
from zoneinfo import ZoneInfo

from messages import subgroups as messages
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.core.audiences import unpack
from storage.members import Role
from storage.subgroups import SubGroup, find_group
from twg.subgroups import notices
from twg.subgroups.composing import held_in

WORDING = Wording()


async def _find(occasion: Occasion) -> SubGroup | None:
    return await occasion.once(find_group, occasion.notification.subject_id)


def _today(occasion: Occasion) -> date:
    return occasion.now.astimezone(ZoneInfo(occasion.member.twg.zone)).date()


@WORDING.of(notices.PLACE, "subgroups/place", holds="it goes on, and the recipient has another place in it than before")
async def place(occasion: Occasion) -> Content | None:
    group = await _find(occasion)
    if group is None or not group.is_active(_today(occasion)):
        return None
    if held_in(group, occasion.member) == unpack(occasion.notification.data["was"]):
        return None
    return messages.place(group, occasion.member)


@WORDING.of(notices.PLACE_RESTORED, "subgroups/place", holds="it goes on")
async def place_restored(occasion: Occasion) -> Content | None:
    group = await _find(occasion)
    if group is None or not group.is_active(_today(occasion)):
        return None
    return messages.place(group, occasion.member, restored=True)


@WORDING.of(notices.CLOSED, "subgroups/told", holds="it is closed, and the recipient was in it")
async def closed(occasion: Occasion) -> Content | None:
    group = await _find(occasion)
    if group is None or group.closed_at is None or not held_in(group, occasion.member):
        return None
    reason = occasion.notification.data["reason"]
    return messages.told(group, occasion.member.twg, what="closed", reason=reason)


@WORDING.of(notices.REOPENED, "subgroups/told", holds="it is not closed, and the recipient is in it")
async def reopened(occasion: Occasion) -> Content | None:
    group = await _find(occasion)
    if group is None or group.closed_at is not None or not held_in(group, occasion.member):
        return None
    return messages.told(group, occasion.member.twg, what="reopened")


@WORDING.of(
    notices.ENDING, "subgroups/ending", holds="its last day stands, and the recipient leads it or is secretariat"
)
async def ending(occasion: Occasion) -> Content | None:
    group, member = await _find(occasion), occasion.member
    if group is None or group.closed_at is not None or group.until is None or not await occasion.still_calls():
        return None
    if group.token not in member.led and member.role is not Role.SECRETARIAT:
        return None
    return messages.ending(occasion.actor, group, today=_today(occasion))
