"""Lists of meetings: those ahead with a person's answers, past ones, and what tells one meeting from another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import connection_of
from storage.meetings import Attendance, Meeting, MeetingKind, MeetingState, Rsvp


class MeetingAhead(NamedTuple):
    """A meeting that is not over as the list of meetings shows it to a person.

    Attributes:
        starts_at: UTC, aware.
        duration_min: as planned.
        audience: tokens of who is invited.
        rsvp: that person's own RSVP; None if they have not answered.
        number: in its series; None without one.
    """

    id: int
    kind: MeetingKind
    title: str
    starts_at: datetime
    place: str
    audience: str
    state: MeetingState
    duration_min: int
    rsvp: Rsvp | None
    number: int | None = None

    @property
    def ends_at(self) -> datetime:
        """As planned, UTC."""
        return self.starts_at + timedelta(minutes=self.duration_min)


@dataclass(frozen=True, eq=False)
class AheadListing:
    """A SELECT of `MeetingAhead`, built once for many readers.

    Attributes:
        compiled: what SQLAlchemy compiles it to. The cache of the engine gives statements for readers of several roles
            the same entry, and then adapts its columns to the statement at every execution, which takes as long as the
            execution itself.
    """

    statement: Select[int, MeetingKind, str, datetime, str, str, MeetingState, int, Rsvp | None, int | None]
    compiled: dict[Any, Any] = field(default_factory=dict)


def meetings_ahead(*criteria: ColumnElement[bool], limit: int) -> AheadListing:
    """A SELECT of the meetings of a TWG that start after a moment, by start, earliest first.

    Parameters to bind: `twg_id`; `person_id` of the person whose RSVPs are read; `since`; `skipped`, how many of the
    first are left out.
    """
    mine = and_(Attendance.meeting_id == Meeting.id, Attendance.person_id == bindparam("person_id"))
    ahead = Meeting.twg_id == bindparam("twg_id"), Meeting.starts_at > bindparam("since")
    columns = (
        Meeting.id,
        Meeting.kind,
        Meeting.title,
        Meeting.starts_at,
        Meeting.place,
        Meeting.audience,
        Meeting.state,
        Meeting.duration_min,
        Attendance.rsvp,
        Meeting.number,
    )
    query = select(*columns).select_from(Meeting).outerjoin(Attendance, mine).where(*ahead, *criteria)
    ordered = query.order_by(Meeting.starts_at, Meeting.id).limit(limit)
    return AheadListing(ordered.offset(bindparam("skipped", type_=Integer())))


async def list_meetings_ahead(
    session: AsyncSession, listing: AheadListing, ids: Mapping[str, int | None], *, since: datetime, skipped: int = 0
) -> list[MeetingAhead]:
    """Execute a statement made by `meetings_ahead` for a person. Args: `ids`, what it binds besides the rest."""
    given = {**ids, "since": since, "skipped": skipped}
    options = {"compiled_cache": listing.compiled}
    rows = await connection_of(session).execute(listing.statement, given, execution_options=options)
    return [MeetingAhead(*row) for row in rows]


class MeetingBrief(NamedTuple):
    """What tells one meeting from another. `starts_at` is UTC, aware."""

    id: int
    kind: MeetingKind
    title: str
    starts_at: datetime
    state: MeetingState
    duration_min: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.duration_min)


#: The columns of a `MeetingBrief`.
_BRIEF = Meeting.id, Meeting.kind, Meeting.title, Meeting.starts_at, Meeting.state, Meeting.duration_min


async def list_past(
    session: AsyncSession, twg_id: int, *criteria: Any, limit: int, skipped: int = 0
) -> list[MeetingBrief]:
    """Meetings of a TWG that meet the criteria, the newest first."""
    query = select(*_BRIEF).where(Meeting.twg_id == twg_id, *criteria)
    query = query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(limit).offset(skipped)
    return [MeetingBrief(*row) for row in await session.execute(query)]


async def list_briefs(session: AsyncSession, twg_id: int, *criteria: Any) -> list[MeetingBrief]:
    """Every meeting of a TWG that meets the criteria, by start, earliest first."""
    query = select(*_BRIEF).where(Meeting.twg_id == twg_id, *criteria).order_by(Meeting.starts_at, Meeting.id)
    return [MeetingBrief(*row) for row in await session.execute(query)]
