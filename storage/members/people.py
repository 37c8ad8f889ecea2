"""People, and the TWGs that they are members of."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.core.audiences import unpack
from storage.core.roles import Role
from storage.core.spelling import key_of
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.members.institutions import Institution
from storage.members.known_bodies import find_body
from storage.members.twgs import Twg


class Sex(Labelled):
    """For the figures of reports, such as how many of those present were women."""

    FEMALE = "female", N_("Female")
    MALE = "male", N_("Male")


_PRECEDENCE = {role: place for place, role in enumerate(Role)}


class MembershipState(enum.StrEnum):
    ACTIVE = "active"
    #: The period has ended: the person has left, or goes on in another role.
    LEFT = "left"
    #: It was begun by mistake and taken back: it counts for nothing.
    VOID = "void"


class Pace(Labelled):
    """How what members share reaches a reader."""

    INSTANT = "instant", N_("At once")
    DAILY = "daily", N_("Once a day")
    WEEKLY = "weekly", N_("Once a week")


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What stands before the name, as typed: "H.E. Dr.", "លោកជំទាវ"; empty without one.
    title: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(String(120))
    #: Academic degrees that stand behind the name, as typed: "MD, MPH"; empty without any.
    degrees: Mapped[str] = mapped_column(String(60), default="")
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
    #: How what members share reaches them, in every TWG.
    post_pace: Mapped[Pace] = mapped_column(default=Pace.INSTANT)
    #: Whether CRDB/CDC's grant over all TWGs is theirs where they have that role; the operator gives it.
    oversees: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    institution: Mapped[Institution | None] = relationship(lazy="raise")
    memberships: Mapped[list["Membership"]] = relationship(lazy="raise", back_populates="person")

    @property
    def full_name(self) -> str:
        """The name with the degrees behind it, as the person writes it."""
        return f"{self.name}, {self.degrees}" if self.degrees else self.name


class Membership(Base):
    """A period in which a person is a member of a TWG: another role, other themes or leaving end it.

    The history of a TWG is its periods; a person has one that is active at most.
    """

    __tablename__ = "membership"
    __table_args__ = (
        partial_index("ix_membership_active", "person_id", "twg_id", where="state = 'active'", unique=True),
        Index("ix_membership_twg_id_state", "twg_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    role: Mapped[Role]
    #: Themes that a focal point is responsible for: "gender", "environment and climate change", …
    themes: Mapped[list[str]] = mapped_column(default=list)
    #: Whether the person belongs to the core group.
    core: Mapped[bool] = mapped_column(default=False)
    #: The sub-groups that the person is in, and their offices there, as tokens of `storage.core.audiences`:
    #: "|subgroup_3|subgroup_3:chair|".
    groups: Mapped[str] = mapped_column(Text, default="||")
    #: The seat that the person holds in this period; None without one of their own.
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    #: The seat for whose holder the person stands in, as the alternate; None for nobody's.
    stands_in_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    observer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MembershipState] = mapped_column(default=MembershipState.ACTIVE)
    #: First day of the period, local date.
    since: Mapped[date]
    #: First day after the period, local date: that of what follows it. None while it lasts.
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")
    twg: Mapped[Twg] = relationship(lazy="raise")

    @property
    def places(self) -> frozenset[str]:
        """The tokens in `groups`; a membership that is not stored yet has none."""
        return unpack(self.groups) if self.groups else frozenset()

    @property
    def led(self) -> frozenset[str]:
        """Tokens of the sub-groups that the person chairs or is secretary of."""
        return frozenset(token.partition(":")[0] for token in self.places if ":" in token)


def institution_name(person: Person) -> str:
    """The name of a person's institution; empty where they have none."""
    return person.institution.name if person.institution else ""


def is_of(person: Person, institution: str) -> bool:
    """Whether a person belongs to an institution that is called so, by any of the names of a known body."""
    own = person.institution
    if own is None or not key_of(institution):
        return False
    body = find_body(institution)
    return key_of(institution) in {key_of(own.name), key_of(own.name_km)} or (
        body is not None and body == find_body(own.name)
    )


