"""Access to sub-groups: which there are in a TWG, and who is in one (M4).

SubGroupRefusal
├── GroupClosed             it is closed, or its last day is past: nothing of it can be changed any more
├── NameTaken               another one that goes on is called so
└── NobodyNew               everybody who was named is in it already
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Membership
from storage.subgroups import Office, SubGroup, find_group, holder_among, list_members_of
from twg.core.actors import Actor
from twg.core.refusals import NotFound, Refusal


class SubGroupRefusal(Refusal):
    key = "subgroups#refused"


class GroupClosed(SubGroupRefusal):
    """data: `group`."""

    key = "subgroups#closed"


class NameTaken(SubGroupRefusal):
    """data: `text`, as typed."""

    key = "subgroups#name_taken"


class NobodyNew(SubGroupRefusal):
    """data: `group`."""

    key = "subgroups#nobody_new"


@dataclass(frozen=True)
class Composition:
    """A sub-group and who is in it now.

    Attributes:
        members: all of them, those who lead it too, by role in the TWG and name.
    """

    group: SubGroup
    members: list[Membership]

    def holder(self, office: Office) -> Membership | None:
        """Who holds an office in it; None where it is vacant."""
        return holder_among(self.members, self.group, office)

    @property
    def chair(self) -> Membership | None:
        return self.holder(Office.CHAIR)

    @property
    def secretary(self) -> Membership | None:
        return self.holder(Office.SECRETARY)

    @property
    def leaders(self) -> list[Membership]:
        """Its chair and its secretary, as far as there are any; somebody who is both, once."""
        return [member for member in self.members if self.group.token in member.led]


async def compose(session: AsyncSession, group: SubGroup) -> Composition:
    return Composition(group, await list_members_of(session, group))


async def access_group(session: AsyncSession, actor: Actor, group_id: int) -> SubGroup:
    """A sub-group of the actor's TWG, also one that has ended. Raises: NotFound."""
    actor.check_covers("subgroups")
    group = await find_group(session, group_id)
    if group is None or group.twg_id != actor.twg.id:
        raise NotFound
    return group


async def access_held(session: AsyncSession, actor: Actor, group_id: int) -> SubGroup:
    """A sub-group that is not closed, locked; its last day may be past, so that it can be continued.

    Raises: NotFound, GroupClosed.
    """
    group = await access_group(session, actor, group_id)
    await hold(session, group)
    check_open(group)
    return group


def check_open(group: SubGroup) -> None:
    """Raises: GroupClosed."""
    if group.closed_at is not None:
        raise GroupClosed(group=group)
