"""Who is in a TWG: the directory, and its sheet in the export (M9, R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Membership, Person, list_members
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Sheet


async def access_member(session: AsyncSession, actor: Actor, membership_id: int) -> Membership:
    """An active member of the actor's TWG. Raises: NotFound."""
    found = await list_members(session, actor.twg.id, Membership.id == membership_id)
    if not found:
        raise NotFound
    return found[0]


@operation(Permission.SEE)
async def list_directory(session: AsyncSession, actor: Actor) -> list[Membership]:
    """Every active member of the actor's TWG, by role and name."""
    return await list_members(session, actor.twg.id)


def institution_name(person: Person) -> str:
    """The name of a person's institution; empty where they have none."""
    return person.institution.name if person.institution else ""


async def _members(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    for member in await list_members(session, actor.twg.id):
        yield (
            member.person.name,
            member.person.position,
            institution_name(member.person),
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
