"""Requests of members to those who decide: more time, hand over, not mine, still needed?, no data, a question.

A recording, or somebody else's words, that a member sends on to them is kept as a request too.
"""

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.core.notifications import Notification
from storage.core.shortening import first_line
from storage.engine.batches import in_batches
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.members import Person


class RequestKind(Labelled):
    MORE_TIME = "more_time", N_("More time")
    HAND_OVER = "hand_over", N_("Somebody else")
    NOT_MINE = "not_mine", N_("Not my task")
    STILL_NEEDED = "still_needed", N_("Is it still needed?")
    NO_DATA = "no_data", N_("No data")
    #: The person has left their post.
    LEFT = "left", N_("I have left my post")
    QUESTION = "question", N_("A question")
    #: What was sent on as it is: a recording, or what somebody else wrote.
    MESSAGE = "message", N_("A message")
    #: What a member tells of a meeting, or asks for it, besides whether they come.
    LEAVES_EARLY = "leaves_early", N_("Has to leave early")
    AGENDA_ITEM = "agenda_item", N_("For the agenda")
    OTHER_TIME = "other_time", N_("Another day or time")
    #: What is told of a paper that was asked for a meeting.
    PAPER_LATER = "paper_later", N_("More time for a paper")
    PAPER_NOT_THEIRS = "paper_not_theirs", N_("A paper of somebody else")


#: Any number of these may wait.
UNLIMITED = (RequestKind.QUESTION, RequestKind.MESSAGE)
#: What is told of a paper for a meeting in words.
OF_PAPERS = (RequestKind.PAPER_LATER, RequestKind.PAPER_NOT_THEIRS)
#: What is told of a meeting in words.
TOLD = (RequestKind.LEAVES_EARLY, RequestKind.AGENDA_ITEM, RequestKind.OTHER_TIME, *OF_PAPERS)


class RequestState(Labelled):
    WAITING = "waiting", N_("Waiting")
    GRANTED = "granted", N_("Agreed")
    DECLINED = "declined", N_("Declined")
    ANSWERED = "answered", N_("Answer given")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    #: What it is about was closed or dropped before anybody decided.
    OVER = "over", N_("Over")


