"""Who is in a sub-group and who leads it (M4).

`Membership.groups` has it, so that whoever reads, lists or delivers has the tokens at hand; the audit has the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack, unpack
from storage.core.audit import find_last_change
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
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.members.changing import UNDO_CHANGE_FOR
from twg.members.joining import expect_receipts
from twg.subgroups.access import NobodyNew, access_held
from twg.subgroups.notices import PLACE, PLACE_RESTORED

#: What people hold in a sub-group, packed, by their ids.
Places = dict[str, str]


@dataclass
class Changed:
    """The places that were changed, as they are now, and the ids of the notifications about them."""

    places: Places = field(default_factory=dict)
    notices: list[int] = field(default_factory=list)


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
    if not changed.places:
        raise NobodyNew(field="members", group=group)
    await _record(session, actor, "subgroups.add_members", group, before, changed, now=now)
    return group


@operation(Permission.SUBGROUP_RUN)
async def take_out(session: AsyncSession, actor: Actor, group_id: int, person_id: int, *, now: datetime) -> Membership:
    """Take somebody out of a sub-group, with their office there. Raises: NotFound, GroupClosed."""
    group = await access_held(session, actor, group_id)
    before = await _places(session, group, [person_id])
    if not before:
        raise NotFound
    changed = await set_places(session, actor, group, out=[person_id], now=now)
    await _record(session, actor, "subgroups.take_out", group, before, changed, now=now)
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
    if not changed.places:
        raise NobodyNew(group=group)
    await _record(session, actor, "subgroups.appoint", group, before, changed, now=now)
    return group


async def _record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    group: SubGroup,
    before: Places,
    changed: Changed,
    *,
    now: datetime,
) -> None:
    """Record a change of places. `before`: what people held in the sub-group, without those who held nothing."""
    old = {person_id: before.get(person_id, pack([])) for person_id in changed.places}
    new = {"members": changed.places}
    await record(session, actor, action, group, now=now, before={"members": old}, after=new, notices=changed.notices)


@operation(Permission.SUBGROUP_RUN)
async def restore_places(
    session: AsyncSession,
    actor: Actor,
    group_id: int,
    before: Mapping[str, Places],
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Take the last change of who is in a sub-group, or who leads it, back.

    Who has left the TWG, or has another place by now, keeps what they have; an office that somebody else holds by now
    stays with them.

    Args:
        before: "members", what people held before the change.
    Raises: NotFound, GroupClosed.
    """
    group = await access_held(session, actor, group_id)
    change = await find_last_change(session, SubGroup.__tablename__, group_id)
    as_left = {} if change is None else change.data["after"]["members"]
    members = await list_members(session, actor.twg.id)
    as_they_were = []
    for member in members:
        if str(member.person_id) in before["members"]:
            await hold(session, member)
            if held_in(group, member) == unpack(as_left.get(str(member.person_id), pack([]))):
                as_they_were.append(member)
    taken = {token for member in members if member not in as_they_were for token in held_in(group, member)}
    taken.discard(group.token)
    restored, was = Places(), Places()
    for member in as_they_were:
        key, held = str(member.person_id), held_in(group, member)
        wanted = unpack(before["members"][key]) - taken
        member.groups = pack((member.places - held) | wanted)
        restored[key], was[key] = pack(wanted), pack(held)
        if not held:
            await expect_receipts(session, member, now=now)
    await session.flush()
    after = {"members": restored}
    await record(session, actor, "subgroups.restore_places", group, now=now, before={"members": was}, after=after)


async def set_places(
    session: AsyncSession,
    actor: Actor,
    group: SubGroup,
    *,
    add: Iterable[int] = (),
    out: Iterable[int] = (),
    offices: Mapping[Office, int | None] | None = None,
    now: datetime,
) -> Changed:
    """Write who is in a sub-group and who leads it, and tell each person whose place changes.

    Args:
        add, out: ids of people who are in it, or not, from now on.
        offices: the people who hold these offices from now on; offices that are not named stay as they are.
    Raises: NotAChoice.
    """
    offices = offices or {}
    appointed = {office: person_id for office, person_id in offices.items() if person_id is not None}
    named, gone = {*add, *appointed.values()}, {*out}
    members = {member.person_id: member for member in await list_members(session, actor.twg.id)}
    if not named <= members.keys():
        raise NotAChoice
    changed = Changed()
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
            changed.places[str(person_id)] = pack(wanted)
            changed.notices.append(await _tell(session, actor, group, member, held, now=now))
    await session.flush()
    return changed


async def _tell(
    session: AsyncSession, actor: Actor, group: SubGroup, member: Membership, was: frozenset[str], *, now: datetime
) -> int:
    """Tell a person of their place once it is hardly a mistake any more, and expect receipts of what is asked for.

    Returns: the id of the notification.
    """
    if not was:
        await expect_receipts(session, member, now=now)
    written = await notify(
        session,
        PLACE,
        subject=group,
        to=excluding([member], actor.person_id),
        now=now,
        by=actor,
        not_before=held_until(PLACE, now=now),
        data={"was": pack(was)},
    )
    return written.id


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


UNDOS = tuple(
    Undo(change=change, reverse=restore_places, undone=PLACE_RESTORED, within=UNDO_CHANGE_FOR)
    for change in ("subgroups.add_members", "subgroups.take_out", "subgroups.appoint")
)
