"""Rows that follow from others, written by the database itself: receipts, RSVPs, requests, reminders, deliveries."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, insert, literal, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.filling.sizes import Size
from bot.capabilities import registry
from storage.actions import Action, ActionState
from storage.core.audit import AuditRow
from storage.core.inbox import InboxRow
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.documents import Circulation, Document, Receipt
from storage.engine.database import Base
from storage.indicators import Indicator, ReportRequest, Responsible, Round, RoundState
from storage.meetings import Attendance, Meeting, Rsvp
from storage.members import Account, Membership, Person
from storage.reminders import Reminder, ReminderState
from storage.requests import MemberRequest, RequestKind, RequestState
from twg.core.audiences import Audience, to_column

#: Updates that are remembered; they are forgotten after three days.
INBOX = 6_000


async def derive(session: AsyncSession, size: Size, *, now: datetime) -> None:
    """Write what follows from the rows of a store that are there."""
    to_all = Document.audience == to_column(Audience.ALL)
    members = select(Document.id, Membership.person_id, Circulation.circulated_at).join(Document.circulation)
    members = members.join(Membership, Membership.twg_id == Document.twg_id)
    await _add(session, Receipt, ["document_id", "person_id", "acknowledged_at"], members.where(to_all))
    await _add_answers(session, now)
    await _add_report_requests(session)
    await _add_requests(session)
    await _add_reminders(session, now)
    await _add_notifications(session, size)
    await _add_deliveries(session)
    await _add_audit(session)
    updates = min(INBOX, size.twgs * size.people * 3)
    received = [{"update_id": number, "received_at": now - timedelta(seconds=40 * number)} for number in range(updates)]
    await session.execute(insert(InboxRow), received)


async def _add(session: AsyncSession, table: type[Base], columns: list[str], rows: Select[Any]) -> None:
    """INSERT … SELECT; columns that are not named get their defaults."""
    await session.execute(insert(table.metadata.tables[table.__tablename__]).from_select(columns, rows))


async def _add_answers(session: AsyncSession, now: datetime) -> None:
    """Two of three people have answered each invitation of the past."""
    answered = select(Meeting.id, Membership.person_id, literal(Rsvp.YES, Attendance.rsvp.type), Meeting.announced_at)
    answered = answered.join(Membership, Membership.twg_id == Meeting.twg_id)
    answered = answered.where(Meeting.starts_at < now, Membership.person_id % 3 != 0)
    await _add(session, Attendance, ["meeting_id", "person_id", "rsvp", "answered_at"], answered)


async def _add_requests(session: AsyncSession) -> None:
    """Add a request for more time by the owner of every fifth action; granted where the action is done."""
    kind = literal(RequestKind.MORE_TIME, MemberRequest.kind.type)
    granted = literal(RequestState.GRANTED, MemberRequest.state.type)
    waiting = literal(RequestState.WAITING, MemberRequest.state.type)
    state = case((Action.state == ActionState.DONE, granted), else_=waiting)
    about = literal(Action.__tablename__), Action.id
    decided = case((Action.state == ActionState.DONE, Action.created_by_id)), Action.closed_at
    asked = Action.owner_id, Action.created_at, literal("One more week")
    rows = select(Action.twg_id, kind, *about, *asked, state, *decided).where(Action.id % 5 == 0)
    columns = ["twg_id", "kind", "subject_type", "subject_id", "asked_by_id", "asked_at", "text", "state"]
    await _add(session, MemberRequest, [*columns, "decided_by_id", "decided_at"], rows)


async def _add_report_requests(session: AsyncSession) -> None:
    """In every round, everybody of the responsible institutions was asked; in closed rounds all have reported."""
    reported = select(Round.twg_id, Round.id, Indicator.id, Person.id, Round.closed_at).select_from(Round)
    reported = reported.join(Indicator, Indicator.twg_id == Round.twg_id)
    reported = reported.join(Responsible, Responsible.indicator_id == Indicator.id)
    reported = reported.join(Person, Person.institution_id == Responsible.institution_id)
    columns = ["twg_id", "round_id", "indicator_id", "person_id", "reported_at"]
    await _add(session, ReportRequest, columns, reported)


async def _add_reminders(session: AsyncSession, now: datetime) -> None:
    """One fired reminder of each rule for everything that is over; the program computes those of the future."""
    over: dict[str, Select[Any]] = {
        Meeting.__tablename__: select(Meeting.id, Meeting.twg_id, Meeting.starts_at).where(Meeting.starts_at < now),
        Circulation.__tablename__: select(Circulation.id, Circulation.twg_id, Circulation.circulated_at),
        Action.__tablename__: select(Action.id, Action.twg_id, Action.created_at).where(
            Action.state == ActionState.DONE
        ),
        Round.__tablename__: select(Round.id, Round.twg_id, Round.due_at).where(Round.state == RoundState.CLOSED),
    }
    for rule in registry().domains.rules.values():
        if rule.subject_type in over:
            rows = over[rule.subject_type].subquery()
            row_id, twg_id, at = rows.c
            fired = literal(ReminderState.FIRED, Reminder.state.type)
            values = select(literal(rule.name), literal(rule.subject_type), row_id, twg_id, at, at, fired, at)
            columns = ["rule", "subject_type", "subject_id", "twg_id", "due_at", "too_late_at", "state", "fired_at"]
            await _add(session, Reminder, columns, values)


async def _add_notifications(session: AsyncSession, size: Size) -> None:
    """One for each circulation to all, and `told` about the meetings of each TWG."""
    columns = ["kind", "subject_type", "subject_id", "twg_id", "actor_id", "data", "created_at"]
    data = literal({}, Notification.data.type)
    circulations = select(
        literal("document_circulated"),
        literal(Circulation.__tablename__),
        Circulation.id,
        Circulation.twg_id,
        Circulation.created_by_id,
        data,
        Circulation.circulated_at,
    ).where(Circulation.audience == to_column(Audience.ALL))
    await _add(session, Notification, columns, circulations)
    for number in range(size.told // size.meetings):
        kind = "meeting_reminder" if number else "meeting_announced"
        actor = null() if number else Meeting.created_by_id
        meetings = select(
            literal(kind), literal(Meeting.__tablename__), Meeting.id, Meeting.twg_id, actor, data, Meeting.created_at
        )
        await _add(session, Notification, columns, meetings)


async def _add_deliveries(session: AsyncSession) -> None:
    """Every notification has reached all members of its TWG."""
    sent = select(
        Notification.id,
        Account.person_id,
        Account.id,
        literal(DeliveryState.SENT, Delivery.state.type),
        Notification.created_at,
        Account.telegram_id,
        Notification.id,
        Notification.created_at,
    ).select_from(Notification)
    sent = sent.join(Membership, Membership.twg_id == Notification.twg_id)
    sent = sent.join(Account, Account.person_id == Membership.person_id)
    columns = ["notification_id", "person_id", "account_id", "state", "not_before", "chat_id", "message_id", "sent_at"]
    await _add(session, Delivery, columns, sent)


async def _add_audit(session: AsyncSession) -> None:
    """Who recorded and who closed each action, and who acknowledged each document."""
    columns = ["at", "actor_id", "source", "action", "subject_type", "subject_id", "twg_id", "data"]
    data = literal({}, AuditRow.data.type)
    about = literal(Action.__tablename__), Action.id, Action.twg_id, data
    for name, at, by in (
        ("actions.record", Action.created_at, Action.created_by_id),
        ("actions.close", Action.closed_at, Action.closed_by_id),
    ):
        rows = select(at, by, literal("chat"), literal(name), *about).where(and_(at.is_not(None), by.is_not(None)))
        await _add(session, AuditRow, columns, rows)
    acknowledged = select(
        Receipt.acknowledged_at,
        Receipt.person_id,
        literal("chat"),
        literal("documents.acknowledge"),
        literal(Receipt.__tablename__),
        Receipt.id,
        Document.twg_id,
        data,
    ).join(Document, Document.id == Receipt.document_id)
    await _add(session, AuditRow, columns, acknowledged)
