"""What people are told of sub-groups, and when it is said that one ends (M4)."""

from datetime import datetime, time

from storage.engine.labels import N_
from storage.members import Membership, Role, list_members
from storage.subgroups import SubGroup, list_members_of
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.rules import rule


async def members_but_author(cause: Cause) -> list[Membership]:
    """Its members, apart from the person who made the change."""
    return excluding(await list_members_of(cause.session, cause.subject), cause.by_id)


async def leaders_and_secretariat(cause: Cause) -> list[Membership]:
    """Its chair, its secretary and the secretariat of the TWG."""
    group: SubGroup = cause.subject
    members = await list_members(cause.session, group.twg_id)
    return [member for member in members if group.token in member.led or member.role is Role.SECRETARIAT]


#: data: `was`, the tokens that the recipient held in the sub-group before, packed.
PLACE = Notice(name="subgroup_place", subject=SubGroup, recipients=members_but_author)
#: To those who were told of a place that was taken back.
PLACE_RESTORED = Notice(name="subgroup_place_restored", subject=SubGroup, recipients=members_but_author)
CLOSED = Notice(name="subgroup_closed", subject=SubGroup, recipients=members_but_author)
REOPENED = Notice(name="subgroup_reopened", subject=SubGroup, recipients=members_but_author)
ENDING = Notice(name="subgroup_ending", subject=SubGroup, recipients=leaders_and_secretariat, grouped=True)

RULES = (
    rule("subgroup_14_days", N_("Sub-group: before its last day"), ENDING, days=-14, grace_h=120),
    rule("subgroup_ended", N_("Sub-group: after its last day"), ENDING, days=1, grace_h=120),
)


def anchor_of(group: SubGroup, actor: Actor) -> datetime | None:
    """The end of its last day; None for one without an end, and for one that is closed."""
    if group.until is None or group.closed_at is not None:
        return None
    return datetime.combine(group.until, time(23, 59), actor.zone)
