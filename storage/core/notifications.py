"""The outbox: notifications, and a delivery for each message to each recipient.

A notification commits in the same transaction as the change that caused it.
"""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.members import Account, Person


class DeliveryState(enum.StrEnum):
    """State of a delivery. All but `pending` and `in_flight` are final unless the delivery is sent again."""

    PENDING = "pending"
    #: Claimed, committed before the call to Telegram; a crash leaves the delivery in this state.
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    #: The recipient blocked the bot, deactivated their account, or never pressed Start.
    UNREACHABLE = "unreachable"
    #: Given up: Telegram refused it, it could not be worded, or every try failed; the reason is in `error`.
    FAILED = "failed"
    #: No longer to be sent: its subject is over, or the recipient may not see it any more.
    VOID = "void"
    #: `expires_at` passed before it could be sent.
    MISSED = "missed"


#: States of deliveries that have not ended.
OPEN_STATES = (DeliveryState.PENDING, DeliveryState.IN_FLIGHT)
#: States in order, the furthest from being sent last. A person counts with the last one among their parts, so that
#: a void part counts only where all are void.
_BY_PROGRESS = (
    DeliveryState.VOID,
    DeliveryState.SENT,
    DeliveryState.MISSED,
    DeliveryState.FAILED,
    DeliveryState.UNREACHABLE,
    DeliveryState.IN_FLIGHT,
    DeliveryState.PENDING,
)
#: Value of `error` of a delivery that waits only for the end of the night or of days off.
HELD = "held for the morning"
#: Values of `error` of a delivery that waits only because its chat has had as much as Telegram allows: alone, and if it
#: may share the next message to the chat with others.
PACED = "waits for its turn in the chat"
PACED_TOGETHER = "waits for the next message to the chat"
#: Value of `error` of a void delivery whose cause was taken back before it was sent.
TAKEN_BACK = "taken back"
#: The condition in SQL that a delivery waits for its turn in the chat.
IS_PACED = f"error IN ('{PACED}', '{PACED_TOGETHER}')"


class Notification(Base):
    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_subject", "subject_type", "subject_id"),
        Index("ix_notification_actor_id_created_at", "actor_id", "created_at"),
        partial_index("ix_notification_followed", "id", where="progress_chat_id IS NOT NULL AND settled_at IS NULL"),
        partial_index("ix_notification_waiting", "id", where="fanned_out = 0", where_on_postgresql="NOT fanned_out"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the notice: "meeting_announced".
    kind: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What cannot be read from the subject when the message is sent, such as a meeting's place before a change.
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    #: Sent at night and on days off too.
    urgent: Mapped[bool] = mapped_column(default=False)
    #: How many messages each recipient gets: the text and its files.
    parts: Mapped[int] = mapped_column(default=1)
    #: Not sent before and not sent after these moments, UTC; `expires_at` is None if late is better than never.
    not_before: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: Quiet hours and days off do not hold it past this moment, UTC; None if it is of use whenever it arrives.
    useful_until: Mapped[datetime | None]
    #: Person ids of recipients whose deliveries are not written yet; for a large audience that is done in batches.
    waiting: Mapped[list[int]] = mapped_column(default=list)
    #: Person ids of recipients who have no account, and so no delivery.
    without_account: Mapped[list[int]] = mapped_column(default=list, server_default=text("'[]'"))
    #: Whether every recipient with an account has a delivery.
    fanned_out: Mapped[bool] = mapped_column(default=True)
    #: Chat in which its sender is shown the progress, the message there (None until it is sent), and when that message
    #: showed the final outcome, UTC (None until then).
    progress_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)
    #: Fingerprint of what that message shows; empty until it is known.
    progress_shown: Mapped[str] = mapped_column(String(64), default="", server_default="")
    settled_at: Mapped[datetime | None]


class Delivery(Base):
    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notification_id", "person_id", "account_id", "part"),
        partial_index("ix_delivery_due", "not_before", "account_id", "id", where="state = 'pending'"),
        partial_index(
            "ix_delivery_urgent",
            "not_before",
            "account_id",
            "id",
            where="state = 'pending' AND urgent = 1",
            where_on_postgresql="state = 'pending' AND urgent",
        ),
        partial_index(
            "ix_delivery_together",
            "account_id",
            "id",
            where=f"state = 'pending' AND error = '{PACED_TOGETHER}'",
        ),
        partial_index("ix_delivery_paced", "not_before", "account_id", "id", where=f"state = 'pending' AND {IS_PACED}"),
        partial_index("ix_delivery_in_flight", "in_flight_since", where="state = 'in_flight'"),
        Index("ix_delivery_message", "chat_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"))
    #: The person whom it concerns.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: The account to which it is sent.
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: 0 is the text; files, or further pages of a long text, follow as 1, 2, …, each sent and retried by itself.
    part: Mapped[int] = mapped_column(default=0)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    #: Claimed before all that are not urgent, so that the notice of a cancelled meeting does not wait for the end of
    #: a long broadcast.
    urgent: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[datetime]
    #: From this moment on it is missed instead of sent, UTC; None if late is better than never.
    expires_at: Mapped[datetime | None]
    #: Failed tries; a 429 (Telegram asks to wait) is not counted.
    attempts: Mapped[int] = mapped_column(default=0)
    in_flight_since: Mapped[datetime | None]
    #: True if a crash left it in flight or Telegram's answer was lost, so that the recipient may have got it twice.
    repeated: Mapped[bool] = mapped_column(default=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    #: The number of its subject in a message shared with others, from 1; None in a message of its own.
    number: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    notification: Mapped[Notification] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise")


_DUE = "deliveries due"


def note_due(session: AsyncSession) -> None:
    """Note that this transaction leaves something to send, so that the delivery loop is woken after the commit."""
    session.info[_DUE] = True


def leaves_due(session: AsyncSession) -> bool:
    """Whether `note_due` was called in this transaction."""
    return _DUE in session.info


async def list_notifications_of(session: AsyncSession, chat_id: int, message_id: int) -> list[Notification]:
    """The notifications that were sent in a message of a chat, so that a reply to it can act on their subjects.

    Several when they were grouped into one message, an empty list when the message is not a delivery.
    """
    query = (
        select(Notification)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Delivery.chat_id == chat_id, Delivery.message_id == message_id)
    )
    return list(await session.scalars(query.order_by(Notification.id)))


