"""Asking for papers: everybody invited by a day, presenters by name, or one person or institution (D6, G3).

Source: Guideline 2016, Part Three (c)(iii).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.core.spelling import key_of
from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Institution, Membership, Twg, list_aliases
from storage.papers import AskedPaper, find_asked, list_asked
from storage.reminders import ReminderState, list_reminders_of
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record
from twg.core.notices import Cause, Notice, end_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound, PastDay
from twg.documents.seeing import is_called
from twg.language.document_facts import mentions
from twg.meetings import notices
from twg.meetings.access import access_held, check_ahead
from twg.meetings.owing import Owed, list_owed
from twg.meetings.preparing import COLLECT, SEND, list_owing
from twg.meetings.rsvp import MeetingNotAnnounced
from twg.papers.access import NoSuchItem

#: How agendas call those who accept papers, and so are asked for none.
_ORGANISERS = frozenset(map(key_of, ("Chair", "Secretariat", "The Secretariat", "ប្រធាន", "លេខាធិការដ្ឋាន")))


async def invited_but_caller(cause: Cause) -> list[Membership]:
    """Everybody invited now, without the person who asks."""
    return excluding(await notices.invited(cause), cause.by_id)


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day by which the papers should be there."""
    meeting: Meeting = cause.subject
    by = date.fromisoformat(cause.data["by"])
    return end_of(by, cause, await cause.session.get_one(Twg, meeting.twg_id))


#: data: `by`, the day by which papers should be there, ISO.
CALLED = Notice(
    name="papers_called", subject=Meeting, recipients=invited_but_caller, grouped=True, useful_until=last_day
)


@dataclass(frozen=True)
class Called:
    """What became of a call for papers.

    Attributes:
        asked: who was asked by name, or as an institution.
        unknown: the items of which the presenter is not known among the members.
    """

    notification: Notification
    asked: list[Owed]
    unknown: list[AgendaItem]


class NewAsked(BaseModel):
    """A paper that is asked for: of a person or of an institution, by a local day."""

    item_id: int
    due_on: date
    person_id: int | None = None
    institution_id: int | None = None


