"""Who is in a TWG: the directory, and its sheet in the export (M9, R4)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import each_once, fold, key_of
from storage.engine.labels import N_
from storage.members import Institution, Membership, Role, Seat, list_members, list_periods, list_seats
from twg.core.actors import Actor
from twg.core.audiences import Audience, tokens_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.sheets import Sheet


@operation(Permission.SEE)
async def list_directory(session: AsyncSession, actor: Actor) -> list[Membership]:
    """Every active member of the actor's TWG, by role and name."""
    return await list_members(session, actor.twg.id)


def matching(members: Sequence[Membership], words: str) -> list[Membership]:
    """Those whose name, institution or theme has the words; all for no words."""
    wanted = fold(words)
    return [
        member
        for member in members
        if wanted in fold(" ".join((member.person.name, *_names(member.person.institution), *member.themes)))
    ]


def in_core(members: Sequence[Membership]) -> list[Membership]:
    """Those who belong to the core group: by their office, and those chosen."""
    return [member for member in members if Audience.CORE in tokens_of(member)]


def _names(institution: Institution | None) -> tuple[str, ...]:
    return () if institution is None else (institution.name, institution.name_km)


@dataclass(frozen=True)
class Vacancy:
    """An office that a TWG should have and nobody holds.

    Attributes:
        theme: of a focal point whom there was; empty for any other role.
        clause: of the Guideline, Part Three (a); empty where it asks for no such office.
        seat: a seat that is to be named; None for an office without one.
    """

    role: Role
    clause: str
    theme: str = ""
    seat: Seat | None = None


#: Offices that each TWG should have. Source: Guideline, Part Three (a).
_OFFICES = {
    Role.CHAIR: "i",
    Role.LEAD_FACILITATOR: "ii",
    Role.SECRETARIAT: "iii",
    Role.CRDB: "vi",
}


@operation(Permission.SEE)
async def list_vacancies(session: AsyncSession, actor: Actor) -> list[Vacancy]:
    """Offices that nobody holds: those of each TWG, seats to be named, and themes that had a focal point."""
    members = await list_members(session, actor.twg.id)
    taken = {member.seat_id for member in members}
    seats = [seat for seat in await list_seats(session, actor.twg.id) if seat.id not in taken]
    held = {member.role for member in members} | {seat.role for seat in seats if not seat.alternate}
    vacant = [Vacancy(role, clause) for role, clause in _OFFICES.items() if role not in held]
    vacant += [Vacancy(seat.role, "" if seat.alternate else _OFFICES.get(seat.role, ""), seat=seat) for seat in seats]
    covered = {key_of(theme) for member in members for theme in member.themes}
    once = await list_periods(session, actor.twg.id, Membership.role == Role.FOCAL_POINT)
    themes = each_once(theme for period in once for theme in period.themes)
    themes = sorted((theme for theme in themes if key_of(theme) not in covered), key=fold)
    return vacant + [Vacancy(Role.FOCAL_POINT, "vii", theme) for theme in themes]


async def _members(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    for member in await list_members(session, actor.twg.id):
        yield (
            member.id,
            member.person.name,
            member.person.position,
            member.person.institution,
            member.role,
            ", ".join(member.themes),
            member.person.contact,
            member.since,
        )


SHEETS = (
    Sheet(
        "members",
        N_("Members"),
        {
            "name": N_("Name"),
            "position": N_("Position"),
            "institution": N_("Institution"),
            "role": N_("Role"),
            "themes": N_("Themes"),
            "contact": N_("Contact"),
            "since": N_("Since"),
        },
        _members,
        order=10,
    ),
)
