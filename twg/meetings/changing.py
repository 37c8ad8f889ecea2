"""Moving a meeting to another day or time, changing its place, cancelling it (G2).

MeetingRefusal
└── NothingChanged
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification, find_untouched
from storage.groups import is_posted
from storage.meetings import (
    LONGEST_REASON,
    Meeting,
    MeetingState,
    Rsvp,
    list_attendance,
)
from twg.core.actors import Actor
from twg.core.audit import record, to_plain, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings import notices
from twg.meetings.access import MeetingRefusal, access_held, check_ahead
from twg.meetings.planning import make_findable, set_reminders, starts_at_of, tell_invited
from twg.reminders.schedule import void_reminders

#: Changes within this time of each other are announced in one notice (G2).
CHANGES_SETTLE = timedelta(minutes=2)


class NothingChanged(MeetingRefusal):
    key = "meetings#nothing_changed"


class NewTime(BaseModel):
    """`reason` is told to everybody invited; it may be empty."""

    day: date
    at: time
    reason: str = Field(default="", max_length=LONGEST_REASON)


@dataclass(frozen=True)
class Changed:
    """A meeting that was changed, with the notice of it.

    Attributes:
        notice: `None` where nobody is told, or where the notice of a change minutes ago covers this one too.
    """

    meeting: Meeting
    notice: Notification | None = None


async def _access_changeable(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting, locked, if it is still to be held. Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled."""
    meeting = await access_held(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    return meeting


@operation(Permission.MEETING_ORGANISE)
async def move(session: AsyncSession, actor: Actor, meeting_id: int, args: NewTime, *, now: datetime) -> Changed:
    """Move a meeting to another day or time, recompute its reminders, clear the answers, and tell everybody invited.

    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, StartInPast, NothingChanged.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    starts_at = starts_at_of(actor, args.day, args.at, now=now)
    if starts_at == meeting.starts_at:
        raise NothingChanged(field="day")
    before = values_of(meeting, "starts_at")
    other_day = starts_at.date() != meeting.starts_at.astimezone(actor.zone).date()
    meeting.starts_at = starts_at
    cleared = await _clear_answers(session, meeting) if other_day else {}
    return await _changed(session, actor, meeting, before, cleared, args.reason, now=now)


async def _clear_answers(session: AsyncSession, meeting: Meeting) -> dict[int, Rsvp]:
    """Clear the answers, which were given for another day. Returns the cleared answers by person id."""
    cleared = {}
    for attendance in (await list_attendance(session, meeting.id)).values():
        if attendance.rsvp is not None:
            cleared[attendance.person_id] = attendance.rsvp
        attendance.rsvp, attendance.answered_at = None, None
        attendance.delegate_name, attendance.words = "", ""
    return cleared


@operation(Permission.MEETING_ORGANISE)
async def relocate(
    session: AsyncSession, actor: Actor, meeting_id: int, place: str, reason: str = "", *, now: datetime
) -> Changed:
    """Change the place of a meeting.

    Args:
        reason: told to everybody who is invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, NothingChanged.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    if place == meeting.place:
        raise NothingChanged(field="place")
    before = values_of(meeting, "place")
    meeting.place = place
    return await _changed(session, actor, meeting, before, {}, reason, now=now)


async def _changed(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    before: dict[str, Any],
    cleared: dict[int, Rsvp],
    reason: str,
    *,
    now: datetime,
) -> Changed:
    """Notify of a change, together with those of the last minutes; members whose answers were cleared are told so."""
    after = values_of(meeting, *before)
    why = {"cleared": cleared, **({"reason": reason} if reason else {})}
    await record(session, actor, "meetings.change", meeting, now=now, before=before, after=after, **why)
    await set_reminders(session, actor, meeting, now=now)
    if meeting.state is not MeetingState.ANNOUNCED:
        return Changed(meeting)
    meeting.sequence += 1
    await make_findable(session, meeting)
    told = to_plain(before)
    waiting = await find_untouched(session, notices.CHANGED.name, subject_id=meeting.id)
    if waiting is not None and not await is_posted(session, waiting.id):
        earlier = {name: waiting.data.get(name, []) for name in ("cleared", "by", "reasons")}
        waiting.data = {
            **told,
            **waiting.data,
            "cleared": [*earlier["cleared"], *cleared],
            "by": list(dict.fromkeys([*earlier["by"], actor.person.name])),
            "reasons": [*earlier["reasons"], *filter(None, [reason])],
        }
        return Changed(meeting)
    held = now + CHANGES_SETTLE
    data = {**told, "cleared": list(cleared), "by": [actor.person.name], "reasons": [reason] if reason else []}
    notice = await tell_invited(session, actor, meeting, notices.CHANGED, now=now, not_before=held, data=data)
    return Changed(meeting, notice)


@operation(Permission.MEETING_ORGANISE)
async def cancel(session: AsyncSession, actor: Actor, meeting_id: int, reason: str = "", *, now: datetime) -> Changed:
    """Cancel a meeting, void its reminders, and send calendars the cancellation.

    Args:
        reason: told to everybody who was invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    announced = meeting.state is MeetingState.ANNOUNCED
    before = values_of(meeting, "state", "cancelled_at", "cancel_reason")
    meeting.state, meeting.cancelled_at, meeting.cancel_reason = MeetingState.CANCELLED, now, reason
    meeting.sequence += 1
    await void_reminders(session, meeting)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.cancel", meeting, now=now, before=before, after=after)
    if not announced:
        return Changed(meeting)
    data = {"by": [actor.person.name]}
    return Changed(meeting, await tell_invited(session, actor, meeting, notices.CANCELLED, now=now, data=data))
