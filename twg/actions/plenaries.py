"""Actions that are due before each plenary: whoever is responsible is reminded a week before one (A1, A2)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, ActionUpdate, Every, list_actions
from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.members import Membership, list_members
from twg.actions.owners import is_responsible
from twg.core.notices import Cause, Notice
from twg.core.rules import rule

#: Rows that are read.
_MOST = 100


async def list_owed(session: AsyncSession, meeting: Meeting, *, now: datetime) -> list[Action]:
    """The open actions that are due before a plenary that is announced and ahead, and were not done for it yet.

    What was said to be done since the plenary before counts for this one.
    """
    if (
        meeting.kind is not MeetingKind.PLENARY
        or meeting.state is not MeetingState.ANNOUNCED
        or meeting.starts_at <= now
    ):
        return []
    before = Meeting.starts_at < meeting.starts_at, Meeting.state == MeetingState.ANNOUNCED
    same = Meeting.twg_id == meeting.twg_id, Meeting.kind == MeetingKind.PLENARY
    last = await session.scalar(select(func.max(Meeting.starts_at)).where(*same, *before))
    recurring = Action.twg_id == meeting.twg_id, Action.every == Every.PLENARY, Action.state == ActionState.OPEN
    since = [ActionUpdate.created_at > last] if last is not None else []
    done = select(ActionUpdate.action_id).where(ActionUpdate.says_done, *since)
    return await list_actions(session, *recurring, Action.id.not_in(done), limit=_MOST)


async def responsible(cause: Cause) -> list[Membership] | None:
    """Everybody who is responsible for an action that is due before the plenary; None where there is none."""
    owed = await list_owed(cause.session, cause.subject, now=cause.now)
    members = await list_members(cause.session, cause.subject.twg_id) if owed else []
    return [each for each in members if any(is_responsible(action, each) for action in owed)] or None


BEFORE_PLENARY = Notice(name="actions_before_plenary", subject=Meeting, recipients=responsible, grouped=True)
RULES = (rule("actions_7_days_before", N_("Plenary: actions due before each"), BEFORE_PLENARY, days=-7, grace_h=120),)
