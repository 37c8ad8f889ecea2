"""Proposing dates for a meeting to those who are to come (G14)."""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.core.notifications import Notification
from storage.dates import DateOption, DatePoll
from storage.meetings import MeetingKind
from storage.members import Role, Twg
from twg.core.actors import Actor
from twg.core.addressing import access_audience
from twg.core.audiences import list_audience, to_column
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, PastDay
from twg.core.timekeeping import Timekeeping
from twg.dates import notices
from twg.dates.access import AnswersAfterDates, NobodyAsked, SameDates, is_asked
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.planning import StartInPast
from twg.reminders.schedule import schedule, schedule_all

#: Dates that are proposed at most.
MOST_DATES = 5
#: Besides everybody who is invited, those who are asked for dates first. Source: Guideline, Part Three (d) internal.
ASKED_FIRST = (Role.CHAIR, Role.LEAD_FACILITATOR, Role.CRDB)


class NewPoll(BaseModel):
    """The meeting whose date is looked for.

    Attributes:
        audience: token of who will be invited.
        dates: when it may begin, aware, at most `MOST_DATES`.
        asked: roles of `ASKED_FIRST`; empty for everybody who is invited.
        answer_by: last day to answer, local date.
    """

    kind: MeetingKind
    title: str = Field(max_length=200)
    duration_min: int = Field(ge=5, le=LONGEST_MEETING_MIN)
    audience: str
    dates: list[datetime] = Field(min_length=1, max_length=MOST_DATES)
    asked: list[Role] = []
    answer_by: date


@operation(Permission.MEETING_ORGANISE)
async def propose(
    session: AsyncSession, actor: Actor, args: NewPoll, *, now: datetime
) -> tuple[DatePoll, Notification]:
    """Ask those who are to come for when they can.

    Raises: NotAChoice (somebody else is to be asked), GroupEnded, NotAllowed (the audience); SameDates; StartInPast (a
        date); PastDay (the last day to answer); NobodyAsked.
    Source: Guideline, Part Three (d) internal.
    """
    audience = await access_audience(session, actor, args.audience, Permission.MEETING_ORGANISE, now=now)
    _check_dates(actor, args, now=now)
    poll = DatePoll(
        twg_id=actor.twg.id,
        kind=args.kind,
        title=args.title,
        duration_min=args.duration_min,
        audience=audience,
        asked=to_column(*(f"role:{role}" for role in args.asked)) if args.asked else audience,
        answer_by=args.answer_by,
        created_by_id=actor.person.id,
        created_by=actor.person,
        created_at=now,
        options=[DateOption(position=place, starts_at=at) for place, at in enumerate(sorted(args.dates), start=1)],
    )
    if not [member for member in await list_audience(session, actor.twg.id, audience) if is_asked(poll, member)]:
        raise NobodyAsked(field="asked")
    session.add(poll)
    after = values_of(poll, "kind", "title", "duration_min", "audience", "asked", "answer_by")
    after["dates"] = [option.starts_at for option in poll.options]
    await record(session, actor, "dates.propose", poll, now=now, after=after)
    await schedule(session, actor, poll, anchors=notices.anchors_of(poll, actor.zone), now=now)
    told = await notify(session, notices.ASKED, subject=poll, now=now, by=actor, data={"title": poll.title})
    return poll, told


def _check_dates(actor: Actor, args: NewPoll, *, now: datetime) -> None:
    if any(role not in ASKED_FIRST for role in args.asked):
        raise NotAChoice(field="asked")
    if len(set(args.dates)) < len(args.dates):
        raise SameDates(field="dates")
    for starts_at in args.dates:
        if starts_at <= now:
            raise StartInPast(field="dates", starts_at=starts_at)
    if args.answer_by < now.astimezone(actor.zone).date():
        raise PastDay(field="answer_by", day=args.answer_by)
    last = max(args.dates).astimezone(actor.zone).date()
    if args.answer_by > last:
        raise AnswersAfterDates(field="answer_by", day=last)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every search of a TWG again that has not ended."""
    actor = Actor(twg, timekeeping=timekeeping)
    query = select(DatePoll).where(DatePoll.twg_id == twg.id, DatePoll.ended_at.is_(None)).order_by(DatePoll.id)
    polls = list(await session.scalars(query.options(selectinload(DatePoll.options))))
    anchors = {poll: notices.anchors_of(poll, actor.zone) for poll in polls}
    await schedule_all(session, actor, anchors, now=now)
