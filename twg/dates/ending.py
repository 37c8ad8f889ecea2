"""Choosing one of the dates and planning the meeting for it, or closing a search without one (G14)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.dates import DateOption, DatePoll, PollEnding
from storage.engine.database import hold_whole
from storage.meetings import Meeting
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.dates import notices
from twg.dates.access import access_held, access_run, check_plannable
from twg.meetings import planning
from twg.meetings.planning import StartInPast
from twg.reminders.schedule import schedule, void_reminders

_ENDED = ("ending", "ended_at", "ended_by_id", "meeting_id")


@operation(Permission.MEETING_ORGANISE)
async def choose(session: AsyncSession, actor: Actor, poll_id: int, option_id: int, *, now: datetime) -> DatePoll:
    """Choose a date. Everybody who was asked is told once, after the ten minutes in which it can be taken back.

    Raises: NotFound, also for a date of another search; NotAllowed, DatesEnded; StartInPast.
    """
    poll = await access_held(session, actor, poll_id)
    option = next((each for each in poll.options if each.id == option_id), None)
    if option is None:
        raise NotFound
    if option.starts_at <= now:
        raise StartInPast(starts_at=option.starts_at)
    option.chosen = True
    await _end(session, actor, poll, PollEnding.CHOSEN, "dates.choose", notices.CHOSEN, option=option, now=now)
    return poll


@operation(Permission.MEETING_ORGANISE)
async def close(session: AsyncSession, actor: Actor, poll_id: int, *, now: datetime) -> DatePoll:
    """Close a search without a date. Everybody who was asked is told, after the ten minutes in which it can be undone.

    Raises: NotFound, NotAllowed, DatesEnded.
    """
    poll = await access_held(session, actor, poll_id)
    await _end(session, actor, poll, PollEnding.CLOSED, "dates.close", notices.CLOSED, now=now)
    return poll


async def _end(
    session: AsyncSession,
    actor: Actor,
    poll: DatePoll,
    ending: PollEnding,
    change: str,
    notice: Notice,
    *,
    option: DateOption | None = None,
    now: datetime,
) -> None:
    before = values_of(poll, *_ENDED)
    poll.ending, poll.ended_at, poll.ended_by_id = ending, now, actor.person.id
    await void_reminders(session, poll)
    held, data = held_until(notice, now=now), {"title": poll.title}
    told = await notify(session, notice, subject=poll, now=now, by=actor, not_before=held, data=data)
    after = {**values_of(poll, *_ENDED), **({} if option is None else {"date": option.starts_at})}
    await record(session, actor, change, poll, now=now, before=before, after=after, notices=[told.id])
    await change_bound(session, DatePoll.__tablename__, [poll.id], now=now)


@operation(Permission.MEETING_ORGANISE)
async def reopen(
    session: AsyncSession, actor: Actor, poll_id: int, _before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> DatePoll:
    """Take back that a date was chosen, or that the search was closed; nobody was told of it yet.

    Raises: NotFound, NotAllowed.
    """
    await hold_whole(session, await access_run(session, actor, poll_id))
    poll = await access_run(session, actor, poll_id)
    ended = values_of(poll, *_ENDED)
    for option in poll.options:
        option.chosen = False
    poll.ending, poll.ended_at, poll.ended_by_id = None, None, None
    poll.meeting, poll.meeting_id = None, None  # a draft that was planned for the date stays by itself
    await schedule(session, actor, poll, anchors=notices.anchors_of(poll, actor.zone), now=now)
    await record(session, actor, "dates.reopen", poll, now=now, before=ended, after=values_of(poll, *_ENDED))
    await change_bound(session, DatePoll.__tablename__, [poll.id], now=now)
    return poll


@operation(Permission.MEETING_ORGANISE)
async def plan(
    session: AsyncSession, actor: Actor, poll_id: int, args: planning.NewMeeting, *, now: datetime
) -> Meeting:
    """Plan the meeting whose date was found.

    Raises: NotFound, NotAllowed; NoneChosen, PlannedAlready; as `planning.plan`.
    """
    await hold_whole(session, await access_run(session, actor, poll_id))
    poll = await access_run(session, actor, poll_id)
    check_plannable(actor, poll)
    meeting = await planning.plan(session, actor, args, now=now)
    before = values_of(poll, "meeting_id")
    poll.meeting, poll.meeting_id = meeting, meeting.id
    await record(session, actor, "dates.plan", poll, now=now, before=before, after=values_of(poll, "meeting_id"))
    await change_bound(session, DatePoll.__tablename__, [poll.id], now=now)
    return meeting


UNDOS = (Undo(change="dates.choose", reverse=reopen), Undo(change="dates.close", reverse=reopen))
