"""Sub-groups as a sheet of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Membership
from storage.subgroups import list_groups
from twg.core.actors import Actor
from twg.core.sheets import Sheet
from twg.subgroups.access import compose


async def _groups(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    for group in await list_groups(session, actor.twg.id):
        composition = await compose(session, group)
        yield (
            group.id,
            group.name,
            group.name_km,
            _name(composition.chair),
            _name(composition.secretary),
            ", ".join(member.person.name for member in composition.members),
            group.task,
            group.created_at,
            group.until,
            group.closed_at,
        )


def _name(member: Membership | None) -> str:
    return "" if member is None else member.person.name


SHEETS = (
    Sheet(
        "subgroups",
        N_("Sub-groups"),
        {
            "name": N_("Name"),
            "name_km": N_("Khmer name"),
            "chair": N_("Chair of the sub-group"),
            "secretary": N_("Secretary of the sub-group"),
            "members": N_("Members"),
            "task": N_("Task"),
            "since": N_("Since"),
            "until": N_("Until"),
            "closed": N_("Closed"),
        },
        _groups,
        order=95,
    ),
)
