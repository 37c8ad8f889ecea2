"""Access to a search for a date: who sees it, who may answer, who may run it (G14).

DatesRefusal
├── DatesEnded          a date was chosen already, or it was closed
├── NoneChosen          no date is chosen, so that no meeting can be planned for it
├── PlannedAlready      the meeting was planned
├── AnswersClosed       the last day to answer, or every proposed date, is past
├── AnswerUnclear       the words may mean several answers
├── NobodyAsked         none of those who are to be asked is invited to the meeting
├── SameDates           two of the proposed dates are one and the same
└── AnswersAfterDates   the last day to answer would be after the last of the dates
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dates import DatePoll, find_poll, list_open_polls
from storage.engine.database import hold_whole
from storage.meetings import MeetingState
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import Reader, excluding, includes, list_audience, visible_to
from twg.core.operations import operation
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import NotAllowed, NotFound, Refusal
from twg.meetings.convening import may_organise

#: Searches in a list.
MOST_LISTED = 20


class DatesRefusal(Refusal):
    key = "dates#refused"


class DatesEnded(DatesRefusal):
    """data: `poll`."""

    key = "dates#ended"


class NoneChosen(DatesRefusal):
    """data: `poll`."""

    key = "dates#none_chosen"


class PlannedAlready(DatesRefusal):
    """data: `poll`."""

    key = "dates#planned_already"


class AnswersClosed(DatesRefusal):
    """data: `poll`."""

    key = "dates#answers_closed"


class AnswerUnclear(DatesRefusal):
    key = "dates#unclear"


class NobodyAsked(DatesRefusal):
    key = "dates#nobody_asked"


class SameDates(DatesRefusal):
    key = "dates#same_dates"


class AnswersAfterDates(DatesRefusal):
    """data: `day`, of the last date that is proposed."""

    key = "dates#answers_after_dates"


def is_asked(poll: DatePoll, member: Membership) -> bool:
    """Whether this member is asked: who proposes the dates is not."""
    invited = includes(poll.audience, member) and includes(poll.asked, member)
    return invited and member.person_id != poll.created_by_id


async def list_asked(session: AsyncSession, poll: DatePoll) -> list[Membership]:
    """Everybody who is asked as of now; a person who has left is not, even if they have answered."""
    invited = await list_audience(session, poll.twg_id, poll.audience)
    return [member for member in invited if is_asked(poll, member)]


def visible_polls(reader: Reader) -> ColumnElement[bool]:
    """The clause for searches that this reader may see: their own; those in which they are asked, or which they run.

    Nobody outside of the meeting's audience sees one, the secretariat included: that a meeting of development partners,
    or of Chair and lead facilitators, is looked for is not told to others (Guideline, Part Four (ii)).
    """
    own = DatePoll.created_by_id == reader.person_id
    invited = visible_to(reader, DatePoll.audience, DatePoll.created_by_id)
    if reader.role in GRANTS[Permission.MEETING_ORGANISE]:
        return or_(own, invited)
    concerned = visible_to(reader, DatePoll.asked, DatePoll.created_by_id)
    if reader.led:
        concerned = or_(concerned, DatePoll.audience.in_(reader.sums_led))
    return or_(own, and_(invited, concerned))


async def access_poll(session: AsyncSession, actor: Actor, poll_id: int) -> DatePoll:
    """The search with its dates, if the actor may see it. Raises: NotFound."""
    actor.check_covers("dates")
    poll = await find_poll(session, poll_id, DatePoll.twg_id == actor.twg.id, visible_polls(Reader.of(actor)))
    if poll is None:
        raise NotFound
    return poll


def may_run_poll(actor: Actor, poll: DatePoll) -> bool:
    """Whether the actor may see who can when, choose and close: as one who may plan the meeting."""
    return may_organise(actor, poll.kind, poll.audience)


async def access_run(session: AsyncSession, actor: Actor, poll_id: int) -> DatePoll:
    """The search, if the actor may run it. Raises: NotFound, NotAllowed."""
    poll = await access_poll(session, actor, poll_id)
    if not may_run_poll(actor, poll):
        raise NotAllowed
    return poll


async def access_held(session: AsyncSession, actor: Actor, poll_id: int) -> DatePoll:
    """The search, locked, as it is then, for who may run it. Raises: NotFound, NotAllowed, DatesEnded."""
    await hold_whole(session, await access_run(session, actor, poll_id))
    poll = await access_run(session, actor, poll_id)
    check_open(poll)
    return poll


def check_plannable(actor: Actor, poll: DatePoll) -> None:
    """Raises: NotAllowed; NoneChosen, PlannedAlready."""
    if not may_run_poll(actor, poll):
        raise NotAllowed
    if poll.chosen is None:
        raise NoneChosen(poll=poll)
    if poll.meeting is not None and poll.meeting.state is not MeetingState.CANCELLED:
        raise PlannedAlready(poll=poll)


def check_open(poll: DatePoll) -> None:
    """Raises: DatesEnded."""
    if poll.ended_at is not None:
        raise DatesEnded(poll=poll)


def is_past(poll: DatePoll, *, now: datetime) -> bool:
    """Whether every proposed date is past."""
    return all(option.starts_at <= now for option in poll.options)


def takes_answers(poll: DatePoll, *, today: date, now: datetime) -> bool:
    """Whether somebody who is asked can still answer. Args: `today`, the local date."""
    return poll.ended_at is None and today <= poll.answer_by and not is_past(poll, now=now)


def check_answerable(actor: Actor, poll: DatePoll, *, now: datetime) -> None:
    """Raises: DatesEnded, AnswersClosed; NotAllowed for who is not asked."""
    if not is_asked(poll, actor.member):
        raise NotAllowed
    check_open(poll)
    if not takes_answers(poll, today=now.astimezone(actor.zone).date(), now=now):
        raise AnswersClosed(poll=poll)


@operation(Permission.SEE)
async def list_open(session: AsyncSession, actor: Actor) -> list[DatePoll]:
    """The newest `MOST_LISTED` searches that have not ended and that the actor may see."""
    return await list_open_polls(session, actor.twg.id, visible_polls(Reader.of(actor)), limit=MOST_LISTED)


def is_invited(poll: DatePoll, member: Membership) -> bool:
    """Whether the meeting that was planned for the date is announced already, and this person is invited to it."""
    meeting = poll.meeting
    return meeting is not None and meeting.state is MeetingState.ANNOUNCED and includes(meeting.audience, member)


async def list_others(session: AsyncSession, poll: DatePoll, by_id: int | None) -> list[Membership]:
    """Everybody who is asked, and who proposes the dates, apart from the person who caused what is told."""
    members = await list_audience(session, poll.twg_id, poll.audience)
    concerned = [member for member in members if is_asked(poll, member) or member.person_id == poll.created_by_id]
    return excluding(concerned, by_id)
