"""Whom somebody may address: audiences, and sub-groups; what the leaders of a sub-group may do for it alone (M4, D5).

BadInput
├── TooManyChosen       more for one audience than can be kept
├── GroupEnded          the sub-group is closed, or its last day is past
└── GroupWithoutChair   an action of all of it would have no owner
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.addressees import (
    Addressee,
    group_addressee,
    institution_addressee,
    list_themes,
    person_addressee,
    themes_among,
)
from storage.core.audiences import pack
from storage.members import (
    Membership,
    NamedInstitution,
    Role,
    list_institutions,
    list_members,
    list_periods,
    list_unreachable,
)
from storage.subgroups import Office, SubGroup, group_id_of, holder_among, list_groups, list_groups_in, list_members_of
from twg.core.actors import Actor
from twg.core.audiences import Audience, includes, parse_audience, split_tokens, to_column, tokens_of
from twg.core.permissions import GROUP_GRANTS, PART_GRANTS, Permission
from twg.core.refusals import BadInput, NotAChoice, NotAllowed

#: For whom alone a role may do what `PART_GRANTS` lets it: each of these, and both together.
_PARTS: dict[Role, frozenset[str]] = {Role.LEAD_FACILITATOR: frozenset({Audience.PARTNERS, Audience.LEADS})}


class GroupEnded(BadInput):
    """data: `group`."""

    key = "subgroups#ended"


class TooManyChosen(BadInput):
    """More is chosen for one audience than can be kept."""

    key = "forms#too_many_chosen"


class GroupWithoutChair(BadInput):
    """data: `group`."""

    key = "subgroups#without_chair"


#: Most characters of a stored audience, as its columns take them.
LONGEST = 400


def may_run(actor: Actor, permission: Permission, audience: str) -> bool:
    """Whether the actor may do that with a row for this stored audience.

    By their role they may do it for every audience, or for some; as chair or secretary of a sub-group, what is for
    that alone.
    """
    if actor.may_for_all(permission):
        return True
    tokens = parse_audience(audience)
    return actor.may(permission) and bool(tokens) and tokens <= _reach(actor, permission)


def _reach(actor: Actor, permission: Permission) -> frozenset[str]:
    """The tokens for which alone an actor may do that who may not do it for everybody."""
    led = actor.member.led if permission in GROUP_GRANTS else frozenset[str]()
    part = _PARTS[actor.role] if actor.role in PART_GRANTS.get(permission, ()) else frozenset[str]()
    return led | part


def check_runs(actor: Actor, permission: Permission, audience: str) -> None:
    """Raises: NotAllowed."""
    if not may_run(actor, permission, audience):
        raise NotAllowed


async def access_active_groups(session: AsyncSession, actor: Actor, *, now: datetime) -> list[SubGroup]:
    """The sub-groups of the actor's TWG that go on, by name."""
    today = now.astimezone(actor.zone).date()
    return [group for group in await list_groups(session, actor.twg.id) if group.is_active(today)]


@dataclass(frozen=True)
class Addressable:
    """Whom somebody may address, one by one; several together are a sum.

    Attributes:
        audiences: the usual ones that they may address, in the order in which people choose.
        groups: the sub-groups that go on, by name.
        roles, institutions, themes: all roles, and the institutions and themes of members; empty for an
            actor who may address only the sub-groups that they lead.
        members: of the TWG; `unreachable` are the ids of the people among them whom no message reaches.
        person_id: of who addresses them.
    """

    audiences: tuple[Audience, ...]
    groups: tuple[SubGroup, ...]
    roles: tuple[Role, ...]
    institutions: tuple[NamedInstitution, ...]
    themes: tuple[Addressee, ...]
    members: tuple[Membership, ...]
    unreachable: frozenset[int]
    person_id: int

    @property
    def people(self) -> tuple[Membership, ...]:
        """The members who may be chosen by name; nobody, where only some audiences or sub-groups may be addressed."""
        return self.members if self.roles else ()

    @property
    def usual(self) -> list[str]:
        """The tokens of audiences and sub-groups that are chosen alone."""
        return [*self.audiences, *(group.token for group in self.groups)]

    def find_reached(self, tokens: Collection[str]) -> list[Membership]:
        """The members in a sum of these, apart from who addresses them."""
        column = to_column(*tokens)
        return [each for each in self.members if each.person_id != self.person_id and includes(column, each)]

    def offers(self, column: str) -> bool:
        """Whether all that a stored audience names may be addressed."""
        return parse_audience(column) <= self.tokens

    @cached_property
    def tokens(self) -> frozenset[str]:
        named = [*map(group_addressee, self.groups), *self.themes]
        named += [institution_addressee(each.institution) for each in self.institutions]
        named += [person_addressee(member.person) for member in self.people]
        roles = {f"role:{role}" for role in self.roles}
        return frozenset(self.audiences) | roles | {each.token for each in named}


