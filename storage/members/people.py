"""People, and the TWGs that they are members of."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship
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


class Sex(Labelled):
    """For the figures of reports, such as how many of those present were women."""

    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")


_PRECEDENCE = {role: place for place, role in enumerate(Role)}


class MembershipState(enum.StrEnum):
    ACTIVE = "active"
    LEFT = "left"


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Telegram's user id, which is also the chat id of the private chat.
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    #: What stands before the name, as typed: "H.E. Dr.", "លោកជំទាវ"; empty without one.
    title: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(120))
    #: None where it was not said.
    sex: Mapped[Sex | None]
    position: Mapped[str] = mapped_column(String(120), default="")
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    #: Phone number or e-mail address, as the person typed it.
    contact: Mapped[str] = mapped_column(String(120), default="")
    #: The first phone number in `contact` as E.164, "+85512345678"; empty without one.
    phone_e164: Mapped[str] = mapped_column(String(20), default="")
    #: The first e-mail address in `contact`; empty without one.
    email: Mapped[str] = mapped_column(String(254), default="")
    #: "en" or "km".
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: The TWG that commands act in, for a person who belongs to several.
    current_twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"))
    #: Since when Telegram refuses messages to this person (bot blocked, account deactivated), UTC; None if it does not.
    unreachable_since: Mapped[datetime | None]
    #: Fingerprint of the command menu that was last set for this person in Telegram; empty if none was.
    commands_shown: Mapped[str] = mapped_column(String(64), default="")
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


#: Executed for every update, and therefore built once. `find_person` assembles the objects from its rows, which takes
#: half as long as `joinedload`.
_BY_TELEGRAM_ID = (
    select(Person, Institution, Membership, Twg)
    .outerjoin(Institution, Institution.id == Person.institution_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Twg, Twg.id == Membership.twg_id)
    .where(Person.telegram_id == bindparam("telegram_id"))
    .order_by(Membership.id)
)


async def find_person(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person with this Telegram user id, with institution, memberships and their TWGs loaded; None if unknown."""
    rows = (await session.execute(_BY_TELEGRAM_ID, {"telegram_id": telegram_id})).all()
    if not rows:
        return None
    person, institution, first, _twg = rows[0]
    set_committed_value(person, "institution", institution)
    set_committed_value(person, "memberships", [] if first is None else [row[2] for row in rows])
    for _person, _institution, membership, twg in rows if first is not None else ():
        set_committed_value(membership, "person", person)
        set_committed_value(membership, "twg", twg)
    return person


async def find_name(session: AsyncSession, person_id: int) -> str:
    """The name of a person; empty if there is none with this id."""
    return await session.scalar(select(Person.name).where(Person.id == person_id)) or ""


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
