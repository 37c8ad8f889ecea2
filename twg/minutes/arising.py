"""Matters arising: actions agreed earlier in the same series of meetings, with what has become of them (G6)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, list_actions
from storage.meetings import Meeting, MeetingKind, MeetingState
from twg.actions.access import visible_actions
from twg.core.actors import Actor
from twg.core.audiences import Reader, reaches_all_of

#: Rows that are looked through.
MOST = 200
#: Where there was no earlier meeting, what was closed so long before this one is told too.
_BEFORE_THE_FIRST = timedelta(days=180)


async def access_arising(session: AsyncSession, actor: Actor, meeting: Meeting) -> list[Action]:
    """As `list_arising`, what the actor may see of it."""
    return await list_arising(session, meeting, visible_actions(Reader.of(actor)))


async def list_arising(session: AsyncSession, meeting: Meeting, *criteria: ColumnElement[bool]) -> list[Action]:
    """Actions agreed before the meeting that are open, or were closed since the meeting before, by due day.

    Minutes are read by everybody invited, so an action of which they may not all know is left out.
    """
    since = await _last_time(session, meeting) or meeting.starts_at - _BEFORE_THE_FIRST
    found = await list_actions(
        session,
        Action.twg_id == meeting.twg_id,
        Action.created_at < meeting.starts_at,
        or_(Action.state == ActionState.OPEN, Action.closed_at >= since),
        _of_series(meeting),
        *criteria,
        limit=MOST,
    )
    return [action for action in found if reaches_all_of(action.audience, meeting.audience)]


async def _last_time(session: AsyncSession, meeting: Meeting) -> datetime | None:
    """When the meeting before this one of the series began, UTC; None where there was none."""
    before = Meeting.starts_at < meeting.starts_at, Meeting.state == MeetingState.ANNOUNCED
    same = Meeting.kind == meeting.kind, Meeting.audience == meeting.audience
    query = select(func.max(Meeting.starts_at)).where(Meeting.twg_id == meeting.twg_id, *same, *before)
    return await session.scalar(query)


def _of_series(meeting: Meeting) -> ColumnElement[bool]:
    """The clause for actions of earlier meetings of the series; the plenary takes those of no meeting too."""
    earlier = and_(Meeting.id == Action.meeting_id, Meeting.id != meeting.id, Meeting.kind == meeting.kind)
    same = exists().where(earlier, Meeting.audience == meeting.audience)
    return or_(Action.meeting_id.is_(None), same) if meeting.kind is MeetingKind.PLENARY else same