def check_callable(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced."""
    check_ahead(meeting, now=now)
    if meeting.state is not MeetingState.ANNOUNCED:
        raise MeetingNotAnnounced(meeting=meeting)


async def suggest_day(session: AsyncSession, meeting: Meeting, zone: ZoneInfo, today: date) -> date | None:
    """The day by which papers are asked for: that of the next reminder to collect or to send them, after today."""
    reminders = await list_reminders_of(session, Meeting.__tablename__, meeting.id)
    found = [reminders[rule] for rule in (COLLECT, SEND) if rule in reminders]
    days = [each.due_at.astimezone(zone).date() for each in found if each.state is not ReminderState.VOID]
    return next((day for day in days if day > today), None)


@operation(Permission.MEETING_ORGANISE)
async def call_for_papers(session: AsyncSession, actor: Actor, meeting_id: int, by: date, *, now: datetime) -> Called:
    """Ask everybody invited for their papers; who presents an item, as far as they are known, owes its paper from then.

    Args:
        by: the local day by which they should be there; also of what was asked for before.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced.
    Source: Guideline 2016, Part Three (c)(iii).
    """
    meeting = await access_held(session, actor, meeting_id)
    check_callable(meeting, now=now)
    before = await list_asked(session, [meeting.id])
    for each in before:
        each.due_on = by
    known = {each.agenda_item_id for each in before}
    members = await list_audience(session, meeting.twg_id, meeting.audience)
    unknown = []
    for item in list_owing(meeting):
        found = None if item.id in known else await find_presenter(session, item.presenter, members)
        if found is not None:
            session.add(_asked(actor, meeting, NewAsked(item_id=item.id, due_on=by, **found), now=now))
        elif item.id not in known and key_of(item.presenter) not in _ORGANISERS:
            unknown.append(item)
    await record(session, actor, "papers.call_for_papers", meeting, now=now, after={"papers_by": by})
    data = {"title": meeting.title, "by": by.isoformat()}
    notification = await notify(session, CALLED, subject=meeting, now=now, by=actor, data=data)
    return Called(notification, await list_owed(session, meeting), unknown)


def _asked(actor: Actor, meeting: Meeting, args: NewAsked, *, now: datetime) -> AskedPaper:
    return AskedPaper(
        twg_id=meeting.twg_id,
        meeting_id=meeting.id,
        agenda_item_id=args.item_id,
        person_id=args.person_id,
        institution_id=args.institution_id,
        due_on=args.due_on,
        asked_by_id=actor.person_id,
        asked_at=now,
    )


async def find_presenter(session: AsyncSession, presenter: str, members: Sequence[Membership]) -> dict[str, int] | None:
    """Who presents an item, as a value for `NewAsked`: the only member named so, or the only institution; else None."""
    if not presenter:
        return None
    people = {member.person_id for member in members if mentions(presenter, member.person.name)}
    if len(people) == 1:
        return {"person_id": people.pop()}
    found = []
    for institution in {each.id: each for member in members if (each := member.person.institution)}.values():
        if any(is_called(presenter, name) for name in await _names_of(session, institution)):
            found.append(institution.id)
    return {"institution_id": found[0]} if len(found) == 1 else None


async def _names_of(session: AsyncSession, institution: Institution) -> list[str]:
    return [institution.name, *await list_aliases(session, institution)]


@operation(Permission.MEETING_ORGANISE)
async def ask(
    session: AsyncSession, actor: Actor, meeting_id: int, args: NewAsked, *, now: datetime
) -> tuple[list[Owed], Notification]:
    """Ask a person, or everybody of an institution, for the paper of an item. Returns what they owe, and the notice.

    Who was asked for it already has another day from now on.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced; NoSuchItem, PastDay,
        NotAChoice where nobody of these is invited.
    """
    meeting = await access_held(session, actor, meeting_id)
    check_callable(meeting, now=now)
    if args.item_id not in {item.id for item in meeting.agenda}:
        raise NoSuchItem(field="item", number=None, most=len(meeting.agenda))
    if args.due_on < now.astimezone(actor.zone).date():
        raise PastDay(field="due_on", day=args.due_on)
    whom = args.person_id, args.institution_id
    members = await list_audience(session, meeting.twg_id, meeting.audience)
    if not any(whom in {(each.person_id, None), (None, each.person.institution_id)} for each in members):
        raise NotAChoice(field="whom")
    asked = await list_asked(session, [meeting.id])
    same = [each for each in asked if _whom(each) == (args.item_id, *whom)]
    for each in same:
        each.due_on = args.due_on
    if not same:
        session.add(_asked(actor, meeting, args, now=now))
    await record(session, actor, "papers.ask", meeting, now=now, after=args.model_dump(exclude_none=True))
    owed = [each for each in await list_owed(session, meeting) if _whom(each.asked) == (args.item_id, *whom)]
    to = [member for each in owed for member in each.members]
    data = {"title": meeting.title, "by": args.due_on.isoformat()}
    return owed, await notify(session, CALLED, subject=meeting, to=to, now=now, by=actor, data=data)


def _whom(asked: AskedPaper) -> tuple[int | None, int | None, int | None]:
    """For which item it is asked, and of whom."""
    return asked.agenda_item_id, asked.person_id, asked.institution_id


@operation(Permission.MEETING_ORGANISE)
async def stop_asking(session: AsyncSession, actor: Actor, asked_id: int, *, now: datetime) -> Meeting:
    """Ask for a paper no longer; nobody is told. Returns the meeting. Raises: NotFound, NotAllowed."""
    asked = await find_asked(session, asked_id, AskedPaper.twg_id == actor.twg.id)
    if asked is None:
        raise NotFound
    meeting = await access_held(session, actor, asked.meeting_id)
    before = {"item_id": asked.agenda_item_id, "person_id": asked.person_id, "institution_id": asked.institution_id}
    await session.delete(asked)
    await record(session, actor, "papers.stop_asking", meeting, now=now, before=before, after={})
    return meeting
