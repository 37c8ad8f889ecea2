"""Proposing dates for a meeting to those who are to come (G14)."""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.core.notifications import Notification
from storage.dates import DateOption, DatePoll
from storage.engine.labels import N_, Labelled
from storage.meetings import MeetingKind
from storage.members import Role, Twg
from twg.core.actors import Actor
from twg.core.audiences import list_audience, to_column
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import PastDay
from twg.core.timekeeping import Timekeeping
from twg.dates import notices
from twg.dates.access import AnswersAfterDates, NobodyAsked, SameDates, is_asked
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.convening import access_invited
from twg.meetings.planning import StartInPast
from twg.reminders.schedule import schedule, schedule_all

#: Dates that are proposed at most.
MOST_DATES = 5


class Asked(Labelled):
    """Who of those that are invited is asked for dates. Source: Guideline, Part Three (d) internal."""

    EVERYBODY = "everybody", N_("Everybody invited")
    LEADS_AND_CRDB = "leads_and_crdb", N_("Chair, lead facilitators and CRDB")
    LEADS = "leads", N_("Chair and lead facilitators")
    CHAIR = "chair", N_("Chair")
    FACILITATORS = "facilitators", N_("Lead facilitators")
    CRDB = "crdb", N_("CRDB")


_ROLES: dict[Asked, tuple[Role, ...]] = {
    Asked.LEADS_AND_CRDB: (Role.CHAIR, Role.LEAD_FACILITATOR, Role.CRDB),
    Asked.LEADS: (Role.CHAIR, Role.LEAD_FACILITATOR),
    Asked.CHAIR: (Role.CHAIR,),
    Asked.FACILITATORS: (Role.LEAD_FACILITATOR,),
    Asked.CRDB: (Role.CRDB,),
}


class NewPoll(BaseModel):
    """The meeting whose date is looked for.

    Attributes:
        audience: token of who will be invited; None for those of the kind.
        dates: when it may begin, aware, at most `MOST_DATES`.
        answer_by: last day to answer, local date.
    """

    kind: MeetingKind
    title: str = Field(max_length=200)
    duration_min: int = Field(ge=5, le=LONGEST_MEETING_MIN)
    audience: str | None
    dates: list[datetime] = Field(min_length=1, max_length=MOST_DATES)
    asked: Asked = Asked.EVERYBODY
    answer_by: date


@operation(Permission.MEETING_ORGANISE)
async def propose(
    session: AsyncSession, actor: Actor, args: NewPoll, *, now: datetime
) -> tuple[DatePoll, Notification]:
    """Ask those who are to come for when they can.

    Raises: as `access_invited`; SameDates; StartInPast (a date); PastDay,
        AnswersAfterDates (the last day to answer); NobodyAsked.
    Source: Guideline, Part Three (d) internal.
    """
    audience = await access_invited(session, actor, args.kind, args.audience, now=now)
    _check_dates(actor, args, now=now)
    poll = DatePoll(
        twg_id=actor.twg.id,
        kind=args.kind,
        title=args.title,
        duration_min=args.duration_min,
        audience=audience,
        asked=_tokens_of(args.asked, audience),
        answer_by=args.answer_by,
        created_by_id=actor.person.id,
        created_by=actor.person,
        created_at=now,
        options=[DateOption(position=place, starts_at=at) for place, at in enumerate(sorted(args.dates), start=1)],
    )
    _note_days_off(actor, poll)
    if not [member for member in await list_audience(session, actor.twg.id, audience) if is_asked(poll, member)]:
        raise NobodyAsked(field="asked")
    session.add(poll)
    after = values_of(poll, "kind", "title", "duration_min", "audience", "asked", "answer_by")
    after["dates"] = [option.starts_at for option in poll.options]
    await record(session, actor, "dates.propose", poll, now=now, after=after)
    await schedule(session, actor, poll, anchors=notices.anchors_of(poll, actor.zone), now=now)
    told = await notify(session, notices.ASKED, subject=poll, now=now, by=actor, data={"title": poll.title})
    return poll, told


def _tokens_of(asked: Asked, audience: str) -> str:
    roles = _ROLES.get(asked)
    return audience if roles is None else to_column(*(f"role:{role}" for role in roles))


def _note_days_off(actor: Actor, poll: DatePoll) -> None:
    for option in poll.options:
        option.day_off = not actor.hours.is_working_day(option.starts_at.astimezone(actor.zone).date())


def _check_dates(actor: Actor, args: NewPoll, *, now: datetime) -> None:
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
    """Compute the reminders of every search of a TWG again that has not ended, and which of its dates are days off."""
    actor = Actor(twg, timekeeping=timekeeping)
    query = select(DatePoll).where(DatePoll.twg_id == twg.id, DatePoll.ended_at.is_(None)).order_by(DatePoll.id)
    polls = list(await session.scalars(query.options(selectinload(DatePoll.options))))
    for poll in polls:
        _note_days_off(actor, poll)
    anchors = {poll: notices.anchors_of(poll, actor.zone) for poll in polls}
    await schedule_all(session, actor, anchors, now=now)
