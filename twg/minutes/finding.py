"""How a search finds minutes (D3, G6)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.shortening import first_line
from storage.meetings import Meeting
from storage.minutes import MinutesVersion
from twg.meetings.kinds import CLOSED


async def make_findable(session: AsyncSession, version: MinutesVersion, meeting: Meeting) -> None:
    """Let a search find the minutes by what a version says; all versions have one entry, under the first one's id."""
    first = select(MinutesVersion.id).where(MinutesVersion.meeting_id == meeting.id, MinutesVersion.number == 1)
    await search.put_entry(
        session,
        search.Entry(
            subject_type=MinutesVersion.__tablename__,
            subject_id=(await session.scalars(first)).one(),
            twg_id=version.twg_id,
            audience=meeting.audience,
            author_id=None if meeting.kind in CLOSED else meeting.created_by_id,
            title=first_line(meeting.title),
            body="\n".join(each.text for each in version.paragraphs),
            dated=meeting.starts_at,
            about=(Meeting.__tablename__, meeting.id),
        ),
    )
