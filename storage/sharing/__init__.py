"""Posts: information that members share with each other."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Person


class PostKind(Labelled):
    """Source: Guideline, Part Two (5)(i)-(vi)."""

    ONGOING_WORK = "ongoing_work", N_("Ongoing work")
    CONSULTATION = "consultation", N_("Consultation or meeting held")
    PROGRAMMING = "programming", N_("Programming or implementation")
    OTHER_SUPPORT = "other_support", N_("Support by others")
    DATA = "data", N_("Information system or data")
    POLICY = "policy", N_("Policy, plan, law or report")
    #: No information of the guideline: the secretariat tells that the office is closed.
    NOTICE = "notice", N_("Office notice")


#: The six kinds of the guideline.
SHARED_KINDS = tuple(kind for kind in PostKind if kind is not PostKind.NOTICE)


class PostFile(Base):
    """A file of a post."""

    __tablename__ = "post_file"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)


class Post(Base):
    __tablename__ = "post"
    __table_args__ = (
        Index("ix_post_twg_id_created_at", "twg_id", "created_at"),
        Index("ix_post_twg_id_comments_by", "twg_id", "comments_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    kind: Mapped[PostKind]
    text: Mapped[str] = mapped_column(Text)
    #: Who may see it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    #: The first and the last local day of what it tells of; None where it names none, the same for a single day.
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    #: Where, with or from whom, and how much, as typed; empty where it does not say.
    place: Mapped[str] = mapped_column(String(200), default="")
    party: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[str] = mapped_column(String(100), default="")
    #: As typed; empty without one.
    theme: Mapped[str] = mapped_column(String(100), default="")
    #: The last local day on which comments are asked for; None where they are not.
    comments_by: Mapped[date | None]
    #: Whether those who have not commented are reminded once.
    reminds: Mapped[bool] = mapped_column(default=False)
    #: When it was withdrawn, UTC, and by whom: its author, or the secretariat; None for a post that stands.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Why it was withdrawn; empty where its author gave no reason.
    withdrawal_reason: Mapped[str] = mapped_column(String(500), default="")

    author: Mapped[Person] = relationship(foreign_keys=author_id, lazy="raise")
    #: In the order in which they came.
    files: Mapped[list[StoredFile]] = relationship(secondary="post_file", lazy="raise", order_by=StoredFile.id)


class PostReply(Base):
    """What a reader wrote to the author of a post, or one of the two to the other afterwards; nobody else reads it."""

    __tablename__ = "post_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    #: The reply that it answers; None for one to the post.
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("post_reply.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: To whom it goes.
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: As it was typed; may be empty beside a file.
    text: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]
    #: Whether it is a comment that was asked for, and came in time.
    is_comment: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(foreign_keys=author_id, lazy="raise")
    to: Mapped[Person] = relationship(foreign_keys=to_id, lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")


_WITH_AUTHOR = (joinedload(Post.author).joinedload(Person.institution), selectinload(Post.files))


async def find_post(session: AsyncSession, post_id: int, *criteria: Any) -> Post | None:
    """The post with its author, their institution and its files; None if there is none that meets the criteria."""
    return await session.scalar(select(Post).where(Post.id == post_id, *criteria).options(*_WITH_AUTHOR))


async def list_posts(
    session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 10, offset: int = 0
) -> list[Post]:
    """Posts of a TWG with author, institution and files, newest first."""
    query = _newest_first(twg_id, *criteria).options(*_WITH_AUTHOR)
    return list(await session.scalars(query.limit(limit).offset(offset)))


def read_posts(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[Post]]:
    """All posts of a TWG that meet the criteria, as `list_posts` returns them, in batches."""
    return in_batches(session, _newest_first(twg_id, *criteria), Post.id, *_WITH_AUTHOR)


def _newest_first(twg_id: int, *criteria: Any) -> Select[Post]:
    return select(Post).where(Post.twg_id == twg_id, *criteria).order_by(Post.created_at.desc(), Post.id.desc())


_WITH_PEOPLE = (
    joinedload(PostReply.post),
    joinedload(PostReply.author).joinedload(Person.institution),
    joinedload(PostReply.to).joinedload(Person.institution),
    joinedload(PostReply.file),
)


async def find_reply(session: AsyncSession, reply_id: int, *criteria: Any) -> PostReply | None:
    """The reply with its post, both people and its file; None if there is none that meets the criteria."""
    query = select(PostReply).where(PostReply.id == reply_id, *criteria).options(*_WITH_PEOPLE)
    return await session.scalar(query)


async def list_replies(session: AsyncSession, twg_id: int, *criteria: Any) -> list[PostReply]:
    """Replies of a TWG that meet the criteria, as `find_reply` returns them, oldest first."""
    query = select(PostReply).where(PostReply.twg_id == twg_id, *criteria).options(*_WITH_PEOPLE)
    return list(await session.scalars(query.order_by(PostReply.id)))