async def access_addressable(
    session: AsyncSession, actor: Actor, permission: Permission, *, now: datetime
) -> Addressable:
    """Whom the actor may address with what needs this permission."""
    groups = [
        group
        for group in await access_active_groups(session, actor, now=now)
        if may_run(actor, permission, pack([group.token]))
    ]
    members = await list_members(session, actor.twg.id)
    for_all = actor.may_for_all(permission)
    institutions = {member.person.institution_id for member in members if for_all} - {None}
    return Addressable(
        tuple(each for each in Audience if may_run(actor, permission, pack([each]))),
        tuple(groups),
        tuple(Role) if for_all else (),
        tuple(await list_institutions(session, [number for number in institutions if number is not None])),
        tuple(themes_among(theme for member in members if for_all for theme in member.themes)),
        tuple(members),
        frozenset(await list_unreachable(session, [member.person_id for member in members])),
        actor.person.id,
    )


@dataclass(frozen=True)
class Addressed:
    """An audience as people read it in words, with whom its tokens name one by one."""

    tokens: frozenset[str]
    addressees: tuple[Addressee, ...]


async def access_reading(session: AsyncSession, actor: Actor) -> Callable[[str], Addressed]:
    """A function from a stored audience of the actor's TWG to what a sheet of the export has for it."""
    groups = map(group_addressee, await list_groups(session, actor.twg.id))
    institutions = (institution_addressee(each.institution) for each in await list_institutions(session))
    people = {period.person_id: period.person for period in await list_periods(session, actor.twg.id)}
    themes = await list_themes(session, actor.twg.id)
    known = (*groups, *institutions, *themes, *map(person_addressee, people.values()))

    def read(audience: str) -> Addressed:
        tokens = parse_audience(audience)
        return Addressed(tokens, tuple(each for each in known if each.token in tokens))

    return read


async def access_audience(
    session: AsyncSession,
    actor: Actor,
    chosen: str,
    permission: Permission,
    *,
    now: datetime,
    field: str = "audience",
) -> str:
    """What is stored for an audience that somebody has chosen: a token, or several as `join_tokens` joins them.

    Args:
        field: of the form in which it was chosen.
    Raises: NotAChoice (one of them is none in the actor's TWG), TooManyChosen, GroupEnded, NotAllowed (another's
    sub-group, or all members).
    """
    tokens = split_tokens(chosen)
    column = pack(tokens)
    if len(column) > LONGEST:
        raise TooManyChosen(field=field)
    of_groups = {token for token in tokens if group_id_of(token) is not None}
    for token in sorted(of_groups):
        await _access_active(session, actor, token, field, now=now)
    check_runs(actor, permission, column)
    others = tokens - of_groups - {*Audience, *(f"role:{role}" for role in Role)}
    if not tokens or (others and not others <= await _list_held(session, actor)):
        raise NotAChoice(field=field)
    return column


async def _list_held(session: AsyncSession, actor: Actor) -> set[str]:
    """The tokens that members of the actor's TWG hold."""
    return {token for member in await list_members(session, actor.twg.id) for token in tokens_of(member)}


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
