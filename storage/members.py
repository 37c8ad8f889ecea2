"""People, their institutions, the TWGs they belong to and the invites that let them in."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled


class Role(Labelled):
    """What a person is in a TWG, in the order of precedence. Source: Guideline, Part Three (a)(i)-(ix)."""

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


class Twg(Base):
    __tablename__ = "twg"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Short and unique, as officials say it: "HLT".
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_km: Mapped[str] = mapped_column(String(200), default="")
    #: The host ministry or agency.
    host: Mapped[str] = mapped_column(String(200), default="")
    #: IANA name of the zone in which its wall-clock times are meant.
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Phnom_Penh")
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    #: Fingerprint of the rules and working hours by which its reminders were last set; empty before the first time.
    reminders_set_by: Mapped[str] = mapped_column(String(64), default="")


class Institution(Base):
    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: The name folded for comparison: two spellings of "MoH" are one institution.
    name_key: Mapped[str] = mapped_column(String(200), unique=True)


class Person(Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Telegram's user id; also the id of the private chat.
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[str] = mapped_column(String(120), default="")
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    #: Phone or e-mail, as the person gave it.
    contact: Mapped[str] = mapped_column(String(120), default="")
    #: "en" or "km".
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: The TWG in which commands act when the person belongs to several.
    current_twg_id: Mapped[int | None] = mapped_column(ForeignKey("twg.id"))
    #: Since when Telegram refuses our messages (blocked, deactivated); empty while reachable.
    unreachable_since: Mapped[datetime | None]
    #: Fingerprint of the command menu that Telegram shows this person now.
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
    #: What a focal point stands for: "gender", "environment and climate change", …
    themes: Mapped[list[str]] = mapped_column(default=list)
    core: Mapped[bool] = mapped_column(default=False)
    observer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MembershipState] = mapped_column(default=MembershipState.ACTIVE)
    #: First day in this role, local date.
    since: Mapped[date]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise", back_populates="memberships")
    twg: Mapped[Twg] = relationship(lazy="raise")


class Invite(Base):
    """Permission to register in a role. Only the token's hash is kept; the token itself is shown once."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    role: Mapped[Role]
    themes: Mapped[list[str]] = mapped_column(default=list)
    #: SHA-256 of the token, hexadecimal.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    max_uses: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: Empty when the operator made it from the command line.
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    twg: Mapped[Twg] = relationship(lazy="raise")


#: Every update asks for it: built once, and put together below, which takes half as long as `joinedload` would.
_BY_TELEGRAM_ID = (
    select(Person, Institution, Membership, Twg)
    .outerjoin(Institution, Institution.id == Person.institution_id)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Twg, Twg.id == Membership.twg_id)
    .where(Person.telegram_id == bindparam("telegram_id"))
    .order_by(Membership.id)
)


async def find_person(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, with institution, memberships and their TWGs loaded."""
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


async def find_membership(session: AsyncSession, person_id: int, twg_id: int) -> Membership | None:
    """The membership of this person in this TWG, whether they still belong to it or left."""
    return await session.scalar(
        select(Membership).where(Membership.person_id == person_id, Membership.twg_id == twg_id)
    )


async def find_twg(session: AsyncSession, code: str) -> Twg | None:
    """The TWG with this code, whatever the case it was typed in."""
    return await session.scalar(select(Twg).where(Twg.code == code.strip().upper()))


async def list_twgs(session: AsyncSession) -> list[Twg]:
    """Every TWG by code."""
    return list(await session.scalars(select(Twg).order_by(Twg.code)))


async def find_invite(session: AsyncSession, token_hash: str) -> Invite | None:
    """The invite with its TWG, kept from others until the transaction ends: its last use is one person's."""
    query = select(Invite).where(Invite.token_hash == token_hash).options(joinedload(Invite.twg))
    return await session.scalar(query.with_for_update(of=Invite))


async def list_invites(session: AsyncSession, twg_id: int, *, now: datetime) -> list[Invite]:
    """Invites that can still be used, the newest first."""
    query = select(Invite).where(
        Invite.twg_id == twg_id, Invite.revoked_at.is_(None), Invite.expires_at > now, Invite.uses < Invite.max_uses
    )
    return list(await session.scalars(query.order_by(Invite.id.desc())))


async def list_members(session: AsyncSession, twg_id: int, *criteria: Any) -> list[Membership]:
    """Active members with person and institution, in the order of precedence of their roles, then by name."""
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


async def access_institution(session: AsyncSession, name: str) -> Institution:
    """The institution of this name, made when it is new."""
    name = " ".join(name.split())
    institution = await session.scalar(select(Institution).where(Institution.name_key == name.casefold()))
    if institution is None:
        institution = Institution(name=name, name_key=name.casefold())
        session.add(institution)
        await session.flush()
    return institution
