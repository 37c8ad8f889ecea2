"""Bringing the people whom a list names into the store, so that they can be invited in person (M5).

An entry is found again by its name together with its institution, a number or an address, or by a number or an address
that nobody else in the list has. So the same list again changes nothing, and a corrected one changes what it corrects.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.database import hold
from storage.members import Sex, Twg, list_members, list_seats
from storage.rosters import RosterEntry, list_entries
from twg.core.actors import Actor
from twg.core.audit import Recorded, record_all
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.degrees import split_degrees
from twg.language.rosters.model import Remark, Roster, RosterPerson
from twg.members.seats import NewSeat, write_seat

#: Fields of an entry that the audit does not repeat: how to reach people is kept in one place.
_CONTACTS = ("contact", "phones", "emails")


@dataclass
class Plan:
    """What an import comes to, before or after it is done.

    Attributes:
        entries: for each person of the list, by index, the entry that is there already.
        changed: the values that change, by index.
        members: indices of people who are members already by their name and number or institution.
        missing: people of earlier lists who are not in this one; they stay.
        added: how many were added; 0 before that is done.
    """

    roster: Roster
    entries: dict[int, RosterEntry] = field(default_factory=dict)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    missing: list[RosterEntry] = field(default_factory=list)
    added: int = 0

    @property
    def new(self) -> list[int]:
        """Indices of the people who are not there yet."""
        return [
            index for index, person in enumerate(self.roster.people) if not person.vacant and index not in self.entries
        ]

    @property
    def rows(self) -> int:
        """Number of rows that are about somebody or a seat, understood or not."""
        return len({person.place for person in self.roster.people} | {remark.place for remark in self.roster.errors})

    @property
    def joining(self) -> int:
        """How many people of the list are no members yet."""
        people = {index for index, person in enumerate(self.roster.people) if not person.vacant}
        return len(people - self.members)

    @property
    def unchanged(self) -> int:
        return len(self.entries) - len(self.changed) - self.added

    @property
    def left_out(self) -> int:
        """Number of rows that are left out."""
        return len({remark.place for remark in self.errors})

    @property
    def vacant(self) -> int:
        return sum(person.vacant for person in self.roster.people)

    @property
    def errors(self) -> list[Remark]:
        return self.roster.errors


@operation(Permission.MEMBER_INVITE)
async def plan_import(session: AsyncSession, actor: Actor, roster: Roster) -> Plan:
    """What importing a list would change. Nothing is written."""
    return await _plan(session, actor, roster)


@operation(Permission.MEMBER_INVITE)
async def import_roster(session: AsyncSession, actor: Actor, roster: Roster, *, now: datetime) -> Plan:
    """Add the people of a list and its seats to be named, and change what it corrects.

    Nobody is removed, and nobody told. Returns what was done.

    Source: Guideline, Part Three (d).
    """
    await hold(
        session, await session.get_one(Twg, actor.twg.id)
    )  # two who import at once would each add the same people
    plan = await _plan(session, actor, roster)
    recorded = []
    # Alternates after those for whom they stand in, whose ids they have: each of the two groups is written at once.
    for alternates in (False, True):
        changes = [
            change
            for index, person in enumerate(roster.people)
            if not person.vacant and (person.alternate_of is not None) is alternates
            for change in _write(session, actor, plan, index, person, now=now)
        ]
        await session.flush()
        recorded += changes
    await record_all(session, actor, "rosters.import_roster", recorded, now=now)
    for seat in await _seats_missing(session, actor, roster):
        await write_seat(session, actor, seat, now=now)
    return plan


def _write(
    session: AsyncSession, actor: Actor, plan: Plan, index: int, person: RosterPerson, *, now: datetime
) -> list[Recorded]:
    """Add or change the entry of a person of a list. Returns what is recorded of it; nothing where it is as before."""
    entry, values = plan.entries.get(index), _values(person)
    principal = None if person.alternate_of is None else plan.entries.get(person.alternate_of)
    values["alternate_of_id"] = None if principal is None else principal.id
    before = None if entry is None else {name: getattr(entry, name) for name in values}
    if before == values:
        return []
    if entry is None:
        entry = RosterEntry(twg_id=actor.twg.id, created_at=now)
        session.add(entry)
        plan.added += 1
    for name, value in values.items():
        setattr(entry, name, value)
    plan.entries[index] = entry
    shown = None if before is None else _without_contacts(before)
    return [Recorded(entry, _without_contacts(values), shown)]


async def _seats_missing(session: AsyncSession, actor: Actor, roster: Roster) -> list[NewSeat]:
    """The seats to be named that a list has, as far as the TWG has no seat of that role and institution yet."""
    seats = await list_seats(session, actor.twg.id)
    there = Counter((seat.role, key_of(seat.institution), seat.alternate) for seat in seats)
    missing = []
    for person in roster.people:
        alternate = person.alternate_of is not None
        what = person.role, key_of(person.institution), alternate
        if person.vacant and there[what] == 0:
            missing.append(
                NewSeat(
                    role=person.role,
                    institution=person.institution[:200],
                    position=person.position[:120],
                    alternate=alternate,
                )
            )
        elif person.vacant:
            there[what] -= 1
    return missing


async def _plan(session: AsyncSession, actor: Actor, roster: Roster) -> Plan:
    plan = Plan(roster)
    entries = await list_entries(session, actor.twg.id)
    finder = _Finder(entries, roster.people)
    members = [(key_of(each.person.name), each.person) for each in await list_members(session, actor.twg.id)]
    for index, person in enumerate(roster.people):
        if person.vacant:
            continue
        entry = finder.take(person)
        if entry is not None:
            plan.entries[index] = entry
            values = _values(person)
            changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
            if changed:
                plan.changed[index] = changed
        keys = {key_of(person.name), key_of(person.name_km)} - {""}
        if any(name in keys or (member.phone_e164 and member.phone_e164 in person.phones) for name, member in members):
            plan.members.add(index)
    plan.missing = finder.left
    return plan


class _Finder:
    """Finds the entry that a person of a list is about; each entry is found once."""

    def __init__(self, entries: Sequence[RosterEntry], people: Sequence[RosterPerson]) -> None:
        self._left = {entry.id: entry for entry in entries}
        self._shared = Counter(way for person in people for way in {*person.phones, *person.emails})
        self._by_name: dict[str, list[RosterEntry]] = {}
        self._by_way: dict[str, list[RosterEntry]] = {}
        for entry in entries:
            for name in {key_of(split_degrees(entry.name)[0]), key_of(entry.name_km)} - {""}:
                self._by_name.setdefault(name, []).append(entry)
            for way in (*entry.phones, *entry.emails):
                self._by_way.setdefault(way, []).append(entry)

    def take(self, person: RosterPerson) -> RosterEntry | None:
        """The entry of a person, which nobody else is given then; None for a new person."""
        found = next((entry for entry in self._candidates(person) if entry.id in self._left), None)
        return None if found is None else self._left.pop(found.id)

    @property
    def left(self) -> list[RosterEntry]:
        """The entries that nobody was found to be."""
        return list(self._left.values())

    def _candidates(self, person: RosterPerson) -> list[RosterEntry]:
        names = {key_of(person.name), key_of(person.name_km)} - {""}
        ways = {*person.phones, *person.emails}
        named = [entry for name in names for entry in self._by_name.get(name, [])]
        alike = [
            entry
            for entry in named
            if key_of(entry.institution) == key_of(person.institution) or ways & {*entry.phones, *entry.emails}
        ]
        reached = [entry for way in ways if self._shared[way] == 1 for entry in self._by_way.get(way, [])]
        return [*alike, *reached]


def _values(person: RosterPerson) -> dict[str, Any]:
    """The columns of an entry, without whose alternate it is."""
    return {
        "role": person.role,
        "themes": list(person.themes),
        "title": (person.title or person.title_km)[:60],
        "name": person.name,
        "name_km": person.name_km[:120],
        "degrees": person.degrees,
        "sex": Sex(person.sex) if person.sex else None,
        "position": person.position,
        "institution": person.institution,
        "contact": "; ".join(filter(None, (person.phone, person.email)))[:400],
        "phones": list(person.phones),
        "emails": list(person.emails),
    }


def _without_contacts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _CONTACTS}