async def find_message_of(session: AsyncSession, notification_id: int, chat_id: int) -> int | None:
    """Id of the message in which a chat got the text of a notification; None if it did not get it."""
    query = select(Delivery.message_id).where(
        Delivery.notification_id == notification_id, Delivery.chat_id == chat_id, Delivery.part == 0
    )
    return await session.scalar(query)


async def find_untouched(session: AsyncSession, kind: str, **subject: int) -> Notification | None:
    """The newest notification of a kind, if all its deliveries are still pending; None otherwise.

    The deliveries are locked, so that none is claimed before the transaction ends.

    Args:
        subject: columns that select it: `subject_id`, `twg_id`.
    """
    query = select(Notification).filter_by(kind=kind, **subject).order_by(Notification.id.desc()).limit(1)
    newest = (await session.scalars(query)).first()
    if newest is None:
        return None
    states = select(Delivery.state).where(Delivery.notification_id == newest.id).order_by(Delivery.id)
    found = set(await session.scalars(states.with_for_update(key_share=True)))
    return newest if found == {DeliveryState.PENDING} else None


async def void_notifications(session: AsyncSession, ids: list[int]) -> set[int]:
    """Let what is pending of these notifications never be sent.

    Returns:
        Ids of the people to whom one of them was sent, or is being sent at this moment.
    """
    of_them = Delivery.notification_id.in_(ids)
    await session.execute(
        update(Delivery)
        .where(of_them, Delivery.state == DeliveryState.PENDING)
        .values(state=DeliveryState.VOID, error=TAKEN_BACK)
        .execution_options(synchronize_session=False)
    )
    unwritten = Notification.id.in_(ids), ~Notification.fanned_out
    await session.execute(
        update(Notification)
        .where(*unwritten)
        .values(waiting=[], fanned_out=True)
        .execution_options(synchronize_session=False)
    )
    reached = Delivery.state.in_((DeliveryState.SENT, DeliveryState.IN_FLIGHT))
    return set(await session.scalars(select(Delivery.person_id).where(of_them, reached)))


async def list_undelivered(
    session: AsyncSession, notification_id: int, states: tuple[DeliveryState, ...]
) -> list[Delivery]:
    """For each person the first of their deliveries in one of the states, with person and institution, by name."""
    in_states = Delivery.notification_id == notification_id, Delivery.state.in_(states)
    first = select(func.min(Delivery.id)).where(*in_states).group_by(Delivery.person_id)
    query = (
        select(Delivery)
        .join(Delivery.person)
        .where(Delivery.id.in_(first))
        .options(joinedload(Delivery.person).joinedload(Person.institution))
        .order_by(Person.name, Delivery.id)
    )
    return list(await session.scalars(query))


async def list_unreachable(session: AsyncSession, account_id: int, *, since: datetime, now: datetime) -> list[Delivery]:
    """Deliveries that an account could not be sent because it was unreachable, with notifications, oldest first.

    They are locked until the transaction ends, so that no other process sends them again.

    Args:
        since: leave out notifications created before this moment.
        now: leave out deliveries that have expired by this moment.
    """
    query = (
        select(Delivery)
        .join(Delivery.notification)
        .where(
            Delivery.account_id == account_id,
            Delivery.state == DeliveryState.UNREACHABLE,
            Notification.created_at >= since,
            or_(Delivery.expires_at.is_(None), Delivery.expires_at > now),
        )
        .options(contains_eager(Delivery.notification))
        .order_by(Delivery.id)
        .with_for_update(of=Delivery, key_share=True)
    )
    return list(await session.scalars(query))


async def count_deliveries(session: AsyncSession, notification_id: int) -> dict[DeliveryState, int]:
    """How many recipients are in each state; each counts with the state of their part that is furthest from sent."""
    place = case({state: place for place, state in enumerate(_BY_PROGRESS)}, value=Delivery.state)
    people = (
        select(func.max(place).label("place"))
        .where(Delivery.notification_id == notification_id)
        .group_by(Delivery.person_id)
        .subquery()
    )
    rows = await session.execute(select(people.c.place, func.count()).group_by(people.c.place))
    return {_BY_PROGRESS[place]: people for place, people in rows}
