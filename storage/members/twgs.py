"""Technical Working Groups."""

from datetime import datetime, time

from sqlalchemy import String, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.spelling import key_of
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled


class Adoption(Labelled):
    """How the minutes of a meeting are adopted."""

    NEXT_MEETING = "next_meeting", N_("At the next meeting")
    SILENCE = "silence", N_("By silence")
    CHAIR = "chair", N_("By the Chair")


class Twg(Base):
    __tablename__ = "twg"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Short unique code that officials use, in upper case: "HLT".
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_km: Mapped[str] = mapped_column(String(200), default="")
    #: The host ministry or agency.
    host: Mapped[str] = mapped_column(String(200), default="")
    #: The address of its secretariat; empty if none is set.
    email: Mapped[str] = mapped_column(String(200), default="")
    #: IANA name of the time zone of its wall-clock times.
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Phnom_Penh")
    #: Opening hours of its own, wall-clock times between which messages that are not urgent are sent; None for those of
    #: the installation.
    opens_at: Mapped[time | None]
    closes_at: Mapped[time | None]
    #: Days off and working days of its own, besides those of the installation: ISO dates in their order.
    extra_days_off: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    extra_working_days: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    #: Whether the Chair confirms those who ask to join by themselves, after the secretariat has screened them.
    chair_confirms: Mapped[bool] = mapped_column(default=True)
    #: How its minutes are adopted, and how many days members have to propose corrections.
    minutes_adoption: Mapped[Adoption] = mapped_column(
        default=Adoption.NEXT_MEETING, server_default=Adoption.NEXT_MEETING.value
    )
    minutes_days: Mapped[int] = mapped_column(default=7, server_default=text("7"))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    #: Fingerprint of what its reminders were last computed from (rules, working hours, zone, public holidays); empty
    #: before the first time.
    reminders_set_by: Mapped[str] = mapped_column(String(64), default="")

    @property
    def twg_id(self) -> int:
        """Its own id: where a row says to which TWG it belongs, a TWG belongs to itself."""
        return self.id


async def find_twg(session: AsyncSession, code: str) -> Twg | None:
    """The TWG with this code, however it is typed; None if there is none."""
    return await session.scalar(select(Twg).where(Twg.code == key_of(code).upper()))


async def list_twgs(session: AsyncSession) -> list[Twg]:
    """All TWGs by code."""
    return list(await session.scalars(select(Twg).order_by(Twg.code)))
