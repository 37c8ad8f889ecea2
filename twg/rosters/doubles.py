"""Entries that may be of one person: of the same name, or reached by the same number or address (M10)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import fold, key_of
from storage.members import Membership, MembershipState, list_periods
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.contacts import read_contact
from twg.language.rosters.names import read_name
from twg.members.changing import access_newest


@dataclass(frozen=True)
class Double:
    """Two entries that may be of one person, each as their newest period in a TWG; `newer` was made later."""

    newer: Membership
    older: Membership


def keys_of_name(name: str) -> frozenset[str]:
    """What names are compared by: without titles, whichever of the names comes first, in either script."""
    read = read_name(name)
    return frozenset(key_of(" ".join(sorted(fold(each).split()))) for each in (read.name, read.name_km) if key_of(each))


def _ways(contact: str) -> frozenset[str]:
    """The numbers and addresses in a contact."""
    read = read_contact(contact)
    return frozenset({*read.phones, *(fold(email) for email in read.emails)})


@operation(Permission.PERSON_MERGE)
async def list_doubles(session: AsyncSession, actor: Actor) -> list[Double]:
    """The entries of those who are or were members of the actor's TWG that may be of one person, the newest first.

    Two of whom both have left are not listed.
    """
    sharing: defaultdict[str, list[Membership]] = defaultdict(list)
    for member in sorted(await _list_newest(session, actor.twg.id), key=lambda each: each.person_id):
        for key in keys_of_name(member.person.name):
            sharing[f"name {key}"].append(member)
        for way in _ways(member.person.contact):
            sharing[way].append(member)
    found: dict[tuple[int, int], Double] = {}
    for key, alike in sharing.items():
        if len(alike) > 2 and not key.startswith("name "):
            continue
        for older, newer in pairwise(alike):
            if MembershipState.ACTIVE in {older.state, newer.state}:
                found[newer.person_id, older.person_id] = Double(newer, older)
    return [found[people] for people in sorted(found, reverse=True)]


@operation(Permission.PERSON_MERGE)
async def list_others(session: AsyncSession, actor: Actor, membership_id: int) -> list[Membership]:
    """Those with whom the person of a membership may be one: those alike first, then all others by name.

    Raises: NotFound.
    """
    member = await access_newest(session, actor, membership_id)
    about = member.person
    alike = await find_alike(session, member.twg_id, about.name, about.contact, person_id=about.id)
    first = {other.person_id for other in alike}
    others = [
        other
        for other in await _list_newest(session, member.twg_id)
        if other.person_id not in {member.person_id, *first}
    ]
    return [*alike, *sorted(others, key=lambda other: (key_of(other.person.name), other.person_id))]


async def find_alike(
    session: AsyncSession, twg_id: int, name: str, contact: str, *, person_id: int | None = None
) -> list[Membership]:
    """Those who are or were members of a TWG, active ones first, and may be who has this name and contact.

    A number or an address that several others have is that of an office.

    Args:
        person_id: of whom they are compared with, who is not listed.
    """
    others = [member for member in await _list_newest(session, twg_id) if member.person_id != person_id]
    names, ways = keys_of_name(name), _ways(contact)
    shared = Counter(way for member in others for way in _ways(member.person.contact) & ways)
    own = {way for way, count in shared.items() if count == 1}
    found = [
        member for member in others if names & keys_of_name(member.person.name) or own & _ways(member.person.contact)
    ]
    return sorted(found, key=lambda member: (member.state is not MembershipState.ACTIVE, member.person_id))


async def _list_newest(session: AsyncSession, twg_id: int) -> list[Membership]:
    """The newest period of each person in a TWG, the active one first."""
    newest: dict[int, Membership] = {}
    for period in await list_periods(session, twg_id):
        known = newest.setdefault(period.person_id, period)
        if period.state is MembershipState.ACTIVE and known.state is not MembershipState.ACTIVE:
            newest[period.person_id] = period
    return list(newest.values())
