"""Meetings, their agenda items, and the RSVPs of the people invited."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from storage.core.addressees import NO_ADDRESSEES, Addressee, list_addressees
from storage.core.audiences import pack
from storage.engine.batches import BATCH, in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings.agenda import AgendaEdition, AgendaItem, AgendaKind, find_edition, find_last_edition
from storage.meetings.attendance import HAS_CONTACT, Attendance, Rsvp, find_attendance, list_attendance
from storage.subgroups import NO_GROUPS, SubGroup, list_groups_in

__all__ = [
    "HAS_CONTACT",
    "AgendaEdition",
    "AgendaItem",
    "AgendaKind",
    "Attendance",
    "Meeting",
    "Rsvp",
    "find_attendance",
    "find_edition",
    "find_last_edition",
    "list_attendance",
]

#: Most characters of the reason for a cancellation, and of the link of a meeting that is held online.
LONGEST_REASON = 300
LONGEST_LINK = 500


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


class Meeting(Base):
    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_twg_id_starts_at", "twg_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(String(200))
    #: UTC.
    starts_at: Mapped[datetime]
    duration_min: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    #: Who is invited and may see it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    #: iCalendar UID. It never changes, so that calendars update the entry instead of adding another one.
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    #: iCalendar SEQUENCE: incremented with every announced change.
    sequence: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: Reason for the cancellation, which everybody invited is told; empty if none was given.
    cancel_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    #: Its number among the meetings of its kind, or of its sub-group, from 1; None where it has none. A meeting of a
    #: sub-group gets it at the latest when it is announced.
    number: Mapped[int | None]
    #: Where it is held online, for those invited alone; empty for none.
    link: Mapped[str] = mapped_column(String(LONGEST_LINK), default="")

    #: The sub-groups that are invited; set by `find_meeting`.
    groups = NO_GROUPS
    #: Whom its audience names one by one, sub-groups among them; set by `find_meeting`.
    addressees = NO_ADDRESSEES

    agenda: Mapped[list[AgendaItem]] = relationship(
        lazy="raise", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )

    def know_invited(self, groups: tuple[SubGroup, ...], addressees: tuple[Addressee, ...]) -> None:
        """Keep whom its audience names with the row, for messages; nothing is stored."""
        self.groups, self.addressees = groups, addressees


async def find_meeting(session: AsyncSession, meeting_id: int, *criteria: Any) -> Meeting | None:
    """The meeting with its agenda and sub-groups; None if there is none that meets the criteria."""
    query = select(Meeting).where(Meeting.id == meeting_id, *criteria).options(selectinload(Meeting.agenda))
    meeting = await session.scalar(query)
    if meeting is not None:
        groups = await list_groups_in(session, meeting.audience)
        meeting.know_invited(groups, await list_addressees(session, meeting.twg_id, meeting.audience))
    return meeting


async def find_next_number(session: AsyncSession, group: SubGroup) -> int:
    """The number of the next meeting of a sub-group; that of a cancelled one is given again."""
    newest = select(func.max(Meeting.number)).where(
        Meeting.twg_id == group.twg_id,
        Meeting.audience == pack([group.token]),
        Meeting.state == MeetingState.ANNOUNCED,
    )
    return max(await session.scalar(newest) or 0, group.meetings_before) + 1


async def list_last_numbers(session: AsyncSession, twg_id: int) -> dict[MeetingKind, int]:
    """The highest number of each kind of which a meeting of the TWG is numbered, without cancelled ones."""
    query = select(Meeting.kind, func.max(Meeting.number)).where(
        Meeting.twg_id == twg_id, Meeting.number.is_not(None), Meeting.state != MeetingState.CANCELLED
    )
    rows = await session.execute(query.group_by(Meeting.kind))
    return {kind: number for kind, number in rows if number is not None}


async def list_meetings(session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 20) -> list[Meeting]:
    """Meetings of a TWG that meet the criteria, with their agendas, by start, earliest first."""
    query = select(Meeting).where(Meeting.twg_id == twg_id, *criteria).options(selectinload(Meeting.agenda))
    return list(await session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


def read_meetings(
    session: AsyncSession, twg_id: int, *criteria: Any, size: int = BATCH
) -> AsyncIterator[list[Meeting]]:
    """All meetings of a TWG that meet the criteria, as `list_meetings` returns them, in batches."""
    query = select(Meeting).where(Meeting.twg_id == twg_id, *criteria).order_by(Meeting.starts_at, Meeting.id)
    return in_batches(session, query, Meeting.id, selectinload(Meeting.agenda), size=size)


def is_ahead(now: datetime) -> ColumnElement[bool]:
    """The condition for meetings, drafts among them, that are not cancelled and begin after `now` (UTC)."""
    return and_(Meeting.state != MeetingState.CANCELLED, Meeting.starts_at > now)


def is_announced_ahead(now: datetime) -> ColumnElement[bool]:
    """The same for those that were announced."""
    return and_(Meeting.state == MeetingState.ANNOUNCED, Meeting.starts_at > now)
