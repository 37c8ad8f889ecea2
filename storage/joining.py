"""People who ask to join a TWG, or who came by a link that does not admit at once, and what is decided about them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.members import Membership, MembershipState, Person, Role, Twg, institution_name


class JoinState(Labelled):
    #: To be screened.
    WAITING = "waiting", N_("Waiting")
    #: Screened, and the Chair decides.
    PASSED_ON = "passed_on", N_("With the Chair")
    ADMITTED = "admitted", N_("Admitted")
    DECLINED = "declined", N_("Declined")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class Opinion(Labelled):
    """What the lead facilitator says of a private sector representative."""

    IN_FAVOUR = "in_favour", N_("In favour")
    AGAINST = "against", N_("Against")


#: States in which nobody has decided yet.
OPEN = (JoinState.WAITING, JoinState.PASSED_ON)


class JoinRequest(Base):
    """What somebody who asks to join entered, and what became of it. One waits per person and TWG at most."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index("ix_join_request_twg_id_state", "twg_id", "state"),
        partial_index("ix_join_request_open", "person_id", "twg_id", where="decided_at IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    themes: Mapped[list[str]] = mapped_column(default=list)
    #: The link by which they came; None for somebody who asked by themselves.
    invite_id: Mapped[int | None] = mapped_column(ForeignKey("invite.id"))
    #: Of the answers of the registration form, "title", "name", "position", "institution", "sex", "contact" and
    #: "language", those that differed from what was stored of the person. The person's own row gets them with the
    #: admission. They are emptied then, when it is withdrawn, and soon after it was declined.
    details: Mapped[dict[str, Any]]
    #: What they added in words; may be empty.
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[JoinState] = mapped_column(default=JoinState.WAITING)
    asked_at: Mapped[datetime]
    #: The last question that they were asked, by whom, and their answer; empty without one.
    question: Mapped[str] = mapped_column(Text, default="")
    question_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    #: Who screened it and passed it on to the Chair.
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    screened_at: Mapped[datetime | None]
    #: Until when the lead facilitator is asked for an opinion, local date; None where nobody is asked.
    consulted_until: Mapped[date | None]
    opinion: Mapped[Opinion | None]
    opinion_words: Mapped[str] = mapped_column(Text, default="")
    opinion_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: When it was decided or withdrawn, UTC.
    decided_at: Mapped[datetime | None]
    #: Why; may be empty for an admission.
    reason: Mapped[str] = mapped_column(Text, default="")

    twg: Mapped[Twg] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    screened_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[screened_by_id])
    opinion_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[opinion_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])

    @property
    def name(self) -> str:
        """The name as entered; that of the person's own row once the details are emptied."""
        return str(self.details.get("name") or self.person.name)

    @property
    def as_entered(self) -> dict[str, str]:
        """How the person introduces themselves: what they entered, and what is stored of them besides.

        The contact of the person's own row is left out once it is decided.
        """
        person = self.person
        stored = {
            "title": person.title,
            "name": person.full_name,
            "position": person.position,
            "institution": institution_name(person),
            "contact": person.contact if self.is_open else "",
        }
        return {name: str(self.details.get(name) or value) for name, value in stored.items()}

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in OPEN


async def list_join_requests(session: AsyncSession, *criteria: Any) -> list[JoinRequest]:
    """Those that meet the criteria, with their people and TWGs, the oldest first."""
    query = select(JoinRequest).options(
        joinedload(JoinRequest.twg),
        joinedload(JoinRequest.person).joinedload(Person.institution),
        joinedload(JoinRequest.screened_by),
        joinedload(JoinRequest.opinion_by),
        joinedload(JoinRequest.decided_by),
    )
    return list(await session.scalars(query.where(*criteria).order_by(JoinRequest.id)))


async def find_join_request(session: AsyncSession, request_id: int) -> JoinRequest | None:
    """As `list_join_requests` returns it; None if there is none with this id."""
    found = await list_join_requests(session, JoinRequest.id == request_id)
    return found[0] if found else None


async def list_open_to(session: AsyncSession, person_id: int) -> list[JoinRequest]:
    """What a person has asked and nobody has decided yet, in all TWGs."""
    return await list_join_requests(session, JoinRequest.person_id == person_id, JoinRequest.state.in_(OPEN))


async def count_since(session: AsyncSession, twg_id: int, since: datetime, invite_id: int | None) -> int:
    """How many have asked to join a TWG by a link since a moment (UTC). Args: `invite_id`, None for without a link."""
    query = select(func.count()).select_from(JoinRequest)
    query = query.where(JoinRequest.twg_id == twg_id, JoinRequest.asked_at > since)
    return await session.scalar(query.where(JoinRequest.invite_id.is_not_distinct_from(invite_id))) or 0


async def find_last_since(session: AsyncSession, twg_id: int, person_id: int, since: datetime) -> JoinRequest | None:
    """What a person asked last in a TWG after a moment (UTC), whatever became of it; None without anything."""
    query = select(JoinRequest).where(JoinRequest.twg_id == twg_id, JoinRequest.person_id == person_id)
    return await session.scalar(query.where(JoinRequest.asked_at > since).order_by(JoinRequest.id.desc()).limit(1))


async def list_still_to_be_told(session: AsyncSession, twg_id: int, kind: str, person_ids: Collection[int]) -> set[int]:
    """Those of these people to whom a notice of a kind from a TWG is on its way, and has not been sent."""
    query = select(Delivery.person_id).join(Delivery.notification)
    query = query.where(Notification.kind == kind, Notification.twg_id == twg_id)
    return set(
        await session.scalars(
            query.where(Delivery.state == DeliveryState.PENDING, Delivery.person_id.in_(list(person_ids)))
        )
    )


async def list_requests_of(session: AsyncSession, person_id: int) -> list[JoinRequest]:
    """Everything that a person has asked, in all TWGs, whatever became of it."""
    return list(await session.scalars(select(JoinRequest).where(JoinRequest.person_id == person_id)))


async def drop_details(session: AsyncSession, person_id: int, names: Collection[str]) -> None:
    """Let open requests of a person not write these details any more: others have been stored since they asked."""
    theirs = JoinRequest.person_id == person_id, JoinRequest.state.in_(OPEN)
    for request in await session.scalars(select(JoinRequest).where(*theirs)):
        request.details = {name: value for name, value in request.details.items() if name not in names}


async def list_declined_with_details(session: AsyncSession, *, before: datetime) -> list[JoinRequest]:
    """Requests that were declined before a moment (UTC) and of which the details are still kept, the oldest first."""
    declined = JoinRequest.state == JoinState.DECLINED, JoinRequest.decided_at < before
    kept = cast(JoinRequest.details, String) != "{}"
    return list(await session.scalars(select(JoinRequest).where(*declined, kept).order_by(JoinRequest.id)))


async def list_never_members(session: AsyncSession, *, before: datetime) -> list[int]:
    """Ids of people with a contact, known since before a moment (UTC), who never were members and ask to join no TWG.

    Somebody whose admission was undone is one of them.
    """
    belonged = exists().where(Membership.person_id == Person.id, Membership.state != MembershipState.VOID)
    asks = exists().where(JoinRequest.person_id == Person.id, JoinRequest.state.in_(OPEN))
    query = select(Person.id).where(Person.contact != "", Person.created_at < before, ~belonged, ~asks)
    return list(await session.scalars(query.order_by(Person.id)))
