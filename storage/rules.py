"""What a TWG has set otherwise about its reminders."""

from datetime import time

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base


class RuleSetting(Base):
    __tablename__ = "rule_setting"
    __table_args__ = (UniqueConstraint("twg_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: Name of the rule in the rule table.
    rule: Mapped[str] = mapped_column(String(80))
    enabled: Mapped[bool] = mapped_column(default=True)
    #: From the subject's moment, negative is before; empty keeps the rule's own.
    offset_min: Mapped[int | None]
    #: Wall-clock time; empty keeps the rule's own.
    at: Mapped[time | None]


async def list_rule_settings(session: AsyncSession, twg_id: int) -> dict[str, RuleSetting]:
    """A TWG's settings by rule."""
    rows = await session.scalars(select(RuleSetting).where(RuleSetting.twg_id == twg_id))
    return {row.rule: row for row in rows}
