"""Drafts of meetings pass from who planned them to another member (M10)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.meetings.convening import may_organise


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the meetings that a person has planned and not announced."""
    drafts = Meeting.twg_id == twg_id, Meeting.created_by_id == person_id, Meeting.state == MeetingState.DRAFT
    # Sorted here: for an order by id SQLite would walk through the meetings of all TWGs.
    return sorted(await session.scalars(select(Meeting.id).where(*drafts)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can announce: all by their role, or those of a sub-group that they lead."""
    columns = Meeting.id, Meeting.kind, Meeting.audience
    drafts = await session.execute(select(*columns).where(Meeting.id.in_(ids)).order_by(Meeting.id))
    theirs = Actor(to.twg, to)
    return [number for number, kind, audience in drafts if may_organise(theirs, kind, audience)]


HANDINGS = (
    handing_of_column("drafts", Meeting.created_by_id, list_open, told_as="drafts", choose=choose),
    handing_of_forms("meeting_forms", Permission.MEETING_ORGANISE, "plan_meeting"),
)
