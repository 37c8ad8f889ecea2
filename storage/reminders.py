"""Reminders, one row per rule and subject; and what a TWG has set otherwise about its rules."""

import enum
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.notifications import OPEN_STATES, Delivery, Notification
from storage.engine.database import Base


class ReminderState(enum.StrEnum):
    PENDING = "pending"
    FIRED = "fired"
    #: Its subject was cancelled, moved or settled.
    VOID = "void"
    #: Its time passed before anybody could be told, and the rule says that late is worse than never.
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
        Index(
            "ix_reminder_followed",
            "notification_id",
            sqlite_where=text("notification_id IS NOT NULL"),
            postgresql_where=text("notification_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the rule in the rule table.
    rule: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    due_at: Mapped[datetime]
    #: After this it is missed instead of said.
    too_late_at: Mapped[datetime]
    #: Neither night nor holiday holds it back.
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.PENDING)
    fired_at: Mapped[datetime | None]
    #: What it made when it fired, until it is seen whether anybody was told.
    notification_id: Mapped[int | None] = mapped_column(ForeignKey("notification.id"))


async def list_due(session: AsyncSession, *, now: datetime, limit: int) -> list[int]:
    """Ids of the reminders whose time has come, the longest due first."""
    query = select(Reminder.id).where(Reminder.state == ReminderState.PENDING, Reminder.due_at <= now)
    return list(await session.scalars(query.order_by(Reminder.due_at, Reminder.id).limit(limit)))


def is_settled() -> ColumnElement[bool]:
    """The clause for reminders of which all that they made has ended, and nobody has looked how yet."""
    made = Notification.id == Reminder.notification_id
    on_its_way = exists().where(Delivery.notification_id == Reminder.notification_id, Delivery.state.in_(OPEN_STATES))
    return and_(Reminder.notification_id.is_not(None), ~on_its_way, exists().where(made, Notification.fanned_out))


async def list_settled(session: AsyncSession, *, limit: int) -> list[int]:
    """Ids of those, in their order."""
    return list(
        await session.scalars(select(Reminder.id).where(is_settled()).order_by(Reminder.notification_id).limit(limit))
    )


async def list_reminders(session: AsyncSession, *criteria: Any) -> list[Reminder]:
    """Reminders that meet the criteria, the longest due first."""
    return list(await session.scalars(select(Reminder).where(*criteria).order_by(Reminder.due_at, Reminder.id)))


async def list_reminders_of(
    session: AsyncSession, subject_type: str, subject_id: int, *, to_change: bool = False
) -> dict[str, Reminder]:
    """Reminders of a subject by rule; those about to be changed are kept from firing until the transaction ends."""
    query = select(Reminder).where(Reminder.subject_type == subject_type, Reminder.subject_id == subject_id)
    if to_change:
        query = query.order_by(Reminder.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    return {reminder.rule: reminder for reminder in await session.scalars(query)}


async def list_reminders_by_subject(
    session: AsyncSession, subject_type: str, subject_ids: list[int]
) -> dict[int, dict[str, Reminder]]:
    """Reminders of several subjects of one table, by subject and rule, kept from firing until the transaction ends."""
    query = select(Reminder).where(Reminder.subject_type == subject_type, Reminder.subject_id.in_(subject_ids))
    query = query.order_by(Reminder.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    found: dict[int, dict[str, Reminder]] = {}
    for reminder in await session.scalars(query):
        found.setdefault(reminder.subject_id, {})[reminder.rule] = reminder
    return found


async def find_next_of(session: AsyncSession, subject_type: str, subject_id: int) -> datetime | None:
    """When a subject is next reminded of; empty when no reminder of it waits."""
    waiting = (
        Reminder.subject_type == subject_type,
        Reminder.subject_id == subject_id,
        Reminder.state == ReminderState.PENDING,
    )
    return await session.scalar(select(func.min(Reminder.due_at)).where(*waiting))


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
