"""Meetings, what is on their agenda and who comes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, UniqueConstraint, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled

#: Characters of why a meeting is cancelled.
LONGEST_REASON = 300


class MeetingKind(Labelled):
    """Source: Guideline, Part Three (c)(iv)(v)(vii), Part Two (3)(iv)."""

    PLENARY = "plenary", N_("Plenary")
    CORE_GROUP = "core_group", N_("Core group")
    SUB_GROUP = "sub_group", N_("Sub-group")
    PREPARATORY = "preparatory", N_("Preparatory meeting")
    FOLLOW_UP = "follow_up", N_("Follow-up meeting")
    DP_ONLY = "dp_only", N_("Development partners’ meeting")
    CHAIR_LF = "chair_lf", N_("Chair and lead facilitator")
    RETREAT = "retreat", N_("Retreat or annual review")
    INTER_TWG = "inter_twg", N_("Joint meeting of TWGs")
    GDCC = "gdcc", N_("GDCC")
    NETWORK = "network", N_("TWG Network")


class MeetingState(Labelled):
    DRAFT = "draft", N_("Not announced")
    ANNOUNCED = "announced", N_("Announced")
    CANCELLED = "cancelled", N_("Cancelled")


class Rsvp(Labelled):
    YES = "yes", N_("Coming")
    NO = "no", N_("Not coming")
    MAYBE = "maybe", N_("Maybe")
    DELEGATE = "delegate", N_("Sending a delegate")


class Meeting(Base):
    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_twg_id_starts_at", "twg_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    duration_min: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    #: Who is invited and may see it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    #: iCalendar UID: the same through every change, so that calendars move the entry instead of adding one.
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    #: iCalendar SEQUENCE: grows with every announced change.
    sequence: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: Why it was cancelled, as everybody invited is told; empty where no reason was given.
    cancel_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    agenda: Mapped[list["AgendaItem"]] = relationship(
        lazy="raise", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )


class AgendaItem(Base):
    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: From 1.
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    presenter: Mapped[str] = mapped_column(String(120), default="")
    minutes: Mapped[int | None]


class Attendance(Base):
    """One row per person who answered or came."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rsvp: Mapped[Rsvp | None]
    #: Who comes instead, when `rsvp` is delegate.
    delegate_name: Mapped[str] = mapped_column(String(120), default="")
    answered_at: Mapped[datetime | None]


async def find_meeting(session: AsyncSession, meeting_id: int, *criteria: Any) -> Meeting | None:
    """The meeting with its agenda, if it meets the criteria."""
    query = select(Meeting).where(Meeting.id == meeting_id, *criteria).options(selectinload(Meeting.agenda))
    return await session.scalar(query)


async def list_meetings(session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 20) -> list[Meeting]:
    """Meetings of a TWG, the soonest first, with their agendas."""
    query = select(Meeting).where(Meeting.twg_id == twg_id, *criteria).options(selectinload(Meeting.agenda))
    return list(await session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


class MeetingAhead(NamedTuple):
    """A meeting as its list shows it to a person, with their own answer."""

    id: int
    title: str
    starts_at: datetime
    place: str
    state: MeetingState
    rsvp: Rsvp | None


#: The columns of `MeetingAhead`.
AheadSelect = Select[int, str, datetime, str, MeetingState, Rsvp | None]


def meetings_ahead(*criteria: ColumnElement[bool], limit: int = 20) -> AheadSelect:
    """Selects the meetings of a TWG after a moment, the soonest first.

    To bind when it is executed: `twg_id`; `person_id`, whose answers they are; `now`.
    """
    mine = and_(Attendance.meeting_id == Meeting.id, Attendance.person_id == bindparam("person_id"))
    ahead = Meeting.twg_id == bindparam("twg_id"), Meeting.starts_at > bindparam("now")
    columns = Meeting.id, Meeting.title, Meeting.starts_at, Meeting.place, Meeting.state, Attendance.rsvp
    query = select(*columns).select_from(Meeting).outerjoin(Attendance, mine).where(*ahead, *criteria)
    return query.order_by(Meeting.starts_at, Meeting.id).limit(limit)


async def list_meetings_ahead(
    session: AsyncSession, statement: AheadSelect, *, twg_id: int, person_id: int, now: datetime
) -> list[MeetingAhead]:
    """What a statement of `meetings_ahead` finds for this person."""
    connection = await session.connection()  # columns alone are read in half the time without the ORM's way round
    rows = await connection.execute(statement, {"twg_id": twg_id, "person_id": person_id, "now": now})
    return [MeetingAhead(*row) for row in rows]


async def find_attendance(session: AsyncSession, meeting_id: int, person_id: int) -> Attendance | None:
    return await session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    )


async def list_attendance(session: AsyncSession, meeting_id: int) -> dict[int, Attendance]:
    """Answers to a meeting by person id."""
    rows = await session.scalars(select(Attendance).where(Attendance.meeting_id == meeting_id))
    return {row.person_id: row for row in rows}
