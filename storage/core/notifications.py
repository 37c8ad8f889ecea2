"""The outbox: a notification is written with the fact that caused it; its deliveries are what is to be sent."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    exists,
    false,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, contains_eager, defer, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.database import Base
from storage.members import Person


class DeliveryState(enum.StrEnum):
    """Where a message is on its way. Only `pending` and `in_flight` can still change by themselves."""

    PENDING = "pending"
    #: Claimed and committed before the call to Telegram; a crash leaves it here.
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    #: Blocked, deactivated, or never pressed Start.
    UNREACHABLE = "unreachable"
    #: Telegram refused it for good, in its own words in `error`.
    FAILED = "failed"
    #: The subject no longer calls for it.
    VOID = "void"
    #: Its time passed before it could be sent.
    MISSED = "missed"


#: States in which a delivery still waits for something.
OPEN_STATES = (DeliveryState.PENDING, DeliveryState.IN_FLIGHT)
#: The furthest from being sent last; a void part hides nothing.
_BY_PROGRESS = (
    DeliveryState.VOID,
    DeliveryState.SENT,
    DeliveryState.MISSED,
    DeliveryState.FAILED,
    DeliveryState.UNREACHABLE,
    DeliveryState.IN_FLIGHT,
    DeliveryState.PENDING,
)
#: What `error` says of a delivery that waits for the end of the night or of days off, and for nothing else.
HELD = "held for the morning"


class Notification(Base):
    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_subject", "subject_type", "subject_id"),
        Index(
            "ix_notification_followed",
            "id",
            sqlite_where=text("progress_chat_id IS NOT NULL AND settled_at IS NULL"),
            postgresql_where=text("progress_chat_id IS NOT NULL AND settled_at IS NULL"),
        ),
        Index(
            "ix_notification_waiting",
            "id",
            sqlite_where=text("fanned_out = 0"),
            postgresql_where=text("NOT fanned_out"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Which template and loader: "meetings/announced".
    kind: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What cannot be read from the subject later: the place it was moved from, say.
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    #: Neither night nor holiday holds it back.
    urgent: Mapped[bool] = mapped_column(default=False)
    #: How many messages each recipient gets: the text and its files.
    parts: Mapped[int] = mapped_column(default=1)
    not_before: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    #: Recipients, by person id, who have no delivery yet: a large audience is written in batches.
    waiting: Mapped[list[int]] = mapped_column(default=list)
    #: Whether every recipient has a delivery.
    fanned_out: Mapped[bool] = mapped_column(default=True)
    #: Where its sender is shown how far it is, in which message (empty until that is said), and since when the outcome
    #: stands there.
    progress_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)
    settled_at: Mapped[datetime | None]


class Delivery(Base):
    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notification_id", "person_id", "part"),
        Index(
            "ix_delivery_due",
            "not_before",
            "person_id",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_delivery_urgent",
            "not_before",
            "person_id",
            "id",
            sqlite_where=text("state = 'pending' AND urgent = 1"),
            postgresql_where=text("state = 'pending' AND urgent"),
        ),
        Index(
            "ix_delivery_in_flight",
            "in_flight_since",
            sqlite_where=text("state = 'in_flight'"),
            postgresql_where=text("state = 'in_flight'"),
        ),
        Index("ix_delivery_message", "chat_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: 0 is the text; files follow as 1, 2, …, each sent and retried by itself.
    part: Mapped[int] = mapped_column(default=0)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    #: Goes before all that is not, however long that has waited: a cancelled meeting is no use after a long broadcast.
    urgent: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[datetime]
    #: After this it is missed instead of sent; empty when late is better than never.
    expires_at: Mapped[datetime | None]
    #: Failed tries; waiting at Telegram's request is not one.
    attempts: Mapped[int] = mapped_column(default=0)
    in_flight_since: Mapped[datetime | None]
    #: True when a crash left it in flight and it was sent again: the person may have it twice.
    repeated: Mapped[bool] = mapped_column(default=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    notification: Mapped[Notification] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")


_DUE = "deliveries due"


def note_due(session: AsyncSession) -> None:
    """This transaction leaves something to send: whoever delivers is told once it has committed."""
    session.info[_DUE] = True


def leaves_due(session: AsyncSession) -> bool:
    """Whether this transaction leaves something to send."""
    return _DUE in session.info


def _due(criterion: ColumnElement[bool]) -> Select[int, int]:
    """The next deliveries that are due and whose turn it is, with whom they are for; `now` and `limit` are bound."""
    earlier = aliased(Delivery)
    waits = exists().where(
        earlier.notification_id == Delivery.notification_id,
        earlier.person_id == Delivery.person_id,
        earlier.part < Delivery.part,
        earlier.state.in_(OPEN_STATES),
    )
    return (
        select(Delivery.id, Delivery.person_id)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.not_before <= bindparam("now"), ~waits, criterion)
        .order_by(Delivery.not_before, Delivery.person_id, Delivery.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )


_URGENT, _ORDINARY = _due(Delivery.urgent == true()), _due(Delivery.urgent == false())
_OF_PERSON = _due(Delivery.person_id == bindparam("person_id"))


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Delivery]:
    """Mark up to `limit` due deliveries as in flight and return them with their notifications, what is urgent first.

    Parts of one message to one person stay in order: a part waits until the one before it is settled.
    """
    due: dict[int, int] = {}
    for statement in (_URGENT, _ORDINARY):
        if left := limit - len(due):
            due |= dict((await session.execute(statement, {"now": now, "limit": left})).all())
    if len(due) == limit:  # what else is due for the last person belongs with it
        last = list(due.values())[-1]
        of_last = {"now": now, "limit": 2 * limit, "person_id": last}  # those found already among them
        due |= dict((await session.execute(_OF_PERSON, of_last)).all())
    return await _take(session, list(due), now=now)


async def _take(session: AsyncSession, ids: list[int], *, now: datetime) -> list[Delivery]:
    """Mark as in flight, and read with the notifications, in the order of the ids."""
    if not ids:
        return []
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(state=DeliveryState.IN_FLIGHT, in_flight_since=now)
        .returning(Delivery)
    )
    fresh = {"synchronize_session": False, "populate_existing": True}
    claimed = {delivery.id: delivery for delivery in await session.scalars(taken, execution_options=fresh)}
    of = {delivery.notification_id for delivery in claimed.values()}
    # Those who still wait may be thousands.
    query = select(Notification).where(Notification.id.in_(of)).options(defer(Notification.waiting))
    notifications = {notification.id: notification for notification in await session.scalars(query)}
    for delivery in claimed.values():
        set_committed_value(delivery, "notification", notifications[delivery.notification_id])
    return [claimed[delivery_id] for delivery_id in ids]


async def list_in_flight(session: AsyncSession, ids: list[int]) -> dict[int, datetime | None]:
    """Since when each of these is on its way, by id; kept from others until the transaction ends."""
    on_their_way = Delivery.id.in_(ids), Delivery.state == DeliveryState.IN_FLIGHT
    query = select(Delivery.id, Delivery.in_flight_since).where(*on_their_way).order_by(Delivery.id)
    return dict((await session.execute(query.with_for_update(key_share=True))).all())


async def list_notifications_of(session: AsyncSession, chat_id: int, message_id: int) -> list[Notification]:
    """What a message in a chat was about, so that a reply to it can act on that; several where it was grouped."""
    query = (
        select(Notification)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Delivery.chat_id == chat_id, Delivery.message_id == message_id)
    )
    return list(await session.scalars(query.order_by(Notification.id)))


async def find_message_of(session: AsyncSession, notification_id: int, person_id: int) -> int | None:
    """The message in which somebody got a notification; nothing where they did not."""
    query = select(Delivery.message_id).where(
        Delivery.notification_id == notification_id, Delivery.person_id == person_id, Delivery.part == 0
    )
    return await session.scalar(query)


async def list_followed(session: AsyncSession) -> list[Notification]:
    """Notifications whose sender is to be shown the outcome and has not been yet."""
    query = select(Notification).where(Notification.progress_chat_id.is_not(None), Notification.settled_at.is_(None))
    return list(await session.scalars(query.order_by(Notification.id)))


async def find_untouched(session: AsyncSession, kind: str, **subject: int) -> Notification | None:
    """The newest notification of a kind if it is still to go to everybody it is for; it does not go meanwhile.

    Args:
        subject: what it belongs to: `subject_id`, `twg_id`.
    """
    query = select(Notification).filter_by(kind=kind, **subject).order_by(Notification.id.desc()).limit(1)
    newest = (await session.scalars(query)).first()
    if newest is None:
        return None
    states = select(Delivery.state).where(Delivery.notification_id == newest.id).order_by(Delivery.id)
    found = set(await session.scalars(states.with_for_update(key_share=True)))
    return newest if found == {DeliveryState.PENDING} else None


async def find_waiting(session: AsyncSession) -> Notification | None:
    """A notification with recipients who have no delivery yet, locked for whoever writes them."""
    query = select(Notification).where(~Notification.fanned_out).order_by(Notification.id).limit(1)
    return await session.scalar(query.with_for_update(skip_locked=True))


async def list_undelivered(
    session: AsyncSession, notification_id: int, states: tuple[DeliveryState, ...]
) -> list[Delivery]:
    """The first delivery in one of the states to each person, with person and institution, by name."""
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


async def list_unreachable(session: AsyncSession, person_id: int, *, since: datetime, now: datetime) -> list[Delivery]:
    """What a person could not be sent since then and would still be in time, with its notification, in order.

    It is kept from being sent again by anybody else until the transaction ends.
    """
    query = (
        select(Delivery)
        .join(Delivery.notification)
        .where(
            Delivery.person_id == person_id,
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
    """How many people are in each state: that of their part which is furthest from being sent, files included."""
    place = case({state: place for place, state in enumerate(_BY_PROGRESS)}, value=Delivery.state)
    people = (
        select(func.max(place).label("place"))
        .where(Delivery.notification_id == notification_id)
        .group_by(Delivery.person_id)
        .subquery()
    )
    rows = await session.execute(select(people.c.place, func.count()).group_by(people.c.place))
    return {_BY_PROGRESS[place]: people for place, people in rows}