async def find_name(session: AsyncSession, person_id: int) -> str:
    """The name of a person; empty if there is none with this id."""
    return await session.scalar(select(Person.name).where(Person.id == person_id)) or ""


async def list_people(session: AsyncSession, person_ids: Iterable[int]) -> list[Person]:
    """These people with their institutions, by name."""
    query = select(Person).where(Person.id.in_(list(person_ids))).options(joinedload(Person.institution))
    return list(await session.scalars(query.order_by(Person.name, Person.id)))


async def find_membership(session: AsyncSession, person_id: int, twg_id: int) -> Membership | None:
    """The newest period of a person in a TWG, the active one first; None if they never belonged to it."""
    query = select(Membership).where(
        Membership.person_id == person_id, Membership.twg_id == twg_id, Membership.state != MembershipState.VOID
    )
    return await session.scalar(
        query.order_by(Membership.state != MembershipState.ACTIVE, Membership.id.desc()).limit(1)
    )


async def is_member_anywhere(session: AsyncSession, person_id: int) -> bool:
    """Whether a person belongs to any TWG now."""
    theirs = Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE
    return bool(await session.scalar(select(exists().where(*theirs))))


async def list_periods(session: AsyncSession, twg_id: int, *criteria: Any) -> list[Membership]:
    """Periods in a TWG, active and ended, with person, institution and TWG loaded, the newest first."""
    query = (
        select(Membership)
        .where(Membership.twg_id == twg_id, Membership.state != MembershipState.VOID, *criteria)
        .options(joinedload(Membership.person).joinedload(Person.institution), joinedload(Membership.twg))
    )
    return list(await session.scalars(query.order_by(Membership.since.desc(), Membership.id.desc())))


async def find_last_period(session: AsyncSession, person_id: int, twg_id: int) -> Membership | None:
    """The newest period of a person in a TWG, as `list_periods` returns it; None if they never belonged to it."""
    found = await list_periods(session, twg_id, Membership.person_id == person_id)
    return found[0] if found else None


async def list_memberships_of(session: AsyncSession, person_ids: Iterable[int]) -> list[Membership]:
    """The active memberships of these people in every TWG, with the person loaded."""
    theirs = Membership.person_id.in_(list(person_ids)), Membership.state == MembershipState.ACTIVE
    query = select(Membership).where(*theirs).options(joinedload(Membership.person))
    return list(await session.scalars(query.order_by(Membership.id)))


async def find_outsider(session: AsyncSession, person_id: int, twg_id: int) -> Membership | None:
    """What stands for a person who is no member where something is sent to them: a period that is not stored.

    Its role is the one that may do least. None if there is no such person or TWG.
    """
    person, twg = await session.get(Person, person_id), await session.get(Twg, twg_id)
    return None if person is None or twg is None else outsider(person, twg)


def outsider(person: Person, twg: Twg) -> Membership:
    """As `find_outsider`."""
    none = {"themes": [], "core": False, "observer": False, "state": MembershipState.LEFT}
    stands = Membership(person_id=person.id, twg_id=twg.id, role=Role.PRIVATE_SECTOR, **none)
    set_committed_value(stands, "person", person)
    set_committed_value(stands, "twg", twg)
    return stands


async def list_members_on(session: AsyncSession, twg_id: int, day: date, *criteria: Any) -> list[Membership]:
    """Who was a member of a TWG on a local day, as `list_periods` returns them; a period of no day is left out."""
    lasted = or_(Membership.state == MembershipState.ACTIVE, Membership.until > day)
    return await list_periods(session, twg_id, Membership.since <= day, lasted, *criteria)


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


async def list_left(session: AsyncSession, *, until: date) -> list[int]:
    """Ids of people with a contact who have left every TWG on this local day, or before; in their order."""
    theirs = Membership.person_id == Person.id, Membership.state != MembershipState.VOID
    active = exists().where(*theirs, Membership.state == MembershipState.ACTIVE)
    last = select(func.max(Membership.until)).where(*theirs).correlate(Person).scalar_subquery()
    query = select(Person.id).where(Person.contact != "", ~active, last <= until)
    return list(await session.scalars(query.order_by(Person.id)))
