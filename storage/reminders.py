"""Reminders, one row per rule and subject, and a TWG's own settings of the reminder rules."""

import enum
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.notifications import OPEN_STATES, Delivery, Notification
from storage.engine.database import Base, partial_index


class ReminderState(enum.StrEnum):
    PENDING = "pending"
    FIRED = "fired"
    #: Not to fire: its subject is over, or its rule does not apply (any more).
    VOID = "void"
    #: `too_late_at` passed before it could be fired or delivered to anybody.
    MISSED = "missed"


class Reminder(Base):
    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("rule", "subject_type", "subject_id"),
        Index("ix_reminder_subject", "subject_type", "subject_id"),
        partial_index("ix_reminder_due", "due_at", where="state = 'pending'"),
        partial_index("ix_reminder_followed", "notification_id", where="notification_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the rule in the registry: "meeting_3_days".
    rule: Mapped[str] = mapped_column(String(80))
    #: Name of the subject's table.
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: When it fires, UTC.
    due_at: Mapped[datetime]
    #: After this moment (UTC) it is missed instead of sent.
    too_late_at: Mapped[datetime]
    #: Sent at night and on days off too.
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.PENDING)
    fired_at: Mapped[datetime | None]
    #: The notification that it wrote when it fired, until the tick has checked whether that reached anybody; then None.
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"))


async def list_due(session: AsyncSession, *, now: datetime, limit: int) -> list[int]:
    """Ids of pending reminders that are due at `now` (UTC, aware), the longest due first."""
    query = select(Reminder.id).where(Reminder.state == ReminderState.PENDING, Reminder.due_at <= now)
    return list(await session.scalars(query.order_by(Reminder.due_at, Reminder.id).limit(limit)))


def is_settled() -> ColumnElement[bool]:
    """A clause for fired reminders whose deliveries have all ended and whose outcome the tick has not checked yet."""
    made = Notification.id == Reminder.notification_id
    on_its_way = exists().where(Delivery.notification_id == Reminder.notification_id, Delivery.state.in_(OPEN_STATES))
    return and_(Reminder.notification_id.is_not(None), ~on_its_way, exists().where(made, Notification.fanned_out))


async def list_settled(session: AsyncSession, *, limit: int) -> list[int]:
    """Ids of fired reminders whose deliveries have all ended (`is_settled`), oldest notification first."""
    return list(
        await session.scalars(select(Reminder.id).where(is_settled()).order_by(Reminder.notification_id).limit(limit))
    )


async def list_reminders(session: AsyncSession, *criteria: Any) -> list[Reminder]:
    """Reminders that meet the criteria, the longest due first."""
    return list(await session.scalars(select(Reminder).where(*criteria).order_by(Reminder.due_at, Reminder.id)))


async def list_reminders_of(
    session: AsyncSession, subject_type: str, subject_id: int, *, to_change: bool = False
) -> dict[str, Reminder]:
    """Reminders of a subject by rule.

    Args:
        to_change: lock them and read them again, so that none fires before the transaction ends.
    """
    query = select(Reminder).where(Reminder.subject_type == subject_type, Reminder.subject_id == subject_id)
    if to_change:
        query = query.order_by(Reminder.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    return {reminder.rule: reminder for reminder in await session.scalars(query)}


async def list_reminders_by_subject(
    session: AsyncSession, subject_type: str, subject_ids: list[int]
) -> dict[int, dict[str, Reminder]]:
    """Reminders of several subjects of one table, by subject id and rule, locked so that none fires meanwhile."""
    query = select(Reminder).where(Reminder.subject_type == subject_type, Reminder.subject_id.in_(subject_ids))
    query = query.order_by(Reminder.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    found: dict[int, dict[str, Reminder]] = {}
    for reminder in await session.scalars(query):
        found.setdefault(reminder.subject_id, {})[reminder.rule] = reminder
    return found


async def find_next_of(session: AsyncSession, subject_type: str, subject_id: int) -> datetime | None:
    """When the next pending reminder of a subject is due, UTC; None if there is none."""
    waiting = (
        Reminder.subject_type == subject_type,
        Reminder.subject_id == subject_id,
        Reminder.state == ReminderState.PENDING,
    )
    return await session.scalar(select(func.min(Reminder.due_at)).where(*waiting))


class RuleSetting(Base):
    """How a TWG has changed a reminder rule."""

    __tablename__ = "rule_setting"
    __table_args__ = (UniqueConstraint("twg_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: Name of the rule in the registry.
    rule: Mapped[str] = mapped_column(String(80))
    enabled: Mapped[bool] = mapped_column(default=True)
    #: Minutes from the subject's anchor (a meeting's start, a deadline), negative is before; None keeps the rule's own.
    offset_min: Mapped[int | None]
    #: Wall-clock time in the TWG's zone; None keeps the rule's own.
    at: Mapped[time | None]


async def list_rule_settings(session: AsyncSession, twg_id: int) -> dict[str, RuleSetting]:
    """Settings of a TWG by rule name."""
    rows = await session.scalars(select(RuleSetting).where(RuleSetting.twg_id == twg_id))
    return {row.rule: row for row in rows}
