"""What the operator's commands about people do: find entries, list those that may be of one person, merge them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from bot.capabilities import registry
from storage.core.spelling import fold
from storage.members import (
    Membership,
    MembershipState,
    Person,
    PersonMerge,
    Twg,
    find_person_merge,
    list_merged,
    list_twgs,
    list_used_since,
)
from twg.core.actors import Actor
from twg.core.refusals import NotFound
from twg.core.undoing import check_in_time
from twg.members import merging
from twg.rosters.doubles import keys_of_name

_SOURCE = "command line"


async def find(session: AsyncSession, name: str) -> list[str]:
    """A line for each entry whose name has these words."""
    people = [person for person in await _list_people(session) if fold(name) in fold(person.name)]
    return await _lines(session, people)


async def describe(session: AsyncSession, person_ids: Iterable[int]) -> list[str]:
    """A line for each of these entries. Raises: NotFound."""
    known = {person.id: person for person in await _list_people(session)}
    people = [known.get(person_id) for person_id in person_ids]
    if None in people:
        raise NotFound
    return await _lines(session, [person for person in people if person is not None])


async def list_doubles(session: AsyncSession) -> list[str]:
    """A line for each two entries of the same name, number or address, in all TWGs."""
    sharing: defaultdict[str, list[Person]] = defaultdict(list)
    for person in await _list_people(session):
        for key in (*keys_of_name(person.name), person.phone_e164, fold(person.email)):
            if key:
                sharing[key].append(person)
    pairs = {
        (newer.id, older.id): [older, newer]
        for key, people in sharing.items()
        for older, newer in pairwise(people)
        if len(people) == 2 or key in keys_of_name(newer.name)
    }
    return [" – ".join(await _lines(session, people)) for people in pairs.values()]


async def merge(session: AsyncSession, gone_id: int, kept_id: int, *, account_of: int | None, now: datetime) -> int:
    """Merge two entries. Returns the number of the merge. Raises: the refusals of `merging.merge`."""
    actor = Actor(await _twg_of(session, kept_id, gone_id), source=_SOURCE)
    domains = registry().domains
    merged = await merging.merge(session, actor, gone_id, kept_id, account_of=account_of, domains=domains, now=now)
    return merged.id


async def undo(session: AsyncSession, merge_id: int, *, now: datetime) -> None:
    """Undo a merge. Raises: NotFound, TooLateToUndo, ChangedSince."""
    merged = await find_person_merge(session, merge_id, PersonMerge.undone_at.is_(None))
    if merged is None:
        raise NotFound
    check_in_time(merged.merged_at, within=merging.UNDO_MERGE_FOR, now=now)
    actor = Actor(await session.get_one(Twg, merged.twg_id), source=_SOURCE)
    await merging.undo_merge(session, actor, merge_id, None, registry().domains, now=now)


async def _twg_of(session: AsyncSession, *person_ids: int) -> Twg:
    """A TWG of one of these people; any, where they belong to none."""
    for person_id in person_ids:
        theirs = select(Twg).join(Membership).where(Membership.person_id == person_id).order_by(Membership.id.desc())
        if (found := await session.scalar(theirs.limit(1))) is not None:
            return found
    twgs = await list_twgs(session)
    if not twgs:
        raise NotFound
    return twgs[0]


async def _list_people(session: AsyncSession) -> list[Person]:
    """Every entry that is no part of another one, the oldest first."""
    query = select(Person).options(joinedload(Person.institution)).order_by(Person.id)
    people = list(await session.scalars(query))
    merged = await list_merged(session, {person.id for person in people})
    return [person for person in people if person.id not in merged]


async def _lines(session: AsyncSession, people: list[Person]) -> list[str]:
    ids = [person.id for person in people]
    query = select(Membership).where(Membership.person_id.in_(ids), Membership.state == MembershipState.ACTIVE)
    roles: defaultdict[int, list[str]] = defaultdict(list)
    for member in await session.scalars(query.options(joinedload(Membership.twg)).order_by(Membership.id)):
        roles[member.person_id].append(f"{member.twg.code} {member.role.value}")
    since = await list_used_since(session, ids)
    return [
        f"{person.id} {person.name}"
        + (f", {person.institution.name}" if person.institution is not None else "")
        + f" ({', '.join(roles[person.id]) or 'no member'}; {'all TWGs; ' if person.oversees else ''}"
        + (f"Telegram since {since[person.id]:%d/%m/%Y}" if person.id in since else "no Telegram")
        + ")"
        for person in people
    ]