class RequestFile(Base):
    """A file that came with a request."""

    __tablename__ = "request_file"

    request_id: Mapped[int] = mapped_column(ForeignKey("member_request.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)


class MemberRequest(Base):
    """What a member asks of those who decide. One of a kind waits per person and subject, apart from `UNLIMITED`."""

    __tablename__ = "member_request"
    __table_args__ = (
        Index("ix_member_request_twg_id_state", "twg_id", "state"),
        Index("ix_member_request_subject", "subject_type", "subject_id"),
        partial_index(
            "ix_member_request_waiting",
            "asked_by_id",
            "kind",
            "subject_type",
            "subject_id",
            where="state = 'waiting' AND kind NOT IN ('question', 'message')",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    kind: Mapped[RequestKind]
    #: What it is about: a row of this table; the TWG itself for what is about no other row.
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    #: As typed; may be empty where the kind, or a file, says it all.
    text: Mapped[str] = mapped_column(Text, default="")
    #: The text and the files are somebody else's, whom the member forwarded.
    forwarded: Mapped[bool] = mapped_column(default=False)
    #: The day until which time is asked for, once granted the agreed day; local date.
    until: Mapped[date | None]
    #: To whom it shall be handed over, once granted to whom it was.
    named_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: What the person who decided wrote.
    answer: Mapped[str] = mapped_column(Text, default="")

    asked_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    named: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[named_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    files: Mapped[list[StoredFile]] = relationship(secondary="request_file", lazy="raise", order_by=StoredFile.id)

    @property
    def is_message(self) -> bool:
        """Whether it is to be read and answered; nothing is agreed to."""
        return self.kind in (RequestKind.MESSAGE, *TOLD)

    @property
    def file_ids(self) -> list[int]:
        return [file.id for file in self.files]

    @property
    def title(self) -> str:
        """The first line of the text, at most 100 characters."""
        return first_line(self.text)


_WHOLE = (
    joinedload(MemberRequest.asked_by).joinedload(Person.institution),
    joinedload(MemberRequest.named),
    joinedload(MemberRequest.decided_by),
    selectinload(MemberRequest.files),
)


async def find_request(session: AsyncSession, request_id: int, *criteria: Any) -> MemberRequest | None:
    """The request with its people; None if there is none that meets the criteria."""
    query = select(MemberRequest).where(MemberRequest.id == request_id, *criteria).options(*_WHOLE)
    return await session.scalar(query)


async def find_waiting_request(
    session: AsyncSession, person_id: int, kind: RequestKind, subject_type: str, subject_id: int
) -> MemberRequest | None:
    """The waiting request of this kind that a person has made about a row, with its people; None if there is none."""
    query = select(MemberRequest).where(
        MemberRequest.asked_by_id == person_id,
        MemberRequest.kind == kind,
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id == subject_id,
        MemberRequest.state == RequestState.WAITING,
    )
    return await session.scalar(query.options(*_WHOLE))


async def list_requests(session: AsyncSession, *criteria: Any, limit: int, offset: int = 0) -> list[MemberRequest]:
    """Requests that meet the criteria, with their people, the newest first."""
    query = select(MemberRequest).where(*criteria).options(*_WHOLE).order_by(MemberRequest.id.desc())
    return list(await session.scalars(query.limit(limit).offset(offset)))


def read_requests(session: AsyncSession, *criteria: Any) -> AsyncIterator[list[MemberRequest]]:
    """All requests that meet the criteria, as `list_requests` returns them, in batches."""
    query = select(MemberRequest).where(*criteria).order_by(MemberRequest.id.desc())
    return in_batches(session, query, MemberRequest.id, *_WHOLE)


async def list_standing(session: AsyncSession, subject_type: str, subject_ids: list[int]) -> list[MemberRequest]:
    """The requests about these rows that wait or were granted, without questions, oldest first."""
    query = select(MemberRequest).where(
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id.in_(subject_ids),
        MemberRequest.state.in_((RequestState.WAITING, RequestState.GRANTED)),
        MemberRequest.kind.not_in(UNLIMITED),
    )
    return list(await session.scalars(query.options(*_WHOLE).order_by(MemberRequest.id)))


async def list_waiting_about(
    session: AsyncSession, subject_type: str, subject_ids: Collection[int]
) -> list[MemberRequest]:
    """The requests about these rows that wait to be decided, without those of `UNLIMITED`, oldest first."""
    query = select(MemberRequest).where(
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id.in_(subject_ids),
        MemberRequest.state == RequestState.WAITING,
        MemberRequest.kind.not_in(UNLIMITED),
    )
    return list(
        await session.scalars(query.options(*_WHOLE).order_by(MemberRequest.id).with_for_update(of=MemberRequest))
    )


async def list_ended_at(
    session: AsyncSession, subject_type: str, subject_id: int, ended_at: datetime
) -> list[MemberRequest]:
    """The requests about a row that ended with it at that moment (UTC), oldest first."""
    query = select(MemberRequest).where(
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id == subject_id,
        MemberRequest.state == RequestState.OVER,
        MemberRequest.decided_at == ended_at,
    )
    return list(await session.scalars(query.options(*_WHOLE).order_by(MemberRequest.id)))


async def list_own_ended_at(
    session: AsyncSession, person_id: int, subject_type: str, subject_ids: Collection[int], *, ended_at: datetime
) -> list[MemberRequest]:
    """A person's requests about these rows that ended with them at that moment (UTC), oldest first."""
    query = select(MemberRequest).where(
        MemberRequest.asked_by_id == person_id,
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id.in_(list(subject_ids)),
        MemberRequest.state == RequestState.OVER,
        MemberRequest.decided_at == ended_at,
    )
    return list(await session.scalars(query.options(*_WHOLE).order_by(MemberRequest.id)))


async def list_granted_time(
    session: AsyncSession, person_id: int, subject_type: str, subject_id: int
) -> list[MemberRequest]:
    """The requests of a person for more time about a row that were granted, the newest first."""
    query = select(MemberRequest).where(
        MemberRequest.asked_by_id == person_id,
        MemberRequest.kind == RequestKind.MORE_TIME,
        MemberRequest.subject_type == subject_type,
        MemberRequest.subject_id == subject_id,
        MemberRequest.state == RequestState.GRANTED,
    )
    return list(await session.scalars(query.options(*_WHOLE).order_by(MemberRequest.decided_at.desc())))


async def list_notices_of(session: AsyncSession, request_id: int, *kinds: str) -> list[int]:
    """Ids of the notifications of these kinds about a request."""
    query = select(Notification.id).where(
        Notification.subject_type == MemberRequest.__tablename__,
        Notification.subject_id == request_id,
        Notification.kind.in_(kinds),
    )
    return list(await session.scalars(query))


async def waits_for_time(session: AsyncSession, subject_type: str, subject_id: int, person_id: int | None) -> bool:
    """Whether a request of this person for more time about a row waits to be decided."""
    if person_id is None:
        return False
    return (await find_waiting_request(session, person_id, RequestKind.MORE_TIME, subject_type, subject_id)) is not None


async def list_who_ask_for_time(
    session: AsyncSession, subject_type: str, subject_id: int, due_on: date | None
) -> set[int]:
    """Ids of the people whose requests for time beyond the day on which a row is due wait to be decided."""
    about = MemberRequest.subject_type == subject_type, MemberRequest.subject_id == subject_id
    waiting = MemberRequest.kind == RequestKind.MORE_TIME, MemberRequest.state == RequestState.WAITING
    beyond = or_(MemberRequest.until.is_(None), MemberRequest.until > due_on) if due_on is not None else true()
    return set(await session.scalars(select(MemberRequest.asked_by_id).where(*about, *waiting, beyond)))


def excuses(subject_type: str, subject_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The clause for rows of which their person needs no reminder because of a request about them.

    A request for time waits or was granted, or it was agreed that there is no data, or that it is not their task.
    """
    time_matters = MemberRequest.kind == RequestKind.MORE_TIME
    settled = MemberRequest.kind.in_(
        (RequestKind.MORE_TIME, RequestKind.NO_DATA, RequestKind.NOT_MINE, RequestKind.HAND_OVER)
    )
    waiting = and_(time_matters, MemberRequest.state == RequestState.WAITING)
    granted = and_(settled, MemberRequest.state == RequestState.GRANTED)
    about = MemberRequest.subject_type == subject_type, MemberRequest.subject_id == subject_id
    return exists().where(*about, waiting | granted)
