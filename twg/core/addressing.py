"""Whom somebody may address: audiences, and sub-groups; what the leaders of a sub-group may do for it alone (M4, D5).

BadInput
├── GroupEnded          the sub-group is closed, or its last day is past
└── GroupWithoutChair   an action of all of it would have no owner
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.members import Membership
from storage.subgroups import Office, SubGroup, holder_among, list_groups, list_groups_in, list_members_of
from twg.core.actors import Actor
from twg.core.audiences import Audience, parse_audience
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotAChoice, NotAllowed


class GroupEnded(BadInput):
    """data: `group`."""

    key = "subgroups#ended"


class GroupWithoutChair(BadInput):
    """data: `group`."""

    key = "subgroups#without_chair"


def may_run(actor: Actor, permission: Permission, audience: str) -> bool:
    """Whether the actor may do that with a row for this stored audience.

    By their role they may, whomever it is for; as chair or secretary of a sub-group, what is for that alone.
    """
    tokens = parse_audience(audience)
    return actor.may_for_all(permission) or (actor.may(permission) and bool(tokens) and tokens <= actor.member.led)


def check_runs(actor: Actor, permission: Permission, audience: str) -> None:
    """Raises: NotAllowed."""
    if not may_run(actor, permission, audience):
        raise NotAllowed


async def access_active_groups(session: AsyncSession, actor: Actor, *, now: datetime) -> list[SubGroup]:
    """The sub-groups of the actor's TWG that go on, by name."""
    today = now.astimezone(actor.zone).date()
    return [group for group in await list_groups(session, actor.twg.id) if group.is_active(today)]


async def access_addressed(
    session: AsyncSession, actor: Actor, permission: Permission, *, now: datetime
) -> list[Audience | SubGroup]:
    """The audiences and the active sub-groups for which the actor may do that, in the order in which people choose."""
    groups = await access_active_groups(session, actor, now=now)
    addressed: list[Audience | SubGroup] = [*Audience, *groups] if actor.may_for_all(permission) else [*groups]
    return [each for each in addressed if may_run(actor, permission, pack([_token(each)]))]


@dataclass(frozen=True)
class Addressed:
    """An audience as a value of a sheet of the export, with the sub-groups that may be among its tokens."""

    tokens: frozenset[str]
    groups: tuple[SubGroup, ...]


async def access_reading(session: AsyncSession, actor: Actor) -> Callable[[str], Addressed]:
    """A function from a stored audience of the actor's TWG to what a sheet of the export has for it."""
    groups = tuple(await list_groups(session, actor.twg.id))
    return lambda audience: Addressed(parse_audience(audience), groups)


def _token(addressed: Audience | SubGroup) -> str:
    return addressed.token if isinstance(addressed, SubGroup) else addressed


async def access_audience(
    session: AsyncSession, actor: Actor, token: str, permission: Permission, *, now: datetime
) -> str:
    """What is stored for an audience or a sub-group that somebody has chosen, by its token.

    Raises: NotAChoice (there is none in the actor's TWG), GroupEnded, NotAllowed (another's sub-group, or all members).
    """
    column = pack([token])
    if token not in set(Audience):
        await _access_active(session, actor, token, "audience", now=now)
    check_runs(actor, permission, column)
    return column


async def check_still_addressed(session: AsyncSession, actor: Actor, audience: str, *, now: datetime) -> None:
    """Check that the sub-groups in a stored audience still go on. Raises: GroupEnded."""
    today = now.astimezone(actor.zone).date()
    for group in await list_groups_in(session, audience):
        if not group.is_active(today):
            raise GroupEnded(field="audience", group=group)


async def access_owning(
    session: AsyncSession, actor: Actor, group_id: int, *, now: datetime
) -> tuple[SubGroup, Membership]:
    """The sub-group that is to own an action, and its chair, who answers for it.

    Raises: NotAChoice (there is none in the actor's TWG), GroupEnded, GroupWithoutChair.
    """
    group = await _access_active(session, actor, SubGroup(id=group_id).token, "owner", now=now)
    chair = holder_among(await list_members_of(session, group), group, Office.CHAIR)
    if chair is None:
        raise GroupWithoutChair(field="owner", group=group)
    return group, chair


async def _access_active(session: AsyncSession, actor: Actor, token: str, field: str, *, now: datetime) -> SubGroup:
    """A sub-group of the actor's TWG that goes on. Raises: NotAChoice, GroupEnded, for this field of a form."""
    group = next((group for group in await list_groups(session, actor.twg.id) if group.token == token), None)
    if group is None:
        raise NotAChoice(field=field)
    if not group.is_active(now.astimezone(actor.zone).date()):
        raise GroupEnded(field=field, group=group)
    return group
