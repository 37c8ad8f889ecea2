"""Messages of the bot that are bound to a row: they are changed when what they say is withdrawn, or stands again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.notifications import Delivery, DeliveryState, Notification, note_due
from storage.engine.database import Base, insert_ignoring, partial_index
from storage.groups import GroupPost, LinkedGroup
from storage.members import Account


class BoundMessage(Base):
    """A message in a chat; one that is still on its way has no id yet."""

    __tablename__ = "bound_message"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index("ix_bound_message_subject", "subject_type", "subject_id"),
        partial_index("ix_bound_message_due", "change_at", where="change_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What it shows.
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    #: The account whose chat it is in; None in a group.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: The linked group that it was posted in; None in a private chat.
    group_id: Mapped[int | None] = mapped_column(ForeignKey("linked_group.id"))
    #: The person whom it concerns: an assistant gets messages for others.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The delivery that it is, while that is on its way; None for any other.
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    #: The place of its file in the album that the delivery is; None for a message by itself.
    place: Mapped[int | None]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    #: "document", "photo" and so on, where it shows a file; empty for a text.
    kind: Mapped[str] = mapped_column(String(20), default="")
    sent_at: Mapped[datetime]
    #: When it is changed next, UTC; None while it shows what is so.
    change_at: Mapped[datetime | None]
    #: Failed tries of the change.
    attempts: Mapped[int] = mapped_column(default=0)
    #: Why it could not be changed, in Telegram's words; empty if it was.
    error: Mapped[str] = mapped_column(Text, default="")

    account: Mapped[Account | None] = relationship(lazy="raise")
    group: Mapped[LinkedGroup | None] = relationship(lazy="raise")


#: Messages that are changed in one go.
BATCH = 100


async def bind(session: AsyncSession, rows: Collection[dict[str, Any]]) -> None:
    """Add messages, given as columns of `BoundMessage`; those that are there already stay as they are."""
    if rows:
        defaults = {"attempts": 0, "error": "", "change_at": None, "kind": "", "message_id": None}
        empty = {"account_id": None, "group_id": None, "person_id": None, "delivery_id": None, "place": None}
        await session.execute(insert_ignoring(session, BoundMessage), [{**defaults, **empty, **row} for row in rows])


async def unbind(session: AsyncSession, subject_type: str, chat_id: int, message_id: int) -> None:
    """Let a message be changed no more for a row of this table: it shows something else by now."""
    shown = BoundMessage.chat_id == chat_id, BoundMessage.message_id == message_id
    await session.execute(delete(BoundMessage).where(*shown, BoundMessage.subject_type == subject_type))


async def unbind_in(session: AsyncSession, subject_type: str, subject_id: int, chat_id: int) -> None:
    """Let the messages of a chat that show a row be changed no more: a newer one there takes their place."""
    shown = BoundMessage.subject_type == subject_type, BoundMessage.subject_id == subject_id
    await session.execute(delete(BoundMessage).where(*shown, BoundMessage.chat_id == chat_id))


async def change_bound(session: AsyncSession, subject_type: str, subject_ids: Iterable[int], *, now: datetime) -> None:
    """Let the messages that are bound to these rows be changed into what is so."""
    about = BoundMessage.subject_type == subject_type, BoundMessage.subject_id.in_(list(subject_ids))
    values = {"change_at": now, "attempts": 0, "error": ""}
    await session.execute(
        update(BoundMessage).where(*about).values(**values).execution_options(synchronize_session=False)
    )
    note_due(session)


async def change_messages(session: AsyncSession, messages: Sequence[tuple[int, int]], *, now: datetime) -> None:
    """As `change_bound`, for messages that are given by chat and message id, whatever row they are bound to."""
    for first in range(0, len(messages), BATCH):
        these = tuple_(BoundMessage.chat_id, BoundMessage.message_id).in_(messages[first : first + BATCH])
        changed = update(BoundMessage).where(these).values(change_at=now, attempts=0, error="")
        await session.execute(changed.execution_options(synchronize_session=False))
    note_due(session)


async def list_due_changes(session: AsyncSession, *, now: datetime) -> list[BoundMessage]:
    """Messages that are to be changed at `now` (UTC, aware), with account and group, the longest due first."""
    query = select(BoundMessage).where(BoundMessage.change_at <= now).order_by(BoundMessage.change_at, BoundMessage.id)
    with_chats = (joinedload(BoundMessage.account), joinedload(BoundMessage.group).joinedload(LinkedGroup.twg))
    return list(await session.scalars(query.limit(BATCH).options(*with_chats)))


async def count_bound(session: AsyncSession, subject_type: str, subject_id: int) -> tuple[int, int]:
    """How many messages are bound to a row, and how many of them could not be changed."""
    failed = func.count().filter(BoundMessage.error != "")
    query = select(func.count(), failed).where(
        BoundMessage.subject_type == subject_type, BoundMessage.subject_id == subject_id
    )
    total, not_changed = (await session.execute(query)).one()
    return total, not_changed


async def list_who_have_bound(session: AsyncSession, subject_type: str, subject_id: int) -> set[int]:
    """Ids of the people who have a message that is bound to a row."""
    about = BoundMessage.subject_type == subject_type, BoundMessage.subject_id == subject_id
    query = select(BoundMessage.person_id).where(*about, BoundMessage.message_id.is_not(None))
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


#: States of a delivery whose message is there, or will be in a moment.
_GONE_OUT = (DeliveryState.SENT, DeliveryState.IN_FLIGHT)


async def list_gone_out(session: AsyncSession, subject_type: str, subject_ids: Iterable[int]) -> list[Delivery]:
    """The deliveries about these rows that were sent or are on their way, with notifications, oldest first."""
    about = Notification.subject_type == subject_type, Notification.subject_id.in_(list(subject_ids))
    query = select(Delivery).join(Delivery.notification).where(*about, Delivery.state.in_(_GONE_OUT))
    return list(await session.scalars(query.options(joinedload(Delivery.notification)).order_by(Delivery.id)))


async def list_posted(
    session: AsyncSession, subject_type: str, subject_ids: Iterable[int], *, alone: bool = True
) -> list[GroupPost]:
    """What was posted in groups about these rows, with groups, oldest first.

    Args:
        alone: only messages that say nothing else.
    """
    about = Notification.subject_type == subject_type, Notification.subject_id.in_(list(subject_ids))
    query = select(GroupPost).join(GroupPost.notification).where(*about, GroupPost.message_id.is_not(None))
    found = list(await session.scalars(query.options(joinedload(GroupPost.group)).order_by(GroupPost.id)))
    if not alone:
        return found
    says = {post.id: await list_posts_in_message(session, post.group_id, post.message_id or 0) for post in found}
    ids = {post.id for post in found}
    return [post for post in found if {each.id for each in says[post.id]} <= ids]


async def list_posts_in_message(session: AsyncSession, group_id: int, message_id: int) -> list[GroupPost]:
    """What a message in a linked group says, with notifications, the group and its TWG, oldest first."""
    query = select(GroupPost).where(GroupPost.group_id == group_id, GroupPost.message_id == message_id)
    loaded = joinedload(GroupPost.notification), joinedload(GroupPost.group).joinedload(LinkedGroup.twg)
    return list(await session.scalars(query.options(*loaded).order_by(GroupPost.notification_id)))


async def list_in_messages(session: AsyncSession, messages: Sequence[tuple[int, int]]) -> list[Delivery]:
    """The deliveries that messages in private chats are, with notifications, oldest first.

    Args:
        messages: by chat and message id, at most `BATCH`.
    """
    if not messages:
        return []
    # SQLite walks the table for pairs; of either column alone it takes the index, and finds few others.
    chats, ids = {chat_id for chat_id, _id in messages}, {message_id for _chat, message_id in messages}
    here = Delivery.chat_id.in_(chats), Delivery.message_id.in_(ids), Delivery.state == DeliveryState.SENT
    query = select(Delivery).where(*here)
    found = await session.scalars(query.options(joinedload(Delivery.notification)).order_by(Delivery.notification_id))
    wanted = set(messages)
    return [delivery for delivery in found if (delivery.chat_id, delivery.message_id) in wanted]


async def find_bound(session: AsyncSession, chat_id: int, message_id: int) -> BoundMessage | None:
    """The row that a message of a chat is bound by; None where it is bound to nothing."""
    return await session.scalar(
        select(BoundMessage).where(BoundMessage.chat_id == chat_id, BoundMessage.message_id == message_id)
    )
