"""Telegram groups linked to TWGs, and what is posted there (M7)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.notifications import HELD, DeliveryState, Notification
from storage.engine.database import Base, UTCDateTime, connection_of, partial_index
from storage.members import Person, Twg

#: What linking a group ends with; the values of `LinkedGroup.ended_why`.
UNLINKED, REMOVED, CLOSED = "unlinked", "removed", "closed"


class LinkedGroup(Base):
    """A Telegram group, or a topic of one, in which announcements of a TWG are posted."""

    __tablename__ = "linked_group"
    __table_args__ = (
        partial_index(
            "ix_linked_group_place",
            "chat_id",
            "thread_id",
            where="linked_at IS NOT NULL AND ended_at IS NULL",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    #: Telegram's number of the topic; 0 for the whole group.
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0)
    #: The title of the group, as far as Telegram has said.
    title: Mapped[str] = mapped_column(String(255))
    #: Who is in the group: nothing is posted there that one of them might not see. Tokens as `pack` writes them.
    audience: Mapped[str] = mapped_column(String(120), default="")
    #: Whether information that members share is posted too.
    posts: Mapped[bool] = mapped_column(default=False)
    #: In which language, "en" or "km".
    language: Mapped[str] = mapped_column(String(8), default="en")
    #: Who asked to link it, in the group, and when, UTC.
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    #: When the audience was chosen, UTC; None until then.
    linked_at: Mapped[datetime | None]
    #: When nothing was posted there any more, UTC, and why; None and empty while it is linked.
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(String(20), default="")

    twg: Mapped[Twg] = relationship(lazy="raise")
    linked_by: Mapped[Person] = relationship(lazy="raise")


class GroupPost(Base):
    """A notification that is to be posted in a linked group."""

    __tablename__ = "group_post"
    __table_args__ = (
        UniqueConstraint("group_id", "notification_id"),
        partial_index("ix_group_post_due", "not_before", "group_id", where="state = 'pending'"),
        partial_index("ix_group_post_in_flight", "in_flight_since", where="state = 'in_flight'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("linked_group.id"))
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"), index=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    in_flight_since: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")

    group: Mapped[LinkedGroup] = relationship(lazy="raise")
    notification: Mapped[Notification] = relationship(lazy="raise")


_IN_FORCE = LinkedGroup.linked_at.is_not(None), LinkedGroup.ended_at.is_(None)


async def list_linked(session: AsyncSession, twg_id: int) -> list[LinkedGroup]:
    """The groups that are linked to a TWG now, the oldest first."""
    query = select(LinkedGroup).where(LinkedGroup.twg_id == twg_id, *_IN_FORCE)
    return list(await session.scalars(query.order_by(LinkedGroup.id)))


async def list_linked_in(session: AsyncSession, chat_id: int) -> list[LinkedGroup]:
    """What is linked in a chat now, the whole group or topics, locked until the transaction ends."""
    query = select(LinkedGroup).where(LinkedGroup.chat_id == chat_id, *_IN_FORCE)
    return list(await session.scalars(query.order_by(LinkedGroup.id).with_for_update()))


async def find_group(session: AsyncSession, group_id: int) -> LinkedGroup | None:
    """A group with its TWG, linked or not; None if there is none with this id."""
    query = select(LinkedGroup).where(LinkedGroup.id == group_id).options(joinedload(LinkedGroup.twg))
    return await session.scalar(query)


async def void_posts(session: AsyncSession, notification_ids: Iterable[int], reason: str) -> None:
    """Let what waits to be posted of these notifications never be posted."""
    waiting = GroupPost.notification_id.in_(list(notification_ids)), GroupPost.state == DeliveryState.PENDING
    values = {"state": DeliveryState.VOID, "error": reason}
    await session.execute(
        update(GroupPost).where(*waiting).values(**values).execution_options(synchronize_session=False)
    )


async def list_held_posts(session: AsyncSession, twg_id: int) -> list[GroupPost]:
    """What waits for the end of quiet hours or days off in the groups linked to a TWG, with the notifications."""
    held = GroupPost.state == DeliveryState.PENDING, GroupPost.error == HELD
    query = select(GroupPost).join(GroupPost.group).where(LinkedGroup.twg_id == twg_id, *held)
    return list(await session.scalars(query.options(joinedload(GroupPost.notification)).order_by(GroupPost.id)))


async def restore_posts(session: AsyncSession, notification_ids: Iterable[int], *, now: datetime) -> None:
    """Let what was made void of these notifications wait to be posted again; their wording says whether it is."""
    void = GroupPost.notification_id.in_(list(notification_ids)), GroupPost.state == DeliveryState.VOID
    values = {"state": DeliveryState.PENDING, "not_before": now, "attempts": 0, "error": ""}
    await session.execute(update(GroupPost).where(*void).values(**values).execution_options(synchronize_session=False))


async def is_posted(session: AsyncSession, notification_id: int) -> bool:
    """Whether a notification was posted in a group, or is on its way there."""
    gone = GroupPost.state.in_((DeliveryState.SENT, DeliveryState.IN_FLIGHT))
    found = select(GroupPost.id).where(GroupPost.notification_id == notification_id, gone).limit(1)
    return await session.scalar(found) is not None


async def claim_posts(session: AsyncSession, *, now: datetime) -> list[GroupPost]:
    """Mark what is due for the group that waits longest as in flight; with groups and notifications, oldest first."""
    due = GroupPost.state == DeliveryState.PENDING, GroupPost.not_before <= now
    group_id = await session.scalar(
        select(GroupPost.group_id).where(*due).order_by(GroupPost.not_before, GroupPost.id).limit(1)
    )
    if group_id is None:
        return []
    query = select(GroupPost).where(GroupPost.group_id == group_id, *due).order_by(GroupPost.notification_id)
    query = query.options(joinedload(GroupPost.group).joinedload(LinkedGroup.twg), joinedload(GroupPost.notification))
    claimed = list(await session.scalars(query.with_for_update(of=GroupPost, skip_locked=True)))
    for post in claimed:
        post.state, post.in_flight_since = DeliveryState.IN_FLIGHT, now
    return claimed


#: Asked every second; like the next, built once and past the ORM.
_IS_DUE = select(
    exists().where(
        GroupPost.state == DeliveryState.PENDING, GroupPost.not_before <= bindparam("now", type_=UTCDateTime)
    )
)
_POSTS = GroupPost.metadata.tables[GroupPost.__tablename__]
_RELEASE = (
    update(_POSTS)
    .where(_POSTS.c.state == DeliveryState.IN_FLIGHT)
    .values(state=DeliveryState.PENDING, in_flight_since=None)
)


async def is_post_due(session: AsyncSession, *, now: datetime) -> bool:
    """Whether anything is to be posted at `now`, UTC, aware."""
    return bool(await connection_of(session).scalar(_IS_DUE, {"now": now}))


async def release_posts(session: AsyncSession) -> int:
    """Make pending again what a crash left in flight; returns how many there were."""
    return (await connection_of(session).execute(_RELEASE)).rowcount
