"""Minutes that circulate: their versions with the paragraphs, and the corrections that members propose (G6)."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from storage.decisions import Decision
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting
from storage.members import Adoption, Person
from storage.records import LineKind, RecordLine

#: Most characters of the words that a correction puts in place of others, and of why it is refused.
LONGEST_WORDS = 2000
LONGEST_WHY = 500

NO_CORRECTIONS: "tuple[MinutesCorrection, ...]" = ()


class CorrectionState(Labelled):
    """What became of a correction."""

    PROPOSED = "proposed", N_("Proposed")
    ACCEPTED = "accepted", N_("Accepted")
    REFUSED = "refused", N_("Not accepted")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class MinutesVersion(Base):
    """A version of the minutes of a meeting; the first is the draft that circulates, later ones correct an adopted one.

    The highest number is in force once it is adopted.
    """

    __tablename__ = "minutes_version"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index("ix_minutes_version_twg_id", "twg_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    #: From 1.
    number: Mapped[int]
    #: How it is to be adopted.
    adoption: Mapped[Adoption]
    #: Last day of the corrections, local date; None for a version after adoption, which has no round of them.
    correct_by: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: UTC; None while it is a draft.
    adopted_at: Mapped[datetime | None]
    #: How it was adopted, by whom (nobody for silence), and at which meeting (None for any other way).
    adopted_how: Mapped[Adoption | None]
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    adopted_at_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    #: Who was there and what arose from earlier meetings, as it was at the adoption (`twg.minutes.freezing`).
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    meeting: Mapped[Meeting] = relationship(lazy="raise", foreign_keys=[meeting_id])
    created_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[created_by_id])
    adopted_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[adopted_by_id])
    adopted_at_meeting: Mapped[Meeting | None] = relationship(lazy="raise", foreign_keys=[adopted_at_meeting_id])
    paragraphs: Mapped[list["MinutesParagraph"]] = relationship(
        lazy="raise", order_by="MinutesParagraph.number", back_populates="version"
    )

    #: Those of its paragraphs, in the order in which they were proposed; set by `find_version`.
    corrections = NO_CORRECTIONS

    def know(self, corrections: Sequence["MinutesCorrection"]) -> None:
        """Keep its corrections with the row, and the row with its paragraphs; nothing is stored."""
        self.corrections = tuple(corrections)
        for paragraph in self.paragraphs:
            set_committed_value(paragraph, "version", self)

    @property
    def open_corrections(self) -> list["MinutesCorrection"]:
        """Those that nobody has decided."""
        return [each for each in self.corrections if each.state is CorrectionState.PROPOSED]


class MinutesParagraph(Base):
    """A numbered paragraph of a version."""

    __tablename__ = "minutes_paragraph"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    #: From 1, through all items; corrections name it.
    number: Mapped[int]
    kind: Mapped[LineKind]
    #: Empty once a correction has removed it: the others keep their numbers.
    text: Mapped[str] = mapped_column(Text)
    #: Token of the agenda item that it belongs to; empty for none.
    item_token: Mapped[str] = mapped_column(String(16), default="")
    #: The line of the record, the decision and the action that it is; None where there is none.
    line_id: Mapped[int | None] = mapped_column(ForeignKey("record_line.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    #: Of an action: who does it and until when, as it was when it was written (`twg.minutes.freezing`).
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    version: Mapped[MinutesVersion] = relationship(lazy="raise", back_populates="paragraphs")
    line: Mapped[RecordLine | None] = relationship(lazy="raise")
    decision: Mapped[Decision | None] = relationship(lazy="raise")

    @property
    def stands(self) -> bool:
        """Whether it was not removed."""
        return bool(self.text)


class MinutesCorrection(Base):
    """Other words for a paragraph, which a member proposes and the secretariat accepts or not."""

    __tablename__ = "minutes_correction"
    __table_args__ = (Index("ix_minutes_correction_version_id", "version_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: The version to which it was proposed.
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    #: Of the paragraph, the same in all versions.
    number: Mapped[int]
    #: The words of the paragraph that it replaces, and those in their place; none where the paragraph is to go.
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.PROPOSED)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Who decided it, when and why; None and empty while nobody has. Why is always said where it is not accepted.
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    version: Mapped[MinutesVersion] = relationship(lazy="raise")
    proposed_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])


_WHOLE = (
    joinedload(MinutesVersion.meeting),
    joinedload(MinutesVersion.created_by),
    joinedload(MinutesVersion.adopted_by),
    joinedload(MinutesVersion.adopted_at_meeting),
    selectinload(MinutesVersion.paragraphs).joinedload(MinutesParagraph.line),
    selectinload(MinutesVersion.paragraphs).joinedload(MinutesParagraph.decision),
)
_PEOPLE = joinedload(MinutesCorrection.proposed_by), joinedload(MinutesCorrection.decided_by)

_later = aliased(MinutesVersion)
#: The clause for the newest version of the minutes of each meeting.
IS_NEWEST = ~exists().where(_later.meeting_id == MinutesVersion.meeting_id, _later.number > MinutesVersion.number)


async def find_version(session: AsyncSession, version_id: int, *criteria: Any) -> MinutesVersion | None:
    """The version with paragraphs, people and corrections; None if there is none that meets the criteria."""
    return await _find(session, MinutesVersion.id == version_id, *criteria)


async def find_newest(session: AsyncSession, meeting_id: int) -> MinutesVersion | None:
    """The newest version of the minutes of a meeting, as `find_version` returns it; None where they are no version."""
    return await _find(session, MinutesVersion.meeting_id == meeting_id, IS_NEWEST)


async def _find(session: AsyncSession, *criteria: Any) -> MinutesVersion | None:
    query = select(MinutesVersion).where(*criteria).options(*_WHOLE)
    version = await session.scalar(query)
    if version is not None:
        theirs = MinutesCorrection.version_id == version.id
        rows = await session.scalars(
            select(MinutesCorrection).where(theirs).options(*_PEOPLE).order_by(MinutesCorrection.id)
        )
        version.know(rows.all())
    return version


async def list_versions(
    session: AsyncSession, twg_id: int, *criteria: Any, limit: int, skipped: int = 0
) -> list[MinutesVersion]:
    """The newest versions of a TWG that meet the criteria, with meetings and people, the latest meeting first."""
    query = (
        select(MinutesVersion)
        .join(MinutesVersion.meeting)
        .where(MinutesVersion.twg_id == twg_id, IS_NEWEST, *criteria)
        .options(joinedload(MinutesVersion.meeting), joinedload(MinutesVersion.adopted_by))
        .order_by(Meeting.starts_at.desc(), MinutesVersion.id.desc())
    )
    return list(await session.scalars(query.limit(limit).offset(skipped)))


async def list_all_versions(session: AsyncSession, meeting_id: int) -> list[MinutesVersion]:
    """Every version of the minutes of a meeting with who adopted it, oldest first."""
    people = joinedload(MinutesVersion.adopted_by), joinedload(MinutesVersion.created_by)
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting_id).options(*people)
    return list(await session.scalars(query.order_by(MinutesVersion.number)))


async def list_with_minutes(session: AsyncSession, meeting_ids: Iterable[int]) -> set[int]:
    """Those of the meetings whose minutes circulate or were adopted."""
    query = select(MinutesVersion.meeting_id).where(MinutesVersion.meeting_id.in_(list(meeting_ids)))
    return set(await session.scalars(query))


async def is_adopted(session: AsyncSession, meeting_id: int) -> bool:
    """Whether a version of the minutes of a meeting was adopted."""
    adopted = MinutesVersion.meeting_id == meeting_id, MinutesVersion.adopted_at.is_not(None)
    return bool(await session.scalar(select(exists().where(*adopted))))


async def find_correction(session: AsyncSession, correction_id: int, *criteria: Any) -> MinutesCorrection | None:
    """The correction with people, version and meeting; None if there is none that meets the criteria."""
    whole = *_PEOPLE, joinedload(MinutesCorrection.version).joinedload(MinutesVersion.meeting)
    query = select(MinutesCorrection).where(MinutesCorrection.id == correction_id, *criteria).options(*whole)
    return await session.scalar(query)


async def list_corrections(session: AsyncSession, meeting_id: int) -> list[MinutesCorrection]:
    """All corrections of the minutes of a meeting, of every version, oldest first."""
    query = (
        select(MinutesCorrection)
        .join(MinutesCorrection.version)
        .where(MinutesVersion.meeting_id == meeting_id)
        .options(*_PEOPLE, joinedload(MinutesCorrection.version))
    )
    return list(await session.scalars(query.order_by(MinutesCorrection.id)))


async def count_open_corrections(session: AsyncSession, version_ids: Sequence[int]) -> dict[int, int]:
    """How many corrections nobody has decided, by version; none for those without."""
    open_ = MinutesCorrection.version_id.in_(version_ids), MinutesCorrection.state == CorrectionState.PROPOSED
    counted = select(MinutesCorrection.version_id, func.count()).where(*open_).group_by(MinutesCorrection.version_id)
    rows = (await session.execute(counted)).all()
    return {row[0]: row[1] for row in rows}


def read_versions(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[MinutesVersion]]:
    """All versions of a TWG whose meetings meet the criteria, oldest first, in batches."""
    query = select(MinutesVersion).join(MinutesVersion.meeting).where(MinutesVersion.twg_id == twg_id, *criteria)
    with_ = joinedload(MinutesVersion.meeting), joinedload(MinutesVersion.adopted_by)
    return in_batches(session, query.order_by(MinutesVersion.id), MinutesVersion.id, *with_)


def read_corrections(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[MinutesCorrection]]:
    """All corrections of a TWG whose meetings meet the criteria, oldest first, in batches."""
    query = select(MinutesCorrection).join(MinutesCorrection.version).join(MinutesVersion.meeting)
    query = query.where(MinutesCorrection.twg_id == twg_id, *criteria).order_by(MinutesCorrection.id)
    version = joinedload(MinutesCorrection.version).joinedload(MinutesVersion.meeting)
    return in_batches(session, query, MinutesCorrection.id, *_PEOPLE, version)
