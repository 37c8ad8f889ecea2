"""People, and the TWGs that they are members of."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members.institutions import Institution
from storage.members.twgs import Twg


class Role(Labelled):
    """A person's role in a TWG, in order of precedence. Source: Guideline, Part Three (a)(i)-(ix)."""

    CHAIR = "chair", N_("Chair")
    LEAD_FACILITATOR = "lead_facilitator", N_("Lead facilitator")
    SECRETARIAT = "secretariat", N_("Secretariat")
    GOVERNMENT = "government", N_("Government member")
    DEVELOPMENT_PARTNER = "development_partner", N_("Development partner")
    CRDB = "crdb", N_("CRDB/CDC")
    FOCAL_POINT = "focal_point", N_("Focal point")
    TECHNICAL_ADVISER = "technical_adviser", N_("Technical adviser")
    CIVIL_SOCIETY = "civil_society", N_("Civil society")
    PRIVATE_SECTOR = "private_sector", N_("Private sector")


_PRECEDENCE = {role: place for place, role in enumerate(Role)}


class MembershipState(enum.StrEnum):
    ACTIVE = "active"
    LEFT = "left"


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str] = mapped_column(String(120), default="")
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    #: Phone number or e-mail address, as the person typed it.
    contact: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]

    institution: Mapped[Institution | None] = relationship(lazy="raise")
    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="person")


class Membership(Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "twg_id"), Index("ix_membership_twg_id_state", "twg_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    role: Mapped[Role]
    #: Themes that a focal point is responsible for: "gender", "environment and climate change", …
    themes: Mapped[list[str]] = mapped_column(default=list)
    #: Whether the person belongs to the core group.
    core: Mapped[bool] = mapped_column(default=False)
    observer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MembershipState] = mapped_column(default=MembershipState.ACTIVE)
    #: First day in this role, local date.
    since: Mapped[date]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")
    twg: Mapped[Twg] = relationship(lazy="raise")


async def find_name(session: AsyncSession, person_id: int) -> str:
    """The name of a person; empty if there is none with this id."""
    return await session.scalar(select(Person.name).where(Person.id == person_id)) or ""


async def list_people(session: AsyncSession, person_ids: Iterable[int]) -> list[Person]:
    """These people with their institutions, by name."""
    query = select(Person).where(Person.id.in_(list(person_ids))).options(joinedload(Person.institution))
    return list(await session.scalars(query.order_by(Person.name, Person.id)))


async def find_membership(session: AsyncSession, person_id: int, twg_id: int) -> Membership | None:
    """The membership of a person in a TWG, active or left; None if they never belonged to it."""
    return await session.scalar(
        select(Membership).where(Membership.person_id == person_id, Membership.twg_id == twg_id)
    )


async def list_members(session: AsyncSession, twg_id: int, *criteria: Any) -> list[Membership]:
    """Active members of a TWG with person, institution and TWG loaded, by precedence of their roles, then by name."""
    query = (
        select(Membership, Person, Institution)
        .join(Membership.person)
        .outerjoin(Person.institution)
        .where(Membership.twg_id == twg_id, Membership.state == MembershipState.ACTIVE, *criteria)
        .order_by(Person.name, Membership.id)
    )
    rows = (await session.execute(query)).all()
    twg = await session.get(Twg, twg_id)
    for membership, person, institution in rows:
        set_committed_value(person, "institution", institution)
        set_committed_value(membership, "person", person)
        set_committed_value(membership, "twg", twg)
    return sorted((row[0] for row in rows), key=lambda member: _PRECEDENCE[member.role])
