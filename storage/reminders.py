"""What is to be said at a time: one row per rule and subject."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base


class ReminderState(enum.StrEnum):
    PENDING = "pending"
    FIRED = "fired"
    #: Its subject was cancelled, moved or settled.
    VOID = "void"
    #: Its time passed while nothing ran, and the rule says that late is worse than never.
    MISSED = "missed"


class Reminder(Base):
    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("rule", "subject_type", "subject_id"),
        Index(
            "ix_reminder_due",
            "due_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the rule in the rule table.
    rule: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    due_at: Mapped[datetime]
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.PENDING)
    fired_at: Mapped[datetime | None]


async def list_due(session: AsyncSession, *, now: datetime, limit: int) -> list[int]:
    """Ids of the reminders whose time has come, the longest due first."""
    query = select(Reminder.id).where(Reminder.state == ReminderState.PENDING, Reminder.due_at <= now)
    return list(await session.scalars(query.order_by(Reminder.due_at, Reminder.id).limit(limit)))


async def list_reminders_of(session: AsyncSession, subject_type: str, subject_id: int) -> dict[str, Reminder]:
    """Reminders of a subject by rule."""
    query = select(Reminder).where(Reminder.subject_type == subject_type, Reminder.subject_id == subject_id)
    return {reminder.rule: reminder for reminder in await session.scalars(query)}


async def find_next_due(session: AsyncSession) -> datetime | None:
    """When the next reminder is due; empty when none waits."""
    query = select(Reminder.due_at).where(Reminder.state == ReminderState.PENDING).order_by(Reminder.due_at)
    return (await session.scalars(query.limit(1))).first()
