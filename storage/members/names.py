"""The names of the people of a TWG, also of those who have left it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import connection_of
from storage.members.institutions import Institution
from storage.members.people import Membership, MembershipState, Person


class BodyNames(NamedTuple):
    """What an institution is called; `name_km` may be empty."""

    name: str
    name_km: str


class NamedMember(NamedTuple):
    """A period of a person in a TWG.

    Attributes:
        institution: None where they have none.
    """

    membership_id: int
    person_id: int
    active: bool
    name: str
    institution: BodyNames | None


_NAMES = (
    select(Membership.id, Membership.person_id, Membership.state, Person.name, Institution.name, Institution.name_km)
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Institution, Institution.id == Person.institution_id)
    .where(Membership.twg_id == bindparam("twg_id"))
    .order_by(Person.name, Membership.id)
)


async def list_names(session: AsyncSession, twg_id: int) -> list[NamedMember]:
    """Names of all who are or were in a TWG, by name; columns instead of objects, since every search reads them."""
    rows = await connection_of(session).execute(_NAMES, {"twg_id": twg_id})
    return [
        NamedMember(
            membership_id, person_id, state is MembershipState.ACTIVE, name, BodyNames(*body) if body[0] else None
        )
        for membership_id, person_id, state, name, *body in rows
    ]
