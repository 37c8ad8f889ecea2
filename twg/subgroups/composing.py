"""Who is in a sub-group and who leads it (M4).

`Membership.groups` has it, so that whoever reads, lists or delivers has the tokens at hand; the audit has the history.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.engine.database import hold
from storage.members import Membership, list_members
from storage.subgroups import Office, SubGroup
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound
from twg.core.undoing import held_until
from twg.members.joining import expect_receipts
from twg.subgroups.access import NobodyNew, access_held
from twg.subgroups.notices import PLACE

#: What people hold in a sub-group, packed, by their ids.
Places = dict[str, str]


@operation(Permission.SUBGROUP_RUN)
async def add_members(
    session: AsyncSession, actor: Actor, group_id: int, person_ids: list[int], *, now: datetime
) -> SubGroup:
    """Add members of the TWG to a sub-group; those who are in it already stay as they are.

    Raises: NotFound, GroupClosed, NobodyNew; NotAChoice (somebody is no member of the TWG).
    """
    group = await access_held(session, actor, group_id)
    before = await _places(session, group, person_ids)
    changed = await set_places(session, actor, group, add=person_ids, now=now)
    if not changed:
        raise NobodyNew(field="members", group=group)
    before = {person_id: before.get(person_id, pack([])) for person_id in changed}
    await record(
        session, actor, "subgroups.add_members", group, now=now, before={"members": before}, after={"members": changed}
    )
    return group


@operation(Permission.SUBGROUP_RUN)
async def take_out(session: AsyncSession, actor: Actor, group_id: int, person_id: int, *, now: datetime) -> Membership:
    """Take somebody out of a sub-group, with their office there. Raises: NotFound, GroupClosed."""
    group = await access_held(session, actor, group_id)
    before = await _places(session, group, [person_id])
    if not before:
        raise NotFound
    changed = await set_places(session, actor, group, out=[person_id], now=now)
    await record(
        session, actor, "subgroups.take_out", group, now=now, before={"members": before}, after={"members": changed}
    )
    [member] = await list_members(session, actor.twg.id, Membership.person_id == person_id)
    return member


@operation(Permission.SUBGROUP_RUN)
async def appoint(
    session: AsyncSession,
    actor: Actor,
    group_id: int,
    offices: Mapping[Office, int | None],
    *,
    now: datetime,
) -> SubGroup:
    """Name who leads a sub-group, by the ids of people; who is not in it yet joins it. None leaves an office vacant.

    Raises: NotFound, GroupClosed, NobodyNew (they lead it already); NotAChoice (somebody is no member of the TWG).
    """
    group = await access_held(session, actor, group_id)
    before = await _places(session, group, None)
    changed = await set_places(session, actor, group, offices=offices, now=now)
    if not changed:
        raise NobodyNew(group=group)
    before = {person_id: before.get(person_id, pack([])) for person_id in changed}
    await record(
        session, actor, "subgroups.appoint", group, now=now, before={"members": before}, after={"members": changed}
    )
    return group


async def set_places(
    session: AsyncSession,
    actor: Actor,
    group: SubGroup,
    *,
    add: Iterable[int] = (),
    out: Iterable[int] = (),
    offices: Mapping[Office, int | None] | None = None,
    now: datetime,
) -> Places:
    """Write who is in a sub-group and who leads it, and tell each person whose place changes.

    Args:
        add, out: ids of people who are in it, or not, from now on.
        offices: the people who hold these offices from now on; offices that are not named stay as they are.
    Returns: what each person whose place has changed holds now.
    Raises: NotAChoice.
    """
    offices = offices or {}
    appointed = {office: person_id for office, person_id in offices.items() if person_id is not None}
    named, gone = {*add, *appointed.values()}, {*out}
    members = {member.person_id: member for member in await list_members(session, actor.twg.id)}
    if not named <= members.keys():
        raise NotAChoice
    changed: Places = {}
    for person_id, member in sorted(members.items()):
        if person_id not in named | gone and not (group.token in member.places and offices):
            continue
        await hold(session, member)
        held = held_in(group, member)
        wanted = frozenset[str]() if person_id in gone else held | ({group.token} if person_id in named else set())
        wanted -= {group.office_token(office) for office in offices}
        wanted |= {group.office_token(office) for office, holder in appointed.items() if holder == person_id}
        if wanted != held:
            member.groups = pack((member.places - held) | wanted)
            changed[str(person_id)] = pack(wanted)
            await _tell(session, actor, group, member, held, now=now)
    await session.flush()
    return changed


async def _tell(
    session: AsyncSession, actor: Actor, group: SubGroup, member: Membership, was: frozenset[str], *, now: datetime
) -> None:
    """Tell a person of their place once it is hardly a mistake any more, and expect receipts of what is asked for."""
    if not was:
        await expect_receipts(session, member, now=now)
    await notify(
        session,
        PLACE,
        subject=group,
        to=excluding([member], actor.person_id),
        now=now,
        by=actor,
        not_before=held_until(PLACE, now=now),
        data={"was": pack(was)},
    )


async def _places(session: AsyncSession, group: SubGroup, person_ids: Iterable[int] | None) -> Places:
    """What these people, or all, hold in a sub-group; those who are not in it are left out."""
    wanted = None if person_ids is None else {*person_ids}
    members = await list_members(session, group.twg_id)
    held = {member.person_id: held_in(group, member) for member in members}
    return {
        str(person_id): pack(tokens)
        for person_id, tokens in held.items()
        if tokens and (wanted is None or person_id in wanted)
    }


def held_in(group: SubGroup, member: Membership) -> frozenset[str]:
    """The tokens that a member holds in a sub-group: its own, and those of offices."""
    return frozenset(token for token in member.places if token.partition(":")[0] == group.token)
