"""CRDB/CDC's grant over all TWGs, which the operator gives to a person (R3).

MemberRefusal
└── NotOfCrdb       the person represents CRDB/CDC in no TWG
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Person, Role, list_memberships_of
from twg.core.audit import record_unattended, values_of
from twg.core.operations import operation_without_actor
from twg.core.refusals import NotFound
from twg.members.refusals import MemberRefusal

#: `source` of what the operator does, as the audit has it.
_OPERATOR = "command line"


class NotOfCrdb(MemberRefusal):
    """data: `name`."""

    key = "members#not_of_crdb"


@operation_without_actor
async def oversee(session: AsyncSession, person_id: int, *, ends: bool = False, now: datetime) -> Person:
    """Open what CRDB/CDC sees over all TWGs to a person, beside their role in one; or close it again.

    Args:
        ends: it is closed.
    Raises: NotFound; NotOfCrdb.
    Source: Guideline, Part Three (a)(vi).
    """
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound
    await hold(session, person)
    roles = {member.role for member in await list_memberships_of(session, [person_id])}
    if not ends and Role.CRDB not in roles:
        raise NotOfCrdb(name=person.name)
    if person.oversees is ends:
        before = values_of(person, "oversees")
        person.oversees = not ends
        after = values_of(person, "oversees")
        await record_unattended(
            session, "members.oversee", person, now=now, before=before, after=after, source=_OPERATOR
        )
    return person
