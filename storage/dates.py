"""Finding a date for a meeting: the dates that are proposed, and who can when; the days of the GDCC (G14)."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting, MeetingKind
from storage.members import Person


class Choice(Labelled):
    """What somebody says of a proposed date."""

    CAN = "can", N_("I can")
    IF_NEED_BE = "if_need_be", N_("If need be")
    CANNOT = "cannot", N_("I cannot")


class PollEnding(Labelled):
    """How the search for a date ended."""

    CHOSEN = "chosen", N_("A date was chosen")
    CLOSED = "closed", N_("Closed without a date")


class DatePoll(Base):
    """The search for the date of one meeting."""

    __tablename__ = "date_poll"
    __table_args__ = (Index("ix_date_poll_twg_id", "twg_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    kind: Mapped[MeetingKind]
    title: Mapped[str] = mapped_column(String(200))
    duration_min: Mapped[int]
    #: Who will be invited to the meeting: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    #: Who of them is asked when they can: tokens too.
    asked: Mapped[str] = mapped_column(String(400))
    #: Last day to answer, local date.
    answer_by: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    ending: Mapped[PollEnding | None]
    #: UTC; None while no date is chosen and it is not closed.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The meeting that was planned for the date that was found; None as long as there is none.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    created_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[created_by_id])
    ended_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[ended_by_id])
    meeting: Mapped[Meeting | None] = relationship(lazy="raise")
    options: Mapped[list["DateOption"]] = relationship(
        lazy="raise", order_by="DateOption.position", cascade="all, delete-orphan"
    )

    @property
    def chosen(self) -> "DateOption | None":
        """The date that was chosen; None without one."""
        return next((option for option in self.options if option.chosen), None)


class DateOption(Base):
    """A date that is proposed."""

    __tablename__ = "date_option"
    __table_args__ = (UniqueConstraint("poll_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id"))
    #: Place among the dates by time, from 1.
    position: Mapped[int]
    #: UTC.
    starts_at: Mapped[datetime]
    chosen: Mapped[bool] = mapped_column(default=False)
    #: Whether its local day is a holiday or another day off, by the calendar as it was when reminders were computed.
    day_off: Mapped[bool] = mapped_column(default=False)


class DateAnswer(Base):
    """What a person says of a proposed date; the last word counts."""

    __tablename__ = "date_answer"
    __table_args__ = (UniqueConstraint("option_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("date_option.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    choice: Mapped[Choice]
    answered_at: Mapped[datetime]
    #: The answer as it was typed; empty for a pressed button.
    words: Mapped[str] = mapped_column(Text, default="")
    #: Who gave the answer for this person: an assistant, or the secretariat; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    entered_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[entered_by_id])


class GdccDay(Base):
    """A day on which the GDCC meets, as the operator has set it; it concerns every TWG."""

    __tablename__ = "gdcc_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)


_WITH_PEOPLE = (
    selectinload(DatePoll.options),
    joinedload(DatePoll.created_by),
    joinedload(DatePoll.ended_by),
    joinedload(DatePoll.meeting),
)


async def find_poll(session: AsyncSession, poll_id: int, *criteria: Any) -> DatePoll | None:
    """The search with its dates and people; None if there is none that meets the criteria."""
    return await session.scalar(select(DatePoll).where(DatePoll.id == poll_id, *criteria).options(*_WITH_PEOPLE))


async def list_open_polls(session: AsyncSession, twg_id: int, *criteria: Any, limit: int) -> list[DatePoll]:
    """The newest searches of a TWG that have not ended and meet the criteria, with dates and people."""
    query = select(DatePoll).where(DatePoll.twg_id == twg_id, DatePoll.ended_at.is_(None), *criteria)
    return list(await session.scalars(query.options(*_WITH_PEOPLE).order_by(DatePoll.id.desc()).limit(limit)))


def read_polls(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[DatePoll]]:
    """All searches of a TWG that meet the criteria, with dates and people, oldest first, in batches."""
    query = select(DatePoll).where(DatePoll.twg_id == twg_id, *criteria).order_by(DatePoll.id)
    return in_batches(session, query, DatePoll.id, *_WITH_PEOPLE)


async def list_date_answers(session: AsyncSession, option_ids: Iterable[int]) -> dict[int, dict[int, DateAnswer]]:
    """The answers to these dates, by person and date, with those who entered them for others."""
    query = select(DateAnswer).where(DateAnswer.option_id.in_(list(option_ids)))
    rows = await session.scalars(query.options(joinedload(DateAnswer.entered_by)).order_by(DateAnswer.id))
    found: dict[int, dict[int, DateAnswer]] = {}
    for row in rows:
        found.setdefault(row.person_id, {})[row.option_id] = row
    return found


async def list_gdcc_days(session: AsyncSession, since: date) -> list[date]:
    """The days of the GDCC from a day on, in order."""
    return list(await session.scalars(select(GdccDay.day).where(GdccDay.day >= since).order_by(GdccDay.day)))


async def find_gdcc_day(session: AsyncSession, day: date) -> GdccDay | None:
    return await session.scalar(select(GdccDay).where(GdccDay.day == day))


async def list_meetings_between(
    session: AsyncSession, since: datetime, until: datetime, *criteria: Any
) -> list[Meeting]:
    """The meetings of all TWGs that begin between two moments (UTC) and meet the criteria."""
    between = Meeting.starts_at >= since, Meeting.starts_at < until
    return list(await session.scalars(select(Meeting).where(*between, *criteria).order_by(Meeting.id)))
