"""What participation is counted from, as columns: a TWG has tens of thousands of rows in ten years (M9)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, owner_tokens
from storage.attendance import ATTENDED, MeetingPresence
from storage.documents import Circulation, Document, Receipt
from storage.meetings import Attendance, Meeting, MeetingState, Rsvp


class HeldMeeting(NamedTuple):
    """A meeting that has begun. `starts_at` is UTC, aware; `audience` are tokens of who was invited."""

    id: int
    starts_at: datetime
    audience: str


class Answered(NamedTuple):
    """An answer to the invitation to a meeting."""

    meeting_id: int
    person_id: int
    rsvp: Rsvp


class NotedPresence(NamedTuple):
    """What is noted of a member's attendance of a meeting; `attended`: they, or who speaks for them, were there."""

    meeting_id: int
    person_id: int | None
    attended: bool


class Receipted(NamedTuple):
    """A paper that a person was asked to acknowledge. Moments are UTC."""

    person_id: int
    circulated_at: datetime
    acknowledged_at: datetime | None


class Due(NamedTuple):
    """An action that was due. `owners` are tokens of everybody who is responsible for it; `closed_at` is UTC."""

    owners: frozenset[str]
    due_on: date
    state: ActionState
    closed_at: datetime | None


async def list_held(
    session: AsyncSession, twg_id: int, first: datetime, end: datetime, *seen: Any
) -> list[HeldMeeting]:
    """Announced meetings of a TWG that began from `first` on and before `end`, UTC. `seen`: what the reader may see."""
    held = Meeting.twg_id == twg_id, Meeting.state == MeetingState.ANNOUNCED
    query = select(Meeting.id, Meeting.starts_at, Meeting.audience).where(*held, *seen)
    query = query.where(Meeting.starts_at >= first, Meeting.starts_at < end).order_by(Meeting.starts_at)
    return [HeldMeeting(*row) for row in await session.execute(query)]


async def list_answered(session: AsyncSession, meeting_ids: Iterable[int]) -> list[Answered]:
    """Answers to the invitations to these meetings."""
    ids = list(meeting_ids)
    if not ids:
        return []
    of_them = Attendance.meeting_id.in_(ids)
    query = select(Attendance.meeting_id, Attendance.person_id, Attendance.rsvp).where(of_them)
    rows = await session.execute(query)
    return [Answered(meeting_id, person_id, rsvp) for meeting_id, person_id, rsvp in rows if rsvp is not None]


async def list_noted(session: AsyncSession, meeting_ids: Iterable[int]) -> list[NotedPresence]:
    """What is noted of the attendance of these meetings, of guests too."""
    ids = list(meeting_ids)
    if not ids:
        return []
    noted = MeetingPresence.meeting_id.in_(ids), MeetingPresence.presence.is_not(None)
    columns = MeetingPresence.meeting_id, MeetingPresence.person_id, MeetingPresence.presence
    rows = await session.execute(select(*columns).where(*noted))
    return [NotedPresence(meeting_id, person_id, presence in ATTENDED) for meeting_id, person_id, presence in rows]


async def list_receipted(
    session: AsyncSession, twg_id: int, first: datetime, end: datetime, *seen: Any
) -> list[Receipted]:
    """Receipts of a TWG's papers that were circulated from `first` on, before `end` (UTC); `seen` as in `list_held`."""
    query = (
        select(Receipt.person_id, Circulation.circulated_at, Receipt.acknowledged_at)
        .join(Document, Document.id == Receipt.document_id)
        .join(Circulation, Circulation.id == Document.circulation_id)
        .where(Circulation.twg_id == twg_id, Circulation.circulated_at >= first, Circulation.circulated_at < end, *seen)
    )
    return [Receipted(*row) for row in await session.execute(query)]


async def list_due(session: AsyncSession, twg_id: int, first: date, last: date, *seen: Any) -> list[Due]:
    """A TWG's actions that were due within these days and not dropped; `seen` as in `list_held`."""
    owners = Action.owner_id, Action.institution_id, Action.co_owners
    query = select(*owners, Action.due_on, Action.state, Action.closed_at).where(
        Action.twg_id == twg_id,
        Action.due_on >= first,
        Action.due_on <= last,
        Action.state != ActionState.DROPPED,
        *seen,
    )
    rows = await session.execute(query)
    return [
        Due(frozenset(owner_tokens(owner_id, institution_id, co_owners)), due_on, state, closed_at)
        for owner_id, institution_id, co_owners, due_on, state, closed_at in rows
        if due_on is not None
    ]
