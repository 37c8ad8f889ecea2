"""How indicators are rated by hand, in place of what follows from their values."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.indicators.definitions import Indicator
from storage.members import Person


class Rating(Labelled):
    """How an indicator stands."""

    ACHIEVED = "achieved", N_("Achieved")
    ON_TRACK = "on_track", N_("On track")
    DELAYED = "delayed", N_("Delayed")
    NOT_STARTED = "not_started", N_("Not started")
    NO_DATA = "no_data", N_("No data")


class IndicatorRating(Base):
    """A rating that was set by hand, or taken back. The newest one of an indicator counts; earlier ones are kept."""

    __tablename__ = "indicator_rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    #: The accepted report that it is about; None where there was none. It does not count once a later one is accepted.
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    #: None: from now on it follows from the values again.
    rating: Mapped[Rating | None]
    #: What followed from the values then.
    computed: Mapped[Rating]
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    set_at: Mapped[datetime]

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    set_by: Mapped[Person] = relationship(lazy="raise")


async def list_ratings(session: AsyncSession, *criteria: Any) -> list[IndicatorRating]:
    """Ratings set by hand that meet the criteria, oldest first, with who set them and the indicator."""
    query = select(IndicatorRating).join(IndicatorRating.indicator).where(*criteria)
    query = query.options(joinedload(IndicatorRating.set_by), joinedload(IndicatorRating.indicator))
    return list(await session.scalars(query.order_by(IndicatorRating.id)))


async def list_newest_ratings(
    session: AsyncSession, twg_id: int, *, indicator_id: int | None = None
) -> dict[int, IndicatorRating]:
    """The newest rating by hand of each indicator of a TWG, by indicator id; those that were taken back are left out.

    Args:
        indicator_id: of this indicator only.
    """
    wanted = Indicator.twg_id == twg_id, *([] if indicator_id is None else [Indicator.id == indicator_id])
    newest = select(func.max(IndicatorRating.id)).join(Indicator, Indicator.id == IndicatorRating.indicator_id)
    newest = newest.where(*wanted).group_by(IndicatorRating.indicator_id)
    found = await list_ratings(session, IndicatorRating.id.in_(newest))
    return {one.indicator_id: one for one in found if one.rating is not None}
