"""Reporting rounds of the TWGs, and whom they ask for which reports."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.batches import in_batches
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.indicators.definitions import REPORTED_ON, WITH_TARGETS, Indicator
from storage.members import Person
from storage.requests import excuses


class RoundState(Labelled):
    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


class Round(Base):
    """A reporting round of one TWG. A unique index allows one open round per TWG."""

    __tablename__ = "round"
    __table_args__ = (partial_index("ix_round_open", "twg_id", where="state = 'open'", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: Of when the values are: "SY 2025/26"; empty where that was not said.
    period: Mapped[str] = mapped_column(String(40), default="")
    #: The end of the last day on which a report is on time, UTC.
    due_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ReportRequest(Base):
    """A request to a person to report on an indicator in a round."""

    __tablename__ = "report_request"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator_id", "person_id"),
        Index("ix_report_request_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: UTC; None until a report has been submitted.
    reported_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
    indicator: Mapped[Indicator] = relationship(lazy="raise")
    round: Mapped[Round] = relationship(lazy="raise")


async def find_open_round(session: AsyncSession, twg_id: int) -> Round | None:
    """The open round of a TWG; None if there is none."""
    return await session.scalar(select(Round).where(Round.twg_id == twg_id, Round.state == RoundState.OPEN))


async def list_requests(session: AsyncSession, *criteria: Any) -> list[ReportRequest]:
    """Requests that meet the criteria, with person, institution and indicator, by indicator."""
    query = (
        select(ReportRequest)
        .where(*criteria)
        .options(
            joinedload(ReportRequest.person).joinedload(Person.institution),
            joinedload(ReportRequest.indicator).options(*WITH_TARGETS),
        )
        .order_by(ReportRequest.indicator_id, ReportRequest.id)
    )
    return list(await session.scalars(query))


def read_report_requests(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[ReportRequest]]:
    """Requests of a TWG that meet the criteria, with round, indicator and person, those of the newest round first."""
    query = select(ReportRequest).where(ReportRequest.twg_id == twg_id, *criteria)
    query = query.order_by(ReportRequest.round_id.desc(), ReportRequest.id)
    loaded = joinedload(ReportRequest.person).joinedload(Person.institution), joinedload(ReportRequest.round)
    return in_batches(session, query, ReportRequest.id, *loaded, joinedload(ReportRequest.indicator))


async def list_unreported(session: AsyncSession, round_id: int) -> list[ReportRequest]:
    """Requests of a round that have no report yet, loaded as by `list_requests`.

    Left out are those of which their person needs no reminder, since they asked for time or said that there is no data,
    and those on indicators that are not reported on any more.
    """
    return await list_requests(
        session,
        ReportRequest.round_id == round_id,
        ReportRequest.reported_at.is_(None),
        ReportRequest.indicator.has(Indicator.state.in_(REPORTED_ON)),
        ~excuses(ReportRequest.__tablename__, ReportRequest.id),
    )
