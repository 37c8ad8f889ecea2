"""Drafts of meetings pass from who planned them to another member (M10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.handing import Handing, give_by_column, handing_of_forms
from twg.core.permissions import Permission


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the meetings that a person has planned and not announced."""
    drafts = Meeting.twg_id == twg_id, Meeting.created_by_id == person_id, Meeting.state == MeetingState.DRAFT
    # Sorted here: for an order by id SQLite would walk through the meetings of all TWGs.
    return sorted(await session.scalars(select(Meeting.id).where(*drafts)))


async def give(session: AsyncSession, _actor: Actor, ids: list[int], to: Membership, *, now: datetime) -> list[int]:  # noqa: ARG001 - every handing is given it
    """Let drafts be another member's. Returns `ids`."""
    return await give_by_column(session, Meeting.created_by_id, ids, to)


HANDINGS = (
    Handing(kind="drafts", told_as="drafts", list_open=list_open, give=give),
    handing_of_forms("meeting_forms", Permission.MEETING_ORGANISE, "plan_meeting"),
)
