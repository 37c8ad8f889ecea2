"""Drafts of meetings pass from who planned them to another member (M10)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the meetings that a person has planned and not announced."""
    drafts = Meeting.twg_id == twg_id, Meeting.created_by_id == person_id, Meeting.state == MeetingState.DRAFT
    # Sorted here: for an order by id SQLite would walk through the meetings of all TWGs.
    return sorted(await session.scalars(select(Meeting.id).where(*drafts)))


HANDINGS = (
    handing_of_column("drafts", Meeting.created_by_id, list_open, told_as="drafts"),
    handing_of_forms("meeting_forms", Permission.MEETING_ORGANISE, "plan_meeting"),
)
